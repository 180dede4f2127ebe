// What a parameter's value is: positional and special parameters, variables, elements of arrays, references
// (POSIX shell, 2.5). Reading never changes anything, but for variables that count or draw when they are read
// (special-variables.ts). Not here: expansion of ${…} (parameter-expansion.ts).

import { evaluate } from "./arithmetic.ts";
import { isArray, nextIndex, valuesOf, type Key } from "./arrays.ts";
import { optionLetters } from "./option-letters.ts";
import { dynamicValue } from "./special-variables.ts";
import type { Shell } from "./shell.ts";
import { ASSOCIATIVE, DYNAMIC, NAMEREF, type Variable } from "./variables.ts";

const ZERO = 48;
const NINE = 57;

/** The value of `$name`; undefined if it is unset. Of `@` and `*`: see `positionalList`. */
export function parameterValue(sh: Shell, name: string): string | undefined {
  const first = name.charCodeAt(0);
  if (first >= ZERO && first <= NINE) {
    const number = Number(name);
    return number === 0 ? sh.name : sh.positional[number - 1];
  }
  if (name.length === 1) {
    const special = specialValue(sh, name);
    if (special !== undefined) return special;
  }
  const variable = sh.variables.find(name);
  if (variable === undefined) return undefined;
  if (variable.attributes === 0) return variable.value;
  return variableValue(sh, name, variable);
}

function variableValue(sh: Shell, name: string, variable: Variable): string | undefined {
  if ((variable.attributes & DYNAMIC) !== 0) return first(dynamicValue(sh, name));
  if ((variable.attributes & NAMEREF) !== 0) {
    const target = resolveReference(sh, name);
    return target === name ? undefined : referencedValue(sh, target);
  }
  if (variable.elements !== undefined) return variable.elements.map.get(isAssociative(variable) ? "0" : 0);
  return variable.value;
}

const first = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === "object" ? value[0] : value;

export const isAssociative = (variable: Variable | undefined): boolean =>
  variable !== undefined && (variable.attributes & ASSOCIATIVE) !== 0;

function referencedValue(sh: Shell, target: string): string | undefined {
  const bracket = target.indexOf("[");
  if (bracket < 0) return parameterValue(sh, target);
  return elementValue(
    sh,
    target.slice(0, bracket),
    sh.interpreter.subscript(sh, target.slice(bracket + 1, -1)),
  );
}

/** The name that a nameref leads to; the name itself if it is none. */
export function resolveReference(sh: Shell, name: string): string {
  let at = name;
  for (let depth = 0; depth < 16; depth++) {
    const variable = sh.variables.find(at);
    if (variable === undefined || (variable.attributes & NAMEREF) === 0) return at;
    if (variable.value === undefined || variable.value === "" || variable.value === at) return at;
    at = variable.value;
  }
  return name;
}

function specialValue(sh: Shell, name: string): string | undefined {
  switch (name) {
    case "?":
      return String(sh.status);
    case "#":
      return String(sh.positional.length);
    case "$":
      return String(sh.state.shellPid);
    case "!":
      return sh.state.lastBackground === 0 ? undefined : String(sh.state.lastBackground);
    case "-":
      return optionLetters(sh);
    case "_":
      return sh.isBash ? sh.state.lastArgument : undefined;
    case "@":
    case "*":
      return sh.positional.length === 0
        ? undefined
        : sh.positional.join(name === "@" ? " " : sh.separators.joiner);
    default:
      return undefined;
  }
}

/** All elements of an array, or of the positional parameters for `@` and `*`. */
export function listValue(sh: Shell, name: string): readonly string[] {
  if (name === "@" || name === "*") return sh.positional;
  const variable = findVariable(sh, name);
  if (variable === undefined) return [];
  if ((variable.attributes & DYNAMIC) !== 0) {
    const value = dynamicValue(sh, name);
    return value === undefined ? [] : typeof value === "string" ? [value] : value;
  }
  return valuesOf(variable);
}

export const findVariable = (sh: Shell, name: string): Variable | undefined =>
  sh.variables.find(resolveReference(sh, name));

/** One element; the index is text that has been expanded. */
export function elementValue(sh: Shell, name: string, index: string): string | undefined {
  const variable = findVariable(sh, name);
  if (isAssociative(variable)) return variable?.elements?.map.get(index);
  const number = indexNumber(sh, variable, index);
  if (number === "bad") sh.warnings.push(`${name}: bad array subscript`);
  if (number === undefined || number === "bad" || variable === undefined) return undefined;
  if ((variable.attributes & DYNAMIC) !== 0) return listValue(sh, name)[number];
  if (variable.elements === undefined) return number === 0 ? variable.value : undefined;
  return variable.elements.map.get(number);
}

/** An index of an indexed array, which may count from the end, but not too far; undefined with a fault. */
function indexNumber(sh: Shell, variable: Variable | undefined, index: string): number | "bad" | undefined {
  const result = evaluate(sh.arithmetic, index);
  if (result.error !== undefined) {
    sh.raise(result.error);
    return undefined;
  }
  const number = Number(result.value);
  if (number >= 0) return number;
  const fromEnd = nextIndex(variable) + number;
  if (fromEnd >= 0) return fromEnd;
  return "bad";
}

/** The key under which an element is kept. */
export function elementKey(sh: Shell, name: string, index: string): Key | undefined {
  const variable = findVariable(sh, name);
  if (isAssociative(variable)) return index;
  const number = indexNumber(sh, variable, index);
  if (number !== "bad") return number;
  sh.raise(`${name}[${index}]: bad array subscript`, "fail");
  return undefined;
}

export const isArrayVariable = (sh: Shell, name: string): boolean => {
  const variable = findVariable(sh, name);
  return variable !== undefined && isArray(variable);
};
