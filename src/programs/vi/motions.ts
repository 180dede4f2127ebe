// Where the keys that move take the cursor (POSIX vi, "Command Descriptions"). A motion says whether it is of whole
// lines, and whether the character that it goes to belongs to what an operator takes.
// Relies on state.ts. Not here: the operators (operators.ts).

import type { Task } from "../../kernel/sys.ts";
import { nextKey } from "./keys.ts";
import { searchFrom } from "./searching.ts";
import type { Vi } from "./state.ts";
import type { Position } from "./text.ts";

export interface Motion {
  readonly to: Position;
  readonly lines?: boolean;
  readonly inclusive?: boolean;
}

type Kind = 0 | 1 | 2;

/** Blanks, word characters, and all else; of big words there is only one kind. */
const kindOf = (c: string | undefined, big: boolean): Kind =>
  c === undefined || c === " " || c === "\t" ? 0 : big || /[\p{L}\p{N}_]/u.test(c) ? 1 : 2;

function nextWord(vi: Vi, { row, column }: Position, big: boolean): Position {
  let line = vi.text.line(row);
  let at = column;
  const kind = kindOf(line[at], big);
  if (kind !== 0) while (at < line.length && kindOf(line[at], big) === kind) at++;
  for (let r = row; ;) {
    while (at < line.length && kindOf(line[at], big) === 0) at++;
    if (at < line.length || r + 1 >= vi.text.lines.length) return { row: r, column: at };
    r++;
    line = vi.text.line(r);
    at = 0;
    if (line.length === 0) return { row: r, column: 0 };
  }
}

function wordBack(vi: Vi, { row, column }: Position, big: boolean): Position {
  let r = row;
  let at = column - 1;
  for (;;) {
    const line = vi.text.line(r);
    while (at >= 0 && kindOf(line[at], big) === 0) at--;
    if (at >= 0) {
      const kind = kindOf(line[at], big);
      while (at > 0 && kindOf(line[at - 1], big) === kind) at--;
      return { row: r, column: at };
    }
    if (r === 0) return { row: 0, column: 0 };
    r--;
    at = vi.text.line(r).length - 1;
    if (at < 0) return { row: r, column: 0 };
  }
}

function wordEnd(vi: Vi, { row, column }: Position, big: boolean): Position {
  let r = row;
  let at = column + 1;
  for (;;) {
    const line = vi.text.line(r);
    while (at < line.length && kindOf(line[at], big) === 0) at++;
    if (at < line.length) {
      const kind = kindOf(line[at], big);
      while (at + 1 < line.length && kindOf(line[at + 1], big) === kind) at++;
      return { row: r, column: at };
    }
    if (r + 1 >= vi.text.lines.length) return { row: r, column: Math.max(0, line.length - 1) };
    r++;
    at = 0;
  }
}

function times(vi: Vi, count: number, step: (place: Position) => Position): Position {
  let place = vi.place;
  for (let i = 0; i < count; i++) place = step(place);
  return place;
}

const vertical = (vi: Vi, by: number): Motion | undefined => {
  const row = vi.row + by;
  if (row < 0 || row >= vi.text.lines.length) return undefined;
  return { to: { row, column: vi.wanted }, lines: true };
};

function findOnLine(vi: Vi, key: string, character: string, count: number): Motion | undefined {
  const step = key === "f" || key === "t" ? 1 : -1;
  let at = vi.column;
  for (let left = count; left > 0; left--) {
    at += step;
    while (at >= 0 && at < vi.line.length && vi.line[at] !== character) at += step;
    if (at < 0 || at >= vi.line.length) return undefined;
  }
  if (key === "t") at--;
  if (key === "T") at++;
  return { to: { row: vi.row, column: at }, inclusive: step > 0 };
}

const PAIRS = "()[]{}";

function matching(vi: Vi): Motion | undefined {
  const start = vi.line.findIndex((c, i) => i >= vi.column && PAIRS.includes(c));
  if (start < 0) return undefined;
  const open = PAIRS.indexOf(vi.line[start] as string);
  const step = open % 2 === 0 ? 1 : -1;
  const [own, other] = [PAIRS[open], PAIRS[open + step]];
  let depth = 0;
  let column = start;
  for (let { row } = vi; row >= 0 && row < vi.text.lines.length; row += step) {
    const line = vi.text.line(row);
    for (; column >= 0 && column < line.length; column += step) {
      if (line[column] === own) depth++;
      if (line[column] === other && --depth === 0) return { to: { row, column }, inclusive: true };
    }
    column = step > 0 ? 0 : vi.text.line(row - 1).length - 1;
  }
  return undefined;
}

function paragraph(vi: Vi, count: number, step: 1 | -1): Motion {
  let { row } = vi;
  const last = vi.text.lines.length - 1;
  for (let i = 0; i < count; i++) {
    do row += step;
    while (row > 0 && row < last && vi.text.line(row).length > 0);
  }
  row = Math.max(0, Math.min(last, row));
  return { to: { row, column: step > 0 && row === last ? vi.text.line(row).length : 0 } };
}

const on = (vi: Vi, column: number, inclusive = false): Motion => ({
  to: { row: vi.row, column },
  inclusive,
});

const lineStart = (vi: Vi, row: number): Motion | undefined =>
  row < 0 || row >= vi.text.lines.length ? undefined : { to: { row, column: vi.firstOf(row) }, lines: true };

type Simple = (vi: Vi, count: number, given: boolean) => Motion | undefined;

const SIMPLE = new Map<string, Simple>([
  ["h", (vi, n) => (vi.column === 0 ? undefined : on(vi, Math.max(0, vi.column - n)))],
  ["l", (vi, n) => on(vi, Math.min(vi.line.length, vi.column + n))],
  ["j", (vi, n) => vertical(vi, n)],
  ["k", (vi, n) => vertical(vi, -n)],
  ["0", (vi) => on(vi, 0)],
  ["^", (vi) => on(vi, vi.firstOf(vi.row))],
  ["$", (vi) => on(vi, Math.max(0, vi.line.length - 1), true)],
  ["w", (vi, n) => ({ to: times(vi, n, (at) => nextWord(vi, at, false)) })],
  ["W", (vi, n) => ({ to: times(vi, n, (at) => nextWord(vi, at, true)) })],
  ["b", (vi, n) => ({ to: times(vi, n, (at) => wordBack(vi, at, false)) })],
  ["B", (vi, n) => ({ to: times(vi, n, (at) => wordBack(vi, at, true)) })],
  ["e", (vi, n) => ({ to: times(vi, n, (at) => wordEnd(vi, at, false)), inclusive: true })],
  ["E", (vi, n) => ({ to: times(vi, n, (at) => wordEnd(vi, at, true)), inclusive: true })],
  ["G", (vi, n, given) => lineStart(vi, given ? Math.min(n, vi.text.lines.length) - 1 : vi.text.lines.length - 1)],
  ["\r", (vi, n) => lineStart(vi, vi.row + n)],
  ["+", (vi, n) => lineStart(vi, vi.row + n)],
  ["-", (vi, n) => lineStart(vi, vi.row - n)],
  ["%", (vi) => matching(vi)],
  ["{", (vi, n) => paragraph(vi, n, -1)],
  ["}", (vi, n) => paragraph(vi, n, 1)],
  ["n", (vi) => searchFrom(vi, vi.searchForward)],
  ["N", (vi) => searchFrom(vi, !vi.searchForward)],
  [";", (vi, n) => (vi.find === undefined ? undefined : findOnLine(vi, vi.find.key, vi.find.character, n))],
]); // prettier-ignore

const SAME = new Map([
  ["left", "h"],
  ["\b", "h"],
  ["\x7f", "h"],
  ["right", "l"],
  [" ", "l"],
  ["down", "j"],
  ["\n", "j"],
  ["up", "k"],
  ["home", "0"],
  ["end", "$"],
]);

export const isMotion = (key: string): boolean => SIMPLE.has(SAME.get(key) ?? key) || /^[fFtTg]$/.test(key);

export function* motionOf(vi: Vi, given: string, count: number | undefined): Task<Motion | undefined> {
  const key = SAME.get(given) ?? given;
  const n = count ?? 1;
  if (/^[fFtT]$/.test(key)) {
    const character = yield* nextKey(vi);
    if (character === undefined) return undefined;
    vi.find = { key, character };
    return findOnLine(vi, key, character, n);
  }
  if (key === "g") {
    const second = yield* nextKey(vi);
    return second === "g" ? lineStart(vi, Math.min(n, vi.text.lines.length) - 1) : undefined;
  }
  return SIMPLE.get(key)?.(vi, n, count !== undefined);
}

/** The word, or what stands between quotes or brackets, that the cursor is in: for `iw`, `i"`, `a(`. */
export function objectAround(vi: Vi, key: string, whole: boolean): readonly [number, number] | undefined {
  const { line, column } = vi;
  if (key === "w") {
    const kind = kindOf(line[column], false);
    let [start, end] = [column, column];
    while (start > 0 && kindOf(line[start - 1], false) === kind) start--;
    while (end < line.length && kindOf(line[end], false) === kind) end++;
    if (whole) while (end < line.length && kindOf(line[end], false) === 0) end++;
    return [start, end];
  }
  const pair = PAIRS.indexOf(key === "b" ? "(" : key === "B" ? "{" : key);
  const open = pair < 0 ? key : (PAIRS[pair - (pair % 2)] as string);
  const close = pair < 0 ? key : (PAIRS[pair - (pair % 2) + 1] as string);
  let start = line.lastIndexOf(open, column);
  if (start < 0 && pair < 0) start = line.indexOf(open);
  const end = line.indexOf(close, Math.max(column, start + 1));
  if (start < 0 || end < 0) return undefined;
  return whole ? [start, end + 1] : [start + 1, end];
}
