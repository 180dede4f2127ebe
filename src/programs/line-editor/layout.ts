// What a prompt and a line look like in a window of so many columns: rows of cells, and where each character of
// the line stands. Control characters are shown as ^X, tabs as blanks, newlines begin a row; a wide character
// that does not fit begins the next row. Not here: bringing it to the terminal (display.ts).

import { runeWidth } from "../../base/character-width.ts";
import type { Line } from "./text.ts";

export interface Cell {
  /** what is written for it, with escape sequences that the prompt has around it */
  readonly text: string;
  readonly width: number;
  readonly region: boolean;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Layout {
  readonly rows: readonly (readonly Cell[])[];
  readonly cursor: Place;
  readonly end: Place;
  /** where the line begins */
  readonly begin: Place;
}

export interface Shown {
  readonly prompt: string;
  readonly line: Line;
  readonly point: number;
  /** part of the line that is in reverse video */
  readonly region?: readonly [from: number, to: number] | undefined;
}

class Rows {
  readonly rows: Cell[][] = [[]];
  column = 0;

  constructor(private readonly columns: number) {}

  get place(): Place {
    return this.column >= this.columns
      ? { row: this.rows.length, column: 0 }
      : { row: this.rows.length - 1, column: this.column };
  }

  newRow(): void {
    this.rows.push([]);
    this.column = 0;
  }

  put(text: string, width: number, region = false): void {
    const row = this.rows[this.rows.length - 1] as Cell[];
    const last = row[row.length - 1];
    if (width === 0 && last !== undefined) {
      row[row.length - 1] = { ...last, text: last.text + text };
      return;
    }
    if (this.column > 0 && this.column + width > this.columns) this.newRow();
    (this.rows[this.rows.length - 1] as Cell[]).push({ text, width, region });
    this.column += width;
  }
}

const isRawByte = (c: string): boolean => c >= "\ud800" && c <= "\udfff" && c.length === 1;

function putCharacter(rows: Rows, c: string, region: boolean): void {
  if (c === "\n") rows.newRow();
  else if (c === "\t") {
    const blanks = 8 - (rows.column % 8);
    for (let i = 0; i < blanks; i++) rows.put(" ", 1, region);
  } else if (c < " " || c === "\x7f") {
    rows.put("^", 1, region);
    rows.put(c === "\x7f" ? "?" : String.fromCharCode(c.charCodeAt(0) + 64), 1, region);
  } else if (isRawByte(c)) rows.put(c, 1, region);
  else rows.put(c, runeWidth(c), region);
}

/** Between \x01 and \x02 stands what takes no room. */
function putPrompt(rows: Rows, prompt: string): void {
  let invisible = false;
  let before = "";
  for (const c of prompt) {
    if (c === "\x01" || c === "\x02") invisible = c === "\x01";
    else if (invisible) before += c;
    else {
      rows.put(before + c, isRawByte(c) ? 1 : c < " " ? 1 : runeWidth(c));
      before = "";
    }
  }
  if (before !== "") rows.put(before, 0);
}

export function layOut({ prompt, line, point, region }: Shown, columns: number): Layout {
  const rows = new Rows(columns);
  putPrompt(rows, prompt);
  const begin = rows.place;
  let cursor: Place | undefined;
  for (let i = 0; i < line.length; i++) {
    if (i === point) cursor = placeOf(rows, line[i] as string, columns);
    putCharacter(rows, line[i] as string, region !== undefined && i >= region[0] && i < region[1]);
  }
  const end = rows.place;
  if (rows.column >= columns) rows.newRow();
  return { rows: rows.rows, cursor: cursor ?? end, end, begin };
}

/** A wide character that goes to the next row takes the cursor with it. */
function placeOf(rows: Rows, c: string, columns: number): Place {
  const { place } = rows;
  if (isRawByte(c) || c < " " || runeWidth(c) < 2 || place.column + 2 <= columns) return place;
  return { row: place.row + 1, column: 0 };
}
