// jobs, fg, bg, disown, suspend: what runs in the background (POSIX shell, "jobs", "fg", "bg"; bash, "Job Control
// Builtins"). A job is named by %n, %+, %-, %text, %?text, or its process.
// Not here: the records (../jobs.ts), moving them to the front (../foreground.ts).

import { SIGSTOP } from "../../../base/signals.ts";
import type { Task } from "../../../kernel/sys.ts";
import { describeState, markOf, notice, resumeJob } from "../foreground.ts";
import { jobText, stateOf, type Job } from "../jobs.ts";
import { print } from "../messages.ts";
import type { Outcome, Shell } from "../shell.ts";
import { reapEnded } from "../wait.ts";
import { wrong } from "./complaints.ts";
import { has, isRefusal, readOptions } from "./options.ts";

/** The job that a word names. */
export function jobNamed(sh: Shell, word: string): Job | undefined {
  const { jobs } = sh;
  if (!word.startsWith("%")) {
    const number = Number(word);
    return Number.isInteger(number) ? jobs.ofPid(number) : undefined;
  }
  const text = word.slice(1);
  if (text === "" || text === "%" || text === "+") return jobs.recent(0);
  if (text === "-") return jobs.recent(1) ?? jobs.recent(0);
  if (/^\d+$/.test(text)) return jobs.find(Number(text));
  if (text.startsWith("?")) return jobs.all.find((job) => jobText(job).includes(text.slice(1)));
  return jobs.all.find((job) => jobText(job).startsWith(text));
}

/** What is said of a job that there is not. */
export function noSuchJob(sh: Shell, word: string): string {
  if (sh.isBash) return `${word}: no such job`;
  return sh.dialect.name === "dash" ? `No such job: ${word}` : `${word}: no such job`;
}

export function jobsBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "lnprsx" : "lp");
  if (isRefusal(options)) return options;
  return listJobs(sh, options.rest, (letter) => has(options, letter));
}

function* listJobs(sh: Shell, words: readonly string[], asked: (letter: string) => boolean): Task<number> {
  if (sh.jobs.anyAlive) yield* reapEnded(sh);
  const chosen: Job[] = [];
  for (const word of words) {
    const job = jobNamed(sh, word);
    if (job === undefined) return yield* wrong(sh, "jobs", noSuchJob(sh, word));
    chosen.push(job);
  }
  // dash knows nothing of its parent's jobs
  const known = sh.jobs.inherited && sh.dialect.name === "dash" ? [] : sh.jobs.all;
  const all = sh.isBash ? known : [...known].reverse();
  for (const job of words.length > 0 ? chosen : all) {
    if (!isAsked(job, asked)) continue;
    if (asked("p")) yield* print(sh, `${job.processes[0]?.pid ?? job.pgid}\n`);
    else yield* print(sh, `${listed(sh, job, asked("l"))}\n`);
  }
  forgetEnded(sh);
  return 0;
}

/** Ended jobs are listed once. */
function forgetEnded(sh: Shell): void {
  if (sh.jobs.inherited) return;
  for (const job of sh.jobs.all) {
    if (stateOf(job) === "Done") sh.jobs.remove(job.id);
  }
}

function isAsked(job: Job, asked: (letter: string) => boolean): boolean {
  const state = stateOf(job);
  if (asked("r")) return state === "Running";
  if (asked("s")) return state === "Stopped";
  return !asked("n") || !job.told;
}

function listed(sh: Shell, job: Job, long: boolean): string {
  if (sh.isBash) return notice(sh, job, long);
  const text = sh.options.monitor ? jobText(job) : job.processes.map(() => "").join(" | ");
  const mark = markOf(sh, job);
  const pid = long ? `${job.processes[0]?.pid ?? job.pgid} ` : "";
  const gap = sh.dialect.name === "dash" ? ` ${mark} ` : `${mark}  `;
  return `[${job.id}]${gap}${pid}${describeState(sh, job).padEnd(27)}${text}`.replace(
    /^(.{1,33}?) *$/s,
    (all) => all,
  );
}

function* toFront(sh: Shell, args: readonly string[], front: boolean): Task<number> {
  const [name = ""] = args;
  const words = args.slice(args[1] === "--" ? 2 : 1);
  if (!sh.options.monitor && sh.isBash) return yield* wrong(sh, name, "no job control");
  let status = 0;
  for (const word of words.length === 0 ? ["%+"] : words) {
    const job = jobNamed(sh, word.startsWith("%") ? word : `%${word}`);
    if (job === undefined) {
      const message =
        words.length === 0 ? (sh.isBash ? "current: no such job" : "No current job") : noSuchJob(sh, word);
      return yield* wrong(sh, name, message);
    }
    if (front) yield* print(sh, `${jobText(job)}\n`);
    else
      yield* print(
        sh,
        sh.isBash ? `[${job.id}]${markOf(sh, job)} ${jobText(job)} &\n` : `[${job.id}] ${jobText(job)}\n`,
      );
    status = yield* resumeJob(sh, job, front);
    if (front) break;
  }
  return status;
}

export const fgBuiltin = (sh: Shell, args: readonly string[]): Outcome => toFront(sh, args, true);
export const bgBuiltin = (sh: Shell, args: readonly string[]): Outcome => toFront(sh, args, false);

export function disownBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "ahr");
  if (isRefusal(options)) return options;
  const words = options.rest.length === 0 && !has(options, "a") && !has(options, "r") ? ["%+"] : options.rest;
  return disown(sh, words, has(options, "h"), has(options, "a") || (has(options, "r") && words.length === 0));
}

function* disown(sh: Shell, words: readonly string[], spare: boolean, all: boolean): Task<number> {
  const jobs = all ? [...sh.jobs.all] : [];
  for (const word of words) {
    const job = jobNamed(sh, word);
    if (job === undefined)
      return yield* wrong(sh, "disown", word === "%+" ? "current: no such job" : noSuchJob(sh, word));
    jobs.push(job);
  }
  for (const job of jobs) {
    if (spare) sh.jobs.replace({ ...job, spared: true });
    else sh.jobs.remove(job.id);
  }
  return 0;
}

export function suspendBuiltin(sh: Shell, args: readonly string[]): Outcome {
  if (!sh.options.monitor) return wrong(sh, "suspend", "cannot suspend: no job control");
  if (sh.state.loginShell && args[1] !== "-f") return wrong(sh, "suspend", "cannot suspend a login shell");
  void sh.sys.kill(0, SIGSTOP);
  return 0;
}
