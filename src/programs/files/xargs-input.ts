// How xargs takes its input apart: words with quotes and backslashes, lines, or pieces between delimiters.
// Input is read as it comes, so that a command can run before the rest is there.

import { failed, type Errno } from "../../base/errno.ts";
import { concat, decode } from "../../base/utf8.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { CHUNK } from "../libc/input.ts";

export interface Item {
  readonly text: string;
  /** the last of its line (-L) */
  readonly endsLine: boolean;
}

export type Mode =
  /** one byte that parts items: -0 and -d */
  | { readonly kind: "delimited"; readonly delimiter: number }
  | { readonly kind: "words" }
  /** whole lines without leading blanks (-I) */
  | { readonly kind: "lines" };

/** What is wrong with the input: a quote that is not closed. */
export type Unmatched = { readonly quote: "single" | "double" };

export class ItemReader {
  private ready: Item[] = [];
  private at = 0;
  private rest: Uint8Array = new Uint8Array(0);
  private done = false;
  unmatched: Unmatched | undefined;
  error: Errno | undefined;

  constructor(
    private readonly io: Io,
    private readonly fd: Fd,
    private readonly mode: Mode,
    private readonly endWord: string | undefined,
  ) {}

  *next(): Task<Item | undefined> {
    while (this.at >= this.ready.length) {
      if (this.done) return undefined;
      yield* this.fill();
    }
    const item = this.ready[this.at++] as Item;
    if (this.endWord !== undefined && item.text === this.endWord) {
      this.done = true;
      this.ready = [];
      this.at = 0;
      return undefined;
    }
    return item;
  }

  /** Takes apart all that has come up to the last newline or delimiter. */
  private *fill(): Task<void> {
    const bytes = yield* this.io.sys.read(this.fd, CHUNK);
    this.at = 0;
    this.ready = [];
    if (failed(bytes)) this.error = bytes;
    const ended = failed(bytes) || bytes.length === 0;
    const all = ended ? this.rest : concat([this.rest, bytes]);
    const separator = this.mode.kind === "delimited" ? this.mode.delimiter : 10;
    const end = ended ? all.length : all.lastIndexOf(separator) + 1;
    this.rest = all.subarray(end);
    this.done = ended;
    const text = decode(all.subarray(0, end));
    if (this.mode.kind === "delimited") this.ready = delimited(text, String.fromCharCode(separator));
    else this.ready = this.words(text, this.mode.kind === "lines");
  }

  private words(text: string, lines: boolean): Item[] {
    const items: Item[] = [];
    const parser = new WordParser(text, lines);
    for (;;) {
      const item = parser.next();
      if (item === undefined) return items;
      if ("quote" in item) {
        this.unmatched = item;
        this.done = true;
        return items;
      }
      items.push(item);
    }
  }
}

function delimited(text: string, delimiter: string): Item[] {
  const parts = text.split(delimiter);
  if (parts.at(-1) === "") parts.pop();
  return parts.map((part) => ({ text: part, endsLine: true }));
}

const isBlank = (char: string | undefined): boolean =>
  char === " " || char === "\t" || char === "\r" || char === "\v" || char === "\f";

class WordParser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly lines: boolean,
  ) {}

  next(): Item | Unmatched | undefined {
    const { text, lines } = this;
    while (this.at < text.length && (isBlank(text[this.at]) || text[this.at] === "\n")) this.at++;
    if (this.at >= text.length) return undefined;
    let word = "";
    while (this.at < text.length) {
      const char = text[this.at] as string;
      if (char === "\n" || (isBlank(char) && !lines)) break;
      if (char === "'" || char === '"') {
        const end = text.indexOf(char, this.at + 1);
        const newline = text.indexOf("\n", this.at);
        if (end < 0 || (newline >= 0 && newline < end)) return { quote: char === "'" ? "single" : "double" };
        word += text.slice(this.at + 1, end);
        this.at = end + 1;
      } else if (char === "\\") {
        word += text[this.at + 1] ?? "";
        this.at += 2;
      } else {
        word += char;
        this.at++;
      }
    }
    // A line that ends with a blank goes on in the next one.
    const blanks = isBlank(text[this.at]);
    let after = this.at;
    while (isBlank(text[after])) after++;
    const ends = after >= text.length || (text[after] === "\n" && !blanks);
    return { text: word, endsLine: ends };
  }
}
