// Into values by key, and out again with something changed: `.a`, `.[2]`, `.[2:4]`, setpath and delpaths. Values are never
// changed in place. Negative numbers count from the end; null has everything as null.

import { compare, failure, isArray, isObject, kindOf, type JqObject, type JqValue } from "./value.ts";
import { shown } from "./json-text.ts";

export type Path = readonly JqValue[];

/** A slice as a key: `{"start":1,"end":null}`. */
export const sliceKey = (from: JqValue, to: JqValue): JqObject =>
  new Map([
    ["start", from],
    ["end", to],
  ]);

export function* entriesOf(value: JqValue): Generator<readonly [JqValue, JqValue], void> {
  if (isArray(value)) for (const [i, item] of value.entries()) yield [i, item];
  else if (isObject(value)) yield* value;
  else failure(`Cannot iterate over ${kindOf(value)} (${shown(value)})`);
}

function bounds(key: JqObject, length: number): [number, number] {
  const [start, end] = [key.get("start") ?? null, key.get("end") ?? null];
  const from = start === null ? 0 : start;
  const to = end === null ? length : end;
  if (typeof from !== "number" || typeof to !== "number")
    return failure("Start and end indices of an array slice must be numbers");
  const place = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, 0), length);
  return [place(Math.floor(from)), Math.max(place(Math.ceil(to)), place(Math.floor(from)))];
}

const keyText = (key: JqValue): string => (typeof key === "string" ? `string "${key}"` : kindOf(key));

export function indexed(value: JqValue, key: JqValue): JqValue {
  if (isObject(value) && typeof key === "string") return value.get(key) ?? null;
  if (isArray(value) && typeof key === "number") return value[Math.floor(key < 0 ? key + value.length : key)] ?? null;
  if (isArray(value) && isArray(key)) return indicesOf(value, key);
  if (isObject(key)) {
    if (value === null) return null;
    if (isArray(value)) return value.slice(...bounds(key, value.length));
    if (typeof value === "string") return [...value].slice(...bounds(key, [...value].length)).join("");
  }
  if (value === null && (typeof key === "string" || typeof key === "number")) return null;
  return failure(`Cannot index ${kindOf(value)} with ${keyText(key)}`);
} // prettier-ignore

/** Where a list is found within another. */
export function indicesOf(value: readonly JqValue[], part: readonly JqValue[]): JqValue {
  if (part.length === 0) return null;
  const found: number[] = [];
  for (let at = 0; at + part.length <= value.length; at++)
    if (part.every((item, i) => compare(value[at + i] as JqValue, item) === 0)) found.push(at);
  return found;
}

export function getPath(value: JqValue, path: Path): JqValue {
  let at = value;
  for (const key of path) {
    if (at === null) return null;
    at = indexed(at, key);
  }
  return at;
}

export function setPath(value: JqValue, path: Path, to: JqValue): JqValue {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  const inner = setPath(value === null ? null : indexed(value, key), rest, to);
  return withKey(value, key, inner);
}

function withKey(value: JqValue, key: JqValue, inner: JqValue): JqValue {
  if (typeof key === "string" && (value === null || isObject(value))) return new Map(value ?? []).set(key, inner);
  if (typeof key === "number" && (value === null || isArray(value))) return withItem(value ?? [], key, inner);
  if (isObject(key) && (value === null || isArray(value))) {
    if (!isArray(inner)) return failure("A slice of an array can only be assigned another array");
    const [from, to] = bounds(key, (value ?? []).length);
    return [...(value ?? []).slice(0, from), ...inner, ...(value ?? []).slice(to)];
  }
  return failure(`Cannot index ${kindOf(value)} with ${keyText(key)}`);
} // prettier-ignore

function withItem(value: readonly JqValue[], key: number, inner: JqValue): JqValue {
  const at = key < 0 ? key + value.length : Math.floor(key);
  if (at < 0) return failure("Out of bounds negative array index");
  if (at > 100_000_000) return failure("Array index too large");
  const items = [...value];
  while (items.length < at) items.push(null);
  items[at] = inner;
  return items;
}

/** The last ones first, so that places stay what they were. */
export function deletePaths(value: JqValue, paths: readonly Path[]): JqValue {
  let result = value;
  for (const path of [...paths].sort(compare).reverse()) result = deletePath(result, path);
  return result;
}

function deletePath(value: JqValue, path: Path): JqValue {
  const [key, ...rest] = path;
  if (key === undefined || value === null) return null;
  if (rest.length > 0) {
    const inner = indexed(value, key);
    return inner === null ? value : withKey(value, key, deletePath(inner, rest));
  }
  if (isObject(value) && typeof key === "string") {
    const members = new Map(value);
    members.delete(key);
    return members;
  }
  if (isArray(value) && typeof key === "number") {
    const at = key < 0 ? key + value.length : key;
    return value.filter((_, i) => i !== at);
  }
  if (isArray(value) && isObject(key)) {
    const [from, to] = bounds(key, value.length);
    return [...value.slice(0, from), ...value.slice(to)];
  }
  return failure(`Cannot delete field at ${typeof key === "string" ? "object" : "array"} index of ${kindOf(value)}`);
} // prettier-ignore

/** Paths to everything within a value, outermost first. */
export function* pathsIn(value: JqValue, path: Path = []): Generator<Path, void> {
  if (path.length > 0) yield path;
  if (isArray(value) || isObject(value))
    for (const [key, item] of entriesOf(value)) yield* pathsIn(item, [...path, key]);
}
