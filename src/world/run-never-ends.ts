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
/** CPU time that everything on all hosts may take within one call of `advance`. */
const MAX_ADVANCED_WORK: Duration = 40_000_000;
/**
 * Bytes that may be printed and logged by containers meanwhile: they are kept, and `cat /dev/zero` prints a gigabyte
 * in no time.
 */
const MAX_OUTPUT = 128 << 20;
/** What a turn counts beside the CPU time it takes: waking somebody up who only sleeps again is work too. */
const TURN_WORK: Duration = 50;

/** What one run, or one call of `advance`, has used up. */
export class Budget {
  private quiet = 0;
  private total = 0;
  private printed = 0;

  private constructor(
    private readonly maxQuiet: Duration,
    private readonly maxTotal: Duration,
  ) {}

  static ofRun(): Budget {
    return new Budget(MAX_QUIET_WORK, MAX_WORK);
  }

  /** Nobody waits for output. */
  static ofAdvance(): Budget {
    return new Budget(Infinity, MAX_ADVANCED_WORK);
  }

  /** Something was printed. False if that was too much already, and need not be kept. */
  renew(bytes: number): boolean {
    this.quiet = 0;
    this.total += TURN_WORK;
    this.printed += bytes;
    return this.printed <= MAX_OUTPUT;
  }

  /** Something was logged, and is kept. */
  keep(bytes: number): void {
    this.printed += bytes;
  }

  /** A turn that took this much time in the world. */
  spend(time: Duration): void {
    this.quiet += TURN_WORK + time;
    this.total += TURN_WORK + time;
    if (this.printed > MAX_OUTPUT) throw new RunNeverEnds(`gave up after ${MAX_OUTPUT >> 20} MiB of output`);
    if (this.quiet > this.maxQuiet)
      throw new RunNeverEnds(`gave up after ${this.maxQuiet / 1e6} seconds of work without any output`);
    if (this.total > this.maxTotal)
      throw new RunNeverEnds(`gave up after ${this.maxTotal / 1e6} seconds of work`);
  }
}
