// Names side by side: columns read downwards (-C) or across (-x), or all in a row with commas (-m). GNU gives
// every column its own width and steps with tabs; busybox makes all as wide as the widest.

import type { Shown } from "./ls-names.ts";
import type { LsOptions } from "./ls-options.ts";

const GAP = 2;
/** No column is narrower: a character and the gap. */
const LEAST = 3;

interface Layout {
  readonly columns: number;
  readonly rows: number;
  readonly widths: readonly number[];
}

const indexOf = (row: number, column: number, { columns, rows }: Layout, across: boolean): number =>
  across ? row * columns + column : column * rows + row;

/** The most columns that fit. */
function layoutOf(cells: readonly Shown[], width: number, across: boolean): Layout {
  const most = Math.min(cells.length, Math.max(1, Math.ceil(width / LEAST)));
  for (let columns = most; columns > 1; columns--) {
    const layout = layoutFor(cells, columns, across);
    if (layout !== undefined && layout.widths.reduce((sum, w) => sum + w, 0) < width + 1 - 0) {
      const total = layout.widths.reduce((sum, w) => sum + w, 0);
      if (total < width) return layout;
    }
  }
  return { columns: 1, rows: cells.length, widths: [0] };
}

function layoutFor(cells: readonly Shown[], columns: number, across: boolean): Layout | undefined {
  const rows = Math.ceil(cells.length / columns);
  const widths = new Array<number>(columns).fill(LEAST);
  for (let i = 0; i < cells.length; i++) {
    const column = across ? i % columns : Math.floor(i / rows);
    const wanted = (cells[i] as Shown).width + (column === columns - 1 ? 0 : GAP);
    if (wanted > (widths[column] as number)) widths[column] = wanted;
  }
  return { columns, rows, widths };
}

/** From one column to another, with tabs as far as they lead. */
function indent(from: number, to: number, tab: number): string {
  let text = "";
  let at = from;
  while (at < to) {
    if (tab > 0 && Math.floor(to / tab) > Math.floor((at + 1) / tab)) {
      text += "\t";
      at += tab - (at % tab);
    } else {
      text += " ";
      at++;
    }
  }
  return text;
}

export function gnuColumns(cells: readonly Shown[], options: LsOptions): string {
  const across = options.format === "across";
  if (options.width === 0) return cells.length === 0 ? "" : `${cells.map((c) => c.text).join("  ")}\n`;
  const layout = layoutOf(cells, options.width, across);
  let out = "";
  for (let row = 0; row < layout.rows; row++) {
    let at = 0;
    let end = 0;
    for (let column = 0; column < layout.columns; column++) {
      const cell = cells[indexOf(row, column, layout, across)];
      if (cell === undefined) break;
      if (column > 0) out += indent(end, at, options.tabSize);
      out += cell.text;
      end = at + cell.width;
      at += layout.widths[column] as number;
    }
    out += "\n";
  }
  return out;
}

export function withCommas(cells: readonly Shown[], { width, zero }: LsOptions): string {
  let out = "";
  let at = 0;
  cells.forEach((cell, i) => {
    if (i > 0) {
      const fits = width === 0 || at + cell.width + GAP < width;
      out += fits ? ", " : ",\n";
      at = fits ? at + GAP : 0;
    }
    out += cell.text;
    at += cell.width;
  });
  return cells.length === 0 ? "" : `${out}${zero ? "\0" : "\n"}`;
}

export function busyboxColumns(cells: readonly Shown[], { format, width }: LsOptions): string {
  const across = format === "across";
  const widest = cells.reduce((most, cell) => Math.max(most, cell.width), 0) + GAP;
  const columns = Math.max(1, Math.floor(width / widest));
  const rows = Math.ceil(cells.length / columns);
  let out = "";
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = cells[across ? row * columns + column : column * rows + row];
      if (cell === undefined) break;
      const next = cells[across ? row * columns + column + 1 : (column + 1) * rows + row];
      const last = column === columns - 1 || next === undefined;
      out += cell.text + (last ? "" : " ".repeat(widest - cell.width));
    }
    out += "\n";
  }
  return out;
}
