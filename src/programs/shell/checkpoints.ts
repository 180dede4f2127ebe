// When a shell at rest is worth a checkpoint, and how a shell process ends. A checkpoint costs an image of the
// state, so enough answers of system calls must have gathered that it makes the kernel forget.
// Not here: what a checkpoint goes on with (session.ts, input.ts, interactive.ts).

import type { Task } from "../../kernel/sys.ts";
import { hangUpJobs } from "./foreground.ts";
import { runExitTrap } from "./run-traps.ts";
import type { Shell } from "./shell.ts";

/** Calls after which a checkpoint is worth its price. */
const WORTHWHILE = 100;

/** Nothing is under way that an image would not hold. */
const isAtRest = (sh: Shell): boolean =>
  sh.arrived.length === 0 &&
  sh.processFds.length === 0 &&
  sh.nesting === 0 &&
  !sh.failed &&
  sh.unwinding === 0;

/** Time for a checkpoint: enough has been recorded since the last. */
export function isWorthwhile(sh: Shell): boolean {
  if (sh.calls < WORTHWHILE || !isAtRest(sh)) return false;
  sh.calls = 0;
  sh.steps = 0;
  return true;
}

/** The end of a shell: its EXIT trap, and its jobs; answers the status. */
export function* finish(sh: Shell): Task<number> {
  const status = yield* runExitTrap(sh);
  if (sh.state.interactive && sh.state.loginShell && sh.shopts.has("huponexit")) hangUpJobs(sh);
  return status;
}
