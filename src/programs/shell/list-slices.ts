// Slices of the positional parameters and of arrays (bash, "Shell Parameter Expansion"): offsets count elements of
// the first and indices of the second. Relies on the parameters. Not here: slices of one text (parameter-expansion.ts).

import { orderedElements } from "./arrays.ts";
import { findVariable, isArrayVariable, isAssociative } from "./parameters.ts";
import type { Shell } from "./shell.ts";

/** `${@:1:2}` and `${a[@]:1}`: parts of a list; undefined with a fault if the length is bad. */
export function sliceList(
  sh: Shell,
  { name, values }: { readonly name: string; readonly values: readonly string[] },
  offset: number,
  length: number | undefined,
): readonly string[] | undefined {
  if (length !== undefined && length < 0) {
    sh.raise(`${length}: substring expression < 0`);
    return undefined;
  }
  const many = length ?? Infinity;
  if (name === "@" || name === "*") {
    const all = [sh.name, ...sh.positional];
    const from = offset < 0 ? all.length + offset : offset;
    return from < 0 ? [] : all.slice(from, from + many);
  }
  const variable = findVariable(sh, name);
  if (variable === undefined) return [];
  if (!isArrayVariable(sh, name) || isAssociative(variable) || variable.elements === undefined) {
    const from = offset < 0 ? values.length + offset : offset;
    return from < 0 ? [] : values.slice(from, from + many);
  }
  const pairs = orderedElements(variable);
  const last = pairs.length === 0 ? -1 : Number(pairs[pairs.length - 1]![0]);
  const from = offset < 0 ? last + 1 + offset : offset;
  if (from < 0) return [];
  const kept = pairs.filter(([key]) => Number(key) >= from).slice(0, many);
  return kept.map(([, value]) => value);
}
