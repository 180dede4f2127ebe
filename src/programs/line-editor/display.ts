// Brings rows of cells to the terminal: remembers what it shows and writes what has changed. Knows where the
// cursor is, relative to the first row of the line, and that a terminal waits at the right margin before it goes
// on to the next row. Not here: what the rows hold (layout.ts).

import type { Cell, Layout, Place } from "./layout.ts";

type Row = readonly Cell[];

const widthOf = (row: Row): number => row.reduce((sum, { width }) => sum + width, 0);
const isSame = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a !== undefined && b !== undefined && a.text === b.text && a.region === b.region;

export class Display {
  /** written and not yet sent */
  output = "";
  private shown: readonly Row[] = [];
  private row = 0;
  private column = 0;
  /** rows that the terminal has for this line */
  private made = 1;

  constructor(
    public columns: number,
    public height: number,
  ) {}

  /** The first row that has not gone off the top of the screen. */
  private get top(): number {
    return Math.max(0, this.made - this.height);
  }

  /** Nothing is shown: the line begins where the cursor is, at the left. */
  reset(): void {
    this.shown = [];
    this.row = 0;
    this.column = 0;
    this.made = 1;
  }

  draw(layout: Layout): void {
    const { rows, begin } = layout;
    for (let r = 0; r < Math.max(rows.length, this.shown.length); r++) {
      const from = r <= begin.row ? this.firstChange(r, rows, begin) : this.firstChange(r, rows);
      if (from !== undefined && r >= this.top) this.drawRow(r, rows[r] ?? [], from);
    }
    this.shown = rows;
    this.moveTo(layout.cursor);
  }

  /** Index of the first cell of a row that differs; undefined if none does. A prompt is written whole. */
  private firstChange(r: number, rows: readonly Row[], begin?: Place): number | undefined {
    const before = this.shown[r];
    const now = rows[r];
    if (before === undefined) return now === undefined ? undefined : 0;
    const length = Math.max(before.length, now?.length ?? 0);
    let i = 0;
    let column = 0;
    while (i < length && isSame(before[i], now?.[i])) column += (before[i++] as Cell).width;
    if (i === length) return undefined;
    return begin !== undefined && (r < begin.row || column < begin.column) ? 0 : i;
  }

  private drawRow(r: number, row: Row, from: number): void {
    const column = widthOf(row.slice(0, from));
    this.moveTo({ row: r, column });
    let region = false;
    for (const cell of row.slice(from)) {
      if (cell.region !== region) this.output += cell.region ? "\x1b[7m" : "\x1b[27m";
      region = cell.region;
      this.output += cell.text;
      this.column += cell.width;
    }
    if (region) this.output += "\x1b[27m";
    if (this.column < this.columns && widthOf(this.shown[r] ?? []) > this.column) this.output += "\x1b[K";
  }

  moveTo({ row, column }: Place): void {
    while (this.made <= row) this.makeRow();
    const visible = Math.max(row, this.top);
    if (visible < this.row) this.output += "\x1b[A".repeat(this.row - visible);
    else if (visible > this.row) {
      this.output += "\n".repeat(visible - this.row);
      this.column = 0;
    }
    this.row = visible;
    this.moveToColumn(column);
  }

  private makeRow(): void {
    if (this.row === this.made - 1 && this.column >= this.columns) this.output += " \r";
    else this.output += "\n".repeat(this.made - this.row);
    this.row = this.made++;
    this.column = 0;
  }

  private moveToColumn(column: number): void {
    const back = this.column - column;
    if (back === 0) return;
    if (this.column >= this.columns || back > column) {
      this.output += `\r${"\x1b[C".repeat(column)}`;
    } else this.output += back > 0 ? "\b".repeat(back) : "\x1b[C".repeat(-back);
    this.column = column;
  }

  /** The cursor goes below everything; a row that nothing stands on is below already. */
  leave(layout: Layout): void {
    const { end } = layout;
    this.moveTo(end);
    if (end.column > 0) this.output += "\n";
    this.reset();
  }

  /** Everything of this line goes, and with it what stands below. */
  wipe(): void {
    this.output += `${"\x1b[A".repeat(this.row - this.top)}\r\x1b[J`;
    this.reset();
  }
}
