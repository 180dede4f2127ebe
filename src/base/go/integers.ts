// Go's integers and strconv's readers of them. A value is a number while that is exact and a bigint
// beyond, so that comparisons between the two kinds stay right (`1n == 1`, `2n ** 60n > 1`).
// Source of rules and texts: Go's strconv package.

import { fail, ok, type Result } from "../result.ts";
import { quote } from "./quote.ts";

export type GoInt = number | bigint;

export const toGoInt = (value: bigint): GoInt =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;

/** What strconv says of a text: `strconv.ParseInt: parsing "x": invalid syntax`. */
export const numberError = (fn: string, text: string, why: string): string =>
  `strconv.${fn}: parsing ${quote(text)}: ${why}`;

export const SYNTAX = "invalid syntax";
export const RANGE = "value out of range";

/** Whether underscores stand only between digits (a base prefix counts as one). */
export function underscoresFit(text: string): boolean {
  let rest = text.replace(/^[+-]/, "");
  let before = "^";
  const prefix = /^0[bBoOxX]/.exec(rest);
  if (prefix) {
    before = "0";
    rest = rest.slice(2);
  }
  const hex = prefix !== null && /x/i.test(prefix[0]);
  for (const c of rest) {
    const digit = /[0-9]/.test(c) || (hex && /[a-f]/i.test(c));
    if (c === "_" ? before !== "0" : !digit && before === "_") return false;
    before = digit ? "0" : c === "_" ? "_" : "!";
  }
  return before !== "_";
}

const PREFIXES = new Map([
  ["b", 2],
  ["o", 8],
  ["x", 16],
]);

function splitBase(text: string, base: number): { digits: string; base: number } {
  if (base !== 0) return { digits: text, base };
  if (text[0] !== "0") return { digits: text, base: 10 };
  const prefixed = PREFIXES.get((text[1] ?? "").toLowerCase());
  if (prefixed !== undefined && text.length >= 3) return { digits: text.slice(2), base: prefixed };
  return { digits: text.slice(1), base: 8 };
}

/** The magnitude, or undefined if the text is no number in that base. */
function magnitude(text: string, asked: number): bigint | undefined {
  if (text === "") return undefined;
  const { digits, base } = splitBase(text, asked);
  if (asked === 0 && digits.includes("_") && !underscoresFit(text)) return undefined;
  const plain = asked === 0 ? digits.replaceAll("_", "") : digits;
  let value = 0n;
  for (const c of plain) {
    const digit = /[0-9a-z]/i.test(c) && c <= "z" ? Number.parseInt(c, 36) : Number.NaN;
    if (!(digit < base)) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return value;
}

/** strconv.ParseUint; base 0 reads 0x, 0o, 0b, a leading 0 and underscores. */
export function parseUint(text: string, base: number, bits = 64): Result<GoInt, string> {
  const value = magnitude(text, base);
  if (value === undefined) return fail(numberError("ParseUint", text, SYNTAX));
  if (value >> BigInt(bits) !== 0n) return fail(numberError("ParseUint", text, RANGE));
  return ok(toGoInt(value));
}

/** strconv.ParseInt. `fn` is the name that errors give, as Atoi words them as its own. */
export function parseInteger(text: string, base: number, bits = 64, fn = "ParseInt"): Result<GoInt, string> {
  const signed = /^[+-]/.test(text);
  const size = magnitude(signed ? text.slice(1) : text, base);
  if (size === undefined) return fail(numberError(fn, text, SYNTAX));
  const negative = text[0] === "-";
  const limit = 1n << BigInt(bits - 1);
  if (size > limit || (size === limit && !negative)) return fail(numberError(fn, text, RANGE));
  return ok(toGoInt(negative ? -size : size));
}

/** strconv.Atoi */
export const atoi = (text: string): Result<GoInt, string> => parseInteger(text, 10, 64, "Atoi");

const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE = new Set(["0", "f", "F", "false", "FALSE", "False"]);

/** strconv.ParseBool */
export function parseBool(text: string): Result<boolean, string> {
  if (TRUE.has(text)) return ok(true);
  if (FALSE.has(text)) return ok(false);
  return fail(numberError("ParseBool", text, SYNTAX));
}
