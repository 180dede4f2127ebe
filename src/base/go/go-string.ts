// Go strings are bytes, ours are UTF-16. A byte that is no UTF-8 (`truncate` may cut a character in two,
// a template may write "\xff") is kept as the lone surrogate U+DC00 + byte, so that nothing is lost:
// `bytesOf` gives the exact bytes back, and base/utf8 shows U+FFFD, as a terminal does.

import { encode } from "../utf8.ts";

const ESCAPE = 0xdc00;

const isRawByte = (unit: number): boolean => unit >= 0xdc80 && unit <= 0xdcff;

/** The byte that a rune of `[...text]` stands for if it is no UTF-8, else undefined. */
export function rawByteOf(rune: string): number | undefined {
  const unit = rune.charCodeAt(0);
  return rune.length === 1 && isRawByte(unit) ? unit - ESCAPE : undefined;
}

export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** len(s) */
export function byteLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80 || isRawByte(unit)) continue;
    n += unit < 0x800 ? 1 : 2;
    // a pair of surrogates is four bytes: two for the units and the two that were just added
    if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return n;
}

/** utf8.RuneCountInString: a byte that is no UTF-8 counts as a rune. */
export function runeCount(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) n--;
  return n;
}

export function bytesOf(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return encode(text);
  const bytes: number[] = [];
  for (const rune of text) {
    const raw = rawByteOf(rune);
    if (raw !== undefined) bytes.push(raw);
    else bytes.push(...encode(rune));
  }
  return Uint8Array.from(bytes);
}

/** How many bytes the UTF-8 sequence at `i` has, or 0 if it is none (overlong, surrogate, cut short). */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] as number;
  if (lead < 0x80) return 1;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || i + size > bytes.length) return 0;
  const second = bytes[i + 1] as number;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let j = i + 2; j < i + size; j++) if (((bytes[j] as number) & 0xc0) !== 0x80) return 0;
  return size;
}

function codePoint(bytes: Uint8Array, i: number, size: number): number {
  const lead = bytes[i] as number;
  let value = size === 1 ? lead : lead & (0xff >> (size + 1));
  for (let j = 1; j < size; j++) value = (value << 6) | ((bytes[i + j] as number) & 0x3f);
  return value;
}

/** string(bytes) */
export function stringOfBytes(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length;) {
    const size = sequenceLength(bytes, i);
    text +=
      size === 0
        ? String.fromCharCode(ESCAPE + (bytes[i] as number))
        : String.fromCodePoint(codePoint(bytes, i, size));
    i += size || 1;
  }
  return text;
}

/** s[start:end]; both must lie in 0..len(s). */
export function byteSlice(text: string, start: number, end: number): string {
  return isAscii(text) ? text.slice(start, end) : stringOfBytes(bytesOf(text).subarray(start, end));
}

/** Go's `<` on strings: by bytes. UTF-16 units agree with that below the surrogates. */
export function compareStrings(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    return x < 0xd800 && y < 0xd800 ? x - y : compareBytes(bytesOf(a), bytesOf(b));
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/u;

/** unicode.IsPrint of one rune */
export const isPrint = (rune: string): boolean => PRINTABLE.test(rune);
/** unicode.IsLetter */
export const isLetter = (rune: string): boolean => LETTER.test(rune);
/** unicode.IsDigit */
export const isDigit = (rune: string): boolean => DIGIT.test(rune);
/** unicode.IsSpace */
export const isSpace = (rune: string): boolean => SPACE.test(rune);

/** Go maps rune by rune, so what JavaScript maps to several characters (ß) stays as it is. */
const single = (rune: string, mapped: string): string => ([...mapped].length === 1 ? mapped : rune);

const DIGRAPHS = new Map<string, string>();
for (const [upper, title, lower] of [
  "\u01c4\u01c5\u01c6",
  "\u01c7\u01c8\u01c9",
  "\u01ca\u01cb\u01cc",
  "\u01f1\u01f2\u01f3",
])
  for (const form of [upper, title, lower]) DIGRAPHS.set(form as string, title as string);

const upperRune = (rune: string): string => single(rune, rune.toUpperCase());
const lowerRune = (rune: string): string => (rune === "\u0130" ? "i" : single(rune, rune.toLowerCase()));
const titleRune = (rune: string): string => DIGRAPHS.get(rune) ?? upperRune(rune);

/** strings.ToUpper */
export const toUpper = (text: string): string => Array.from(text, upperRune).join("");
/** strings.ToLower */
export const toLower = (text: string): string => Array.from(text, lowerRune).join("");

function separatesWords(rune: string): boolean {
  if (rune <= "\u007f") return !/^[A-Za-z0-9_]$/.test(rune);
  return !isLetter(rune) && !isDigit(rune) && isSpace(rune);
}

/** strings.Title: the first letter of each word in title case, the others untouched. */
export function toTitle(text: string): string {
  let before = " ";
  let out = "";
  for (const rune of text) {
    out += separatesWords(before) ? titleRune(rune) : rune;
    before = rune;
  }
  return out;
}

/** strings.Split: "" cuts into characters. */
export const split = (text: string, separator: string): string[] =>
  separator === "" ? [...text] : text.split(separator);
