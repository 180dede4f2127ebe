// wait: for all children, for some, or for the next (POSIX shell, "wait"; bash's -n and -p). A trap's signal ends
// it at once with 128 and the signal. Statuses of children that ended before are remembered.
// Not here: waiting for foreground commands (../wait.ts).

import { failed } from "../../../base/errno.ts";
import { SIGINT } from "../../../base/signals.ts";
import { exitStatusOf, type ChildChange, type Pid, type Task } from "../../../kernel/sys.ts";
import { assign } from "../assign.ts";
import { lastChange, stateOf, type Job } from "../jobs.ts";
import { complain } from "../messages.ts";
import type { Outcome, Shell } from "../shell.ts";
import { collectSignals } from "../signals.ts";
import { tellOfEnding } from "../wait.ts";
import { wrong } from "./complaints.ts";
import { jobNamed, noSuchJob } from "./jobs.ts";
import { has, isRefusal, readOptions, valueOf } from "./options.ts";

export function waitBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "fnp:" : sh.dialect.name === "ash" ? "n" : "");
  if (isRefusal(options)) return options;
  if (has(options, "n")) return waitForNext(sh, valueOf(options, "p"));
  if (options.rest.length === 0) return waitForAll(sh);
  return waitForEach(sh, options.rest, valueOf(options, "p"));
}

/** One child, whichever; a number is the status of a signal that ended the waiting. */
function* reapOne(sh: Shell): Task<{ readonly pid: Pid; readonly change: ChildChange } | number | undefined> {
  const reaped = yield* sh.sys.wait(-1, { untraced: sh.options.monitor });
  sh.calls++;
  if (!failed(reaped)) {
    sh.jobs.record(reaped.pid, reaped.change);
    return reaped;
  }
  if (reaped !== "EINTR") return undefined;
  collectSignals(sh);
  const [signal] = sh.arrived;
  if (signal !== undefined) return 128 + signal;
  return sh.unwinding !== 0 ? 128 + SIGINT : { pid: 0, change: { kind: "continued" } };
}

function* waitForAll(sh: Shell): Task<number> {
  while (sh.jobs.all.some((job) => stateOf(job) === "Running") || !sh.isBash) {
    const reaped = yield* reapOne(sh);
    if (reaped === undefined) break;
    if (typeof reaped === "number") return reaped;
  }
  yield* forgetEnded(sh);
  return 0;
}

function* forgetEnded(sh: Shell): Task<void> {
  // the others keep them to be listed once
  if (!sh.isBash) return;
  for (const job of sh.jobs.all) {
    if (stateOf(job) !== "Done") continue;
    yield* tellOfEnding(sh, job);
    sh.jobs.remove(job.id);
  }
}

function* waitForNext(sh: Shell, variable: string | undefined): Task<number> {
  for (;;) {
    const ended = sh.jobs.all.find((job) => stateOf(job) === "Done");
    if (ended !== undefined) {
      sh.jobs.remove(ended.id);
      if (variable !== undefined)
        assign(sh, variable, String(ended.processes[ended.processes.length - 1]?.pid));
      return exitStatusOf(lastChange(ended) as ChildChange);
    }
    if (!sh.jobs.anyAlive) return 127;
    const reaped = yield* reapOne(sh);
    if (typeof reaped === "number") return reaped;
    if (reaped === undefined) return 127;
  }
}

function* waitForEach(sh: Shell, words: readonly string[], variable: string | undefined): Task<number> {
  let status = 0;
  for (const word of words) {
    const outcome = word.startsWith("%") ? yield* waitForJob(sh, word) : yield* waitForPid(sh, word);
    status = outcome.status;
    if (outcome.interrupted) return status;
    if (variable !== undefined) assign(sh, variable, word);
  }
  return status;
}

interface Waited {
  readonly status: number;
  readonly interrupted: boolean;
}

const done = (status: number, interrupted = false): Waited => ({ status, interrupted });

function* waitForJob(sh: Shell, word: string): Task<Waited> {
  const job = jobNamed(sh, word);
  if (job === undefined) {
    const status = yield* wrong(sh, "wait", noSuchJob(sh, word), 127);
    return done(status);
  }
  return yield* untilDone(sh, job.id);
}

function* untilDone(sh: Shell, id: number): Task<Waited> {
  let waited = false;
  for (;;) {
    const job = sh.jobs.find(id) as Job;
    if (stateOf(job) !== "Running") return done(yield* settle(sh, job, waited));
    waited = true;
    const reaped = yield* reapOne(sh);
    if (typeof reaped === "number") return done(reaped, true);
    if (reaped === undefined) return done(127);
  }
}

function* settle(sh: Shell, job: Job, waited: boolean): Task<number> {
  const change = lastChange(job) as ChildChange;
  if (stateOf(job) === "Stopped") return exitStatusOf(change);
  // the others say nothing of what they knew already
  if (sh.isBash || waited) yield* tellOfEnding(sh, job);
  sh.jobs.remove(job.id);
  if (!sh.isBash) for (const { pid } of job.processes) sh.jobs.forget(pid);
  return exitStatusOf(change);
}

function* waitForPid(sh: Shell, word: string): Task<Waited> {
  if (!/^\d+$/.test(word)) {
    if (sh.isBash) yield* complain(sh, `\`${word}': not a pid or valid job spec`, "wait");
    else return done(yield* wrong(sh, "wait", `Illegal number: ${word}`));
    return done(sh.isBash ? 1 : 2);
  }
  const pid = Number(word);
  for (;;) {
    const job = sh.jobs.inherited ? undefined : sh.jobs.ofPid(pid);
    if (job !== undefined) {
      const isLast = job.processes[job.processes.length - 1]?.pid === pid;
      if (isLast) return yield* untilDone(sh, job.id);
    }
    const known = sh.jobs.endingOf(pid);
    if (known !== undefined) {
      if (!sh.isBash) sh.jobs.forget(pid);
      return done(exitStatusOf(known));
    }
    if (job === undefined) {
      if (sh.isBash) yield* complain(sh, `pid ${pid} is not a child of this shell`, "wait");
      return done(127);
    }
    const reaped = yield* reapOne(sh);
    if (typeof reaped === "number") return done(reaped, true);
    if (reaped === undefined) return done(127);
  }
}
