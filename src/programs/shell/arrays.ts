// Elements of arrays in the order in which bash shows them: by number, or, for associative arrays, by the
// bucket of a hash of the key (FNV-1 over its bytes, 1024 buckets), later keys of a bucket first.
// Not here: assigning (assign.ts).

import { encode } from "../../base/utf8.ts";
import { ASSOCIATIVE, INDEXED, type Variable } from "./variables.ts";

const BUCKETS = 1024;

function bucketOf(key: string): number {
  let hash = 2166136261;
  for (const byte of encode(key)) {
    hash = Math.imul(hash, 16777619);
    hash ^= byte > 127 ? byte - 256 : byte;
  }
  return (hash >>> 0) & (BUCKETS - 1);
}

export type Key = string | number;

/** [key, value] pairs in order; a scalar is its own element 0. */
export function orderedElements(variable: Variable): readonly (readonly [Key, string])[] {
  const { elements, attributes, value } = variable;
  if (elements === undefined) return value === undefined ? [] : [[0, value]];
  const pairs = [...elements.map];
  if ((attributes & ASSOCIATIVE) === 0) {
    if (pairs.every(([key], i) => i === 0 || (key as number) > (pairs[i - 1]![0] as number))) return pairs;
    return pairs.sort(([a], [b]) => Number(a) - Number(b));
  }
  return pairs
    .map((pair, i) => ({ pair, bucket: bucketOf(String(pair[0])), i }))
    .sort((a, b) => a.bucket - b.bucket || b.i - a.i)
    .map(({ pair }) => pair);
}

export const valuesOf = (variable: Variable): string[] =>
  variable.elements === undefined && variable.value !== undefined
    ? [variable.value]
    : orderedElements(variable).map(([, value]) => value);

export const keysOf = (variable: Variable): string[] => orderedElements(variable).map(([key]) => String(key));

export const isArray = ({ attributes }: Variable): boolean => (attributes & (INDEXED | ASSOCIATIVE)) !== 0;

/** One past the greatest number. */
export function nextIndex(variable: Variable | undefined): number {
  let most = -1;
  if (variable?.elements === undefined) return variable?.value === undefined ? 0 : 1;
  for (const key of variable.elements.map.keys()) if (Number(key) > most) most = Number(key);
  return most + 1;
}
