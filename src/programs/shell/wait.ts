// Waiting for children: every child that ends is recorded, whichever was waited for, so that no zombie stays.
// What killed a command is said as each shell says it. Signals that come meanwhile are kept for after the
// command (POSIX shell, 2.11). Not here: the builtin `wait` (builtins/wait.ts).

import { failed } from "../../base/errno.ts";
import { describeSignal, SIGINT, SIGPIPE, SIGTERM } from "../../base/signals.ts";
import { exitStatusOf, type ChildChange, type Pid, type Task } from "../../kernel/sys.ts";
import { jobText, lastChange, type Job } from "./jobs.ts";
import { complain, printError } from "./messages.ts";
import type { Shell } from "./shell.ts";
import { collectSignals, dieOf, interrupt } from "./signals.ts";

/** of what bash says of a job, before its text */
const STATE_WIDTH = 26;

const NONE: ChildChange = { kind: "exited", code: 127 };

/** Waits until that child ends, or stops under job control. */
export function* waitForChild(sh: Shell, pid: Pid): Task<ChildChange> {
  for (;;) {
    const known = sh.jobs.endingOf(pid);
    if (known !== undefined) {
      sh.jobs.forget(pid);
      return known;
    }
    const reaped = yield* sh.sys.wait(-1, { untraced: sh.options.monitor });
    if (failed(reaped)) {
      if (reaped !== "EINTR") return NONE;
      collectSignals(sh, true);
      continue;
    }
    if (reaped.pid === pid && reaped.change.kind !== "continued") {
      if (sh.jobs.all.length > 0) sh.jobs.record(pid, reaped.change);
      sh.jobs.forget(pid);
      return reaped.change;
    }
    sh.jobs.record(reaped.pid, reaped.change);
  }
}

/** The foreground command ended: its status, after what there is to say of it. */
export function* finishForeground(sh: Shell, pid: Pid, change: ChildChange, text: string): Task<number> {
  collectSignals(sh, true);
  const interrupted = sh.interrupted;
  sh.interrupted = false;
  if (change.kind === "signaled") {
    yield* tellOfSignal(sh, pid, change, text);
    if (change.signal === SIGINT && (interrupted || sh.state.interactive)) endByInterrupt(sh);
  }
  return exitStatusOf(change);
}

/** A script that got SIGINT while its child did ends of it as well if the child has. */
function endByInterrupt(sh: Shell): void {
  if (sh.traps.has("INT")) return;
  if (sh.state.interactive) interrupt(sh);
  else if (sh.isBash) dieOf(sh, SIGINT);
}

/** Of a command in front that a signal ended. */
export function* tellOfSignal(sh: Shell, pid: Pid, change: ChildChange, text: string): Task<void> {
  if (change.kind !== "signaled") return;
  const { signal, core } = change;
  if (signal === SIGPIPE || (signal === SIGINT && sh.state.interactive === false)) return;
  const words = `${describeSignal(signal)}${core ? " (core dumped)" : ""}`;
  if (signal === SIGINT) yield* printError(sh, "\n");
  else if (!sh.isBash || sh.state.interactive) yield* printError(sh, `${words}\n`);
  else if (signal === SIGTERM) yield* printError(sh, `${words.padEnd(STATE_WIDTH)} ${text}\n`);
  else yield* complain(sh, `${String(pid).padStart(5)} ${words.padEnd(STATE_WIDTH)} ${text}`);
}

/** A background job that was waited for by name ended by a signal: said where the shell says it. */
export function* tellOfEnding(sh: Shell, job: Job): Task<void> {
  const change = lastChange(job);
  if (change?.kind !== "signaled") return;
  const { signal, core } = change;
  if (signal === SIGPIPE || signal === SIGINT || sh.state.interactive) return;
  const words = `${describeSignal(signal)}${core ? " (core dumped)" : ""}`;
  if (!sh.isBash) {
    yield* printError(sh, `${words}\n`);
    return;
  }
  if (signal === SIGTERM) return;
  const pid = String(job.processes[job.processes.length - 1]?.pid).padStart(5);
  yield* complain(sh, `${pid} ${words.padEnd(STATE_WIDTH)} ${jobText(job)}`);
}

/** Children that have ended since, without waiting. */
export function* reapEnded(sh: Shell): Task<void> {
  for (;;) {
    const reaped = yield* sh.sys.wait(-1, { nohang: true, untraced: sh.options.monitor });
    if (failed(reaped)) return;
    sh.jobs.record(reaped.pid, reaped.change);
  }
}
