// uname, and arch, which is `uname -m`: names of the system, its kernel and its machine. The processor and
// the hardware platform are unknown on Debian, and -a leaves them out; busybox's -a names them nowhere either.

import { command, type Command } from "../libc/command.ts";
import { extraOperand } from "../libc/operands.ts";

export const uname: Command = command(
  {
    name: "uname",
    gnu: "a/all s/kernel-name sysname n/nodename r/kernel-release release v/kernel-version m/machine p/processor i/hardware-platform o/operating-system",
    busybox: "a m n r s p v i o",
    usage: "[-amnrspvio]",
  },
  function* (io) {
    const extra = io.operands[0];
    if (extra !== undefined) return yield* extraOperand(io, extra);
    const { sysname, nodename, release, version, machine } = io.sys.uname();
    const parts: [key: string, value: string, also?: string][] = [
      ["s", sysname, "sysname"],
      ["n", nodename],
      ["r", release, "release"],
      ["v", version],
      ["m", machine],
      ["p", "unknown"],
      ["i", "unknown"],
      ["o", "GNU/Linux"],
    ];
    const all = io.has("a");
    const none = io.options.given.length === 0;
    const shown = parts.filter(
      ([key, value, also]) =>
        (all && value !== "unknown") ||
        io.has(key) ||
        (also !== undefined && io.has(also)) ||
        (none && key === "s"),
    );
    yield* io.print(`${shown.map(([, value]) => value).join(" ")}\n`);
    return 0;
  },
);
