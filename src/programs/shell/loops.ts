// Loops: while, until, for, for ((…)), and (( )) (POSIX shell, 2.9.4; bash, "Looping Constructs"). A loop is a
// task, as it has to give way to others from time to time; what it repeats is done by plain calls where that
// can be. break and continue say how many loops they mean. Not here: select.

import { CPU_STEP } from "../../base/costs.ts";
import type { Task } from "../../kernel/sys.ts";
import { evaluate } from "./arithmetic.ts";
import { assign } from "./assign.ts";
import { LAST, TESTED } from "./flags.ts";
import { expandText, expandTextTask, expandWords } from "./expand.ts";
import { tellFault } from "./faults.ts";
import { complain } from "./messages.ts";
import { resumedLoop, saveLoop } from "./resume.ts";
import { runArrived, runDebugTrap } from "./run-traps.ts";
import { BREAKING, CONTINUING, NOT_UNWINDING, type Outcome, type Shell } from "./shell.ts";
import { collectSignals } from "./signals.ts";
import { traceSource } from "./trace.ts";
import type { Arithmetic, ArithmeticFor, For, While } from "./syntax.ts";
import { planDocument } from "./words.ts";

/** Without a generator where there is nothing to wait for. */
function tooLong(sh: Shell): boolean {
  const steps = sh.steps + 1;
  sh.steps = 0;
  return sh.sys.tick(CPU_STEP * steps);
}

function* rest(sh: Shell): Task<void> {
  yield* sh.sys.giveWay();
  collectSignals(sh);
}

/** After a round: true if the loop is to be left. */
function leaves(sh: Shell): boolean {
  if (sh.unwinding === NOT_UNWINDING) return false;
  if (sh.unwinding !== BREAKING && sh.unwinding !== CONTINUING) return true;
  if (--sh.unwindLevels > 0) return true;
  const again = sh.unwinding === CONTINUING;
  sh.unwinding = NOT_UNWINDING;
  return !again;
}

export function* runWhile(sh: Shell, command: While, flags: number): Task<number> {
  const { condition, body, until } = command;
  const inner = flags & ~LAST;
  let status = resumedLoop(sh, command)?.status ?? 0;
  sh.state.loops++;
  for (;;) {
    if (tooLong(sh)) yield* rest(sh);
    if (sh.arrived.length > 0) yield* runArrived(sh);
    if (sh.unwinding !== NOT_UNWINDING) break;
    saveLoop(sh, command, status);
    const tested = sh.interpreter.runList(sh, condition, inner | TESTED);
    const result = typeof tested === "number" ? tested : yield* tested;
    if (sh.unwinding !== NOT_UNWINDING) {
      if (leaves(sh)) break;
      continue;
    }
    if ((result === 0) === until) break;
    const outcome = sh.interpreter.runList(sh, body, inner);
    status = typeof outcome === "number" ? outcome : yield* outcome;
    if (sh.unwinding !== NOT_UNWINDING && leaves(sh)) break;
  }
  sh.state.loops--;
  if (sh.unwinding === NOT_UNWINDING) sh.status = status;
  return sh.status;
}

export function* runFor(sh: Shell, command: For, flags: number): Task<number> {
  const resumed = resumedLoop(sh, command);
  sh.state.line = sh.state.lineBase + command.line;
  let words: readonly string[] = sh.positional;
  if (resumed?.words !== undefined) ({ words } = resumed);
  else if (command.words !== undefined) {
    const expanded = expandWords(sh, command.words);
    words = Array.isArray(expanded) ? expanded : yield* expanded;
    if (sh.failed) return yield* tellFault(sh);
  }
  if (!/^[A-Za-z_]\w*$/.test(command.variable)) {
    yield* complain(sh, `\`${command.variable}': not a valid identifier`);
    return (sh.status = 1);
  }
  let status = resumed?.status ?? 0;
  sh.state.loops++;
  for (let i = 0; i < words.length; i++) {
    if (tooLong(sh)) yield* rest(sh);
    if (sh.arrived.length > 0) yield* runArrived(sh);
    if (sh.unwinding !== NOT_UNWINDING) break;
    if (sh.topLoop !== undefined) saveLoop(sh, command, status, i === 0 ? words : words.slice(i));
    sh.state.line = sh.state.lineBase + command.line;
    if (sh.traps.has("DEBUG")) yield* runDebugTrap(sh, loopHead(command));
    if (sh.options.xtrace) yield* traceSource(sh, loopHead(command));
    if (!assign(sh, command.variable, words[i] as string)) {
      status = yield* tellFault(sh);
      break;
    }
    const outcome = sh.interpreter.runList(sh, command.body, flags & ~LAST);
    status = typeof outcome === "number" ? outcome : yield* outcome;
    if (sh.unwinding !== NOT_UNWINDING && leaves(sh)) break;
  }
  sh.state.loops--;
  if (sh.unwinding === NOT_UNWINDING) sh.status = status;
  return sh.status;
}

/** `for x in a b`, as set -x shows it. */
export function loopHead({ kind, variable, words }: For): string {
  const list = words === undefined ? '"$@"' : words.map(({ text }) => text).join(" ");
  return `${kind} ${variable} in ${list}`;
}

// ---- arithmetic

/** The value of an expression as it stands in the source; undefined with a fault. */
export function* arithmeticValue(sh: Shell, text: string, line: number): Task<number | bigint | undefined> {
  const plan = planDocument(text, { dialect: sh.dialect, line });
  const expression = plan.blocking ? yield* expandTextTask(sh, plan) : expandText(sh, plan);
  if (sh.failed) return undefined;
  const result = evaluate(sh.arithmetic, expression);
  if (result.error !== undefined) sh.raise(result.error, "fail");
  return result.value;
}

/** (( expression )): true if it is not zero. */
export function runArithmetic(sh: Shell, { text, plain, line }: Arithmetic): Outcome {
  sh.state.line = sh.state.lineBase + line;
  if (sh.options.xtrace || !plain || sh.traps.has("DEBUG")) return runArithmeticTask(sh, text, line);
  const result = evaluate(sh.arithmetic, text);
  if (result.error !== undefined) sh.raise(`((: ${result.error}`, "fail");
  if (sh.failed) return tellFault(sh);
  return (sh.status = result.value === 0 ? 1 : 0);
}

function* runArithmeticTask(sh: Shell, text: string, line: number): Task<number> {
  if (sh.traps.has("DEBUG")) yield* runDebugTrap(sh, `((${text}))`);
  if (sh.options.xtrace) yield* traceSource(sh, `(( ${text} ))`);
  const value = yield* arithmeticValue(sh, text, line);
  if (sh.fault?.effect === "fail") sh.fault = { ...sh.fault, message: `((: ${sh.fault.message}` };
  if (sh.failed) return yield* tellFault(sh);
  return (sh.status = value === 0 ? 1 : 0);
}

export function* runArithmeticFor(sh: Shell, command: ArithmeticFor, flags: number): Task<number> {
  const { initialise, test, update, plain, line, body } = command;
  sh.state.line = sh.state.lineBase + line;
  const value = function* (text: string): Task<number | bigint | undefined> {
    if (text.trim() === "") return 1;
    sh.state.line = sh.state.lineBase + line;
    if (sh.traps.has("DEBUG")) yield* runDebugTrap(sh, `((${text.trim()}))`);
    if (sh.options.xtrace) yield* traceSource(sh, `(( ${text.trim()} ))`);
    return yield* arithmeticValue(sh, text, line);
  };
  /** The same where there is nothing to wait for. */
  const valueNow = (text: string): number | bigint | undefined => {
    if (text.trim() === "") return 1;
    const result = evaluate(sh.arithmetic, text);
    if (result.error !== undefined) sh.raise(result.error, "fail");
    return result.value;
  };
  const isPlain = (): boolean => plain && !sh.options.xtrace && !sh.traps.has("DEBUG");
  yield* value(initialise);
  sh.state.loops++;
  let status = 0;
  while (!sh.failed) {
    if (tooLong(sh)) yield* rest(sh);
    if (sh.arrived.length > 0) yield* runArrived(sh);
    if (sh.unwinding !== NOT_UNWINDING) break;
    const holds = isPlain() ? valueNow(test) : yield* value(test);
    if (sh.failed || holds === 0) break;
    const outcome = sh.interpreter.runList(sh, body, flags & ~LAST);
    status = typeof outcome === "number" ? outcome : yield* outcome;
    if (sh.unwinding !== NOT_UNWINDING && leaves(sh)) break;
    if (isPlain()) valueNow(update);
    else yield* value(update);
  }
  sh.state.loops--;
  if (sh.fault?.effect === "fail") sh.fault = { ...sh.fault, message: `((: ${sh.fault.message}` };
  if (sh.failed) return yield* tellFault(sh);
  if (sh.unwinding === NOT_UNWINDING) sh.status = status;
  return sh.status;
}
