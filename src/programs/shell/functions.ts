// Functions: defining and calling them (POSIX shell, 2.9.5). A call has positional parameters and a scope for
// locals of its own, and a frame that says where it was called. Depth is bounded, as a real shell's stack is.
// Not here: local and return (builtins).

import type { Task } from "../../kernel/sys.ts";
import { SIGSEGV } from "../../base/signals.ts";
import { TESTED } from "./flags.ts";
import { complain } from "./messages.ts";
import { andThen } from "./outcome.ts";
import { runReturnTrap } from "./run-traps.ts";
import {
  NOT_UNWINDING,
  RETURNING,
  type Frame,
  type FunctionValue,
  type Outcome,
  type Shell,
} from "./shell.ts";
import { dieOf } from "./signals.ts";
import type { FunctionDefinition } from "./syntax.ts";

/** Calls in each other; a real shell overflows its stack somewhat later. */
const MOST_CALLS = 500;

export function defineFunction(sh: Shell, definition: FunctionDefinition): Outcome {
  const { name } = definition;
  if (sh.functions.get(name)?.readOnly) return refuseReadOnly(sh, name);
  const frame = sh.frames[sh.frames.length - 1];
  const source = frame?.source ?? sh.state.source;
  const value: FunctionValue = {
    definition,
    source,
    lineBase: sh.state.lineBase,
    exported: sh.functions.get(name)?.exported ?? false,
    readOnly: false,
  };
  sh.functions = new Map(sh.functions).set(name, value);
  return (sh.status = 0);
}

function* refuseReadOnly(sh: Shell, name: string): Task<number> {
  yield* complain(sh, `${name}: readonly function`);
  return (sh.status = 1);
}

export function callFunction(
  sh: Shell,
  value: FunctionValue,
  args: readonly string[],
  flags: number,
): Outcome {
  if (sh.nesting >= MOST_CALLS) {
    dieOf(sh, SIGSEGV);
    return sh.status;
  }
  const { positional, frames } = sh;
  const { lineBase, loops, optionIndex, optionOffset } = sh.state;
  sh.nesting++;
  sh.positional = args.slice(1);
  const { name } = value.definition;
  const frame: Frame = { name, source: value.source, line: sh.state.line, isFunction: true };
  sh.frames = [...frames, frame];
  sh.variables.enterScope();
  sh.state.lineBase = value.lineBase;
  if (sh.dialect.name !== "ash") sh.state.loops = 0;
  const finish = (status: number): number => {
    sh.nesting--;
    sh.variables.leaveScope();
    sh.positional = positional;
    sh.frames = frames;
    Object.assign(sh.state, { lineBase, loops, line: frame.line });
    if (!sh.isBash) Object.assign(sh.state, { optionIndex, optionOffset });
    if (sh.unwinding === RETURNING) sh.unwinding = NOT_UNWINDING;
    return (sh.status = status);
  };
  const before = sh.traps.get("RETURN");
  const outcome = sh.interpreter.run(sh, value.definition.body, flags & TESTED);
  if (before !== undefined || (sh.isBash && (typeof outcome !== "number" || sh.traps.has("RETURN"))))
    return andThen(thenReturnTrap(sh, outcome, before), finish);
  return andThen(outcome, () => finish(sh.status));
}

/** Functions do not inherit the trap without functrace; one that they set themselves counts. */
function* thenReturnTrap(sh: Shell, outcome: Outcome, before: string | undefined): Task<number> {
  if (typeof outcome !== "number") yield* outcome;
  const { status } = sh;
  if (sh.options.functrace || sh.traps.get("RETURN") !== before) yield* runReturnTrap(sh);
  return status;
}
