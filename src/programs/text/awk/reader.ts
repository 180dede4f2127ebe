// Records of a file, a pipe or standard input. What separates them may change from record to record, so text is kept as
// it came and looked through anew. `take` never waits; where more text is needed it says so, and `fill` gets it.

import { failed, type Errno } from "../../../base/errno.ts";
import { concat, decode } from "../../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../../kernel/sys.ts";
import { decodeBytes } from "../../libc/byte-text.ts";
import type { Output } from "../../libc/output.ts";
import type { Matcher } from "../../libc/regex.ts";

export type RecordSeparator =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "paragraph" }
  | { readonly kind: "regex"; readonly regex: Matcher };

/** A record, the end, or that more text is needed to tell. */
export type Taken = string | undefined | typeof MORE;
export const MORE = Symbol("more");

const CHUNK = 65_536;

export class Reader {
  private text = "";
  private at = 0;
  /** up to here no separator was found */
  private searched = 0;
  private ended = false;
  private rest: Uint8Array[] = [];
  /** what separated the record that was given last */
  terminator = "";
  error: Errno | undefined;

  constructor(
    private readonly sys: Sys,
    readonly fd: Fd,
    private readonly utf8: boolean,
    /** emptied before the program waits; undefined where nobody watches */
    private readonly flushBefore: Output | undefined,
  ) {}

  take(separator: RecordSeparator): Taken {
    if (separator.kind === "character") return this.takeTo(separator.character);
    if (separator.kind === "paragraph") return this.takeParagraph();
    return this.takeMatch(separator.regex);
  }

  private takeTo(character: string): Taken {
    const found = this.text.indexOf(character, this.searched);
    if (found < 0) {
      if (this.ended) return this.takeRest();
      this.searched = this.text.length;
      return MORE;
    }
    return this.give(found, found + 1);
  }

  private give(end: number, next: number): string {
    const record = this.text.slice(this.at, end);
    this.terminator = this.text.slice(end, next);
    this.at = this.searched = next;
    return record;
  }

  private takeRest(): string | undefined {
    if (this.at >= this.text.length) return undefined;
    return this.give(this.text.length, this.text.length);
  }

  private takeParagraph(): Taken {
    while (this.text[this.at] === "\n") this.at++;
    this.searched = Math.max(this.searched, this.at);
    const found = this.text.indexOf("\n\n", this.at);
    if (found < 0) {
      if (!this.ended) return MORE;
      if (this.at >= this.text.length) return undefined;
      const end = this.text.endsWith("\n") ? this.text.length - 1 : this.text.length;
      return this.give(end, this.text.length);
    }
    let next = found + 2;
    while (this.text[next] === "\n") next++;
    // more newlines may come
    if (next === this.text.length && !this.ended) return MORE;
    return this.give(found, next);
  }

  private takeMatch(regex: Matcher): Taken {
    for (let from = this.at; from <= this.text.length;) {
      const match = regex.exec(this.text, from);
      if (match === undefined) break;
      const end = match.index + match[0].length;
      if (end === match.index) {
        from = end + 1;
        continue;
      }
      // the match may go on
      if (end === this.text.length && !this.ended) return MORE;
      return this.give(match.index, end);
    }
    return this.ended ? this.takeRest() : MORE;
  }

  *fill(): Task<void> {
    if (this.flushBefore !== undefined) yield* this.flushBefore.flush();
    const bytes = yield* this.sys.read(this.fd, CHUNK);
    if (failed(bytes) || bytes.length === 0) {
      if (failed(bytes)) this.error = bytes;
      this.ended = true;
      if (this.rest.length > 0) this.append(this.decode(concat(this.rest)));
      this.rest = [];
      return;
    }
    if (!this.utf8) return this.append(decodeBytes(bytes));
    const all = concat([...this.rest, bytes]);
    const whole = wholeCharacters(all);
    this.rest = whole < all.length ? [all.subarray(whole)] : [];
    this.append(this.decode(all.subarray(0, whole)));
  }

  private decode(bytes: Uint8Array): string {
    return this.utf8 ? decode(bytes) : decodeBytes(bytes);
  }

  private append(text: string): void {
    this.text = this.at >= this.text.length ? text : this.text.slice(this.at) + text;
    this.searched -= this.at;
    this.at = 0;
  }
}

/** How many bytes there are up to the last whole character. */
function wholeCharacters(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? length - back : length;
  }
  return length;
}
