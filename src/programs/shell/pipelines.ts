// Pipelines and subshells (POSIX shell, 2.9.2 and 2.9.4.1): every element is a process of its own and all run
// at once. A plain program whose words change nothing is started directly, anything else in a subshell.
// `!`, time, pipefail and PIPESTATUS are here. Not here: `&` (background.ts).

import { failed, strerror } from "../../base/errno.ts";
import { SECOND, type Duration } from "../../base/time.ts";
import { exitStatusOf, type ChildChange, type Fd, type Pid, type Task } from "../../kernel/sys.ts";
import { commandText } from "./command-text.ts";
import { LAST, TESTED } from "./flags.ts";
import { waitForJob } from "./foreground.ts";
import type { JobProcess } from "./jobs.ts";
import { complain, printError } from "./messages.ts";
import { andThen } from "./outcome.ts";
import { planPure, startPure } from "./pure-programs.ts";
import { withRedirections } from "./redirections.ts";
import { NOT_UNWINDING, type Outcome, type Shell } from "./shell.ts";
import { forkPatiently, tellForkFailure } from "./fork-failure.ts";
import { forkSubshell, type SubshellRequest } from "./subshell.ts";
import type { Command, Pipeline, Subshell } from "./syntax.ts";
import { finishForeground, tellOfSignal, waitForChild } from "./wait.ts";

export function runPipeline(sh: Shell, pipeline: Pipeline, flags: number): Outcome {
  const { commands, negated, timed } = pipeline;
  if (timed !== undefined) return runTimed(sh, pipeline, flags);
  const inner = negated ? (flags | TESTED) & ~LAST : flags;
  const [only] = commands;
  const outcome =
    commands.length === 0
      ? (sh.status = 0)
      : commands.length === 1
        ? sh.interpreter.run(sh, only as Command, inner)
        : runConcurrently(sh, commands, inner);
  if (!negated) return outcome;
  return andThen(outcome, (status) => {
    if (sh.unwinding !== NOT_UNWINDING) return status;
    sh.pipeStatus ??= [status];
    return (sh.status = status === 0 ? 1 : 0);
  });
}

function* runConcurrently(sh: Shell, commands: readonly Command[], flags: number): Task<number> {
  const lastHere = sh.shopts.has("lastpipe") && !sh.options.monitor;
  const started = yield* startPipeline(sh, commands, {
    front: true,
    lastHere,
    tested: (flags & TESTED) !== 0,
  });
  if (started === undefined) return sh.status;
  const statuses = yield* waitForPipeline(sh, started);
  if (lastHere) statuses.push(sh.status);
  sh.pipeStatus = statuses;
  const failedOne = statuses.findLast((status) => status !== 0);
  const status = sh.options.pipefail ? (failedOne ?? 0) : (statuses[statuses.length - 1] as number);
  const after = sh.interpreter.afterFailure(sh, status, flags);
  return typeof after === "number" ? after : yield* after;
}

export interface Started {
  readonly processes: readonly JobProcess[];
  readonly pgid: Pid;
}

interface PipelineRequest {
  readonly front: boolean;
  /** the last element runs in this shell (lastpipe) */
  readonly lastHere: boolean;
  readonly tested: boolean;
  /** what the first element reads, in the background without job control */
  readonly input?: Fd | undefined;
}

/** Starts the elements of a pipeline; undefined if that failed and was told. */
export function* startPipeline(
  sh: Shell,
  commands: readonly Command[],
  request: PipelineRequest,
): Task<Started | undefined> {
  const processes: JobProcess[] = [];
  let { input } = request;
  let pgid = 0;
  for (const [i, command] of commands.entries()) {
    const isLast = i === commands.length - 1;
    const pipe = isLast ? undefined : sh.sys.pipe();
    if (failed(pipe)) {
      yield* complain(sh, `pipe error: ${strerror(pipe)}`);
      sh.status = sh.isBash ? 254 : 2;
      return undefined;
    }
    if (isLast && request.lastHere) {
      yield* runLastHere(sh, command, input as Fd);
      break;
    }
    const files = filesOf(input, pipe);
    const group = groupOf(sh, pgid, request.front);
    const background = !request.front;
    const pid = yield* startElement(sh, command, { ...files, ...group, background }, request.tested);
    if (input !== undefined) void sh.sys.close(input);
    if (pipe !== undefined) void sh.sys.close(pipe[1]);
    input = pipe?.[0];
    sh.calls += 6;
    if (pid === undefined) continue;
    if (pgid === 0) pgid = pid;
    processes.push({ pid, text: commandText(command), change: undefined });
  }
  return { processes, pgid };
}

const filesOf = (input: Fd | undefined, pipe: readonly [Fd, Fd] | undefined): SubshellRequest => ({
  fds: [
    ...(input === undefined ? [] : [[0, input] as const]),
    ...(pipe === undefined ? [] : [[1, pipe[1]] as const]),
  ],
  close: [...(input === undefined ? [] : [input]), ...(pipe ?? [])],
});

function groupOf(sh: Shell, pgid: Pid, front: boolean): SubshellRequest {
  if (!sh.options.monitor) return {};
  return front && pgid === 0 ? { pgid, foregroundOf: 2 } : { pgid };
}

function* startElement(
  sh: Shell,
  command: Command,
  request: SubshellRequest,
  tested: boolean,
): Task<Pid | undefined> {
  const pure = planPure(sh, command, request.background === true);
  const pid = yield* forkPatiently(sh, () =>
    pure !== undefined
      ? startPure(sh, pure, request)
      : forkSubshell(sh, { kind: "command", command, tested }, request),
  );
  if (!failed(pid)) return pid;
  yield* tellForkFailure(sh, pid);
  return undefined;
}

function* runLastHere(sh: Shell, command: Command, input: Fd): Task<void> {
  const aside = sh.sys.dup(0, 10, true);
  void sh.sys.dup2(input, 0);
  void sh.sys.close(input);
  const outcome = sh.interpreter.run(sh, command, TESTED);
  if (typeof outcome !== "number") yield* outcome;
  if (failed(aside)) return;
  void sh.sys.dup2(aside, 0);
  void sh.sys.close(aside);
}

function* waitForPipeline(sh: Shell, { processes, pgid }: Started): Task<number[]> {
  if (sh.options.monitor) {
    const job = sh.jobs.add(pgid, processes, false);
    const status = yield* waitForJob(sh, job);
    return processes.map(({ pid }, i) => {
      const change = sh.jobs.endingOf(pid);
      return i === processes.length - 1 || change === undefined ? status : exitStatusOf(change);
    });
  }
  const changes: ChildChange[] = [];
  for (const { pid } of processes) changes.push(yield* waitForChild(sh, pid));
  const statuses = changes.map(exitStatusOf);
  const last = processes.length - 1;
  if (last < 0) return [sh.status];
  const text = processes.map((one) => one.text).join(" | ");
  const told = processes[last] as JobProcess;
  if (!sh.isBash) for (const change of changes.slice(0, last)) yield* tellOfSignal(sh, 0, change, "");
  yield* finishForeground(sh, told.pid, changes[last] as ChildChange, text);
  return statuses;
}

// ---- ( … )

export function runSubshell(sh: Shell, command: Subshell, flags: number): Outcome {
  if (
    (flags & LAST) !== 0 &&
    command.redirections.length === 0 &&
    sh.state.subshells > 0 &&
    !sh.traps.anyAction
  )
    return sh.interpreter.runList(sh, command.body, flags);
  return runSubshellTask(sh, command, flags);
}

function* runSubshellTask(sh: Shell, command: Subshell, flags: number): Task<number> {
  sh.pipeStatus = undefined;
  sh.state.line = sh.state.lineBase + command.line;
  const { redirections } = command;
  const body = (): Task<number> => waitForSubshell(sh, command, flags);
  const status = redirections.length === 0 ? yield* body() : yield* withRedirections(sh, redirections, body);
  // busybox makes the redirections in the child, which ends of it
  const refused = sh.dialect.name === "ash" ? 2 : sh.status;
  const after = sh.interpreter.afterFailure(sh, status ?? refused, flags);
  return typeof after === "number" ? after : yield* after;
}

function* waitForSubshell(sh: Shell, command: Subshell, flags: number): Task<number> {
  const work = { kind: "command", command: command.body, tested: (flags & TESTED) !== 0 } as const;
  const group = sh.options.monitor ? { pgid: 0, foregroundOf: 2 } : {};
  const pid = yield* forkPatiently(sh, () => forkSubshell(sh, work, group));
  if (failed(pid)) {
    yield* tellForkFailure(sh, pid);
    return sh.isBash ? 254 : 2;
  }
  sh.calls += 4;
  if (sh.options.monitor) {
    const job = sh.jobs.add(pid, [{ pid, text: commandText(command), change: undefined }], false);
    return yield* waitForJob(sh, job);
  }
  const change = yield* waitForChild(sh, pid);
  return yield* finishForeground(sh, pid, change, commandText(command));
}

// ---- time

function* runTimed(sh: Shell, pipeline: Pipeline, flags: number): Task<number> {
  const start = sh.sys.now();
  const before = sh.sys.times();
  const outcome = runPipeline(sh, { ...pipeline, timed: undefined }, flags & ~LAST);
  const status = typeof outcome === "number" ? outcome : yield* outcome;
  const after = sh.sys.times();
  const user = after.own + after.children - before.own - before.children;
  yield* printError(sh, timeText(sh, pipeline.timed, sh.sys.now() - start, user));
  return status;
}

const POSIX_FORMAT = "real %2R\nuser %2U\nsys %2S";
const USUAL_FORMAT = "\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS";

function timeText(sh: Shell, timed: Pipeline["timed"], real: Duration, user: Duration): string {
  const given = timed === "time" ? sh.variables.find("TIMEFORMAT")?.value : undefined;
  if (given === "") return "";
  const format = timed === "time -p" ? POSIX_FORMAT : (given ?? USUAL_FORMAT);
  const text = format.replace(
    /%(%|([0-3])?(l)?([RUS])|P)/g,
    (_, whole: string, places?: string, long?: string, letter?: string) => {
      if (whole === "%") return "%";
      if (letter === undefined) return real === 0 ? "0.00" : ((100 * user) / real).toFixed(2);
      return seconds(
        letter === "R" ? real : letter === "U" ? user : 0,
        Number(places ?? "3"),
        long !== undefined,
      );
    },
  );
  return `${text}\n`;
}

function seconds(time: Duration, places: number, long: boolean): string {
  const whole = Math.floor(time / SECOND);
  const fraction = String(Math.floor(time % SECOND))
    .padStart(6, "0")
    .slice(0, places);
  const shown = (n: number): string => `${n}${places > 0 ? `.${fraction}` : ""}`;
  return long ? `${Math.floor(whole / 60)}m${shown(whole % 60)}s` : shown(whole);
}
