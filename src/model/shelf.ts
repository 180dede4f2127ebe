// Records by key in an immutable state, nested so that changing one of ten thousand copies a few small objects
// only. Ids nest by their first two hex digits, which also makes a search by prefix cheap; names by two digits
// of a hash. Keys are marked, as a name may be `__proto__` or a number.

import { hash32 } from "../base/random.ts";

export interface Shelf<T> {
  readonly by: "id" | "name";
  readonly count: number;
  readonly boxes: Boxes<T>;
}

type Boxes<T> = { readonly [first: string]: { readonly [second: string]: { readonly [key: string]: T } } };
export const idShelf = <T>(): Shelf<T> => ({ by: "id", count: 0, boxes: {} });
export const nameShelf = <T>(): Shelf<T> => ({ by: "name", count: 0, boxes: {} });

const HEX = "0123456789abcdef";
const mark = (key: string): string => `=${key}`;

function boxOf(shelf: { readonly by: "id" | "name" }, key: string): readonly [string, string] {
  if (shelf.by === "id") return [key[0] as string, key[1] as string];
  const hash = hash32(key);
  return [HEX[hash & 15] as string, HEX[(hash >>> 4) & 15] as string];
}

export function lookUp<T>(shelf: Shelf<T>, key: string): T | undefined {
  const [first, second] = boxOf(shelf, key);
  return shelf.boxes[first]?.[second]?.[mark(key)];
}

/** The shelf with this record in the place of what the key led to. */
export function putOn<T>(shelf: Shelf<T>, key: string, value: T): Shelf<T> {
  const [first, second] = boxOf(shelf, key);
  const outer = shelf.boxes[first];
  const box = outer?.[second];
  const marked = mark(key);
  const count = box !== undefined && marked in box ? shelf.count : shelf.count + 1;
  const boxes = { ...shelf.boxes, [first]: { ...outer, [second]: { ...box, [marked]: value } } };
  return { by: shelf.by, count, boxes };
}

/** The shelf without what the key leads to. */
export function takeOff<T>(shelf: Shelf<T>, key: string): Shelf<T> {
  const [first, second] = boxOf(shelf, key);
  const outer = shelf.boxes[first];
  const box = outer?.[second];
  const marked = mark(key);
  if (box === undefined || !(marked in box)) return shelf;
  const boxes = without(shelf.boxes, first, without(outer ?? {}, second, without(box, marked)));
  return { by: shelf.by, count: shelf.count - 1, boxes: boxes ?? {} };
}

type Named<V> = { readonly [name: string]: V };

/** A copy with `left` under the name, or without the name; undefined if nothing is in it. */
function without<V>(all: Named<V>, name: string, left?: V): Named<V> | undefined {
  const { [name]: _, ...others } = all;
  if (left !== undefined) return { ...others, [name]: left };
  for (const _other in others) return others;
  return undefined;
}

export function* valuesOf<T>(shelf: Shelf<T>): Generator<T> {
  for (const outer of Object.values(shelf.boxes))
    for (const box of Object.values(outer)) yield* Object.values(box);
}

export function* keysOf(shelf: Shelf<unknown>): Generator<string> {
  for (const outer of Object.values(shelf.boxes))
    for (const box of Object.values(outer)) for (const key of Object.keys(box)) yield key.slice(1);
}

/** Those whose id begins so; `prefix` has no upper-case digits. */
export function withPrefix<T>(shelf: Shelf<T>, prefix: string): T[] {
  const [a, b] = [prefix[0], prefix[1]];
  const outers = a === undefined ? Object.values(shelf.boxes) : [shelf.boxes[a] ?? {}];
  const boxes = outers.flatMap((outer) => (b === undefined ? Object.values(outer) : [outer[b] ?? {}]));
  return boxes.flatMap((box) =>
    Object.entries(box).flatMap(([key, value]) => (key.startsWith(mark(prefix)) ? [value] : [])),
  );
}
