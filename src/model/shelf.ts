// Records by key in an immutable state: a tree of lists, so that changing one of ten thousand copies a few short
// ones. Ids nest by their first two hex digits, which also makes a search by prefix cheap; names by two digits of a
// hash. Lists and not objects, as every new property name of an object makes the machine below learn a new shape.

import { hash32 } from "../base/random.ts";

interface Entry<T> {
  readonly key: string;
  readonly value: T;
}

type Box<T> = readonly Entry<T>[];
type Boxes<T> = readonly Box<T>[];

export interface Shelf<T> {
  readonly by: "id" | "name";
  readonly count: number;
  /** sixteen times sixteen, where there is anything */
  readonly boxes: readonly Boxes<T>[];
}

const WIDTH = 16;
const EMPTY_BOX: Box<never> = [];
const EMPTY_BOXES: Boxes<never> = new Array<Box<never>>(WIDTH).fill(EMPTY_BOX);
const EMPTY: readonly Boxes<never>[] = new Array<Boxes<never>>(WIDTH).fill(EMPTY_BOXES);

export const idShelf = <T>(): Shelf<T> => ({ by: "id", count: 0, boxes: EMPTY });
export const nameShelf = <T>(): Shelf<T> => ({ by: "name", count: 0, boxes: EMPTY });

/** Of a hex digit its value; of anything else some place that is always the same. */
function digitAt(key: string, at: number): number {
  const code = key.charCodeAt(at);
  return (code < 58 ? code - 48 : code - 87) & (WIDTH - 1);
}

/** The numbers of the two boxes, as one. */
function placeOf({ by }: { readonly by: "id" | "name" }, key: string): number {
  return by === "id" ? digitAt(key, 0) * WIDTH + digitAt(key, 1) : hash32(key) & (WIDTH * WIDTH - 1);
}

const boxAt = <T>(boxes: readonly Boxes<T>[], place: number): Box<T> =>
  boxes[place >> 4]?.[place & (WIDTH - 1)] ?? EMPTY_BOX;

const indexIn = (box: Box<unknown>, key: string): number => {
  for (let i = 0; i < box.length; i++) if (box[i]?.key === key) return i;
  return -1;
};

function replaced<E>(list: readonly E[], at: number, by: E): readonly E[] {
  const copy = list.slice();
  copy[at] = by;
  return copy;
}

function withBox<T>(shelf: Shelf<T>, place: number, box: Box<T>, count: number): Shelf<T> {
  const inner = replaced(shelf.boxes[place >> 4] ?? EMPTY_BOXES, place & (WIDTH - 1), box);
  return { by: shelf.by, count, boxes: replaced(shelf.boxes, place >> 4, inner) };
}

export function lookUp<T>(shelf: Shelf<T>, key: string): T | undefined {
  const box = boxAt(shelf.boxes, placeOf(shelf, key));
  return box[indexIn(box, key)]?.value;
}

/** The shelf with this record in the place of what the key led to. */
export function putOn<T>(shelf: Shelf<T>, key: string, value: T): Shelf<T> {
  const place = placeOf(shelf, key);
  const box = boxAt(shelf.boxes, place);
  const at = indexIn(box, key);
  return at === -1
    ? withBox(shelf, place, [...box, { key, value }], shelf.count + 1)
    : withBox(shelf, place, replaced(box, at, { key, value }), shelf.count);
}

/** The shelf without what the key leads to. */
export function takeOff<T>(shelf: Shelf<T>, key: string): Shelf<T> {
  const place = placeOf(shelf, key);
  const box = boxAt(shelf.boxes, place);
  const at = indexIn(box, key);
  if (at === -1) return shelf;
  return withBox(
    shelf,
    place,
    box.filter((_, i) => i !== at),
    shelf.count - 1,
  );
}

function entriesOf<T>({ boxes, count }: Shelf<T>): Entry<T>[] {
  const all: Entry<T>[] = [];
  if (count === 0) return all;
  for (const inner of boxes)
    if (inner !== EMPTY_BOXES) for (const box of inner) for (const entry of box) all.push(entry);
  return all;
}

/** In an order that depends on what is on the shelf only, but for keys of one box. */
export const valuesOf = <T>(shelf: Shelf<T>): T[] => entriesOf(shelf).map(({ value }) => value);

export const keysOf = (shelf: Shelf<unknown>): string[] => entriesOf(shelf).map(({ key }) => key);

/** Those whose id begins so; `prefix` has no upper-case digits. */
export function withPrefix<T>(shelf: Shelf<T>, prefix: string): T[] {
  const outers = prefix === "" ? shelf.boxes : [shelf.boxes[digitAt(prefix, 0)] ?? EMPTY_BOXES];
  const boxes = prefix.length < 2 ? outers.flat() : outers.map((inner) => inner[digitAt(prefix, 1)] ?? EMPTY_BOX); // prettier-ignore
  return boxes.flatMap((box) => box.filter(({ key }) => key.startsWith(prefix)).map(({ value }) => value));
}
