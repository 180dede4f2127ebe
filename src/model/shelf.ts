// Records by key inside an immer state, nested so that changing one of ten thousand copies a few small
// objects only: immer copies every object on the way to a change, and one flat object of that size costs
// milliseconds. Ids nest by their first two hex digits, which also makes a search by prefix cheap; names by
// two digits of a hash. Keys are marked, as a name may be `__proto__` or a number.

import { hash32 } from "../base/random.ts";

export interface Shelf<T> {
  readonly by: "id" | "name";
  readonly count: number;
  readonly boxes: Boxes<T>;
}

type Boxes<T> = { readonly [first: string]: { readonly [second: string]: { readonly [key: string]: T } } };
type Draft<T> = {
  by: "id" | "name";
  count: number;
  boxes: Record<string, Record<string, Record<string, T>>>;
};

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

/** In an immer draft. */
export function putOn<T>(shelf: Shelf<T>, key: string, value: T): void {
  const draft = shelf as Draft<T>;
  const [first, second] = boxOf(shelf, key);
  const outer = (draft.boxes[first] ??= {});
  const box = (outer[second] ??= {});
  if (!(mark(key) in box)) draft.count++;
  box[mark(key)] = value;
}

/** In an immer draft. */
export function takeOff<T>(shelf: Shelf<T>, key: string): void {
  const draft = shelf as Draft<T>;
  const [first, second] = boxOf(shelf, key);
  const box = draft.boxes[first]?.[second];
  if (box === undefined || !(mark(key) in box)) return;
  draft.count--;
  delete box[mark(key)];
  const outer = draft.boxes[first] as Record<string, unknown>;
  if (isEmpty(box)) delete outer[second];
  if (isEmpty(outer)) delete draft.boxes[first];
}

function isEmpty(box: object): boolean {
  for (const _ in box) return false;
  return true;
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
