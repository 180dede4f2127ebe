// Job control: which process group has the terminal, stopping and going on, notices of what became of jobs
// (POSIX shell, 2.11; bash, "Job Control"). Relies on jobs.ts for the records.
// Not here: the builtins fg, bg, jobs (builtins/jobs.ts).

import { failed } from "../../base/errno.ts";
import { describeSignal, SIGCONT, SIGHUP, SIGINT, SIGPIPE } from "../../base/signals.ts";
import {
  exitStatusOf,
  type ChildChange,
  type ChildGroup,
  type Fd,
  type Pid,
  type Task,
} from "../../kernel/sys.ts";
import { jobText, lastChange, stateOf, type Job } from "./jobs.ts";
import { printError } from "./messages.ts";
import type { Shell } from "./shell.ts";
import { collectSignals, interrupt } from "./signals.ts";
import { waitForChild } from "./wait.ts";

/** Where the shell's terminal is. */
const TERMINAL: Fd = 2;

/** A group of its own, in front. */
export const startForeground = (_sh: Shell): ChildGroup => ({ pgid: 0, foregroundOf: TERMINAL });

function giveTerminal(sh: Shell, pgid: Pid): void {
  void sh.sys.setForegroundGroup(TERMINAL, pgid);
}

/** The shell's own group comes to the front again. */
export function takeTerminal(sh: Shell): void {
  const own = sh.sys.getpgid(0);
  if (!failed(own)) giveTerminal(sh, own);
}

/** A foreground program ended or stopped under job control. */
export function* takeBackTerminal(sh: Shell, pid: Pid, change: ChildChange, text: string): Task<number> {
  const job = sh.jobs.ofPid(pid) ?? sh.jobs.add(pid, [{ pid, text, change }], false);
  return yield* settleForeground(sh, job, change);
}

/** Waits for all processes of a job that is in front. */
export function* waitForJob(sh: Shell, job: Job): Task<number> {
  let change: ChildChange = { kind: "exited", code: 0 };
  for (const { pid, change: known } of job.processes) {
    if (known !== undefined && known.kind !== "stopped") {
      change = known;
      continue;
    }
    change = yield* waitForChild(sh, pid);
    sh.jobs.record(pid, change);
    if (change.kind === "stopped") break;
  }
  return yield* settleForeground(sh, sh.jobs.find(job.id) ?? job, change);
}

function* settleForeground(sh: Shell, job: Job, change: ChildChange): Task<number> {
  const termios = change.kind === "stopped" ? sh.sys.termios(TERMINAL) : undefined;
  takeTerminal(sh);
  collectSignals(sh, true);
  const now = sh.jobs.find(job.id) ?? job;
  if (change.kind === "stopped") {
    const kept = termios === undefined ? {} : { termios };
    sh.jobs.replace({ ...now, background: true, told: true, ...kept });
    sh.jobs.makeCurrent(now.id);
    yield* printError(sh, `\n${notice(sh, sh.jobs.find(now.id) as Job)}\n`);
    return 128 + change.signal;
  }
  sh.jobs.remove(now.id);
  if (change.kind === "signaled") {
    if (change.signal === SIGINT) {
      yield* printError(sh, "\n");
      interrupt(sh);
    } else if (change.signal !== SIGPIPE) {
      const core = change.core ? " (core dumped)" : "";
      yield* printError(sh, `${describeSignal(change.signal)}${core}\n`);
    }
  }
  return exitStatusOf(change);
}

/** fg, or bg: the job goes on. */
export function* resumeJob(sh: Shell, job: Job, front: boolean): Task<number> {
  const processes = job.processes.map((one) =>
    one.change?.kind === "stopped" ? { ...one, change: undefined } : one,
  );
  const running = { ...job, processes, background: !front, told: true };
  sh.jobs.replace(running);
  if (front) giveTerminal(sh, job.pgid);
  // whole screens go on as they were
  if (front && job.termios !== undefined) void sh.sys.setTermios(TERMINAL, job.termios);
  void sh.sys.kill(-job.pgid, SIGCONT);
  return front ? yield* waitForJob(sh, running) : 0;
}

// ---- notices

/** `[1]+  Done                    sleep 1` */
export function notice(sh: Shell, job: Job, withPid = false): string {
  const mark = markOf(sh, job);
  const state = describeState(sh, job);
  const pid = withPid ? `${String(job.processes[0]?.pid ?? job.pgid)} ` : "";
  const running = stateOf(job) === "Running" && job.background ? " &" : "";
  if (sh.isBash) return `[${job.id}]${mark}  ${pid}${state.padEnd(26)} ${jobText(job)}${running}`;
  return `[${job.id}] ${mark} ${pid}${state.padEnd(26)} ${jobText(job)}`;
}

export function markOf(sh: Shell, job: Job): string {
  if (sh.jobs.recent(0)?.id === job.id) return "+";
  return sh.jobs.recent(1)?.id === job.id ? "-" : " ";
}

export function describeState(sh: Shell, job: Job): string {
  const state = stateOf(job);
  if (state !== "Done") return state;
  const change = lastChange(job);
  if (change?.kind === "signaled")
    return describeSignal(change.signal) + (change.core ? " (core dumped)" : "");
  if (change?.kind !== "exited" || change.code === 0) return "Done";
  return sh.isBash ? `Exit ${change.code}` : `Done(${change.code})`;
}

/** Before a prompt: what has become of background jobs; ended ones are forgotten. */
export function* tellOfJobs(sh: Shell): Task<void> {
  for (const job of sh.jobs.all) {
    if (job.told) continue;
    const state = stateOf(job);
    if (state === "Running") continue;
    if (job.background) yield* printError(sh, `${notice(sh, job)}\n`);
    if (state === "Done") sh.jobs.remove(job.id);
    else sh.jobs.replace({ ...job, told: true });
  }
}

/** The shell ends: jobs hear of it. */
export function hangUpJobs(sh: Shell): void {
  for (const job of sh.jobs.all) {
    if (job.spared || stateOf(job) === "Done") continue;
    void sh.sys.kill(-job.pgid, SIGHUP);
    if (stateOf(job) === "Stopped") void sh.sys.kill(-job.pgid, SIGCONT);
  }
}
