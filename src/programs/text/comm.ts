// comm: two sorted files compared line by line: lines of the first, of the second, of both. GNU's notices
// where a file is not sorted.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import type { Lines } from "../libc/input.ts";
import { bytesOf } from "../libc/byte-text.ts";
import { quoted } from "../libc/quote.ts";
import { openNamed, work } from "./inputs.ts";

export const comm = command(
  {
    name: "comm",
    gnu: "1 2 3 check-order nocheck-order output-delimiter: total z/zero-terminated",
    busybox: "1 2 3",
    usage: "[OPTION]... FILE1 FILE2",
  },
  function* (io) {
    io.out.decoding = "bytes";
    const { operands } = io;
    if (operands.length < 2)
      return yield* io.misuse(
        operands.length === 0
          ? "missing operand"
          : `missing operand after ${quoted(io, operands[0] as string)}`,
      );
    if (operands.length > 2) return yield* io.misuse(`extra operand ${quoted(io, operands[2] as string)}`);
    const sides: Side[] = [];
    for (const [i, path] of operands.entries()) {
      const fd = yield* openNamed(io, path);
      if (fd === undefined) return 1;
      sides.push(new Side(io.lines(fd, "bytes", io.has("z") ? 0 : 10), i + 1));
    }
    const comparison = new Comparison(io, sides as [Side, Side]);
    return yield* comparison.run();
  },
);

class Side {
  /** the present line, and the two before it */
  line: string | undefined;
  private before: string | undefined;
  private earlier: string | undefined;
  complained = false;

  constructor(
    readonly lines: Lines,
    readonly number: number,
  ) {}

  /** Two lines that are in the wrong order if either is to be looked at now. */
  *advance(): Task<readonly [string, string] | undefined> {
    this.earlier = this.before;
    this.before = this.line;
    this.line = yield* this.lines.next();
    if (this.before === undefined) return undefined;
    if (this.line !== undefined) return [this.before, this.line];
    return this.earlier === undefined ? undefined : [this.earlier, this.before];
  }
}

class Comparison {
  private unpaired = false;
  private readonly counts = [0, 0, 0];
  private readonly prefixes: readonly (string | undefined)[];
  private readonly between: string;
  private readonly end: string;

  constructor(
    private readonly io: Io,
    private readonly sides: readonly [Side, Side],
  ) {
    const hidden = ["1", "2", "3"].map((key) => io.has(key));
    const delimiter = io.value("output-delimiter");
    this.between = delimiter === undefined ? "\t" : bytesOf(delimiter) || "\0";
    this.end = io.has("z") ? "\0" : "\n";
    this.prefixes = hidden.map((hide, column) =>
      hide ? undefined : this.between.repeat(hidden.slice(0, column).filter((h) => !h).length),
    );
  }

  *run(): Task<number> {
    const { io, sides } = this;
    const [one, two] = sides;
    for (const side of sides) yield* side.advance();
    while (one.line !== undefined || two.line !== undefined) {
      const order = two.line === undefined ? -1 : one.line === undefined ? 1 : one.line < two.line ? -1 : one.line > two.line ? 1 : 0; // prettier-ignore
      this.unpaired ||= order !== 0;
      this.show(order);
      if (io.out.full) yield* io.out.flush();
      yield* work(io, 1);
      for (const side of sides)
        if (order === 0 || order < 0 === (side === one)) if (yield* this.next(side)) return 1;
    }
    yield* this.total();
    for (const { lines } of sides)
      if (lines.error !== undefined && failed(lines.error)) yield* io.complain(strerror(lines.error));
    if (!sides.some((side) => side.complained)) return 0;
    return yield* io.complain("input is not in sorted order");
  }

  private show(order: number): void {
    const column = order < 0 ? 0 : order > 0 ? 1 : 2;
    (this.counts[column] as number)++;
    const prefix = this.prefixes[column];
    const line = (column === 1 ? this.sides[1].line : this.sides[0].line) as string;
    if (prefix !== undefined) this.io.out.put(prefix + line + this.end);
  }

  /** True if the program is to end here. */
  private *next(side: Side): Task<boolean> {
    const pair = yield* side.advance();
    const { io } = this;
    if (pair === undefined || io.family === "busybox" || io.has("nocheck-order") || side.complained)
      return false;
    if ((!this.unpaired && !io.has("check-order")) || pair[0] <= pair[1]) return false;
    side.complained = true;
    yield* io.complain(`file ${side.number} is not in sorted order`);
    return io.has("check-order");
  }

  private *total(): Task<void> {
    if (!this.io.has("total")) return;
    yield* this.io.print(`${[...this.counts, "total"].join(this.between)}${this.end}`);
  }
}
