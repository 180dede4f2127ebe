// ${x@Q} and the other transformations (bash, "Shell Parameter Expansion"): quoting, escapes, prompts, declare
// statements, attributes, case. Relies on quoting.ts and prompt.ts.
// Not here: which values they are applied to (parameter-expansion.ts).

import { ANSI_C, unescape } from "../libc/escapes.ts";
import { orderedElements } from "./arrays.ts";
import { countsBytes } from "./characters.ts";
import { attributeLetters, declaration } from "./declaration-text.ts";
import { findVariable } from "./parameters.ts";
import { quoteDouble, quoteKey, quoteReusable } from "./quoting.ts";
import type { Shell } from "./shell.ts";

/** One value. */
export function transform(sh: Shell, operator: string, name: string, value: string): string {
  switch (operator) {
    case "Q":
    case "K":
    case "k":
      return quoteReusable(value, countsBytes(sh));
    case "E":
      return unescape(ANSI_C, value).text;
    case "P":
      return sh.interpreter.promptText(sh, value);
    case "U":
      return value.toUpperCase();
    case "u":
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    case "L":
      return value.toLowerCase();
    case "a":
      return attributeLetters(findVariable(sh, name));
    case "A":
      return assignmentText(sh, name, value);
    default:
      return value;
  }
}

/** `name='value'`, with declare before it where there are attributes. */
function assignmentText(sh: Shell, name: string, value: string): string {
  const letters = attributeLetters(findVariable(sh, name));
  const text = `${name}=${quoteReusable(value)}`;
  return letters === "" ? text : `declare -${letters} ${text}`;
}

/** All elements together. */
export function transformArray(sh: Shell, operator: string, name: string, star: boolean): string[] {
  const variable = findVariable(sh, name);
  if (name === "@" || name === "*") {
    const quoted = sh.positional.map((value) => quoteReusable(value, countsBytes(sh)));
    return operator === "A" ? [`set -- ${quoted.join(" ")}`] : quoted;
  }
  if (variable === undefined) return [];
  const pairs = orderedElements(variable);
  switch (operator) {
    case "A":
      return [declaration(name, variable)];
    case "a":
      return pairs.map(() => attributeLetters(variable));
    case "k":
      return pairs.flatMap(([key, value]) => [String(key), value]);
    default: {
      const words = pairs.map(([key, value]) => `${quoteKey(String(key))} ${quoteDouble(value)}`);
      return star ? words : [words.join(" ")];
    }
  }
}
