// let: each argument is an arithmetic expression; true if the last is not zero (bash and busybox).
// Relies on arithmetic.ts. Not here: (( )), which is a command of the grammar.

import type { Task } from "../../../kernel/sys.ts";
import { evaluate } from "../arithmetic.ts";
import type { Shell } from "../shell.ts";
import { wrong } from "./complaints.ts";

export function* letBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  if (args.length === 1) return yield* wrong(sh, "let", "expression expected");
  let status = 1;
  for (const text of args.slice(1)) {
    const result = evaluate(sh.arithmetic, text);
    if (result.error !== undefined) return yield* wrong(sh, "let", result.error);
    if (sh.failed) return 1;
    status = result.value === 0 ? 1 : 0;
  }
  return status;
}
