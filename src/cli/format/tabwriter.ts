// Elastic tab stops, as Go's text/tabwriter lays them out: a cell ends with a tab, the cells of a column in
// lines that follow each other have one width, and the text behind the last tab of a line is no cell.
// Filters, escapes and right alignment are not here; docker does not use them.

import { displayWidth } from "../../base/character-width.ts";

export interface TabLayout {
  /** least width of a cell, padding included */
  readonly minWidth: number;
  /** what a tab is worth where padding is done with tabs */
  readonly tabWidth: number;
  readonly padding: number;
  readonly padChar: " " | "\t";
  /** columns of a text; docker's tables count what a terminal shows, Go's own tabwriter counts characters */
  readonly width?: (text: string) => number;
}

/** tabwriter.NewWriter(out, 10, 1, 3, ' ', 0), which every `table` format uses */
export const TABLE_LAYOUT: TabLayout = { minWidth: 10, tabWidth: 1, padding: 3, padChar: " " };

interface Cell {
  readonly text: string;
  readonly width: number;
  /** what the column makes of it */
  column: number;
}

interface Line {
  readonly cells: Cell[];
  readonly rest: string;
}

function lineOf(text: string, width: (text: string) => number): Line {
  const parts = text.split(/[\t\v]/);
  const rest = parts.pop() as string;
  return { cells: parts.map((part) => ({ text: part, width: width(part), column: 0 })), rest };
}

/** Gives the cells of one column in `lines[from..to)` their common width. */
function setColumn(
  lines: readonly Line[],
  from: number,
  to: number,
  column: number,
  layout: TabLayout,
): void {
  const cells = lines.slice(from, to).map((line) => line.cells[column] as Cell);
  const width = cells.reduce(
    (widest, cell) => Math.max(widest, cell.width + layout.padding),
    layout.minWidth,
  );
  for (const cell of cells) cell.column = width;
}

function setColumns(lines: readonly Line[], layout: TabLayout): void {
  const columns = lines.reduce((most, line) => Math.max(most, line.cells.length), 0);
  for (let column = 0; column < columns; column++) {
    let from = 0;
    for (let i = 0; i <= lines.length; i++) {
      if ((lines[i]?.cells.length ?? 0) > column) continue;
      if (i > from) setColumn(lines, from, i, column, layout);
      from = i + 1;
    }
  }
}

function padded({ text, width, column }: Cell, { padChar, tabWidth }: TabLayout): string {
  if (padChar === " ") return text + " ".repeat(column - width);
  if (tabWidth === 0) return text;
  const wide = Math.ceil(column / tabWidth) * tabWidth;
  return text + "\t".repeat(Math.ceil((wide - width) / tabWidth));
}

const lineText = ({ cells, rest }: Line, layout: TabLayout): string =>
  cells.map((cell) => padded(cell, layout)).join("") + rest;

/** A form feed ends all columns and shows as a line break. */
function section(text: string, layout: TabLayout): string {
  const lines = text.split("\n").map((line) => lineOf(line, layout.width ?? displayWidth));
  setColumns(lines, layout);
  return lines.map((line) => lineText(line, layout)).join("\n");
}

export const alignTabs = (text: string, layout: TabLayout = TABLE_LAYOUT): string =>
  text
    .split("\f")
    .map((part) => section(part, layout))
    .join("\n");
