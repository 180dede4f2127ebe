// The world's one clock and agenda. Time passes while processes use it and when nothing is due before a later
// time; nothing waits for a real clock. Forkable: entries are data.

import { Agenda } from "../base/agenda.ts";
import type { Instant } from "../base/time.ts";
import type { KernelDue, Timekeeper } from "../kernel/kernel.ts";

export interface WorldDue {
  /** index of the host whose kernel is meant */
  readonly host: number;
  readonly due: KernelDue;
}

export class WorldClock {
  now: Instant;
  readonly agenda: Agenda<WorldDue>;

  constructor(epoch: Instant, origin?: WorldClock) {
    this.now = origin ? origin.now : epoch;
    this.agenda = origin ? origin.agenda.fork() : new Agenda();
  }

  /** The clock as one host's kernel sees it. */
  forHost(host: number): Timekeeper {
    return new HostTime(this, host);
  }
}

class HostTime implements Timekeeper {
  constructor(
    private readonly clock: WorldClock,
    private readonly host: number,
  ) {}

  get now(): Instant {
    return this.clock.now;
  }

  set now(instant: Instant) {
    this.clock.now = instant;
  }

  enter(at: Instant, due: KernelDue): void {
    this.clock.agenda.enter(at, { host: this.host, due });
  }
}
