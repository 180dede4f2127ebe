// Keys while text goes in: characters, line ends, erasing, and the way back. What goes in is undone as one.
// Relies on state.ts. Not here: the commands that begin an insertion (normal.ts).

import type { Vi } from "./state.ts";
import type { Position } from "./text.ts";

export function beginInsert(vi: Vi, place: Position, mode: "insert" | "replace" = "insert"): void {
  vi.mode = mode;
  vi.row = place.row;
  vi.column = place.column;
  vi.begun = place;
}

function endInsert(vi: Vi): void {
  vi.mode = "normal";
  vi.column = Math.max(0, vi.column - 1);
  vi.clamp();
  vi.wanted = vi.column;
  if (!vi.replaying) vi.lastChange = vi.typed;
}

function put(vi: Vi, key: string): void {
  const { row, column } = vi;
  const to = vi.mode === "replace" && column < vi.line.length ? column + 1 : column;
  vi.change(vi.text.replace(vi.place, { row, column: to }, key));
  vi.column++;
}

function breakLine(vi: Vi): void {
  vi.change(vi.text.replace(vi.place, vi.place, "\n"));
  vi.row++;
  vi.column = 0;
}

function eraseTo(vi: Vi, from: Position): void {
  vi.change(vi.text.replace(from, vi.place, ""));
  vi.row = from.row;
  vi.column = from.column;
}

function eraseBack(vi: Vi): void {
  const { row, column } = vi;
  if (column > 0) eraseTo(vi, { row, column: column - 1 });
  else if (row > 0) eraseTo(vi, { row: row - 1, column: vi.text.line(row - 1).length });
}

function eraseWord(vi: Vi): void {
  let { column } = vi;
  while (column > 0 && vi.line[column - 1] === " ") column--;
  while (column > 0 && vi.line[column - 1] !== " ") column--;
  if (column === vi.column) eraseBack(vi);
  else eraseTo(vi, { row: vi.row, column });
}

const MOVES = new Map<string, (vi: Vi) => void>([
  ["left", (vi) => vi.column--],
  ["right", (vi) => vi.column++],
  ["up", (vi) => (vi.row = Math.max(0, vi.row - 1))],
  ["down", (vi) => (vi.row = Math.min(vi.text.lines.length - 1, vi.row + 1))],
  ["home", (vi) => (vi.column = 0)],
  ["end", (vi) => (vi.column = vi.line.length)],
]);

export function insertKey(vi: Vi, key: string): void {
  const move = MOVES.get(key);
  if (move !== undefined) {
    move(vi);
    vi.clamp();
  } else if (key === "\x1b" || key === "\x03") endInsert(vi);
  else if (key === "\r" || key === "\n") breakLine(vi);
  else if (key === "\x7f" || key === "\b") eraseBack(vi);
  else if (key === "\x17") eraseWord(vi);
  else if (key === "\x15") eraseTo(vi, { row: vi.row, column: 0 });
  else if (key === "delete") {
    if (vi.column < vi.line.length)
      vi.change(vi.text.replace(vi.place, { row: vi.row, column: vi.column + 1 }, ""));
  } else if (key === "\t" || (key >= " " && Array.from(key).length === 1)) put(vi, key);
}
