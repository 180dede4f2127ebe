// Assigning to variables, elements and whole arrays, with what attributes ask for: read-only, integer, case,
// references (POSIX shell, 2.9.1; bash, "Arrays" and declare). Failures are faults of the shell.
// Not here: which variable is local or exported by whom (builtins/declare.ts).

import { add } from "./integers.ts";
import { evaluate, type ArithmeticVariables } from "./arithmetic.ts";
import { nextIndex } from "./arrays.ts";
import { fatalStatus } from "./fatal-status.ts";
import { elementKey, elementValue, isAssociative, parameterValue, resolveReference } from "./parameters.ts";
import type { Shell } from "./shell.ts";
import { assignDynamic } from "./special-variables.ts";
import { ASSOCIATIVE, CAPITALISE, DYNAMIC, EXPORTED, INDEXED, INTEGER, LOWER, READONLY, UPPER, type Variable } from "./variables.ts"; // prettier-ignore

/** Attributes with which an assignment is nothing but a new value. */
const HARMLESS = EXPORTED;

export const readOnlyMessage = (sh: Shell, name: string): string =>
  `${name}: ${sh.isBash ? "readonly variable" : "is read only"}`;

/** Texts so long that they count as memory beside what a shell has anyway. */
const LONG = 1 << 16;
/** No text gets longer, whatever memory there is: a few such in one word must fit into one of JavaScript's. */
const LONGEST = 1 << 25;

/** Asks for the memory of a long text, which may be the shell's end; false with a fault if there is none. */
function holdText(sh: Shell, before: number, given: number, append: boolean): boolean {
  const after = append ? before + given : given;
  if (before <= LONG && after <= LONG) return true;
  void sh.sys.hold((after > LONG ? after : 0) - (before > LONG ? before : 0));
  if (after <= LONGEST) return true;
  sh.raise("out of memory");
  return false;
}

/** `name=value` or `name+=value`; false with a fault if that is not allowed. */
export function assign(sh: Shell, name: string, value: string, append = false): boolean {
  const variable = sh.variables.find(name);
  const attributes = variable?.attributes ?? 0;
  if (!holdText(sh, variable?.value?.length ?? 0, value.length, append)) return false;
  if (!append && (attributes & ~HARMLESS) === 0) {
    const exported = sh.options.allexport ? EXPORTED : 0;
    sh.variables.put(name, { value, attributes: attributes | exported, elements: undefined });
    return true;
  }
  return assignCarefully(sh, name, value, append);
}

function assignCarefully(sh: Shell, given: string, value: string, append: boolean): boolean {
  const name = resolveReference(sh, given);
  const bracket = name.indexOf("[");
  if (bracket > 0)
    return assignElement(sh, name.slice(0, bracket), sh.interpreter.subscript(sh, name.slice(bracket + 1, -1)), value, append); // prettier-ignore
  const variable = sh.variables.find(name);
  const attributes = variable?.attributes ?? 0;
  if ((attributes & READONLY) !== 0) {
    sh.raise(readOnlyMessage(sh, name));
    return false;
  }
  if ((attributes & DYNAMIC) !== 0) return assignDynamic(sh, name, value);
  if ((attributes & (INDEXED | ASSOCIATIVE)) !== 0) return assignElement(sh, name, "0", value, append);
  const text = withAttributes(sh, attributes, value, append ? (variable?.value ?? "") : undefined);
  if (text === undefined) return false;
  const exported = sh.options.allexport ? EXPORTED : 0;
  sh.variables.put(name, { value: text, attributes: attributes | exported, elements: undefined });
  return true;
}

/** The value as the attributes make it; undefined with a fault if it is no number where it must be one. */
function withAttributes(
  sh: Shell,
  attributes: number,
  value: string,
  before: string | undefined,
): string | undefined {
  if ((attributes & INTEGER) !== 0) {
    const result = evaluate(sh.arithmetic, value);
    if (result.error !== undefined) {
      sh.raise(result.error);
      return undefined;
    }
    if (before === undefined) return String(result.value);
    const start = evaluate(sh.arithmetic, before);
    return String(add(start.value ?? 0, result.value));
  }
  const text = before === undefined ? value : before + value;
  if ((attributes & LOWER) !== 0) return text.toLowerCase();
  if ((attributes & UPPER) !== 0) return text.toUpperCase();
  if ((attributes & CAPITALISE) !== 0) return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
  return text;
}

/** `name[index]=value`; the index has been expanded. */
export function assignElement(
  sh: Shell,
  given: string,
  index: string,
  value: string,
  append = false,
): boolean {
  const name = resolveReference(sh, given);
  const variable = sh.variables.find(name);
  if (((variable?.attributes ?? 0) & READONLY) !== 0) {
    sh.raise(readOnlyMessage(sh, name));
    return false;
  }
  if (isAssociative(variable) && index === "") {
    sh.raise(`${name}[]: bad array subscript`);
    return false;
  }
  const key = elementKey(sh, name, index);
  if (key === undefined) return false;
  const before = append ? (elementValue(sh, name, index) ?? "") : undefined;
  const text = withAttributes(sh, variable?.attributes ?? 0, value, before);
  if (text === undefined) return false;
  makeArray(sh, name, variable);
  sh.variables.ownElements(name).set(key, text);
  return true;
}

/** A scalar becomes the element 0 of an array. */
export function makeArray(sh: Shell, name: string, variable: Variable | undefined, kind = INDEXED): void {
  if (variable?.elements !== undefined) return;
  const attributes = variable?.attributes ?? 0;
  const array = attributes & ASSOCIATIVE ? attributes : attributes | kind;
  const key = array & ASSOCIATIVE ? "0" : 0;
  const elements = sh.variables.newElements(variable?.value === undefined ? [] : [[key, variable.value]]);
  sh.variables.put(name, { value: undefined, attributes: array, elements });
}

export interface ElementSetting {
  /** undefined: the next one */
  readonly index: string | undefined;
  readonly value: string;
  readonly append: boolean;
}

/** `name=(…)` or `name+=(…)`. */
export function assignArray(
  sh: Shell,
  given: string,
  settings: readonly ElementSetting[],
  append: boolean,
): boolean {
  const name = resolveReference(sh, given);
  const variable = sh.variables.find(name);
  const attributes = variable?.attributes ?? 0;
  if ((attributes & READONLY) !== 0) {
    sh.raise(readOnlyMessage(sh, name));
    return false;
  }
  if (!append || variable === undefined) {
    const kept = attributes & ~(DYNAMIC | (attributes & ASSOCIATIVE ? INDEXED : 0));
    const array = kept & ASSOCIATIVE ? kept : kept | INDEXED;
    sh.variables.put(name, { value: undefined, attributes: array, elements: sh.variables.newElements() });
  } else makeArray(sh, name, variable);
  if (isAssociative(sh.variables.find(name))) return assignPairs(sh, name, settings);
  let next = append ? nextIndex(sh.variables.find(name)) : 0;
  for (const { index, value, append: appends } of settings) {
    const key = index === undefined ? next : elementKey(sh, name, index);
    if (key === undefined) return false;
    if (!assignElement(sh, name, String(key), value, appends)) return false;
    next = Number(key) + 1;
  }
  return true;
}

/** Elements of an associative array: `[key]=value`, or keys and values in turn. */
function assignPairs(sh: Shell, name: string, settings: readonly ElementSetting[]): boolean {
  for (let i = 0; i < settings.length; i++) {
    const { index, value, append } = settings[i] as ElementSetting;
    if (index !== undefined) {
      if (!assignElement(sh, name, index, value, append)) return false;
      continue;
    }
    const next = settings[++i]?.value ?? "";
    if (!assignElement(sh, name, value, next)) return false;
  }
  return true;
}

/** Sets bits of a variable, which is made if there is none. */
export function setAttributes(sh: Shell, name: string, on: number, off = 0): void {
  const variable = sh.variables.find(name);
  const attributes = ((variable?.attributes ?? 0) | on) & ~off;
  sh.variables.put(name, { value: variable?.value, attributes, elements: variable?.elements });
}

/** Removes a variable or an element; the message if that is not allowed. */
export function unsetVariable(sh: Shell, given: string): string | undefined {
  const bracket = given.indexOf("[");
  if (bracket > 0 && given.endsWith("]"))
    return unsetElement(
      sh,
      given.slice(0, bracket),
      sh.interpreter.subscript(sh, given.slice(bracket + 1, -1)),
    );
  const name = resolveReference(sh, given);
  const variable = sh.variables.find(name);
  if (variable === undefined) return undefined;
  if ((variable.attributes & READONLY) !== 0)
    return `${name}: ${sh.isBash ? "cannot unset: readonly variable" : "is read only"}`;
  sh.variables.remove(name);
  return undefined;
}

function unsetElement(sh: Shell, given: string, index: string): string | undefined {
  const name = resolveReference(sh, given);
  const variable = sh.variables.find(name);
  if (variable === undefined) return undefined;
  if ((variable.attributes & READONLY) !== 0) return `${name}: cannot unset: readonly variable`;
  if ((index === "@" || index === "*") && !isAssociative(variable)) {
    sh.variables.remove(name);
    return undefined;
  }
  const key = elementKey(sh, name, index);
  if (key === undefined) return undefined;
  if (variable.elements !== undefined) sh.variables.ownElements(name).delete(key);
  else if (key === 0) sh.variables.remove(name);
  return undefined;
}

/** A key of an associative array in an expression is a word, with its quotes. */
const keyText = (sh: Shell, name: string, index: string): string =>
  isAssociative(sh.variables.find(resolveReference(sh, name))) ? sh.interpreter.subscript(sh, index) : index;

/** The shell as arithmetic sees it. */
export const arithmeticOf = (sh: Shell): ArithmeticVariables => ({
  dialect: sh.dialect,
  readNumber(name, index) {
    const plain = index === undefined ? sh.variables.find(name) : undefined;
    if (plain?.attributes === 0 && plain.value !== undefined) return plain.value;
    const value =
      index === undefined ? parameterValue(sh, name) : elementValue(sh, name, keyText(sh, name, index));
    if (value === undefined && sh.isBash && sh.options.nounset)
      sh.raise(`${name}: unbound variable`, "exit", fatalStatus(sh));
    return value;
  },
  writeNumber(name, index, value) {
    if (index !== undefined) return assignElement(sh, name, keyText(sh, name, index), value);
    // what nearly always is: a variable without attributes gets a number, which is short
    if (sh.options.allexport || !sh.variables.replacePlain(name, value)) return assign(sh, name, value);
    return true;
  },
  get failed() {
    return sh.failed;
  },
});
