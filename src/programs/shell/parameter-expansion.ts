// Expansion of ${…} with its operators, on scalars, arrays and the positional parameters (POSIX shell, 2.6.2;
// bash, "Shell Parameter Expansion"). Operands that hold command substitutions are expanded first by the task
// form; everything else is done at once. Not here: what stands in the braces (parameter-plan.ts).

import type { Task } from "../../kernel/sys.ts";
import { evaluate } from "./arithmetic.ts";
import { keysOf } from "./arrays.ts";
import { assign, assignElement } from "./assign.ts";
import { lengthOf, sliceOf } from "./characters.ts";
import { splitting, type Sink } from "./fields.ts";
import { fatalStatus } from "./fatal-status.ts";
import type { Operation, ParameterExpansion } from "./parameter-plan.ts";
import { sliceList } from "./list-slices.ts";
import { elementValue, findVariable, listValue, parameterValue } from "./parameters.ts";
import { changeCase, removeMatch, replaceMatches } from "./pattern-operators.ts";
import type { Shell } from "./shell.ts";
import { transform, transformArray } from "./transform.ts";
import { NAMEREF } from "./variables.ts";
import type { Plan } from "./words.ts";

/** How operands are expanded: expand.ts, which lies above, hands it in. */
export interface Expander {
  parts(sh: Shell, plan: Plan, sink: Sink): void;
  text(sh: Shell, plan: Plan): string;
  pattern(sh: Shell, plan: Plan, escape?: (text: string) => string): string;
  partsTask(sh: Shell, plan: Plan, sink: Sink): Task<void>;
  textTask(sh: Shell, plan: Plan): Task<string>;
  patternTask(sh: Shell, plan: Plan, escape?: (text: string) => string): Task<string>;
}

export function raiseUnset(sh: Shell, name: string): void {
  if (sh.isBash) {
    const shown = /^\d/.test(name) ? `$${name}` : name;
    sh.raise(`${shown}: unbound variable`, "exit", fatalStatus(sh));
  } else sh.raise(`${name}: parameter not set`);
}

/** What an expansion needs beside its subject. */
interface Context {
  readonly expander: Expander;
  readonly prepared: Prepared;
  readonly quoted: boolean;
  readonly sink: Sink;
}

/** Texts of operands that had to wait. */
type Prepared = ReadonlyMap<Plan, string>;
const NOTHING_PREPARED: Prepared = new Map();

/** What the operator works on. */
interface Subject {
  readonly name: string;
  /** the index, expanded; undefined without one */
  readonly index: string | undefined;
  /** all elements: `@` false, `*` true */
  readonly star: boolean | undefined;
  readonly values: readonly string[];
  /** of a scalar */
  readonly value: string | undefined;
}

const textOf = (sh: Shell, plan: Plan, { prepared, expander }: Context): string =>
  prepared.get(plan) ?? expander.text(sh, plan);

const escapeReplacement = (text: string): string => text.replace(/[&\\]/g, "\\$&");

// ---- the subject

function subjectOf(sh: Shell, expansion: ParameterExpansion, context: Context): Subject | undefined {
  const index = expansion.index && indexText(sh, expansion, context);
  if (!expansion.indirect) return subjectNamed(sh, expansion.name, index);
  const variable = sh.variables.find(expansion.name);
  if (variable !== undefined && (variable.attributes & NAMEREF) !== 0) {
    const { value } = variable;
    return { name: expansion.name, index, star: undefined, values: [], value };
  }
  const target = subjectNamed(sh, expansion.name, index).value;
  if (target === undefined) {
    sh.raise(`${expansion.name}: invalid indirect expansion`);
    return undefined;
  }
  const match = /^([A-Za-z_]\w*|\d+|[-@*#?$!])(?:\[(.*)\])?$/s.exec(target);
  if (match === null) {
    sh.raise(`${target}: invalid variable name`);
    return undefined;
  }
  return subjectNamed(sh, match[1] as string, match[2] && sh.interpreter.subscript(sh, match[2]));
}

function indexText(sh: Shell, { index }: ParameterExpansion, context: Context): string {
  if (index!.text === "@" || index!.text === "*") return index!.text;
  return textOf(sh, index!.plan, context);
}

function subjectNamed(sh: Shell, name: string, index: string | undefined): Subject {
  if (name === "@" || name === "*") {
    const value = sh.positional.length === 0 ? undefined : sh.positional.join(" ");
    return { name, index: undefined, star: name === "*", values: sh.positional, value };
  }
  if (index === "@" || index === "*") {
    const values = listValue(sh, name);
    const value = values.length === 0 ? undefined : values.join(" ");
    return { name, index, star: index === "*", values, value };
  }
  const value = index === undefined ? parameterValue(sh, name) : elementValue(sh, name, index);
  return { name, index, star: undefined, values: value === undefined ? [] : [value], value };
}

// ---- the expansion

export function expandExpansion(
  sh: Shell,
  expansion: ParameterExpansion,
  quoted: boolean,
  sink: Sink,
  expander: Expander,
  prepared: Prepared = NOTHING_PREPARED,
): void {
  const { operation } = expansion;
  const context: Context = { expander, prepared, quoted, sink };
  if (operation.kind === "bad") {
    raiseBad(sh, expansion);
    return;
  }
  if (operation.kind === "names") {
    const names = [...sh.variables.names()].filter((name) => name.startsWith(expansion.name)).sort();
    sink.list(names, quoted, !operation.separate);
    return;
  }
  const subject = subjectOf(sh, expansion, context);
  if (subject === undefined || sh.failed) return;
  if (operation.kind === "default") {
    if (needsOperand(sh, operation, subject)) useOperand(sh, operation, subject, context);
    else giveDefaulted(sh, operation, subject, quoted, sink);
    return;
  }
  if (subject.value === undefined && sh.options.nounset && mindsUnset(subject, operation)) {
    raiseUnset(sh, subject.index === undefined ? subject.name : `${subject.name}[${subject.index}]`);
    return;
  }
  give(sh, expansion, subject, context);
}

const mindsUnset = ({ star }: Subject, { kind }: Operation): boolean => star === undefined && kind !== "keys";

function raiseBad(sh: Shell, { text }: ParameterExpansion): void {
  if (sh.isBash) sh.raise(`${text}: bad substitution`);
  else sh.raise(sh.dialect.name === "ash" ? "syntax error: bad substitution" : "Bad substitution");
}

function giveValue(subject: Subject, quoted: boolean, sink: Sink): void {
  if (subject.star !== undefined) sink.list(subject.values, quoted, subject.star);
  else if (subject.value !== undefined) sink.value(subject.value, quoted);
  else if (quoted) sink.value("", true);
}

/** The operand is not needed. Of no positional parameters the others make one empty field here. */
function giveDefaulted(
  sh: Shell,
  { operator }: Default,
  subject: Subject,
  quoted: boolean,
  sink: Sink,
): void {
  if (operator === "+") {
    if (quoted && subject.star === undefined) sink.value("", true);
  } else if (quoted && !sh.isBash && subject.values.length === 0) sink.value("", true);
  else giveValue(subject, quoted, sink);
}

function give(sh: Shell, { operation }: ParameterExpansion, subject: Subject, context: Context): void {
  const { quoted, sink } = context;
  switch (operation.kind) {
    case "value":
      giveValue(subject, quoted, sink);
      return;
    case "length":
      sink.value(String(lengthOfSubject(sh, subject)), quoted);
      return;
    case "keys":
      sink.list(keysOfSubject(sh, subject.name), quoted, subject.star === true);
      return;
    case "slice":
      giveSlice(sh, operation, subject, context);
      return;
    case "transform":
      if (subject.star !== undefined && /[AKka]/.test(operation.operator)) {
        sink.list(transformArray(sh, operation.operator, subject.name, subject.star), quoted, subject.star);
        return;
      }
      break;
    default:
      break; // what is done to each value
  }
  const change = changeOf(sh, operation, subject, context);
  if (sh.failed) return;
  if (subject.star !== undefined) sink.list(subject.values.map(change), quoted, subject.star);
  else if (subject.value !== undefined) sink.value(change(subject.value), quoted);
  else if (quoted) sink.value("", true);
}

function lengthOfSubject(sh: Shell, { star, values, value, name }: Subject): number {
  // of "$*" the others count characters
  if ((name === "@" || name === "*") && !sh.isBash) return lengthOf(sh, values.join(" "));
  if (star !== undefined || name === "@" || name === "*") return values.length;
  return lengthOf(sh, value ?? "");
}

function keysOfSubject(sh: Shell, name: string): string[] {
  const variable = findVariable(sh, name);
  return variable === undefined ? [] : keysOf(variable);
}

/** What is done to each value. */
function changeOf(
  sh: Shell,
  operation: Operation,
  subject: Subject,
  { expander, prepared }: Context,
): (value: string) => string {
  const patternOf = (plan: Plan): string => prepared.get(plan) ?? expander.pattern(sh, plan);
  switch (operation.kind) {
    case "remove": {
      const pattern = patternOf(operation.pattern);
      return (value) => removeMatch(sh, operation.operator, pattern, value);
    }
    case "replace": {
      const pattern = patternOf(operation.pattern);
      const plan = operation.replacement;
      const replacement = prepared.get(plan) ?? expander.pattern(sh, plan, escapeReplacement);
      return (value) => replaceMatches(sh, operation.operator, pattern, replacement, value);
    }
    case "case": {
      const pattern = operation.pattern && patternOf(operation.pattern);
      return (value) => changeCase(sh, operation.operator, pattern, value);
    }
    case "transform":
      return (value) => transform(sh, operation.operator, subject.name, value);
    default:
      return (value) => value;
  }
}

// ---- defaults

type Default = Extract<Operation, { kind: "default" }>;

function needsOperand(
  sh: Shell,
  { operator, colon }: Default,
  { name, value, star, values }: Subject,
): boolean {
  const empty = star === undefined ? value === "" : values.length === 1 ? values[0] === "" : false;
  // dash and busybox: $@ and $* are always set
  const isSet = value !== undefined || (!sh.isBash && (name === "@" || name === "*"));
  const missing = !isSet || (colon && (empty || value === "" || value === undefined));
  return operator === "+" ? !missing : missing;
}

function useOperand(sh: Shell, operation: Default, subject: Subject, context: Context): void {
  const { quoted, sink } = context;
  if (operation.operator === "-" || operation.operator === "+") {
    if (quoted) sink.text("", true);
    context.expander.parts(sh, operation.operand, quoted ? sink : splitting(sink));
    return;
  }
  const text = textOf(sh, operation.operand, context);
  if (!sh.failed) finishDefault(sh, operation, subject, text, quoted, sink);
}

/** `=` and `?`, with their operand expanded. */
function finishDefault(
  sh: Shell,
  { operator, colon, operand }: Default,
  { name, index }: Subject,
  text: string,
  quoted: boolean,
  sink: Sink,
): void {
  if (operator === "?") {
    const shown = index === undefined ? name : `${name}[${index}]`;
    const given = operand.parts.length > 0;
    const empty = sh.isBash ? "parameter null or not set" : "parameter not set or null";
    const usual = colon ? empty : "parameter not set";
    const message = given ? text : usual;
    sh.raise(`${shown}: ${message}`, "exit", sh.isBash ? fatalStatus(sh) : 2);
    return;
  }
  if (!/^[A-Za-z_]/.test(name)) {
    sh.raise(sh.isBash ? `$${name}: cannot assign in this way` : `${name}: bad variable name`);
    return;
  }
  const done = index === undefined ? assign(sh, name, text) : assignElement(sh, name, index, text);
  if (done) sink.value(text, quoted);
}

// ---- slices

type Slice = Extract<Operation, { kind: "slice" }>;

function number(sh: Shell, name: string, plan: Plan, context: Context): number | undefined {
  const text = textOf(sh, plan, context);
  const result = evaluate(sh.arithmetic, text);
  if (result.error !== undefined) {
    sh.raise(sh.isBash ? `${name}: ${result.error}` : result.error);
    return undefined;
  }
  return Number(result.value);
}

function giveSlice(sh: Shell, operation: Slice, subject: Subject, context: Context): void {
  const { quoted, sink } = context;
  const offset = number(sh, subject.name, operation.offset, context);
  const length = operation.length && number(sh, subject.name, operation.length, context);
  if (offset === undefined || sh.failed) return;
  if (subject.star !== undefined) {
    const values = sliceList(sh, subject, offset, length);
    if (values !== undefined) sink.list(values, quoted, subject.star);
    return;
  }
  const { value } = subject;
  if (value === undefined) {
    if (quoted) sink.value("", true);
    return;
  }
  const size = lengthOf(sh, value);
  const from = offset < 0 ? size + offset : offset;
  const to = length === undefined ? size : length < 0 ? size + length : from + length;
  if (from < 0 || from > size) {
    if (quoted) sink.value("", true);
    return;
  }
  if (to < from) sh.raise(`${length}: substring expression < 0`);
  else sink.value(sliceOf(sh, value, from, to), quoted);
}

// ---- operands that may have to wait

export function* expandExpansionTask(
  sh: Shell,
  expansion: ParameterExpansion,
  quoted: boolean,
  sink: Sink,
  expander: Expander,
): Task<void> {
  const { operation, index } = expansion;
  const prepared = new Map<Plan, string>();
  const context: Context = { expander, prepared, quoted, sink };
  if (index?.plan.blocking) prepared.set(index.plan, yield* expander.textTask(sh, index.plan));
  if (operation.kind === "default") {
    const subject = subjectOf(sh, expansion, context);
    if (subject === undefined || sh.failed) return;
    if (!needsOperand(sh, operation, subject)) {
      giveDefaulted(sh, operation, subject, quoted, sink);
      return;
    }
    if (operation.operator === "-" || operation.operator === "+") {
      if (quoted) sink.text("", true);
      yield* expander.partsTask(sh, operation.operand, quoted ? sink : splitting(sink));
      return;
    }
    const text = yield* expander.textTask(sh, operation.operand);
    if (!sh.failed) finishDefault(sh, operation, subject, text, quoted, sink);
    return;
  }
  yield* prepareOperands(sh, operation, prepared, expander);
  if (!sh.failed) expandExpansion(sh, expansion, quoted, sink, expander, prepared);
}

function* prepareOperands(
  sh: Shell,
  operation: Operation,
  prepared: Map<Plan, string>,
  expander: Expander,
): Task<void> {
  if (operation.kind === "slice") {
    for (const plan of [operation.offset, operation.length])
      if (plan?.blocking) prepared.set(plan, yield* expander.textTask(sh, plan));
  }
  if ("pattern" in operation && operation.pattern?.blocking)
    prepared.set(operation.pattern, yield* expander.patternTask(sh, operation.pattern));
  if (operation.kind === "replace" && operation.replacement.blocking)
    prepared.set(
      operation.replacement,
      yield* expander.patternTask(sh, operation.replacement, escapeReplacement),
    );
}
