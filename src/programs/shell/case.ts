// case … in … esac, with bash's ;& and ;;& (POSIX shell, 2.9.4.3). Patterns are expanded one after the other,
// only as far as is needed. Relies on fnmatch for the matching.
// Not here: how patterns are compiled and kept (pattern-operators.ts).

import type { Task } from "../../kernel/sys.ts";
import { LAST } from "./flags.ts";
import { expandPattern, expandValue } from "./expand.ts";
import { tellFault } from "./faults.ts";
import { Pattern } from "../libc/fnmatch.ts";
import { compilePattern } from "./pattern-operators.ts";
import { NOT_UNWINDING, type Outcome, type Shell } from "./shell.ts";
import { traceSource } from "./trace.ts";
import type { Case, CaseItem, Word } from "./syntax.ts";

export function runCase(sh: Shell, command: Case, flags: number): Outcome {
  sh.state.line = sh.state.lineBase + command.line;
  const value = expandValue(sh, command.word);
  if (typeof value !== "string" || sh.options.xtrace) return runCaseTask(sh, command, flags, value);
  if (sh.failed) return tellFault(sh);
  const { items } = command;
  for (let i = 0; i < items.length; i++) {
    const found = matchesItem(sh, items[i] as CaseItem, value);
    if (found === undefined) return runFrom(sh, command, flags, value, i);
    if (sh.failed) return tellFault(sh);
    if (!found) continue;
    const item = items[i] as CaseItem;
    if (item.terminator !== ";;") return runFrom(sh, command, flags, value, i);
    return item.body.items.length === 0 ? (sh.status = 0) : sh.interpreter.runList(sh, item.body, flags);
  }
  return (sh.status = 0);
}

/** undefined: a pattern has to wait for a substitution. */
function matchesItem(sh: Shell, { patterns }: CaseItem, value: string): boolean | undefined {
  for (const word of patterns) {
    const pattern = expandPattern(sh, word);
    if (typeof pattern !== "string") return undefined;
    if (matches(sh, pattern, value)) return true;
  }
  return false;
}

export function matches(
  sh: Shell,
  pattern: string,
  value: string,
  extglob = sh.shopts.has("extglob"),
): boolean {
  if (!sh.shopts.has("nocasematch")) return compilePattern(pattern, extglob).matches(value);
  return new Pattern(pattern, { extglob, ignoreCase: true }).matches(value);
}

function* runCaseTask(sh: Shell, command: Case, flags: number, waiting: string | Task<string>): Task<number> {
  if (sh.options.xtrace) yield* traceSource(sh, `case ${command.word.text} in`);
  const value = typeof waiting === "string" ? waiting : yield* waiting;
  if (sh.failed) return yield* tellFault(sh);
  return yield* runFrom(sh, command, flags, value, 0);
}

function* runFrom(sh: Shell, { items }: Case, flags: number, value: string, from: number): Task<number> {
  let falls = false;
  let status = 0;
  for (let i = from; i < items.length; i++) {
    const item = items[i] as CaseItem;
    if (!falls && !(yield* matchesAny(sh, item.patterns, value))) {
      if (sh.failed) return yield* tellFault(sh);
      continue;
    }
    const ends = item.terminator === ";;" || i === items.length - 1;
    sh.status = item.body.items.length === 0 ? 0 : sh.status;
    const outcome = sh.interpreter.runList(sh, item.body, ends ? flags : flags & ~LAST);
    status = typeof outcome === "number" ? outcome : yield* outcome;
    if (ends || sh.unwinding !== NOT_UNWINDING) return status;
    falls = item.terminator === ";&";
  }
  return (sh.status = status);
}

function* matchesAny(sh: Shell, patterns: readonly Word[], value: string): Task<boolean> {
  for (const word of patterns) {
    const pattern = expandPattern(sh, word);
    const text = typeof pattern === "string" ? pattern : yield* pattern;
    if (sh.failed) return false;
    if (matches(sh, text, value)) return true;
  }
  return false;
}
