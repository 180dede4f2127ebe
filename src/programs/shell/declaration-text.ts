// A variable as `declare -p` writes it, and the letters of its attributes, in bash's order. Relies on quoting.ts.
// Not here: the builtin (builtins/declare.ts).

import { orderedElements } from "./arrays.ts";
import { quoteDouble, quoteKey } from "./quoting.ts";
import { ASSOCIATIVE, CAPITALISE, EXPORTED, INDEXED, INTEGER, LOWER, NAMEREF, READONLY, TRACE, UPPER, type Variable } from "./variables.ts"; // prettier-ignore

const LETTERS: readonly (readonly [number, string])[] = [
  [INDEXED, "a"], [ASSOCIATIVE, "A"], [INTEGER, "i"], [NAMEREF, "n"], [READONLY, "r"], [TRACE, "t"], [EXPORTED, "x"], [CAPITALISE, "c"],
  [LOWER, "l"], [UPPER, "u"],
]; // prettier-ignore

export function attributeLetters(variable: Variable | undefined): string {
  if (variable === undefined) return "";
  const { attributes } = variable;
  return LETTERS.filter(([bit]) => (attributes & bit) !== 0)
    .map(([, letter]) => letter)
    .join("");
}

/** `declare -x name="value"` */
export function declaration(name: string, variable: Variable): string {
  const letters = attributeLetters(variable);
  const head = `declare -${letters === "" ? "-" : letters} ${name}`;
  const value = valueText(variable, quoteDouble);
  return value === undefined ? head : `${head}=${value}`;
}

/** What stands after the `=`; undefined if there is no value. */
export function valueText(variable: Variable, quote: (text: string) => string): string | undefined {
  if (variable.elements === undefined)
    return variable.value === undefined ? undefined : quote(variable.value);
  const associative = (variable.attributes & ASSOCIATIVE) !== 0;
  const pairs = orderedElements(variable).map(
    ([key, value]) => `[${quoteKey(String(key))}]=${quoteDouble(value)}`,
  );
  return `(${pairs.join(" ")}${associative && pairs.length > 0 ? " " : ""})`;
}
