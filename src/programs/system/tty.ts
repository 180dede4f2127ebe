// tty: the name of the terminal on standard input; 1 if it is none. -s only answers by its status.
// The name is what /proc says the descriptor is.

import { failed } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { extraOperand } from "../libc/operands.ts";

export const tty = command(
  { name: "tty", gnu: "s/silent quiet", busybox: "s", usageStatus: { gnu: 2 } },
  function* (io) {
    const extra = io.operands[0];
    if (extra !== undefined && io.family === "gnu") return yield* extraOperand(io, extra);
    if (extra !== undefined) yield* io.complain("ignoring all arguments", 0);
    const is = io.sys.termios(0) !== undefined;
    if (io.has("s") || io.has("quiet")) return is ? 0 : 1;
    const link = is ? io.sys.readlink("/proc/self/fd/0") : "ENOTTY";
    yield* io.print(`${!is ? "not a tty" : failed(link) ? "/dev/console" : link.target}\n`);
    return is ? 0 : 1;
  },
);
