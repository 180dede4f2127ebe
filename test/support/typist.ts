// Somebody who sits at a terminal of a host: types, waits, resizes, and looks at the screen.

import { createWorld, type World } from "../../src/index.ts";
import { Screen } from "./screen.ts";

const SECOND = 1_000_000;
const SOON = 300_000;

export class Typist {
  readonly screen: Screen;
  private readonly terminal;

  constructor(
    readonly world: World = createWorld({ seed: 7 }),
    columns = 80,
    rows = 24,
  ) {
    this.screen = new Screen(columns, rows);
    this.terminal = world.host().terminal({ rows, columns });
    this.terminal.onOutput((bytes) => this.screen.writeBytes(bytes));
    this.wait(1);
  }

  wait(seconds: number): void {
    this.world.advance(seconds * SECOND);
  }

  /** Types each text, with a while after it. */
  type(...texts: string[]): this {
    for (const text of texts) {
      this.terminal.write(text);
      this.world.advance(SOON);
    }
    return this;
  }

  /** The same with a line's end and time for what it does. */
  run(line: string, seconds = 2): this {
    this.type(`${line}\r`);
    this.wait(seconds);
    return this;
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    this.terminal.resize(rows, columns);
    this.wait(1);
  }

  get exitCode(): number | undefined {
    return this.terminal.exitCode;
  }

  /** Rows down to the last that is not blank. */
  get rows(): readonly string[] {
    const { rows } = this.screen.shown;
    return rows.slice(0, rows.findLastIndex((row) => row !== "") + 1);
  }

  get last(): string {
    return this.rows[this.rows.length - 1] ?? "";
  }
}

export const CTRL_C = "\x03";
export const CTRL_D = "\x04";
export const CTRL_Z = "\x1a";
export const TAB = "\t";
export const UP = "\x1b[A";
export const LEFT = "\x1b[D";
