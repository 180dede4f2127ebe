// The strings that tr takes, expanded into bytes: ranges, escapes, [:classes:], [=x=], and GNU's [x*n]. The
// families read escapes that mean nothing, and what is malformed, differently.

import { encode } from "../../base/utf8.ts";
import type { Family } from "../libc/command.ts";

export interface ByteSet {
  readonly bytes: readonly number[];
  /** where [x*] stands, and its byte: it is repeated until the set is as long as the first */
  readonly filler: { readonly at: number; readonly byte: number } | undefined;
  readonly warning: string | undefined;
}

export interface SetFault {
  readonly fault: string;
}

export const isSetFault = (answer: ByteSet | SetFault): answer is SetFault => "fault" in answer;

const span = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

const UPPER = span(65, 90);
const LOWER = span(97, 122);
const DIGITS = span(48, 57);
const PUNCT = [...span(33, 47), ...span(58, 64), ...span(91, 96), ...span(123, 126)];

const CLASSES = new Map<string, readonly number[]>([
  ["alnum", [...DIGITS, ...UPPER, ...LOWER]],
  ["alpha", [...UPPER, ...LOWER]],
  ["blank", [9, 32]],
  ["cntrl", [...span(0, 31), 127]],
  ["digit", DIGITS],
  ["graph", span(33, 126)],
  ["lower", LOWER],
  ["print", span(32, 126)],
  ["punct", PUNCT],
  ["space", [...span(9, 13), 32]],
  ["upper", UPPER],
  ["xdigit", [...DIGITS, ...span(65, 70), ...span(97, 102)]],
]);

const ESCAPES = new Map([
  ["a", 7],
  ["b", 8],
  ["f", 12],
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["v", 11],
  ["\\", 92],
]);

/** One byte as it was written; `escaped` ones have no special meaning. */
interface Symbol {
  readonly byte: number;
  readonly escaped: boolean;
}

const OPEN = 91;
const CLOSE = 93;
const DASH = 45;
const STAR = 42;

export const complementOf = (bytes: readonly number[]): number[] => {
  const within = new Set(bytes);
  return span(0, 255).filter((byte) => !within.has(byte));
};

/** The second set as long as the first: its filler, or else its last byte, is repeated. */
export function expandTo({ bytes, filler }: ByteSet, length: number): readonly number[] {
  if (filler === undefined || bytes.length >= length) return bytes;
  const missing = new Array<number>(length - bytes.length).fill(filler.byte);
  return [...bytes.slice(0, filler.at), ...missing, ...bytes.slice(filler.at)];
}

export function expandSet(
  text: string,
  family: Family,
  second: boolean,
  translates: boolean,
): ByteSet | SetFault {
  const { symbols, warning } = unescape(encode(text), family);
  const expander = new Expander(symbols, family, second && translates);
  const fault = expander.run();
  if (fault !== undefined) return { fault };
  return { bytes: expander.bytes, filler: expander.filler, warning };
}

function unescape(bytes: Uint8Array, family: Family): { symbols: Symbol[]; warning: string | undefined } {
  const symbols: Symbol[] = [];
  let warning: string | undefined;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte !== 92) {
      symbols.push({ byte, escaped: false });
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(...bytes.subarray(i + 1, i + 4)))?.[0];
    const next = bytes[i + 1];
    if (next === undefined) {
      if (family === "gnu") warning = "an unescaped backslash at end of string is not portable";
      symbols.push({ byte: 92, escaped: true });
    } else if (octal !== undefined) {
      const digits = parseInt(octal, 8) > 255 ? octal.slice(0, 2) : octal;
      symbols.push({ byte: parseInt(digits, 8), escaped: true });
      i += digits.length;
    } else {
      const known = ESCAPES.get(String.fromCharCode(next));
      // busybox keeps the backslash of an escape that it does not know
      if (known === undefined && family === "busybox") symbols.push({ byte: 92, escaped: true });
      else {
        symbols.push({ byte: known ?? next, escaped: true });
        i++;
      }
    }
  }
  return { symbols, warning };
}

class Expander {
  readonly bytes: number[] = [];
  filler: { at: number; byte: number } | undefined;
  private at = 0;

  constructor(
    private readonly symbols: readonly Symbol[],
    private readonly family: Family,
    private readonly isTarget: boolean,
  ) {}

  run(): string | undefined {
    while (this.at < this.symbols.length) {
      const fault = this.construct() ?? this.item();
      if (typeof fault === "string") return fault;
    }
    return undefined;
  }

  private plain(at: number, byte: number): boolean {
    const symbol = this.symbols[at];
    return symbol !== undefined && symbol.byte === byte && !symbol.escaped;
  }

  /** `[:x:]`, `[=x=]`, `[x*n]`; undefined if none of them begins here. */
  private construct(): string | true | undefined {
    if (!this.plain(this.at, OPEN)) return undefined;
    if (this.plain(this.at + 1, 58)) return this.named(58);
    if (this.plain(this.at + 1, 61)) return this.named(61);
    return this.family === "gnu" ? this.repeated() : undefined;
  }

  private textOf(from: number, to: number): string {
    return String.fromCharCode(...this.symbols.slice(from, to).map(({ byte }) => byte));
  }

  private named(mark: number): string | true | undefined {
    let end = this.at + 2;
    while (end < this.symbols.length && !(this.plain(end, mark) && this.plain(end + 1, CLOSE))) end++;
    if (end >= this.symbols.length) return undefined;
    const name = this.textOf(this.at + 2, end);
    if (mark === 61 && name.length === 1) this.bytes.push(name.charCodeAt(0));
    else if (mark === 61)
      return this.family === "gnu" ? `${name}: equivalence class operand must be a single character` : undefined; // prettier-ignore
    else {
      const members = CLASSES.get(name);
      if (members === undefined)
        return this.family === "gnu" ? `invalid character class '${name}'` : undefined;
      if (this.isTarget && this.family === "gnu" && name !== "upper" && name !== "lower")
        return "when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'";
      this.bytes.push(...members);
    }
    this.at = end + 2;
    return true;
  }

  private repeated(): string | true | undefined {
    const byte = this.symbols[this.at + 1];
    if (byte === undefined || !this.plain(this.at + 2, STAR)) return undefined;
    let end = this.at + 3;
    while (end < this.symbols.length && !this.plain(end, CLOSE)) end++;
    if (end >= this.symbols.length) return undefined;
    const count = this.textOf(this.at + 3, end);
    if (!/^\d*$/.test(count)) return `invalid repeat count '${count}' in [c*n] construct`;
    const times = count.startsWith("0") ? parseInt(count, 8) : Number(count);
    if (times > 0) this.bytes.push(...new Array<number>(times).fill(byte.byte));
    else if (this.filler !== undefined) return "only one [c*] repeat construct may appear in string2";
    else this.filler = { at: this.bytes.length, byte: byte.byte };
    this.at = end + 1;
    return true;
  }

  private item(): string | true {
    const first = this.symbols[this.at] as Symbol;
    const last = this.symbols[this.at + 2];
    if (!this.plain(this.at + 1, DASH) || last === undefined) {
      this.bytes.push(first.byte);
      this.at++;
      return true;
    }
    if (last.byte < first.byte && this.family === "gnu")
      return `range-endpoints of '${String.fromCharCode(first.byte)}-${String.fromCharCode(last.byte)}' are in reverse collating sequence order`;
    this.bytes.push(...span(first.byte, last.byte));
    this.at += 3;
    return true;
  }
}
