// Follows the plans of words (POSIX shell, 2.6). What cannot wait is done by plain functions; only words with a
// command substitution take the way through tasks. Faults (unset variables, bad substitutions, division by
// zero) are kept by the shell: the command that the word belongs to sees them when its words are done.

import { evaluate } from "./arithmetic.ts";
import { countsBytes } from "./characters.ts";
import { FieldSink, PatternSink, TextSink, type Sink } from "./fields.ts";
import { globFields } from "./glob.ts";
import { homeOf, tildeValue } from "./tilde.ts";
import { expandExpansion, expandExpansionTask, raiseUnset, type Expander } from "./parameter-expansion.ts";
import { parameterValue } from "./parameters.ts";
import type { Shell } from "./shell.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Argument, Word } from "./syntax.ts";
import { argumentPlans, patternPlan, valuePlan } from "./word-plans.ts";
import type { Part, Plan } from "./words.ts";

// ---- parts

export function expandParameter(sh: Shell, name: string, quoted: boolean, sink: Sink): void {
  if (name === "@" || name === "*") {
    sink.list(sh.positional, quoted, name === "*");
    return;
  }
  const value = parameterValue(sh, name);
  if (value === undefined) {
    if (sh.options.nounset) raiseUnset(sh, name);
    if (quoted) sink.value("", true);
  } else sink.value(value, quoted);
}

function expandPart(sh: Shell, part: Part, sink: Sink): void {
  switch (part.kind) {
    case "text":
      sink.text(part.spelled !== undefined && countsBytes(sh) ? part.spelled : part.text, part.quoted);
      return;
    case "parameter":
      expandParameter(sh, part.name, part.quoted, sink);
      return;
    case "expansion":
      expandExpansion(sh, part.expansion, part.quoted, sink, EXPANDER);
      return;
    case "arithmetic":
      sink.value(arithmeticText(sh, expandText(sh, part.expression)), part.quoted);
      return;
    case "tilde":
      sink.text(tildeValue(sh, part.user), true);
      return;
    case "process":
      sink.text(sh.interpreter.substituteProcess(sh, part), true);
      return;
    case "command":
      return;
  }
}

export function arithmeticText(sh: Shell, expression: string): string {
  const result = evaluate(sh.arithmetic, expression);
  if (result.error === undefined) return String(result.value);
  sh.raise(result.error);
  return "";
}

export function expandParts(sh: Shell, plan: Plan, sink: Sink): void {
  for (const part of plan.parts) expandPart(sh, part, sink);
}

export function* expandPartsTask(sh: Shell, plan: Plan, sink: Sink): Task<void> {
  if (!plan.blocking) {
    expandParts(sh, plan, sink);
    return;
  }
  for (const part of plan.parts) {
    if (sh.failed) return;
    if (part.kind === "command") sink.value(yield* sh.interpreter.substitute(sh, part), part.quoted);
    else if (part.kind === "expansion" && part.expansion.blocking)
      yield* expandExpansionTask(sh, part.expansion, part.quoted, sink, EXPANDER);
    else if (part.kind === "arithmetic" && part.expression.blocking) {
      const text = yield* expandTextTask(sh, part.expression);
      if (!sh.failed) sink.value(arithmeticText(sh, text), part.quoted);
    } else if (part.kind === "tilde") sink.text(yield* homeOf(sh, part.user), true);
    else expandPart(sh, part, sink);
  }
}

// ---- one text

export function expandText(sh: Shell, plan: Plan): string {
  if (plan.literal !== undefined) return plan.literal;
  const sink = new TextSink(sh.separators);
  expandParts(sh, plan, sink);
  return sink.result;
}

export function* expandTextTask(sh: Shell, plan: Plan): Task<string> {
  if (!plan.blocking) return expandText(sh, plan);
  const sink = new TextSink(sh.separators);
  yield* expandPartsTask(sh, plan, sink);
  return sink.result;
}

/** A word that gives one text: the value of an assignment, the target of a redirection. */
export const expandValue = (sh: Shell, word: Word, assignment = false): string | Task<string> => {
  const plan = valuePlan(word, sh.dialect, assignment);
  return plan.blocking ? expandTextTask(sh, plan) : expandText(sh, plan);
};

// ---- one pattern

export function expandPatternPlan(sh: Shell, plan: Plan, escape?: (text: string) => string): string {
  const sink = new PatternSink(sh.separators, escape);
  expandParts(sh, plan, sink);
  return sink.result;
}

export function* expandPatternTask(sh: Shell, plan: Plan, escape?: (text: string) => string): Task<string> {
  if (!plan.blocking) return expandPatternPlan(sh, plan, escape);
  const sink = new PatternSink(sh.separators, escape);
  yield* expandPartsTask(sh, plan, sink);
  return sink.result;
}

export const expandPattern = (sh: Shell, word: Word): string | Task<string> => {
  const plan = patternPlan(word, sh.dialect);
  return plan.blocking ? expandPatternTask(sh, plan) : expandPatternPlan(sh, plan);
};

/** For operands of ${…}, which are words themselves. */
const EXPANDER: Expander = {
  parts: expandParts,
  text: expandText,
  pattern: expandPatternPlan,
  partsTask: expandPartsTask,
  textTask: expandTextTask,
  patternTask: expandPatternTask,
};

// ---- fields

function newFieldSink(sh: Shell): FieldSink {
  const glob = sh.options.noglob
    ? undefined
    : (pattern: string, text: string) => globFields(sh, pattern, text);
  return new FieldSink(sh.separators, glob, sh.shopts.has("extglob"));
}

/** Nothing in it is split or matched against files with the usual IFS. */
function isInert(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c <= 32 || c === 42 || c === 63 || c === 91 || c === 92) return false;
  }
  return value.length > 0;
}

/** The one field that a plan gives without any splitting; undefined if it may be otherwise. */
function simpleField(sh: Shell, plan: Plan): string | undefined {
  if (plan.literal !== undefined) return plan.literal !== "" || plan.quoted ? plan.literal : undefined;
  const [part] = plan.parts;
  if (plan.parts.length !== 1 || part?.kind !== "parameter" || part.name === "@" || part.name === "*")
    return undefined;
  const value = parameterValue(sh, part.name);
  if (value === undefined || part.quoted) return value;
  return sh.separators.usual && isInert(value) && !sh.shopts.has("extglob") ? value : undefined;
}

/** The fields of words, in order. */
export function expandWords(sh: Shell, words: readonly Word[]): string[] | Task<string[]> {
  const fields: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Word;
    for (const plan of argumentPlans(word, sh.dialect, sh.options.braceexpand)) {
      if (plan.blocking) return expandRest(sh, words, i, fields);
      expandField(sh, plan, fields);
    }
  }
  return fields;
}

function expandField(sh: Shell, plan: Plan, fields: string[]): void {
  const simple = simpleField(sh, plan);
  if (simple !== undefined) {
    fields.push(simple);
    return;
  }
  const sink = newFieldSink(sh);
  expandParts(sh, plan, sink);
  sink.endWord();
  for (const field of sink.fields) fields.push(field);
}

/** From a word on that may have to wait; its plans before the first such have been done already. */
function* expandRest(sh: Shell, words: readonly Word[], from: number, fields: string[]): Task<string[]> {
  let skip = true;
  for (let i = from; i < words.length; i++) {
    for (const plan of argumentPlans(words[i] as Word, sh.dialect, sh.options.braceexpand)) {
      if (sh.failed) return fields;
      if (plan.blocking) skip = false;
      if (skip) continue;
      yield* expandFieldTask(sh, plan, fields);
    }
    skip = false;
  }
  return fields;
}

function* expandFieldTask(sh: Shell, plan: Plan, fields: string[]): Task<void> {
  if (!plan.blocking) {
    expandField(sh, plan, fields);
    return;
  }
  const sink = newFieldSink(sh);
  yield* expandPartsTask(sh, plan, sink);
  sink.endWord();
  for (const field of sink.fields) fields.push(field);
}

/** The arguments of a command; those of declare and its like that are assignments stay whole. */
export function expandArguments(sh: Shell, words: readonly Argument[]): string[] | Task<string[]> {
  return expandWords(sh, words);
}
