// The screen of a vi: the rows of the text around the cursor, a line at the bottom for messages and the mode. Writes the
// rows that have changed. Relies on the layout of line-editor for what a line looks like.
// Not here: what is typed at the bottom (ex.ts).

import { failed } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { layOut, type Place } from "../line-editor/layout.ts";
import type { Vi } from "./state.ts";

const NUMBER_WIDTH = 4;

interface Picture {
  readonly rows: readonly string[];
  readonly cursor: Place;
}

export class Screen {
  private shown: readonly string[] = [];
  private top = 0;
  private rows = 24;
  private columns = 80;
  private begun = false;

  constructor(private readonly sys: Sys) {}

  *draw(vi: Vi): Task<void> {
    const size = this.sys.windowSize(1);
    if (!failed(size) && (size.rows !== this.rows || size.columns !== this.columns)) {
      this.rows = size.rows || 24;
      this.columns = size.columns || 80;
      this.shown = [];
    }
    const { rows, cursor } = this.picture(vi);
    let output = this.begun ? "" : "\x1b[?1049h";
    this.begun = true;
    if (this.shown.length === 0) output += "\x1b[H\x1b[2J";
    for (const [i, row] of rows.entries())
      if (this.shown[i] !== row) output += `\x1b[${i + 1};1H${row}\x1b[K`;
    this.shown = rows;
    output += `\x1b[${cursor.row + 1};${cursor.column + 1}H`;
    yield* this.sys.write(1, encode(output));
    // what is typed at the bottom is written over it
    this.shown = this.shown.slice(0, -1);
  }

  *leave(vi: Vi): Task<void> {
    void vi;
    yield* this.sys.write(1, encode(`\x1b[${this.rows};1H\x1b[K\x1b[?1049l`));
  }

  private rowsOf(vi: Vi, row: number): readonly string[] {
    const prompt = vi.numbers ? `${String(row + 1).padStart(NUMBER_WIDTH - 1)} ` : "";
    const { rows } = layOut({ prompt, line: vi.text.line(row), point: 0 }, this.columns);
    const texts = rows.map((cells) => cells.map(({ text }) => text).join(""));
    return texts.length > 1 && texts[texts.length - 1] === "" ? texts.slice(0, -1) : texts;
  }

  private cursorOf(vi: Vi): Place {
    const prompt = vi.numbers ? " ".repeat(NUMBER_WIDTH) : "";
    return layOut({ prompt, line: vi.line, point: vi.column }, this.columns).cursor;
  }

  private picture(vi: Vi): Picture {
    const height = this.rows - 1;
    this.scrollTo(vi, height);
    const rows: string[] = [];
    let cursor: Place = { row: 0, column: 0 };
    for (let row = this.top; rows.length < height && row < vi.text.lines.length; row++) {
      if (row === vi.row) {
        const { row: down, column } = this.cursorOf(vi);
        cursor = { row: Math.min(height - 1, rows.length + down), column };
      }
      rows.push(...this.rowsOf(vi, row));
    }
    while (rows.length < height) rows.push("~");
    return { rows: [...rows.slice(0, height), this.bottom(vi)], cursor };
  }

  private scrollTo(vi: Vi, height: number): void {
    if (vi.row < this.top) this.top = vi.row;
    const needed = (top: number): number => {
      let count = 0;
      for (let row = top; row <= vi.row; row++) count += this.rowsOf(vi, row).length;
      return count;
    };
    if (vi.row - this.top > height) this.top = vi.row - height;
    while (this.top < vi.row && needed(this.top) > height) this.top++;
  }

  private bottom(vi: Vi): string {
    if (vi.family === "busybox") {
      if (vi.message !== "") return vi.message;
      const mode = vi.mode === "normal" ? "-" : vi.mode === "insert" ? "I" : "R";
      const count = vi.text.lines.length;
      const share = Math.floor((100 * (vi.row + 1)) / count);
      const changed = vi.modified ? " [Modified]" : "";
      return `${mode} ${vi.path ?? "No file"}${changed} ${vi.row + 1}/${count} ${share}%`;
    }
    if (vi.mode !== "normal") return vi.mode === "insert" ? "-- INSERT --" : "-- REPLACE --";
    const place = `${vi.row + 1},${vi.line.length === 0 ? "0-1" : vi.column + 1}`;
    const room = Math.max(0, this.columns - 19);
    return `${vi.message.slice(0, room).padEnd(room)}${place}`;
  }
}
