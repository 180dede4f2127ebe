// One command of vi: a count, an operator with its motion, or a key of its own (POSIX vi, "Command Descriptions").
// Relies on motions.ts and operators.ts. Not here: lines of commands after a colon (ex.ts).

import type { Task } from "../../kernel/sys.ts";
import { commandLine, searchLine } from "./ex.ts";
import { write } from "./ex-files.ts";
import { beginInsert } from "./insert.ts";
import { nextKey } from "./keys.ts";
import { isMotion, motionOf, objectAround } from "./motions.ts";
import { extentOf, linesExtent, operate, putBack, remove, type Extent } from "./operators.ts";
import { searchFrom } from "./searching.ts";
import type { Vi } from "./state.ts";

interface Pressed {
  readonly key: string;
  readonly count: number | undefined;
}

/** undefined at the end of the input. */
function* pressed(vi: Vi): Task<Pressed | undefined> {
  let digits = "";
  for (;;) {
    const key = yield* nextKey(vi);
    if (key === undefined) return undefined;
    if (/^[1-9]$/.test(key) || (key === "0" && digits !== "")) digits += key;
    else return { key, count: digits === "" ? undefined : Number(digits) };
  }
}

export function* normalCommand(vi: Vi): Task<void> {
  vi.typed = [];
  const got = yield* pressed(vi);
  if (got === undefined) {
    vi.done = true;
    return;
  }
  if (got.key === "resize") return;
  vi.message = "";
  const { text } = vi;
  const before = vi.typed.length === 1 && got.key === ".";
  yield* carryOut(vi, got);
  if (!before && vi.text !== text && vi.mode === "normal" && !/^[u:.]|^\x12/.test(got.key) && !vi.replaying)
    vi.lastChange = vi.typed;
}

function* carryOut(vi: Vi, { key, count }: Pressed): Task<void> {
  if (/^[dcy<>]$/.test(key)) return yield* operator(vi, key, count);
  if (isMotion(key)) return yield* move(vi, key, count);
  const plain = PLAIN.get(key);
  if (plain !== undefined) return plain(vi, count ?? 1);
  const waiting = WAITING.get(key);
  if (waiting !== undefined) yield* waiting(vi, count ?? 1);
}

function* move(vi: Vi, key: string, count: number | undefined): Task<void> {
  const motion = yield* motionOf(vi, key, count);
  if (motion === undefined) return;
  const { wanted } = vi;
  const keeps = motion.lines === true && motion.to.column === wanted;
  vi.goTo(motion.to);
  if (keeps) vi.wanted = wanted;
  if (key === "$" || key === "end") vi.wanted = Infinity;
}

function* operator(vi: Vi, key: string, before: number | undefined): Task<void> {
  const got = yield* pressed(vi);
  if (got === undefined || got.key === "\x1b") return;
  const count =
    before === undefined && got.count === undefined ? undefined : (before ?? 1) * (got.count ?? 1);
  const extent = yield* extentAfter(vi, key, got.key, count);
  if (extent !== undefined) operate(vi, key, extent);
}

function* extentAfter(
  vi: Vi,
  operated: string,
  key: string,
  count: number | undefined,
): Task<Extent | undefined> {
  const last = vi.text.lines.length - 1;
  if (key === operated) return linesExtent(vi.row, Math.min(last, vi.row + (count ?? 1) - 1));
  if (key === "i" || key === "a") {
    const object = objectAround(vi, (yield* nextKey(vi)) ?? "", key === "a");
    if (object === undefined) return undefined;
    const [from, to] = object.map((column) => ({ row: vi.row, column })) as [Extent["from"], Extent["to"]];
    return { from, to, lines: false };
  }
  // what is changed of a word is not the blanks after it
  const changesWord = operated === "c" && /^[wW]$/.test(key) && (vi.line[vi.column] ?? " ") !== " ";
  const motion = yield* motionOf(vi, changesWord ? (key === "w" ? "e" : "E") : key, count);
  if (motion === undefined) return undefined;
  const extent = extentOf(vi, motion);
  // the last word of a line: not the line's end as well
  if (/^[wW]$/.test(key) && extent.to.row > extent.from.row && motion.lines !== true)
    return { ...extent, to: { row: extent.from.row, column: vi.text.line(extent.from.row).length } };
  return extent;
}

const insertAt = (vi: Vi, column: number): void => {
  vi.keep();
  beginInsert(vi, { row: vi.row, column });
};

function openLine(vi: Vi, row: number): void {
  vi.keep();
  vi.change(vi.text.insertLines(row, [[]]));
  beginInsert(vi, { row, column: 0 });
}

function removeOnLine(vi: Vi, from: number, to: number): void {
  if (from === to) return;
  vi.keep();
  remove(vi, { from: { row: vi.row, column: from }, to: { row: vi.row, column: to }, lines: false });
}

function join(vi: Vi, count: number): void {
  vi.keep();
  for (let i = 1; i < Math.max(2, count) && vi.row + 1 < vi.text.lines.length; i++) {
    const end = vi.line.length;
    const next = vi.text.line(vi.row + 1);
    const blanks = next.findIndex((c) => c !== " " && c !== "\t");
    const gap = end > 0 && next.length > 0 && next[0] !== ")" ? " " : "";
    const to = { row: vi.row + 1, column: blanks < 0 ? next.length : blanks };
    vi.change(vi.text.replace({ row: vi.row, column: end }, to, gap));
    vi.goTo({ row: vi.row, column: end });
  }
}

function swapCase(vi: Vi, count: number): void {
  vi.keep();
  const end = Math.min(vi.line.length, vi.column + count);
  const swapped = vi.line
    .slice(vi.column, end)
    .map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase()))
    .join("");
  vi.change(vi.text.replace(vi.place, { row: vi.row, column: end }, swapped));
  vi.goTo({ row: vi.row, column: end });
}

function scroll(vi: Vi, rows: number): void {
  vi.goTo({ row: vi.row + rows, column: 0 });
  vi.goTo({ row: vi.row, column: vi.firstOf(vi.row) });
}

const pageOf = (vi: Vi): number => {
  const size = vi.sys.windowSize(1);
  return typeof size === "string" ? 22 : Math.max(1, size.rows - 3);
};

/** The last change once more, as if it were typed. */
function again(vi: Vi): void {
  vi.pending.unshift(...vi.lastChange);
  vi.replaying = true;
}

const PLAIN = new Map<string, (vi: Vi, count: number) => void>([
  ["i", (vi) => insertAt(vi, vi.column)],
  ["a", (vi) => insertAt(vi, Math.min(vi.line.length, vi.column + 1))],
  ["I", (vi) => insertAt(vi, vi.line.length === 0 ? 0 : vi.firstOf(vi.row))],
  ["A", (vi) => insertAt(vi, vi.line.length)],
  ["o", (vi) => openLine(vi, vi.row + 1)],
  ["O", (vi) => openLine(vi, vi.row)],
  ["R", (vi) => {
    vi.keep();
    beginInsert(vi, vi.place, "replace");
  }],
  ["x", (vi, n) => removeOnLine(vi, vi.column, Math.min(vi.line.length, vi.column + n))],
  ["delete", (vi, n) => removeOnLine(vi, vi.column, Math.min(vi.line.length, vi.column + n))],
  ["X", (vi, n) => removeOnLine(vi, Math.max(0, vi.column - n), vi.column)],
  ["D", (vi) => removeOnLine(vi, vi.column, vi.line.length)],
  ["C", (vi) => operate(vi, "c", { from: vi.place, to: { row: vi.row, column: vi.line.length }, lines: false })],
  ["s", (vi, n) => operate(vi, "c", { from: vi.place, to: { row: vi.row, column: Math.min(vi.line.length, vi.column + n) }, lines: false })],
  ["S", (vi) => operate(vi, "c", linesExtent(vi.row, vi.row))],
  ["Y", (vi, n) => operate(vi, "y", linesExtent(vi.row, Math.min(vi.text.lines.length - 1, vi.row + n - 1)))],
  ["p", (vi, n) => putBack(vi, true, n)],
  ["P", (vi, n) => putBack(vi, false, n)],
  ["J", join],
  ["~", swapCase],
  ["u", (vi) => vi.undo()],
  ["\x12", (vi) => vi.redo()],
  [".", again],
  ["\x06", (vi) => scroll(vi, pageOf(vi))],
  ["page down", (vi) => scroll(vi, pageOf(vi))],
  ["\x02", (vi) => scroll(vi, -pageOf(vi))],
  ["page up", (vi) => scroll(vi, -pageOf(vi))],
  ["\x04", (vi) => scroll(vi, Math.ceil(pageOf(vi) / 2))],
  ["\x15", (vi) => scroll(vi, -Math.ceil(pageOf(vi) / 2))],
]); // prettier-ignore

function* replaceCharacter(vi: Vi, count: number): Task<void> {
  const key = yield* nextKey(vi);
  if (key === undefined || key === "\x1b" || vi.column + count > vi.line.length) return;
  vi.keep();
  const text = key === "\r" ? "\n" : key.repeat(count);
  vi.change(vi.text.replace(vi.place, { row: vi.row, column: vi.column + count }, text));
  vi.goTo({ row: vi.row, column: vi.column + count - 1 });
}

function* searchTyped(vi: Vi, forward: boolean): Task<void> {
  if (!(yield* searchLine(vi, forward))) return;
  const found = searchFrom(vi, forward);
  if (found !== undefined) vi.goTo(found.to);
}

function* leaveQuickly(vi: Vi): Task<void> {
  const key = yield* nextKey(vi);
  if (key === "Q") vi.done = true;
  if (key === "Z" && (!vi.modified || (yield* write(vi, vi.path)))) vi.done = true;
}

const WAITING = new Map<string, (vi: Vi, count: number) => Task<void>>([
  ["r", replaceCharacter],
  [":", (vi) => commandLine(vi)],
  ["/", (vi) => searchTyped(vi, true)],
  ["?", (vi) => searchTyped(vi, false)],
  ["Z", leaveQuickly],
]);
