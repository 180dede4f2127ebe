// whoami: the name of the effective user. A number without a name is an error for GNU's program and is
// printed by busybox's.

import { command } from "../libc/command.ts";
import { extraOperand } from "../libc/operands.ts";
import { Accounts } from "../libc/passwd.ts";

export const whoami = command({ name: "whoami", gnu: "", busybox: "" }, function* (io) {
  const extra = io.operands[0];
  if (extra !== undefined) return yield* extraOperand(io, extra);
  const { euid } = io.sys.credentials();
  const user = yield* new Accounts(io.sys).userById(euid);
  if (user === undefined && io.family === "gnu")
    return yield* io.complain(`cannot find name for user ID ${euid}`);
  if (user === undefined) return yield* io.complain(`unknown uid ${euid}`);
  yield* io.print(`${user.name}\n`);
  return 0;
});
