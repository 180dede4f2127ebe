// strconv.Quote and its kin, and Unquote for the constants that a template writes. What is no UTF-8 shows as
// \xff; go-string.ts says how such bytes stand in our strings.

import { fail, ok, type Result } from "../result.ts";
import { bytesOf, isPrint, rawByteOf, stringOfBytes } from "./go-string.ts";

const LETTERS = new Map([
  ["\x07", "\\a"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\v", "\\v"],
]);

const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");

function escapeRune(rune: string, mark: string, asciiOnly: boolean): string {
  if (rune === mark || rune === "\\") return `\\${rune}`;
  const raw = rawByteOf(rune);
  if (raw !== undefined) return `\\x${hex(raw, 2)}`;
  const code = rune.codePointAt(0) as number;
  if (code < 0x7f ? code >= 0x20 : !asciiOnly && isPrint(rune)) return rune;
  const letter = LETTERS.get(rune);
  if (letter !== undefined) return letter;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function quoteWith(text: string, mark: string, asciiOnly: boolean): string {
  let out = mark;
  for (const rune of text) out += escapeRune(rune, mark, asciiOnly);
  return out + mark;
}

/** strconv.Quote */
export const quote = (text: string): string => quoteWith(text, '"', false);
/** strconv.QuoteToASCII */
export const quoteToAscii = (text: string): string => quoteWith(text, '"', true);
/** strconv.QuoteRune and QuoteRuneToASCII */
export const quoteRune = (rune: string, asciiOnly = false): string => quoteWith(rune, "'", asciiOnly);

/** strconv.CanBackquote */
export const canBackquote = (text: string): boolean =>
  [...text].every(
    (rune) => rune === "\t" || (!/[\0-\x1f`\x7f\ufeff]/.test(rune) && rawByteOf(rune) === undefined),
  );

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

/** One character of a constant: its text, what stands behind it, and whether it is a byte (\x, \377). */
interface Unquoted {
  readonly rune: string;
  readonly code: number;
  readonly byte: boolean;
  readonly length: number;
}

const SYNTAX = "invalid syntax";
const character = (code: number, length: number, byte = false): Unquoted => ({
  rune: byte ? "" : String.fromCodePoint(code),
  code,
  byte,
  length,
});

function unquoteNumber(text: string): Unquoted | undefined {
  const match = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/.exec(text);
  if (!match) return undefined;
  const [whole, x, u, U, octal] = match;
  const code = octal === undefined ? Number.parseInt(x ?? u ?? (U as string), 16) : Number.parseInt(octal, 8);
  const byte = x !== undefined || octal !== undefined;
  if (byte) return code > 255 ? undefined : character(code, whole.length, true);
  const valid = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return valid ? character(code, whole.length) : undefined;
}

/** strconv.UnquoteChar at the start of `text`; undefined for what is no character. */
export function unquoteChar(text: string, mark: string): Unquoted | undefined {
  const rune = [...text.slice(0, 2)][0];
  if (rune === undefined || (rune === mark && mark !== "")) return undefined;
  if (rune !== "\\") return character(rune.codePointAt(0) as number, rune.length);
  const letter = text[1] ?? "";
  const code = letter === mark ? letter.charCodeAt(0) : ESCAPES.get(letter);
  return code === undefined || Number.isNaN(code) ? unquoteNumber(text) : character(code, 2);
}

/** strconv.Unquote of "…", `…` or '…' */
export function unquote(quoted: string): Result<string, string> {
  const mark = quoted[0] ?? "";
  const inner = quoted.slice(1, -1);
  if (quoted.length < 2 || quoted.at(-1) !== mark || !"\"'`".includes(mark)) return fail(SYNTAX);
  if (mark === "`") return inner.includes("`") ? fail(SYNTAX) : ok(inner.replaceAll("\r", ""));
  if (inner.includes("\n")) return fail(SYNTAX);
  return unquoteInner(inner, mark);
}

function unquoteInner(inner: string, mark: string): Result<string, string> {
  let text = "";
  let bytes: number[] | undefined;
  for (let i = 0; i < inner.length;) {
    const next = unquoteChar(inner.slice(i, i + 10), mark);
    if (next === undefined) return fail(SYNTAX);
    if (next.byte && next.code > 127) bytes ??= [...bytesOf(text)];
    if (bytes) bytes.push(...(next.byte ? [next.code] : bytesOf(next.rune)));
    else text += next.byte ? String.fromCharCode(next.code) : next.rune;
    i += next.length;
  }
  return ok(bytes ? stringOfBytes(Uint8Array.from(bytes)) : text);
}
