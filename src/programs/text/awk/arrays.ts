// Awk's arrays: texts to values. In which order `for (k in a)` goes through one is no rule of the language, but people see
// it: mawk's and busybox's hash tables are followed, gawk's in the order of insertion. Keys that are all whole numbers are
// not treated apart.

import type { Flavour } from "./flavour.ts";
import type { Value } from "./values.ts";

export type AwkArray = Map<string, Value>;

/** mawk: FNV-1a, tables of 64 lists that double when a list holds 12 on average. */
function mawkOrder(keys: readonly string[]): string[] {
  let size = 64;
  while (keys.length > size * 12) size *= 2;
  return inBuckets(keys, size, (key) => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
    return (hash & (size - 1)) >>> 0;
  });
}

const PRIMES = [61, 251, 1021, 4093, 16_381, 65_521];

/** busybox: lists that are eight long on average make the table grow, list by list, from the front of each. */
function busyboxOrder(keys: readonly string[]): string[] {
  const hashed = (key: string): number => {
    let hash = 0;
    for (let i = 0; i < key.length; i++) hash = (key.charCodeAt(i) + Math.imul(hash, 63)) >>> 0;
    return hash;
  };
  let order: string[] = [];
  let placed = 0;
  for (const [i, size] of PRIMES.entries()) {
    const most = i === PRIMES.length - 1 ? Infinity : size * 8;
    // what was there is moved when the one that is too many comes
    order = inBuckets([...order, ...keys.slice(placed, most)], size, (key) => hashed(key) % size);
    placed = most;
    if (placed >= keys.length) break;
  }
  return order;
}

/** New keys come first in their list. */
function inBuckets(keys: readonly string[], size: number, hash: (key: string) => number): string[] {
  const buckets = new Array<string[] | undefined>(size);
  for (const key of keys) {
    const at = hash(key);
    const bucket = buckets[at];
    if (bucket === undefined) buckets[at] = [key];
    else bucket.push(key);
  }
  const ordered: string[] = [];
  for (const bucket of buckets)
    if (bucket !== undefined) for (const key of bucket.reverse()) ordered.push(key);
  return ordered;
}

/** The keys as a loop sees them; what the loop adds or deletes does not change it. */
export function keysOf(array: AwkArray, flavour: Flavour): readonly string[] {
  const keys = [...array.keys()];
  if (flavour.name === "mawk") return mawkOrder(keys);
  return flavour.name === "busybox" ? busyboxOrder(keys) : keys;
}
