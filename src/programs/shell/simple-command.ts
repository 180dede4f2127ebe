// Simple commands (POSIX shell, 2.9.1): words are expanded, assignments made, redirections applied, and the name
// is looked up: function, builtin, program. A builtin without assignments and redirections takes a way without
// any task. Not here: looking for programs and starting them (programs.ts).

import type { Task } from "../../kernel/sys.ts";
import { applyAssignments, assignAll, type Undo } from "./assignments.ts";
import type { Builtin } from "./builtin.ts";
import { commandText } from "./command-text.ts";
import { declaredArguments, type Declared } from "./declared.ts";
import { LAST, TESTED } from "./flags.ts";
import { expandArguments } from "./expand.ts";
import { tellFault } from "./faults.ts";
import { callFunction } from "./functions.ts";
import { closeProcessFds } from "./process-substitution.ts";
import { complain } from "./messages.ts";
import { runProgram } from "./programs.ts";
import { applyRedirections, undoRedirections, type Applied } from "./redirections.ts";
import { runDebugTrap } from "./run-traps.ts";
import { EXITING, NOT_UNWINDING, type FunctionValue, type Outcome, type Shell } from "./shell.ts";
import type { SimpleCommand } from "./syntax.ts";
import { reapEnded } from "./wait.ts";
import { traceAssignments, traceCommand } from "./trace.ts";

export function runSimple(sh: Shell, command: SimpleCommand, flags: number): Outcome {
  sh.state.line = sh.state.lineBase + command.line;
  sh.steps++;
  if (!sh.state.inTrap) sh.command = command;
  sh.tested = (flags & TESTED) !== 0;
  if (command.redirections.length > 0 || command.declares || isWatched(sh))
    return runCarefully(sh, command, flags);
  if (command.words.length === 0) {
    const made = assignAll(sh, command.assignments);
    return made === undefined ? runCarefully(sh, command, flags) : finishAssignments(sh, made, flags);
  }
  if (command.assignments.length > 0) return runCarefully(sh, command, flags);
  const args = expandArguments(sh, command.words);
  if (!Array.isArray(args)) return runExpanded(sh, command, args, flags);
  if (sh.failed) return failExpansion(sh, flags);
  if (sh.warnings.length > 0) return runWarned(sh, command, args, flags);
  return invoke(sh, command, args, flags);
}

/** Something is to be done before or beside every command. */
const isWatched = (sh: Shell): boolean =>
  sh.options.xtrace || sh.traps.has("DEBUG") || sh.jobs.anyAlive || sh.processFds.length > 0;

function* runExpanded(
  sh: Shell,
  command: SimpleCommand,
  waiting: Task<string[]>,
  flags: number,
): Task<number> {
  sh.state.substitutionStatus = undefined;
  const args = yield* waiting;
  if (sh.warnings.length > 0) yield* tellWarnings(sh);
  const outcome = sh.failed ? failExpansion(sh, flags) : invoke(sh, command, args, flags);
  return typeof outcome === "number" ? outcome : yield* outcome;
}

/** First what the expansion of its words had to say. */
function* runWarned(sh: Shell, command: SimpleCommand, args: readonly string[], flags: number): Task<number> {
  yield* tellWarnings(sh);
  const outcome = invoke(sh, command, args, flags);
  return typeof outcome === "number" ? outcome : yield* outcome;
}

function* tellWarnings(sh: Shell): Task<void> {
  for (const warning of sh.warnings.splice(0)) yield* complain(sh, warning);
}

function* failExpansion(sh: Shell, flags: number): Task<number> {
  const status = yield* tellFault(sh);
  const outcome = sh.interpreter.afterFailure(sh, status, flags);
  return typeof outcome === "number" ? outcome : yield* outcome;
}

function finishAssignments(sh: Shell, ok: boolean, flags: number): Outcome {
  if (!ok || sh.failed) return failExpansion(sh, flags);
  return (sh.status = 0);
}

// ---- the command itself

/** Looks the name up and runs what it is; redirections and assignments have been made. */
function invoke(sh: Shell, command: SimpleCommand, args: readonly string[], flags: number): Outcome {
  const name = args[0];
  const called = name !== undefined && sh.functions.size > 0 && sh.functions.has(name);
  // a function sees what was before it
  if (!called) sh.pipeStatus = undefined;
  if (name === undefined) return sh.interpreter.afterFailure(sh, sh.state.substitutionStatus ?? 0, flags);
  sh.state.lastArgument = args[args.length - 1] as string;
  const value = sh.functions.size > 0 ? sh.functions.get(name) : undefined;
  if (value !== undefined) return settle(sh, callFunction(sh, value, args, flags), flags);
  const builtin = sh.interpreter.builtin(sh, name);
  if (builtin !== undefined) return runBuiltin(sh, builtin, args, undefined, flags);
  return settle(sh, runProgram(sh, args, { text: () => commandText(command), flags }), flags);
}

function runBuiltin(
  sh: Shell,
  builtin: Builtin,
  args: readonly string[],
  declared: Declared | undefined,
  flags: number,
): Outcome {
  const outcome = builtin.run(sh, args, declared, flags);
  if (typeof outcome !== "number") return settle(sh, outcome, flags);
  if (outcome === 0 && !sh.failed) return (sh.status = 0);
  return sh.failed
    ? settle(sh, tellFault(sh, args[0]), flags)
    : sh.interpreter.afterFailure(sh, outcome, flags);
}

/** Waits for it, tells what went wrong in it, and looks at the status. */
function settle(sh: Shell, outcome: Outcome, flags: number): Outcome {
  return typeof outcome === "number"
    ? sh.interpreter.afterFailure(sh, outcome, flags)
    : settleTask(sh, outcome, flags);
}

function* settleTask(sh: Shell, task: Task<number>, flags: number): Task<number> {
  let status = yield* task;
  if (sh.failed) status = yield* tellFault(sh);
  const after = sh.interpreter.afterFailure(sh, status, flags);
  return typeof after === "number" ? after : yield* after;
}

// ---- with assignments, redirections, or somebody watching

function* runCarefully(sh: Shell, command: SimpleCommand, flags: number): Task<number> {
  if (sh.traps.has("DEBUG")) {
    yield* runDebugTrap(sh, commandText(command));
    if (sh.unwinding !== NOT_UNWINDING) return sh.status;
  }
  if (sh.isBash && sh.jobs.anyAlive) yield* reapEnded(sh);
  const openFds = sh.processFds.length;
  const outcome = yield* runSteps(sh, command, flags);
  closeProcessFds(sh, openFds);
  const after = sh.interpreter.afterFailure(sh, outcome, flags);
  return typeof after === "number" ? after : yield* after;
}

function* runSteps(sh: Shell, command: SimpleCommand, flags: number): Task<number> {
  sh.state.substitutionStatus = undefined;
  const { args, declared } = yield* argumentsOf(sh, command);
  if (sh.warnings.length > 0) yield* tellWarnings(sh);
  if (sh.failed) return yield* tellFault(sh);
  sh.pipeStatus = undefined;
  const [name] = args;
  if (name === undefined) return yield* runWithoutName(sh, command);
  sh.state.lastArgument = args[args.length - 1] as string;
  const value = sh.functions.get(name);
  const builtin = sh.interpreter.builtin(sh, name);
  if (value === undefined && builtin === undefined) return yield* runExternally(sh, command, args, flags);
  return yield* runInside(sh, command, args, declared, value, builtin, flags);
}

function* argumentsOf(
  sh: Shell,
  { words, declares }: SimpleCommand,
): Task<{ readonly args: readonly string[]; readonly declared: Declared | undefined }> {
  if (declares) return yield* declaredArguments(sh, words);
  const expanded = expandArguments(sh, words);
  return { args: Array.isArray(expanded) ? expanded : yield* expanded, declared: undefined };
}

/** Assignments and redirections only: they last, or are tried and undone. */
function* runWithoutName(sh: Shell, command: SimpleCommand): Task<number> {
  if (!sh.isBash && command.redirections.length > 0) return yield* assignRedirected(sh, command);
  yield* applyAssignments(sh, command.assignments, "lasting", undefined);
  if (sh.failed) return yield* tellFault(sh);
  if (sh.isBash && (yield* tryRedirections(sh, command))) return sh.status;
  if (sh.options.xtrace && command.assignments.length > 0) yield* traceAssignments(sh, command.assignments);
  return sh.state.substitutionStatus ?? 0;
}

/** dash and busybox expand the values with the redirections in force. */
function* assignRedirected(sh: Shell, command: SimpleCommand): Task<number> {
  const applied = yield* applyRedirections(sh, command.redirections);
  if (applied === undefined) return sh.status;
  yield* applyAssignments(sh, command.assignments, "lasting", undefined);
  if (sh.options.xtrace && command.assignments.length > 0) yield* traceAssignments(sh, command.assignments);
  undoRedirections(sh, applied);
  return sh.failed ? yield* tellFault(sh) : (sh.state.substitutionStatus ?? 0);
}

/** True, with the status, if one of them fails. */
function* tryRedirections(sh: Shell, { redirections }: SimpleCommand): Task<boolean> {
  if (redirections.length === 0) return false;
  const applied = yield* applyRedirections(sh, redirections);
  if (applied === undefined) return true;
  undoRedirections(sh, applied);
  return false;
}

function* runExternally(
  sh: Shell,
  command: SimpleCommand,
  args: readonly string[],
  flags: number,
): Task<number> {
  const undo: Undo[] = [];
  yield* applyAssignments(sh, command.assignments, "exported", undo);
  if (sh.failed) {
    undoAll(undo);
    return yield* tellFault(sh);
  }
  if (sh.options.xtrace) yield* traceCommand(sh, command.assignments, args);
  const { redirections } = command;
  const status = runProgram(sh, args, { text: () => commandText(command), flags, redirections });
  const result = typeof status === "number" ? status : yield* status;
  undoAll(undo);
  return result;
}

function undoAll(undo: Undo[]): void {
  while (undo.length > 0) undo.pop()?.();
}

/** A function or builtin: in the shell's own process, so everything is undone afterwards. */
function* runInside(
  sh: Shell,
  command: SimpleCommand,
  args: readonly string[],
  declared: Declared | undefined,
  value: FunctionValue | undefined,
  builtin: Builtin | undefined,
  flags: number,
): Task<number> {
  const special = builtin?.special === true;
  const calls = value !== undefined;
  const keeps = !calls && builtin?.keepsRedirections === true && (args[0] === "exec" || args[1] === "exec");
  const lasting = special && !calls && (!sh.isBash || sh.options.posix);
  const undo: Undo[] = [];
  if (sh.options.xtrace && (calls || command.assignments.length === 0)) yield* traceCommand(sh, [], args);
  const traced = sh.options.xtrace && command.assignments.length === 0;
  const applied = yield* applyRedirections(sh, command.redirections);
  if (applied === undefined) return yield* refuseRedirection(sh, special && !calls);
  yield* applyAssignments(
    sh,
    command.assignments,
    lasting ? "lasting" : "exported",
    lasting ? undefined : undo,
  );
  let status = sh.status;
  if (sh.failed) status = yield* tellFault(sh);
  else {
    if (sh.options.xtrace && !calls && !traced) yield* traceCommand(sh, command.assignments, args);
    status = yield* call(sh, args, declared, calls ? value : undefined, builtin, flags);
  }
  undoAll(undo);
  if (!keeps || sh.status !== 0) undoRedirections(sh, applied);
  else keepRedirections(sh, applied);
  return status;
}

function* call(
  sh: Shell,
  args: readonly string[],
  declared: Declared | undefined,
  value: FunctionValue | undefined,
  builtin: Builtin | undefined,
  flags: number,
): Task<number> {
  const outcome =
    value !== undefined
      ? callFunction(sh, value, args, flags)
      : (builtin as Builtin).run(sh, args, declared, flags & ~LAST);
  let status = typeof outcome === "number" ? outcome : yield* outcome;
  if (sh.failed) status = yield* tellFault(sh, args[0]);
  return (sh.status = status);
}

/** A redirection of a special builtin that fails ends a script, except in bash. */
function* refuseRedirection(sh: Shell, special: boolean): Task<number> {
  if (special && !sh.isBash && !sh.state.interactive) sh.unwinding = EXITING;
  return sh.status;
}

function keepRedirections(sh: Shell, applied: Applied): void {
  for (const { saved } of applied) if (saved !== undefined) void sh.sys.close(saved);
}
