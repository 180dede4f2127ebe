// What is done to the text between the cursor and where a motion goes: deleting, changing, copying, shifting; and
// putting back what was cut. Relies on state.ts and motions.ts. Not here: keys (normal.ts).

import { beginInsert } from "./insert.ts";
import type { Motion } from "./motions.ts";
import type { Vi } from "./state.ts";
import { isBefore, type Line, type Position } from "./text.ts";

export interface Extent {
  readonly from: Position;
  readonly to: Position;
  readonly lines: boolean;
}

export function extentOf(vi: Vi, { to, lines = false, inclusive = false }: Motion): Extent {
  const [from, end] = isBefore(to, vi.place) ? [to, vi.place] : [vi.place, to];
  return { from, to: inclusive ? { row: end.row, column: end.column + 1 } : end, lines };
}

export const linesExtent = (from: number, to: number): Extent => ({
  from: { row: from, column: 0 },
  to: { row: to, column: 0 },
  lines: true,
});

const textOf = (vi: Vi, from: number, to: number): string =>
  vi.text.lines
    .slice(from, to + 1)
    .map((line) => line.join(""))
    .join("\n");

export function copy(vi: Vi, { from, to, lines }: Extent): void {
  const text = lines ? textOf(vi, from.row, to.row) : vi.text.slice(from, to);
  vi.register = { text, lines };
}

export function remove(vi: Vi, extent: Extent): void {
  copy(vi, extent);
  const { from, to, lines } = extent;
  if (lines) {
    vi.change(vi.text.removeLines(from.row, to.row));
    const row = Math.min(from.row, vi.text.lines.length - 1);
    vi.goTo({ row, column: vi.firstOf(row) });
    return;
  }
  vi.change(vi.text.replace(from, to, ""));
  vi.goTo(from);
}

function changeExtent(vi: Vi, extent: Extent): void {
  copy(vi, extent);
  const { from, to, lines } = extent;
  const end = lines ? { row: to.row, column: vi.text.line(to.row).length } : to;
  vi.change(vi.text.replace(from, end, ""));
  beginInsert(vi, from);
}

const WIDTH = 8;

function shift(vi: Vi, { from, to }: Extent, right: boolean): void {
  const shifted = (line: Line): Line => {
    if (right) return line.length === 0 ? line : ["\t", ...line];
    if (line[0] === "\t") return line.slice(1);
    let blanks = 0;
    while (blanks < WIDTH && line[blanks] === " ") blanks++;
    return line.slice(blanks);
  };
  let { text } = vi;
  for (let row = from.row; row <= to.row; row++)
    text = text.replace(
      { row, column: 0 },
      { row, column: text.line(row).length },
      shifted(text.line(row)).join(""),
    );
  vi.change(text);
  vi.goTo({ row: from.row, column: vi.firstOf(from.row) });
}

export function operate(vi: Vi, operator: string, extent: Extent): void {
  if (operator === "y") {
    copy(vi, extent);
    if (!extent.lines || extent.from.row < vi.row) vi.goTo(extent.from);
    const count = extent.to.row - extent.from.row + 1;
    if (extent.lines && count > 2) vi.message = `${count} lines yanked`;
    return;
  }
  vi.keep();
  if (operator === "d") remove(vi, extent);
  else if (operator === "c") changeExtent(vi, extent);
  else shift(vi, extent, operator === ">");
}

export function putBack(vi: Vi, after: boolean, count: number): void {
  const { text, lines } = vi.register;
  if (text === "" && !lines) return;
  vi.keep();
  if (lines) {
    const row = after ? vi.row + 1 : vi.row;
    const put = Array.from({ length: count }, () => text.split("\n").map((line) => Array.from(line))).flat();
    vi.change(vi.text.insertLines(row, put));
    vi.goTo({ row, column: vi.firstOf(row) });
    return;
  }
  const column = after && vi.line.length > 0 ? vi.column + 1 : vi.column;
  const at = { row: vi.row, column };
  const all = text.repeat(count);
  vi.change(vi.text.replace(at, at, all));
  vi.goTo(all.includes("\n") ? at : { row: vi.row, column: column + Array.from(all).length - 1 });
}
