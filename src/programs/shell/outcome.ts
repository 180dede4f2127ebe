// Going on with what a command came to: at once where it is a status, in a task where it has to be waited for.
// Relies on nothing but the type. Not here: what commands come to (evaluate.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Outcome } from "./shell.ts";

export function andThen(outcome: Outcome, next: (status: number) => Outcome): Outcome {
  return typeof outcome === "number" ? next(outcome) : thenTask(outcome, next);
}

function* thenTask(task: Task<number>, next: (status: number) => Outcome): Task<number> {
  const after = next(yield* task);
  return typeof after === "number" ? after : yield* after;
}
