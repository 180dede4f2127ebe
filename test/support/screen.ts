// A small terminal, as xterm is one: what bytes make of a screen of cells and a cursor. Enough for what line
// editors write: movement, erasing, inserted and deleted characters, wrapping at the margin (which waits for
// the next character), wide and combining characters, reverse video, the bell. Not here: colours, scroll
// regions, tabs other than every eight, the alternate screen.

import { decode } from "../../src/base/utf8.ts";
import { runeWidth } from "../../src/base/character-width.ts";

interface Cell {
  readonly text: string;
  readonly reverse: boolean;
}

const BLANK: Cell = { text: " ", reverse: false };
/** the second half of a wide character */
const HALF: Cell = { text: "", reverse: false };

export interface Shown {
  /** rows without trailing blanks, what is in reverse video between ⟦ and ⟧ */
  readonly rows: readonly string[];
  readonly cursor: readonly [row: number, column: number];
}

export class Screen {
  private cells: Cell[][];
  private row = 0;
  private column = 0;
  private waits = false;
  private reverse = false;
  private pending = "";
  bells = 0;
  bracketedPaste = false;

  columns: number;
  rows: number;

  /** A terminal whose size nobody knows has 24 lines of 80. */
  constructor(columns: number, rows: number) {
    this.columns = columns || 80;
    this.rows = rows || 24;
    this.cells = Array.from({ length: this.rows }, () => this.blankRow());
  }

  private blankRow(): Cell[] {
    return Array.from({ length: this.columns }, () => BLANK);
  }

  writeBytes(bytes: Uint8Array): void {
    this.write(decode(bytes));
  }

  write(text: string): void {
    const all = this.pending + text;
    this.pending = "";
    const pattern =
      /\x1b\[([?>=]?)([\d;]*)[ -/]*([@-~])|\x1b[()][0-9A-Z]|\x1b[=>78M]|(\x1b(?:\[[?\d;]*)?$)|[^]/gu;
    for (const [whole, mark, numbers, final, unfinished] of all.matchAll(pattern)) {
      if (unfinished !== undefined) this.pending = unfinished;
      else if (final !== undefined) this.sequence(mark as string, numbers as string, final);
      else if (whole.length === 1 && whole < " ") this.control(whole);
      else if (!whole.startsWith("\x1b")) this.put(whole);
    }
  }

  resize(columns: number, rows: number): void {
    while (this.row >= rows) {
      this.cells.shift();
      this.row--;
    }
    this.columns = columns;
    this.rows = rows;
    this.cells = Array.from({ length: rows }, (_, r) => {
      const before = this.cells[r] ?? [];
      return Array.from({ length: columns }, (_, c) => before[c] ?? BLANK);
    });
    this.column = Math.min(this.column, columns - 1);
    this.waits = false;
  }

  get shown(): Shown {
    return { rows: this.cells.map(textOf), cursor: [this.row, this.column] };
  }

  private control(c: string): void {
    if (c === "\x07") this.bells++;
    if (c === "\b") this.column = Math.max(0, this.column - 1);
    if (c === "\t") this.column = Math.min(this.columns - 1, (this.column | 7) + 1);
    if (c === "\r") this.column = 0;
    if (c === "\n") this.lineFeed();
    if (c !== "\x07") this.waits = false;
  }

  private lineFeed(): void {
    if (this.row < this.rows - 1) {
      this.row++;
      return;
    }
    this.cells.shift();
    this.cells.push(this.blankRow());
  }

  private put(c: string): void {
    const raw = c >= "\ud800" && c <= "\udfff" && c.length === 1;
    const width = raw ? 1 : runeWidth(c);
    if (width === 0) return this.combine(c);
    if (this.waits || this.column + width > this.columns) {
      this.lineFeed();
      this.column = 0;
    }
    const row = this.cells[this.row] as Cell[];
    this.freeHalves(row, this.column, width);
    row[this.column] = { text: raw ? "\ufffd" : c, reverse: this.reverse };
    if (width === 2) row[this.column + 1] = HALF;
    this.waits = this.column + width >= this.columns;
    this.column = Math.min(this.columns - 1, this.column + width);
  }

  /** Half a wide character that is written over becomes a blank. */
  private freeHalves(row: Cell[], column: number, width: number): void {
    if (row[column] === HALF && column > 0) row[column - 1] = BLANK;
    if (row[column + width] === HALF) row[column + width] = BLANK;
  }

  private combine(c: string): void {
    const row = this.cells[this.row] as Cell[];
    let at = this.waits ? this.column : this.column - 1;
    if (row[at] === HALF) at--;
    const cell = row[at];
    if (cell !== undefined) row[at] = { ...cell, text: cell.text + c };
  }

  private sequence(mark: string, numbers: string, final: string): void {
    const [first = 0, second = 0] = numbers.split(";").map(Number);
    const n = Math.max(1, first);
    if (mark === "?") {
      if (first === 2004) this.bracketedPaste = final === "h";
      return;
    }
    if (final === "m") {
      for (const one of numbers.split(";").map(Number)) {
        if (one === 7) this.reverse = true;
        else if (one === 0 || one === 27) this.reverse = false;
      }
      return;
    }
    this.waits = false;
    if (!this.move(final, n, Math.max(1, second))) this.change(final, first, n);
  }

  private move(final: string, n: number, second: number): boolean {
    if (final === "A") this.row = Math.max(0, this.row - n);
    else if (final === "B") this.row = Math.min(this.rows - 1, this.row + n);
    else if (final === "C") this.column = Math.min(this.columns - 1, this.column + n);
    else if (final === "D") this.column = Math.max(0, this.column - n);
    else if (final === "G") this.column = Math.min(this.columns - 1, n - 1);
    else if (final === "H") {
      this.row = Math.min(this.rows - 1, n - 1);
      this.column = Math.min(this.columns - 1, second - 1);
    } else return false;
    return true;
  }

  private change(final: string, first: number, n: number): void {
    const row = this.cells[this.row] as Cell[];
    const { column, columns } = this;
    if (final === "K") row.fill(BLANK, first === 0 ? column : 0, first === 1 ? column + 1 : columns);
    else if (final === "P") {
      row.splice(column, n);
      while (row.length < columns) row.push(BLANK);
    } else if (final === "@") {
      row.splice(column, 0, ...Array.from({ length: n }, () => BLANK));
      row.length = columns;
    } else if (final === "X") row.fill(BLANK, column, column + n);
    else if (final === "J") this.erase(first);
    else if (final !== "n") throw new Error(`the terminal does not know CSI ${first} ${final}`);
  }

  private erase(how: number): void {
    if (how === 3) return;
    for (let r = 0; r < this.rows; r++) {
      const row = this.cells[r] as Cell[];
      if (how === 2) row.fill(BLANK);
      else if (how === 0 && r > this.row) row.fill(BLANK);
      else if (how === 0 && r === this.row) row.fill(BLANK, this.column);
      else if (how === 1 && r < this.row) row.fill(BLANK);
      else if (how === 1 && r === this.row) row.fill(BLANK, 0, this.column + 1);
    }
  }
}

function textOf(row: readonly Cell[]): string {
  let text = "";
  let reverse = false;
  for (const cell of row) {
    if (cell === HALF) continue;
    if (cell.reverse !== reverse) text += cell.reverse ? "⟦" : "⟧";
    reverse = cell.reverse;
    text += cell.text;
  }
  return (reverse ? `${text}⟧` : text).replace(/ +$/, "");
}
