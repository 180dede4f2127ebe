// What a vi has in mind: the text, the cursor, what was cut, what can be undone, what was searched. Changes of the
// text go through `change`, which keeps what was before. Relies on text.ts.
// Not here: keys (normal.ts, insert.ts) and the screen.

import type { Sys } from "../../kernel/sys.ts";
import type { Family } from "../libc/command.ts";
import { Text, type Line, type Position } from "./text.ts";

interface Version extends Position {
  readonly text: Text;
}

export interface Register {
  readonly text: string;
  /** whole lines */
  readonly lines: boolean;
}

export interface Find {
  readonly key: string;
  readonly character: string;
}

export class Vi {
  text = new Text([[]]);
  row = 0;
  column = 0;
  mode: "normal" | "insert" | "replace" = "normal";
  register: Register = { text: "", lines: false };
  undone: Version[] = [];
  versions: Version[] = [];
  /** the text as it was last written */
  saved: Text | undefined;
  message = "";
  numbers = false;
  pattern = "";
  searchForward = true;
  find: Find | undefined;
  done = false;

  /** keys that are taken before any that are typed */
  pending: string[] = [];
  /** keys of the command that runs, and of the last that changed the text */
  typed: string[] = [];
  lastChange: readonly string[] = [];
  replaying = false;
  /** the column that moves up and down keep to */
  wanted = 0;
  /** where the insertion began: how far back one may erase */
  begun: Position = { row: 0, column: 0 };

  constructor(
    readonly sys: Sys,
    readonly family: Family,
    public path: string | undefined,
  ) {
    this.saved = this.text;
  }

  get line(): Line {
    return this.text.line(this.row);
  }

  get place(): Position {
    return { row: this.row, column: this.column };
  }

  get modified(): boolean {
    return this.saved !== this.text;
  }

  /** The last version can be come back to. */
  keep(): void {
    this.versions.push({ text: this.text, ...this.place });
    this.undone = [];
  }

  change(text: Text): void {
    this.text = text;
  }

  goTo({ row, column }: Position): void {
    this.row = Math.max(0, Math.min(row, this.text.lines.length - 1));
    this.column = column;
    this.clamp();
    this.wanted = this.column;
  }

  goToLine(number: number): void {
    const row = Math.min(number, this.text.lines.length) - 1;
    this.goTo({ row, column: this.firstOf(Math.max(0, row)) });
  }

  /** The first character of a line that is no blank. */
  firstOf(row: number): number {
    const at = this.text.line(row).findIndex((c) => c !== " " && c !== "\t");
    return at < 0 ? Math.max(0, this.text.line(row).length - 1) : at;
  }

  clamp(): void {
    const most = this.line.length - (this.mode === "normal" ? 1 : 0);
    this.column = Math.max(0, Math.min(this.column, most));
  }

  undo(): void {
    const version = this.versions.pop();
    if (version === undefined) {
      this.message = "Already at oldest change";
      return;
    }
    this.undone.push({ text: this.text, ...this.place });
    this.text = version.text;
    this.goTo(version);
  }

  redo(): void {
    const version = this.undone.pop();
    if (version === undefined) {
      this.message = "Already at newest change";
      return;
    }
    this.versions.push({ text: this.text, ...this.place });
    this.text = version.text;
    this.goTo(version);
  }
}
