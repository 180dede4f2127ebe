// The recording of system calls: each call is carried out by its part of the kernel and its answer is kept;
// in a generator that is made anew the kept answers are given out first (the law in sys.ts). Blocking calls
// ask again whenever they are woken, so nothing but answers has to be kept. The calls themselves are in the
// files *-calls.ts, one class upon the other, because an object of system calls is one object.

import { CPU_CALL } from "../base/costs.ts";
import { MAX_ANSWERS, MAX_ANSWER_BYTES, TIME_SLICE } from "../base/limits.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { Kernel } from "./kernel.ts";
import { Blocked } from "./open-files.ts";
import { ownPid, type Process } from "./process.ts";
import type { Pid, Task } from "./sys.ts";

export abstract class Recording {
  readonly pid: Pid;
  protected record: Process;
  /** answers still to be given out, and how many ticks followed the last of them */
  protected feed: readonly unknown[] | undefined;
  protected fed = 0;
  protected ticksToFeed: number;

  constructor(
    protected readonly kernel: Kernel,
    process: Process,
  ) {
    this.record = process;
    this.pid = ownPid(process);
    this.ticksToFeed = process.ticks;
    const { answers } = process;
    this.feed = answers !== undefined && answers.length > 0 ? answers.slice() : undefined;
  }

  /** The record, for writing. After a fork of the world it is another object. */
  protected get process(): Process {
    if (this.record.owner !== this.kernel.processes.owner)
      this.record = this.kernel.processes.own(this.record.pid);
    return this.record;
  }

  // ---- recording

  protected replayed<T>(): T {
    const feed = this.feed as readonly unknown[];
    const answer = feed[this.fed++] as T;
    if (this.fed === feed.length) this.feed = undefined;
    return answer;
  }

  protected did<T>(answer: T): T {
    const { process } = this;
    process.cpu += CPU_CALL;
    process.slice += CPU_CALL;
    this.kernel.time.now += CPU_CALL;
    process.ticks = 0;
    if (process.answers === undefined) return answer;
    process.answers.push(answer);
    if (answer instanceof Uint8Array) process.answerBytes += answer.length;
    if (process.answers.length > MAX_ANSWERS || process.answerBytes > MAX_ANSWER_BYTES)
      this.kernel.forgetsFrom(process);
    return answer;
  }

  protected call<T>(act: (kernel: Kernel, process: Process) => T): T {
    return this.feed === undefined ? this.did(act(this.kernel, this.process)) : this.replayed<T>();
  }

  /** A call that may have to wait: asks until it has an answer, or a signal with a handler comes. */
  protected *waiting<T>(
    ask: (kernel: Kernel, process: Process) => T | Blocked,
    until?: Instant,
  ): Task<T | "EINTR"> {
    if (this.feed !== undefined) return this.replayed<T>();
    // A generator made anew may come here for the second time, after the one before it gave way here.
    if (this.process.gaveWay) this.process.gaveWay = false;
    else if (this.process.slice > TIME_SLICE) yield* this.giveWay();
    for (;;) {
      const answer = ask(this.kernel, this.process);
      if (this.record.state === "zombie") yield;
      if (!(answer instanceof Blocked)) return this.waited(answer);
      if (this.process.interrupted || this.process.pending.length > 0) return this.waited("EINTR");
      this.process.inWait = true;
      this.kernel.blockOn(this.process, answer.channels, until);
      yield;
      if (this.process.interrupted) return this.waited("EINTR");
    }
  }

  protected waited<T>(answer: T): T {
    this.process.inWait = false;
    this.process.interrupted = false;
    return this.did(answer);
  }

  /** The time of a wait is an answer, so that a re-made generator waits for the same one. */
  protected deadline(duration: Duration): Instant {
    return this.call((kernel) => kernel.now + Math.max(0, Math.round(duration)));
  }

  // ---- taking turns

  tick(cost: Duration): boolean {
    const { process } = this;
    if (this.feed !== undefined) return false;
    if (this.ticksToFeed > 0) return --this.ticksToFeed === 0 && process.gaveWay;
    process.ticks++;
    process.cpu += cost;
    process.slice += cost;
    this.kernel.time.now += cost;
    return process.slice > TIME_SLICE;
  }

  *giveWay(): Task<void> {
    if (this.feed !== undefined) return;
    const { process } = this;
    if (process.gaveWay) {
      process.gaveWay = false;
      return;
    }
    process.gaveWay = true;
    this.kernel.makeReady(process);
    yield;
    this.process.gaveWay = false;
  }
}
