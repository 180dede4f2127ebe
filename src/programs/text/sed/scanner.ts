// The characters of a sed script, and where errors are said to be: GNU's counts the characters of an expression
// that were read, or the lines of a file. A fault is a value that every reader hands on.

import type { Piece } from "./script.ts";

export interface Fault {
  /** the whole line, without the program's name */
  readonly fault: string;
  readonly status?: number;
}

export const isFault = (answer: unknown): answer is Fault =>
  typeof answer === "object" && answer !== null && "fault" in answer;

export class Scanner {
  at = 0;

  constructor(readonly piece: Piece) {}

  get text(): string {
    return this.piece.text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string | undefined {
    return this.text[this.at];
  }

  /** The next character; undefined at the end, which takes up nothing. */
  next(): string | undefined {
    const c = this.text[this.at];
    if (c !== undefined) this.at++;
    return c;
  }

  back(c: string | undefined): void {
    if (c !== undefined) this.at--;
  }

  skipBlanks(): void {
    while (this.peek() === " " || this.peek() === "\t") this.at++;
  }

  skipSpace(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at] as string)) this.at++;
  }

  number(): number | undefined {
    const digits = /^\d+/.exec(this.text.slice(this.at, this.at + 20))?.[0];
    if (digits === undefined) return undefined;
    this.at += digits.length;
    return Number(digits);
  }

  /** Up to the end of the line, which is taken as well. */
  restOfLine(): string {
    const newline = this.text.indexOf("\n", this.at);
    const end = newline < 0 ? this.text.length : newline;
    const rest = this.text.slice(this.at, end);
    this.at = newline < 0 ? end : end + 1;
    return rest;
  }

  fault(message: string, at = this.at): Fault {
    const { piece } = this;
    if (!piece.isFile) return { fault: `${piece.name}, char ${at}: ${message}` };
    const lines = piece.text.slice(0, Math.max(0, at - 1)).split("\n").length;
    return { fault: `file ${piece.name} line ${lines}: ${message}` };
  }
}
