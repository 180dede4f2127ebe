// A text as lines of characters, never changed: a change makes another one, so that undoing is going back.
// Relies on nothing. Not here: where the cursor is (state.ts).

export type Line = readonly string[];

export interface Position {
  readonly row: number;
  readonly column: number;
}

export const isBefore = (a: Position, b: Position): boolean =>
  a.row < b.row || (a.row === b.row && a.column < b.column);

export function linesOf(content: string): Line[] {
  const lines = content.split("\n").map((line) => Array.from(line));
  if (content.endsWith("\n") || content === "") lines.pop();
  return lines.length === 0 ? [[]] : lines;
}

export class Text {
  constructor(readonly lines: readonly Line[]) {}

  line(row: number): Line {
    return this.lines[row] ?? [];
  }

  get content(): string {
    return this.lines.map((line) => `${line.join("")}\n`).join("");
  }

  /** Characters from one place up to, not with, another; lines are joined by newlines. */
  slice(from: Position, to: Position): string {
    if (from.row === to.row) return this.line(from.row).slice(from.column, to.column).join("");
    const first = this.line(from.row).slice(from.column).join("");
    const between = this.lines.slice(from.row + 1, to.row).map((line) => line.join(""));
    return [first, ...between, this.line(to.row).slice(0, to.column).join("")].join("\n");
  }

  replace(from: Position, to: Position, text: string): Text {
    const head = this.line(from.row).slice(0, from.column);
    const tail = this.line(to.row).slice(to.column);
    const pieces = text.split("\n").map((piece) => Array.from(piece));
    const first = [...head, ...(pieces[0] ?? [])];
    const middle =
      pieces.length === 1
        ? [[...first, ...tail]]
        : [first, ...pieces.slice(1, -1), [...(pieces[pieces.length - 1] ?? []), ...tail]];
    return new Text([...this.lines.slice(0, from.row), ...middle, ...this.lines.slice(to.row + 1)]);
  }

  insertLines(row: number, lines: readonly Line[]): Text {
    return new Text([...this.lines.slice(0, row), ...lines, ...this.lines.slice(row)]);
  }

  removeLines(from: number, to: number): Text {
    const left = [...this.lines.slice(0, from), ...this.lines.slice(to + 1)];
    return new Text(left.length === 0 ? [[]] : left);
  }
}
