// wc: lines, words, characters, bytes and the widest line of files. Columns are as wide as GNU's makes them
// from the files' sizes, or busybox's nine. Words are parted by white space, as in the C locale.

import { failed, strerror } from "../../base/errno.ts";
import { concat, decode } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import { command, type Io } from "../libc/command.ts";
import { isRegular } from "../libc/file-mode.ts";
import { CHUNK, readAll, readFile } from "../libc/input.ts";
import { isUtf8, named, quoted } from "../libc/quote.ts";
import { displayWidth } from "./display-width.ts";

interface Counts {
  lines: number;
  words: number;
  characters: number;
  bytes: number;
  widest: number;
}

type Column = keyof Counts;

const none = (): Counts => ({ lines: 0, words: 0, characters: 0, bytes: 0, widest: 0 });
const WHEN = [["auto"], ["always"], ["only"], ["never"]];

export const wc = command(
  {
    name: "wc",
    gnu: "c/bytes m/chars l/lines w/words debug files0-from: L/max-line-length total:",
    busybox: "c m l w L",
    usage: "[OPTION]... [FILE]...",
  },
  function* (io) {
    const columns = columnsOf(io);
    const when = io.value("total");
    const total = when === undefined ? "auto" : yield* choose(io, "--total", when, WHEN);
    if (total === undefined) return 1;
    const paths = yield* pathsOf(io);
    if (paths === undefined) return 1;
    const width = yield* widthOf(io, paths, columns.length, total);
    const sum = none();
    for (const path of paths) {
      const counts = yield* countFile(io, path, columns);
      if (counts === undefined) continue;
      addTo(sum, counts);
      const name = path === "" ? "" : ` ${io.family === "gnu" ? named(io, path) : path}`;
      if (total !== "only") yield* io.print(`${row(counts, columns, width)}${name}\n`);
    }
    if (total === "only") yield* io.print(`${row(sum, columns, 1)}\n`);
    else if (total === "always" || (total === "auto" && paths.length > 1))
      yield* io.print(`${row(sum, columns, width)} total\n`);
    return 0;
  },
);

function columnsOf(io: Io): Column[] {
  const chosen: [string, Column][] = [["l", "lines"], ["w", "words"], ["m", "characters"], ["c", "bytes"], ["L", "widest"]]; // prettier-ignore
  const given = chosen.filter(([key]) => io.has(key)).map(([, column]) => column);
  return given.length > 0 ? given : ["lines", "words", "bytes"];
}

/** "" stands for standard input without a name. */
function* pathsOf(io: Io): Task<readonly string[] | undefined> {
  const list = io.value("files0-from");
  if (list === undefined) return io.operandsOr("");
  if (io.operands.length > 0) {
    yield* io.misuse(`extra operand ${quoted(io, io.operands[0] as string)}\nfile operands cannot be combined with --files0-from`); // prettier-ignore
    return undefined;
  }
  const bytes = list === "-" ? yield* readAll(io.sys, 0) : yield* readFile(io.sys, list);
  if (failed(bytes)) {
    yield* io.complain(`cannot open ${quoted(io, list)} for reading: ${strerror(bytes)}`);
    return undefined;
  }
  return decode(bytes).replace(/\0$/, "").split("\0");
}

function* widthOf(io: Io, paths: readonly string[], columns: number, total: string): Task<number> {
  const single = paths.length === 1 && columns === 1;
  if (io.family === "busybox") return single ? 1 : 9;
  if (single || io.has("files0-from") || total === "only") return 1;
  let sum = 0;
  let least = 1;
  for (const path of paths) {
    const stat = path === "" || path === "-" ? io.sys.fstat(0) : io.sys.stat(path);
    if (failed(stat)) continue;
    if (isRegular(stat)) sum += stat.size;
    else least = 7;
  }
  return Math.max(least, String(sum).length);
}

const row = (counts: Counts, columns: readonly Column[], width: number): string =>
  columns.map((column) => String(counts[column]).padStart(width)).join(" ");

function addTo(sum: Counts, counts: Counts): void {
  for (const column of ["lines", "words", "characters", "bytes"] as const) sum[column] += counts[column];
  sum.widest = Math.max(sum.widest, counts.widest);
}

function* countFile(io: Io, path: string, columns: readonly Column[]): Task<Counts | undefined> {
  const fd = path === "" || path === "-" ? 0 : yield* io.sys.open(path, O_RDONLY);
  if (failed(fd)) {
    yield* io.complain(`${named(io, path)}: ${strerror(fd)}`);
    return undefined;
  }
  const counts = yield* count(io, fd, path, columns);
  if (fd !== 0) void io.sys.close(fd);
  return counts;
}

function* count(io: Io, fd: Fd, path: string, columns: readonly Column[]): Task<Counts> {
  const counter = new Counter(columns.includes("words"), columns.includes("widest") || columns.includes("characters"), isUtf8(io.env), io.family === "gnu"); // prettier-ignore
  for (;;) {
    const bytes = yield* io.sys.read(fd, CHUNK);
    if (failed(bytes))
      yield* io.complain(`${path === "" ? "'standard input'" : named(io, path)}: ${strerror(bytes)}`);
    if (failed(bytes) || bytes.length === 0) return counter.finish();
    counter.take(bytes);
  }
}

class Counter {
  private readonly counts = none();
  private inWord = false;
  private readonly kept: Uint8Array[] = [];

  constructor(
    private readonly words: boolean,
    private readonly characters: boolean,
    private readonly utf8: boolean,
    private readonly wide: boolean,
  ) {}

  take(bytes: Uint8Array): void {
    this.counts.bytes += bytes.length;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) this.counts.lines++;
    if (this.words) this.countWords(bytes);
    if (this.characters) this.kept.push(bytes);
  }

  finish(): Counts {
    const { counts, utf8 } = this;
    if (!this.characters) return counts;
    // a character may stand across two reads, so the text is looked at as a whole
    const text = decode(concat(this.kept));
    counts.characters = utf8 ? charactersIn(text) : counts.bytes;
    counts.widest = widestLine(text, utf8 && this.wide);
    return counts;
  }

  private countWords(bytes: Uint8Array): void {
    let { inWord } = this;
    let words = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      const space = byte === 32 || (byte >= 9 && byte <= 13);
      if (inWord && space) inWord = false;
      else if (!inWord && !space) {
        inWord = true;
        words++;
      }
    }
    this.inWord = inWord;
    this.counts.words += words;
  }
}

/** Bytes that are no UTF-8 are no characters. */
function charactersIn(text: string): number {
  let count = 0;
  for (const char of text) if (!(char >= "\udc80" && char <= "\udcff")) count++;
  return count;
}

function widestLine(text: string, utf8: boolean): number {
  let widest = 0;
  for (const line of text.split(/[\n\r\f]/)) {
    let width = 0;
    for (const char of line) {
      if (char === "\t") width += 8 - (width % 8);
      else if (utf8 || char < "\x7f") width += displayWidth(char);
    }
    widest = Math.max(widest, width);
  }
  return widest;
}
