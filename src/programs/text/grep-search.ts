// Searching one file: whole blocks of lines are searched at once and only what matches is looked at as a line;
// what is selected, with lines around it, is printed as the plan says. Counting, naming and stopping early are
// here as well. Lines are given without their ends.

import type { Errno } from "../../base/errno.ts";
import { failed } from "../../base/errno.ts";
import { concat, decode } from "../../base/utf8.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import { bytesOf, decodeBytes } from "../libc/byte-text.ts";
import type { Io } from "../libc/command.ts";
import type { Matcher } from "../libc/regex.ts";
import { colored, type Colors } from "./grep-colors.ts";
import type { GrepPlan } from "./grep-options.ts";
import type { Matchers } from "./grep-patterns.ts";
import { work } from "./inputs.ts";

const CHUNK = 65_536;

export interface Searched {
  readonly selected: number;
  /** a match in a file that is no text, where that is said instead of printing it */
  readonly binary: boolean;
  readonly error: Errno | undefined;
}

export class FileSearch {
  private count = 0;
  /** of the block's first line, and the block's first byte */
  private lineNumber = 1;
  private offset = 0;
  private readonly waiting: Line[] = [];
  private trailing = 0;
  /** number of the line that was printed last */
  private printed = -1;
  private isBinary = false;
  private done = false;
  private saysBinary = false;
  private readonly end: string;

  constructor(
    private readonly io: Io,
    private readonly plan: GrepPlan,
    private readonly matchers: Matchers,
    private readonly name: string | undefined,
    private readonly width: number,
    /** whether a group of lines was printed before, for another file too */
    private readonly groups: { any: boolean },
  ) {
    this.end = plan.zero ? "\0" : "\n";
  }

  *run(fd: Fd): Task<Searched> {
    const { io } = this;
    let rest: Uint8Array[] = [];
    const separator = this.end.charCodeAt(0);
    this.done = this.plan.most === 0;
    while (!this.done || this.trailing > 0) {
      yield* io.out.flush();
      const bytes = yield* io.sys.read(fd, CHUNK);
      if (failed(bytes)) return this.result(bytes);
      if (bytes.length === 0) break;
      this.lookForZeros(bytes);
      const cut = bytes.lastIndexOf(separator);
      if (cut < 0) {
        rest.push(bytes);
        continue;
      }
      this.block(concat([...rest, bytes.subarray(0, cut)]));
      rest = cut + 1 < bytes.length ? [bytes.subarray(cut + 1)] : [];
      yield* work(io, bytes.length / 64);
    }
    if (rest.length > 0 && (!this.done || this.trailing > 0)) this.block(concat(rest));
    return this.result(undefined);
  }

  private result(error: Errno | undefined): Searched {
    return { selected: this.count, binary: this.saysBinary, error };
  }

  private lookForZeros(bytes: Uint8Array): void {
    if (this.plan.binary !== "text" && !this.plan.zero && bytes.includes(0)) this.isBinary = true;
    if (this.isBinary && this.plan.binary === "without-match") this.done = true;
  }

  /** Whole lines, without the end of the last one. */
  private block(bytes: Uint8Array): void {
    const text = this.plan.utf8 ? decode(bytes) : decodeBytes(bytes);
    const { invert, hasContext } = this.plan;
    const { block } = this.matchers;
    if (block !== undefined && !invert && !hasContext) this.searchBlock(text, block);
    else this.searchLines(text);
    this.offset += bytes.length + 1;
  }

  /** Jumps from match to match. */
  private searchBlock(text: string, matcher: Matcher): void {
    const { lineNumbers } = this.plan;
    let counted = 0;
    for (let at = 0; at <= text.length && !this.done;) {
      const match = matcher.exec(text, at);
      if (match === undefined) break;
      const start = match.index === 0 ? 0 : text.lastIndexOf("\n", match.index - 1) + 1;
      const newline = text.indexOf("\n", match.index);
      const end = newline < 0 ? text.length : newline;
      if (lineNumbers) {
        this.lineNumber += newlines(text, counted, start);
        counted = start;
      }
      this.select({
        text: text.slice(start, end),
        number: this.lineNumber,
        offset: this.byteOffset(text, start),
      });
      at = end + 1;
    }
    if (lineNumbers) this.lineNumber += newlines(text, counted, text.length) + 1;
  }

  private byteOffset(text: string, start: number): number {
    if (!this.plan.byteOffsets) return 0;
    return this.offset + bytesOf(text.slice(0, start)).length;
  }

  private searchLines(text: string): void {
    const { invert } = this.plan;
    let start = 0;
    for (const line of text.split(this.end)) {
      if (this.done && this.trailing === 0) return;
      const found = { text: line, number: this.lineNumber++, offset: this.byteOffset(text, start) };
      start += line.length + 1;
      const selected = this.matchers.line.test(line) !== invert;
      if (!selected) this.pass(found);
      else if (this.done) return;
      else this.select(found);
    }
  }

  private select(line: Line): void {
    const { show, most, after } = this.plan;
    this.count++;
    if (show === "nothing" || show === "with" || show === "without") this.done = true;
    else if (show !== "count") this.print(line);
    if (this.count >= most) this.done = true;
    this.trailing = this.saysBinary ? 0 : after;
  }

  private print(line: Line): void {
    if (
      this.isBinary ||
      (this.plan.utf8 &&
        this.plan.binary !== "text" &&
        !this.plan.zero &&
        /[\udc80-\udcff]/.test(line.text) &&
        isBroken(line.text))
    ) {
      // prettier-ignore
      this.saysBinary = this.plan.binary !== "without-match";
      if (!this.saysBinary) this.count--;
      this.done = true;
      this.waiting.length = 0;
      return;
    }
    const first = this.waiting[0] ?? line;
    this.separate(first.number);
    for (const before of this.waiting) this.put(before, "-");
    this.waiting.length = 0;
    this.put(line, ":");
    this.printed = line.number;
  }

  private separate(next: number): void {
    const { hasContext, separator, colors } = this.plan;
    const apart = this.groups.any && this.printed !== next - 1;
    if (hasContext && apart && separator !== undefined)
      this.io.out.put(
        `${colors === undefined ? separator : colored(separator, colors.separator, colors.noClear)}\n`,
      );
    this.groups.any = true;
  }

  /** A line that is not selected may still stand before or after one that is. */
  private pass(line: Line): void {
    const { before, show } = this.plan;
    const shown = show === "lines" || show === "matches";
    if (this.trailing > 0) {
      this.trailing--;
      if (shown) this.put(line, "-");
      this.printed = line.number;
    } else if (before > 0) {
      this.waiting.push(line);
      if (this.waiting.length > before) this.waiting.shift();
    }
  }

  private put(line: Line, mark: ":" | "-"): void {
    const { plan, io } = this;
    if (plan.show === "matches") {
      if (mark === ":" && !plan.invert) this.putMatches(line);
      return;
    }
    const text = plan.colors === undefined ? line.text : this.painted(line.text, mark, plan.colors);
    io.out.put(this.head(line, mark, line.offset) + text + this.end);
  }

  private putMatches(line: Line): void {
    const { colors } = this.plan;
    for (const [start, end] of matchesIn(line.text, this.matchers.line)) {
      const part = line.text.slice(start, end);
      const offset = line.offset + (this.plan.byteOffsets ? bytesOf(line.text.slice(0, start)).length : 0);
      const painted = colors === undefined ? part : colored(part, colors.matchSelected, colors.noClear);
      this.io.out.put(this.head(line, ":", offset) + painted + this.end);
    }
  }

  private painted(text: string, mark: string, colors: Colors): string {
    const whole = mark === ":" ? colors.selected : colors.context;
    const sequence = mark === ":" ? colors.matchSelected : colors.matchContext;
    const matched = (mark === ":") !== this.plan.invert;
    let out = "";
    let at = 0;
    if (matched)
      for (const [start, end] of matchesIn(text, this.matchers.line)) {
        out += colored(text.slice(at, start), whole, colors.noClear);
        out += colored(text.slice(start, end), sequence, colors.noClear);
        at = end;
      }
    return out + colored(text.slice(at), whole, colors.noClear);
  }

  private head(line: Line, mark: string, offset: number): string {
    const { lineNumbers, byteOffsets, aligned, nullNames, colors } = this.plan;
    if (this.name === undefined && !lineNumbers && !byteOffsets) return "";
    const paint = (text: string, sequence: string | undefined): string =>
      colors === undefined ? text : colored(text, sequence as string, colors.noClear);
    const separator = paint(mark, colors?.separator);
    let out = "";
    if (this.name !== undefined) out += paint(this.name, colors?.file) + (nullNames ? "\0" : separator);
    const number = (value: number): string => (aligned ? String(value).padStart(this.width) : String(value));
    if (lineNumbers) out += paint(number(line.number), colors?.line) + separator;
    if (byteOffsets) out += paint(number(offset), colors?.byte) + separator;
    return aligned ? `${out}\t` : out;
  }
}

interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

/** Bytes that are no UTF-8 are lone surrogates; pairs are characters. */
const isBroken = (text: string): boolean => /(?<![\ud800-\udbff])[\udc80-\udcff]/.test(text);

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Every match that is not empty. */
function* matchesIn(text: string, matcher: Matcher): Generator<readonly [number, number]> {
  for (let at = 0; at < text.length;) {
    const match = matcher.exec(text, at);
    if (match === undefined) return;
    const end = match.index + match[0].length;
    if (end > match.index) yield [match.index, end];
    at = end > match.index ? end : match.index + 1;
  }
}
