// Jobs: pipelines that the shell started and still knows, what became of their processes, and the statuses
// that `wait` may ask for later (POSIX shell, 2.11; bash, "Job Control"). Records are replaced, never changed.
// Not here: waiting (wait.ts), printing (builtins/jobs.ts) and moving jobs to the foreground.

import type { ChildChange, Pid, Sys } from "../../kernel/sys.ts";

export interface JobProcess {
  readonly pid: Pid;
  /** its command, as listings show it */
  readonly text: string;
  /** undefined while it runs */
  readonly change: ChildChange | undefined;
}

export interface Job {
  readonly id: number;
  /** process group; the shell's own without job control */
  readonly pgid: Pid;
  readonly processes: readonly JobProcess[];
  readonly background: boolean;
  /** its present state has been told */
  readonly told: boolean;
  /** `disown -h`: it gets no SIGHUP */
  readonly spared: boolean;
  /** how it had set the terminal when it was stopped */
  readonly termios?: NonNullable<ReturnType<Sys["termios"]>>;
}

export interface JobsImage {
  readonly list: readonly Job[];
  readonly current: readonly number[];
  readonly statuses: ReadonlyMap<Pid, ChildChange>;
}

export type JobState = "Running" | "Stopped" | "Done";

/** Statuses of ended children that are remembered. */
const MOST_STATUSES = 1000;

export class Jobs {
  private list: readonly Job[];
  /** ids, the current job last */
  private order: readonly number[];
  private statuses: ReadonlyMap<Pid, ChildChange>;
  /** they are the parent's: they can be listed, not waited for */
  inherited: boolean;

  constructor(image?: JobsImage, inherited = false) {
    this.list = image?.list ?? [];
    this.order = image?.current ?? [];
    this.statuses = image?.statuses ?? new Map();
    this.inherited = inherited;
  }

  image(): JobsImage {
    return { list: this.list, current: this.order, statuses: this.statuses };
  }

  /** Anything that runs and may end unseen. */
  get anyAlive(): boolean {
    return !this.inherited && this.list.some((job) => stateOf(job) !== "Done");
  }

  get all(): readonly Job[] {
    return this.list;
  }

  find(id: number): Job | undefined {
    return this.list.find((job) => job.id === id);
  }

  ofPid(pid: Pid): Job | undefined {
    return this.list.find(({ processes }) => processes.some((one) => one.pid === pid));
  }

  /** The current job (0) or the one before (1). */
  recent(back: 0 | 1): Job | undefined {
    const id = this.order[this.order.length - 1 - back];
    return id === undefined ? undefined : this.find(id);
  }

  add(pgid: Pid, processes: readonly JobProcess[], background: boolean): Job {
    if (this.inherited) this.forgetAll();
    const id = this.list.reduce((most, job) => Math.max(most, job.id), 0) + 1;
    const job: Job = { id, pgid, processes, background, told: false, spared: false };
    this.list = [...this.list, job];
    if (background) this.makeCurrent(id);
    return job;
  }

  makeCurrent(id: number): void {
    this.order = [...this.order.filter((one) => one !== id), id];
  }

  replace(job: Job): void {
    this.list = this.list.map((one) => (one.id === job.id ? job : one));
  }

  remove(id: number): void {
    this.list = this.list.filter((job) => job.id !== id);
    this.order = this.order.filter((one) => one !== id);
  }

  forgetAll(): void {
    this.list = [];
    this.order = [];
    this.inherited = false;
  }

  /** A child was waited for. Answers its job, if it belongs to one. */
  record(pid: Pid, change: ChildChange): Job | undefined {
    const job = this.ofPid(pid);
    if (change.kind !== "continued" && change.kind !== "stopped") this.remember(pid, change);
    if (job === undefined) return undefined;
    const processes = job.processes.map((one) =>
      one.pid === pid ? { ...one, change: change.kind === "continued" ? undefined : change } : one,
    );
    const after = { ...job, processes, told: false };
    this.replace(after);
    return after;
  }

  private remember(pid: Pid, change: ChildChange): void {
    const statuses = new Map(this.statuses).set(pid, change);
    if (statuses.size > MOST_STATUSES) statuses.delete(statuses.keys().next().value as Pid);
    this.statuses = statuses;
  }

  /** How a child ended that has been waited for. */
  endingOf(pid: Pid): ChildChange | undefined {
    return this.statuses.get(pid);
  }

  forget(pid: Pid): void {
    if (!this.statuses.has(pid)) return;
    const statuses = new Map(this.statuses);
    statuses.delete(pid);
    this.statuses = statuses;
  }
}

export function stateOf({ processes }: Job): JobState {
  if (processes.some(({ change }) => change === undefined)) return "Running";
  return processes.some(({ change }) => change?.kind === "stopped") ? "Stopped" : "Done";
}

/** What the job as a whole came to: its last process. */
export const lastChange = ({ processes }: Job): ChildChange | undefined =>
  processes[processes.length - 1]?.change;

export const jobText = ({ processes }: Job): string => processes.map(({ text }) => text).join(" | ");
