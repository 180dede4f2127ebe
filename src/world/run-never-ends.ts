// When a run is given up, so that no test hangs: the one error that the library throws for what a user typed.
// Relies on the world's own time: the work that is counted is the same on every machine.

import type { Duration } from "../base/time.ts";

/** The run's processes were killed; the world is otherwise as it was when the run was given up. */
export class RunNeverEnds extends Error {
  override name = "RunNeverEnds";
}

/** CPU time that a run may take in the world without printing anything. */
const MAX_QUIET_WORK: Duration = 30_000_000;
/** And altogether, so that what prints for ever ends as well. */
const MAX_WORK: Duration = 60_000_000;
/** Bytes that a run may print: they are kept until it ends, and `cat /dev/zero` prints a gigabyte in no time. */
const MAX_OUTPUT = 64 << 20;
/** What a turn counts beside the CPU time it takes: waking somebody up who only sleeps again is work too. */
const TURN_WORK: Duration = 50;

/** What one run has used up. */
export class Budget {
  private quiet = 0;
  private total = 0;
  private printed = 0;

  /** Something was printed. False if that was too much already, and need not be kept. */
  renew(bytes: number): boolean {
    this.quiet = 0;
    this.total += TURN_WORK;
    this.printed += bytes;
    return this.printed <= MAX_OUTPUT;
  }

  /** A turn that took this much time in the world. */
  spend(time: Duration): void {
    this.quiet += TURN_WORK + time;
    this.total += TURN_WORK + time;
    if (this.printed > MAX_OUTPUT) throw new RunNeverEnds(`gave up after ${MAX_OUTPUT >> 20} MiB of output`);
    if (this.quiet > MAX_QUIET_WORK)
      throw new RunNeverEnds(`gave up after ${MAX_QUIET_WORK / 1e6} seconds of work without any output`);
    if (this.total > MAX_WORK) throw new RunNeverEnds(`gave up after ${MAX_WORK / 1e6} seconds of work`);
  }
}
