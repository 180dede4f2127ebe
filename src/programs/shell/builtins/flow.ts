// break, continue, return, exit, shift: where commands go on (POSIX shell, 2.14). What they unwind is a state of
// the shell that loops, functions and readers look at. Relies on nothing but that state.
// Not here: loops themselves (loops.ts).

import type { Task } from "../../../kernel/sys.ts";
import { hangUpJobs } from "../foreground.ts";
import { complain, printError } from "../messages.ts";
import { BREAKING, CONTINUING, RETURNING, type Outcome, type Shell } from "../shell.ts";
import { wrong } from "./complaints.ts";

/** A count or status as an argument; undefined if it is no number. */
function numberOf(text: string): number | undefined {
  return /^\s*[-+]?\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}

/** What dash and busybox say of it. */
const illegal = (text: string): string => `Illegal number: ${text}`;

export function breakBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const [name = "", given = "1"] = args;
  const count = numberOf(given);
  if (sh.state.loops === 0) return sh.isBash ? outsideLoop(sh, name) : 0;
  if (sh.isBash && args.length > 2) return tooMany(sh);
  if (count === undefined || count < 1) return badCount(sh, name, given, count);
  sh.unwinding = name === "break" ? BREAKING : CONTINUING;
  sh.unwindLevels = Math.min(count, sh.state.loops);
  return 0;
}

function* outsideLoop(sh: Shell, name: string): Task<number> {
  yield* complain(sh, "only meaningful in a `for', `while', or `until' loop", name);
  return 0;
}

function* badCount(sh: Shell, name: string, given: string, count: number | undefined): Task<number> {
  if (!sh.isBash) return yield* wrong(sh, name, illegal(given));
  if (count === undefined) {
    yield* complain(sh, `${given}: numeric argument required`, name);
    sh.exit(2);
    return 2;
  }
  yield* complain(sh, `${given}: loop count out of range`, name);
  sh.unwinding = BREAKING;
  sh.unwindLevels = sh.state.loops;
  return 1;
}

/** bash gives the whole command up. */
function tooMany(sh: Shell): number {
  sh.raise("too many arguments");
  return 1;
}

export function returnBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const [name = "", given] = args;
  const status = given === undefined ? sh.status : numberOf(given);
  if (sh.isBash && sh.frames.length === 0) return outsideFunction(sh, name);
  if (sh.isBash && status !== undefined && args.length > 2) return tooMany(sh);
  if (status === undefined || (!sh.isBash && status < 0)) return badReturn(sh, name, given as string);
  if (sh.frames.length === 0) {
    sh.exit(status);
    return sh.status;
  }
  sh.unwinding = RETURNING;
  return (sh.status = sh.dialect.name === "dash" ? status : status & 0xff);
}

function* outsideFunction(sh: Shell, name: string): Task<number> {
  yield* complain(sh, "can only `return' from a function or sourced script", name);
  return 2;
}

function* badReturn(sh: Shell, name: string, given: string): Task<number> {
  if (!sh.isBash) return yield* wrong(sh, name, illegal(given));
  yield* complain(sh, `${given}: numeric argument required`, name);
  sh.unwinding = RETURNING;
  return (sh.status = 2);
}

export function exitBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const given = args[1];
  const status = given === undefined ? sh.status : numberOf(given);
  if (status === undefined || (!sh.isBash && status < 0)) return badExit(sh, given as string);
  if (sh.isBash && args.length > 2) return tooMany(sh);
  if (sh.state.interactive && sh.state.subshells === 0) return sayExit(sh, status);
  sh.exit(status);
  return sh.status;
}

function* badExit(sh: Shell, given: string): Task<number> {
  if (!sh.isBash) return yield* wrong(sh, "exit", illegal(given));
  yield* complain(sh, `${given}: numeric argument required`, "exit");
  return 2;
}

/** An interactive bash says it, and warns of stopped jobs once. */
function* sayExit(sh: Shell, status: number): Task<number> {
  const stopped = sh.jobs.all.some(({ processes }) =>
    processes.some(({ change }) => change?.kind === "stopped"),
  );
  if (sh.isBash) yield* printError(sh, sh.state.loginShell ? "logout\n" : "exit\n");
  if (stopped && !sh.state.warnedOfJobs) {
    yield* printError(sh, sh.isBash ? "There are stopped jobs.\n" : "You have stopped jobs.\n");
    sh.state.warnedOfJobs = true;
    return 1;
  }
  if (sh.shopts.has("huponexit") || stopped) hangUpJobs(sh);
  return sh.exit(status);
}

export function* logoutBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  if (!sh.state.loginShell) {
    yield* complain(sh, "not login shell: use `exit'", "logout");
    return 1;
  }
  const outcome = exitBuiltin(sh, args);
  return typeof outcome === "number" ? outcome : yield* outcome;
}

export function shiftBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const given = args[1] ?? "1";
  const count = numberOf(given);
  if (count === undefined || count < 0) return badShift(sh, given, count);
  if (sh.isBash && args.length > 2) return tooMany(sh);
  if (count > sh.positional.length) return tooFar(sh);
  sh.positional = sh.positional.slice(count);
  return 0;
}

function* badShift(sh: Shell, given: string, count: number | undefined): Task<number> {
  if (!sh.isBash) return yield* wrong(sh, "shift", illegal(given));
  yield* complain(
    sh,
    `${given}: ${count === undefined ? "numeric argument required" : "shift count out of range"}`,
    "shift",
  );
  return count === undefined ? 2 : 1;
}

function tooFar(sh: Shell): Outcome {
  if (sh.dialect.name === "dash") return wrong(sh, "shift", "can't shift that many");
  return sh.isBash && sh.shopts.has("shift_verbose") ? wrong(sh, "shift", "shift count out of range") : 1;
}
