// The assignments of a simple command: made for good, or for the time of one command, exported to it
// (POSIX shell, 2.9.1). Values are expanded in order, each seeing those before it.
// Not here: declare and its like (declared.ts), and what an assignment does (assign.ts).

import type { Task } from "../../kernel/sys.ts";
import { assign, assignArray, assignElement, setAttributes, type ElementSetting } from "./assign.ts";
import { splitHead } from "./assignment-grammar.ts";
import { expandText, expandTextTask, expandValue, expandWords } from "./expand.ts";
import { complain } from "./messages.ts";
import { traceArray, traceAssignment } from "./trace.ts";
import type { Shell } from "./shell.ts";
import { wordOf, type Assignment, type Word } from "./syntax.ts";
import { EXPORTED, READONLY } from "./variables.ts";
import { valuePlan } from "./word-plans.ts";
import { planDocument, planWord } from "./words.ts";

export type Undo = () => void;

/** Scalars whose values need no waiting: true if all were made, undefined if that takes a task. */
export function assignAll(sh: Shell, assignments: readonly Assignment[]): boolean | undefined {
  for (const { index, elements, value } of assignments)
    if (index !== undefined || elements !== undefined || valuePlan(value, sh.dialect, true).blocking)
      return undefined;
  for (const { name, value, append } of assignments) {
    const text = expandText(sh, valuePlan(value, sh.dialect, true));
    if (sh.failed || !assign(sh, name, text, append)) return false;
  }
  return true;
}

/** `undo` given: each is taken back by it. */
export function* applyAssignments(
  sh: Shell,
  assignments: readonly Assignment[],
  kind: "lasting" | "exported",
  undo: Undo[] | undefined,
): Task<void> {
  for (const assignment of assignments) {
    if (undo !== undefined) undo.push(restoring(sh, assignment.name));
    if (!(yield* applyAssignment(sh, assignment))) {
      // bash says that it cannot assign and runs the command all the same
      if (!sh.isBash || kind === "lasting" || !isReadOnlyVariable(sh, assignment.name)) return;
      yield* complain(sh, sh.fault?.message ?? "");
      sh.fault = undefined;
      continue;
    }
    if (kind === "exported") setAttributes(sh, assignment.name, EXPORTED);
  }
}

const isReadOnlyVariable = (sh: Shell, name: string): boolean =>
  ((sh.variables.find(name)?.attributes ?? 0) & READONLY) !== 0;

function restoring(sh: Shell, name: string): Undo {
  const before = sh.variables.find(name);
  return () => {
    if (before === undefined) sh.variables.remove(name);
    else sh.variables.put(name, before);
  };
}

function* applyAssignment(sh: Shell, assignment: Assignment): Task<boolean> {
  const { name, index, append, elements } = assignment;
  if (elements !== undefined) {
    const settings = yield* elementSettings(sh, elements);
    if (sh.options.xtrace) yield* traceArray(sh, assignment);
    return !sh.failed && assignArray(sh, name, settings, append);
  }
  const expanded = expandValue(sh, assignment.value, true);
  const value = typeof expanded === "string" ? expanded : yield* expanded;
  if (sh.failed) return false;
  if (sh.options.xtrace) yield* traceAssignment(sh, assignment, value);
  if (index === undefined) return assign(sh, name, value, append);
  const key = yield* expandIndex(sh, index);
  return !sh.failed && assignElement(sh, name, key, value, append);
}

/** What stands between the brackets, expanded but not evaluated. */
export function* expandIndex(sh: Shell, index: string): Task<string> {
  const setting = { dialect: sh.dialect, line: 0 };
  const plan = /["'\\]/.test(index) ? planWord(index, setting) : planDocument(index, setting);
  return plan.blocking ? yield* expandTextTask(sh, plan) : expandText(sh, plan);
}

/** The same of a text that builtins get or a variable holds; command substitutions in it stay as they are. */
export function subscriptNow(sh: Shell, text: string): string {
  if (!/[$`"'\\]/.test(text)) return text;
  const plan = planWord(text, { dialect: sh.dialect, line: 0 });
  return plan.blocking ? text : expandText(sh, plan);
}

/** The elements of `name=(…)`: words give one or more each, `[key]=value` just one. */
export function* elementSettings(sh: Shell, elements: readonly Word[]): Task<ElementSetting[]> {
  const settings: ElementSetting[] = [];
  for (const word of elements) {
    const head = word.text.startsWith("[") ? splitHead(`x${word.text}`, true) : undefined;
    if (head !== undefined) {
      const value = expandValue(sh, wordOf(word.text.slice(head.length - 1), word.line), true);
      const text = typeof value === "string" ? value : yield* value;
      const index = yield* expandIndex(sh, head.parts.index as string);
      settings.push({ index, value: text, append: head.append });
    } else {
      const fields = expandWords(sh, [word]);
      const values = Array.isArray(fields) ? fields : yield* fields;
      for (const value of values) settings.push({ index: undefined, value, append: false });
    }
    if (sh.failed) break;
  }
  return settings;
}
