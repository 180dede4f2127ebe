// What a builtin is to those who call it: it gets its arguments with its name first and answers a status, or a
// task where it may have to wait. Special ones are told apart by POSIX (shell, 2.14).
// Not here: which builtins there are (builtins/table.ts).

import type { Declared } from "./declared.ts";
import type { Outcome, Shell } from "./shell.ts";

export type BuiltinRun = (
  sh: Shell,
  args: readonly string[],
  declared: Declared | undefined,
  flags: number,
) => Outcome;

export interface Builtin {
  readonly run: BuiltinRun;
  /** found before functions, its assignments last, its errors end a script */
  readonly special: boolean;
  /** redirections of it may be meant to stay (exec) */
  readonly keepsRedirections: boolean;
}
