// arch: the machine's architecture, as `uname -m` tells it. Takes nothing; busybox does not mind what it is
// given.

import { command } from "../libc/command.ts";
import { extraOperand } from "../libc/operands.ts";

export const arch = command({ name: "arch", gnu: "", busybox: "" }, function* (io) {
  const extra = io.operands[0];
  if (extra !== undefined && io.family === "gnu") return yield* extraOperand(io, extra);
  yield* io.print(`${io.sys.uname().machine}\n`);
  return 0;
});
