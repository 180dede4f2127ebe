// What a run is told that could go on for ever, so that no test hangs: the one error that the library throws
// for what a user typed.

/** The run's processes were killed; the world is otherwise as it was when the run was given up. */
export class RunNeverEnds extends Error {
  override name = "RunNeverEnds";
}

/** Turns of processes in one run, or one `advance`, before it is given up. */
export const MAX_TURNS = 20_000_000;
