// Runs commands: the tree is walked; whatever can be done without waiting is done by plain calls, and only what
// waits becomes a task (an Outcome is either). Here are lists, conditions and the choice of what a command is;
// the kinds of commands have files of their own. `set -e` and the ERR trap count where `TESTED` is not set.

import type { Task } from "../../kernel/sys.ts";
import { startBackground } from "./background.ts";
import { runCase } from "./case.ts";
import { runCoprocess } from "./coprocess.ts";
import { defineFunction } from "./functions.ts";
import { LAST, TESTED } from "./flags.ts";
import { runArithmetic, runArithmeticFor, runFor, runWhile } from "./loops.ts";
import { runPipeline, runSubshell } from "./pipelines.ts";
import { withRedirections } from "./redirections.ts";
import { andThen } from "./outcome.ts";
import { runArrived, runErrorTrap } from "./run-traps.ts";
import { runSelect } from "./select.ts";
import { NOT_UNWINDING, type Outcome, type Shell } from "./shell.ts";
import { runSimple } from "./simple-command.ts";
import type { AndOr, Command, If, List, ListItem, Redirection } from "./syntax.ts";
import { runTest } from "./test-command.ts";

export function run(sh: Shell, command: Command, flags: number): Outcome {
  switch (command.kind) {
    case "simple":
      return runSimple(sh, command, flags);
    case "and-or":
      return runAndOr(sh, command, flags);
    case "list":
      return runList(sh, command, flags);
    case "pipeline":
      return runPipeline(sh, command, flags);
    case "function":
      return defineFunction(sh, command);
    case "subshell":
      return runSubshell(sh, command, flags);
    case "coprocess":
      return runCoprocess(sh, command);
    default:
      return runCompound(sh, command, flags);
  }
}

type Compound = Exclude<
  Command,
  { kind: "simple" | "and-or" | "list" | "pipeline" | "function" | "subshell" | "coprocess" }
>;

function runCompound(sh: Shell, command: Compound, flags: number): Outcome {
  const { redirections } = command;
  if (redirections.length === 0) return runBare(sh, command, flags);
  return redirected(sh, command, redirections, flags & ~LAST);
}

function* redirected(
  sh: Shell,
  command: Compound,
  redirections: readonly Redirection[],
  flags: number,
): Task<number> {
  sh.state.line = sh.state.lineBase + command.line;
  const status = yield* withRedirections(sh, redirections, () => runBare(sh, command, flags));
  if (status !== undefined) return status;
  const after = afterFailure(sh, sh.status, flags);
  return typeof after === "number" ? after : yield* after;
}

function runBare(sh: Shell, command: Compound, flags: number): Outcome {
  switch (command.kind) {
    case "group":
      return runList(sh, command.body, flags);
    case "if":
      return runIf(sh, command, flags, 0);
    case "while":
      return runWhile(sh, command, flags);
    case "for":
      return runFor(sh, command, flags);
    case "select":
      return runSelect(sh, command, flags);
    case "arithmetic-for":
      return runArithmeticFor(sh, command, flags);
    case "case":
      return runCase(sh, command, flags);
    case "test":
      return andThen(runTest(sh, command), (status) => afterFailure(sh, status, flags));
    case "arithmetic":
      return andThen(runArithmetic(sh, command), (status) => afterFailure(sh, status, flags));
  }
}

// ---- lists

export function runList(sh: Shell, { items }: List, flags: number): Outcome {
  for (let i = 0; i < items.length; i++) {
    const outcome = runItem(sh, items[i] as ListItem, i === items.length - 1 ? flags : flags & ~LAST);
    if (typeof outcome !== "number" || sh.arrived.length > 0) return finishList(sh, items, flags, i, outcome);
    if (sh.unwinding !== NOT_UNWINDING) return outcome;
  }
  return sh.status;
}

function* finishList(
  sh: Shell,
  items: readonly ListItem[],
  flags: number,
  from: number,
  first: Outcome,
): Task<number> {
  let outcome = first;
  for (
    let i = from;
    ;
    outcome = runItem(sh, items[i] as ListItem, i === items.length - 1 ? flags : flags & ~LAST)
  ) {
    if (typeof outcome !== "number") yield* outcome;
    if (sh.arrived.length > 0) yield* runArrived(sh);
    if (sh.unwinding !== NOT_UNWINDING || ++i === items.length) return sh.status;
  }
}

function runItem(sh: Shell, { command, background }: ListItem, flags: number): Outcome {
  if (sh.options.noexec && !sh.state.interactive) return sh.status;
  return background ? startBackground(sh, command) : run(sh, command, flags);
}

// ---- conditions

function runAndOr(sh: Shell, { operator, left, right }: AndOr, flags: number): Outcome {
  const next = (status: number): Outcome => {
    if (sh.unwinding !== NOT_UNWINDING) return status;
    return (status === 0) === (operator === "&&") ? run(sh, right, flags) : status;
  };
  return andThen(run(sh, left, (flags | TESTED) & ~LAST), next);
}

function runIf(sh: Shell, command: If, flags: number, from: number): Outcome {
  const { clauses, otherwise } = command;
  for (let i = from; i < clauses.length; i++) {
    const clause = clauses[i] as If["clauses"][number];
    const outcome = runList(sh, clause.condition, (flags | TESTED) & ~LAST);
    if (typeof outcome !== "number")
      return andThen(outcome, (status) => decide(sh, command, flags, i, status));
    if (sh.unwinding !== NOT_UNWINDING) return outcome;
    if (outcome === 0) return runList(sh, clause.body, flags);
  }
  return otherwise === undefined ? (sh.status = 0) : runList(sh, otherwise, flags);
}

function decide(sh: Shell, command: If, flags: number, at: number, status: number): Outcome {
  if (sh.unwinding !== NOT_UNWINDING) return status;
  if (status !== 0) return runIf(sh, command, flags, at + 1);
  return runList(sh, (command.clauses[at] as If["clauses"][number]).body, flags);
}

// ---- failures

/** A command came to this status: ERR trap and -e, where nobody looks at it. */
export function afterFailure(sh: Shell, status: number, flags: number): Outcome {
  sh.status = status;
  if (status === 0 || (flags & TESTED) !== 0 || sh.unwinding !== NOT_UNWINDING) return status;
  if (sh.traps.has("ERR")) return failWithTrap(sh, status);
  return sh.options.errexit ? sh.exit(status) : status;
}

function* failWithTrap(sh: Shell, status: number): Task<number> {
  yield* runErrorTrap(sh);
  if (sh.options.errexit && sh.unwinding === NOT_UNWINDING) sh.exit(status);
  return sh.status;
}
