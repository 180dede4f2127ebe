// How fmt writes one basic value under a verb's flags: padding, signs, bases, floats, quoting. Source of
// the behaviour: Go's fmt/format.go. The printer in fmt.ts decides which of these to call.

import { formatFloat } from "./floats.ts";
import { bytesOf, isPrint, runeCount } from "./go-string.ts";
import { type GoInt } from "./integers.ts";
import { canBackquote, quote, quoteRune, quoteToAscii } from "./quote.ts";

export interface Flags {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** %+v and %#v */
  plusV: boolean;
  sharpV: boolean;
  width: number | undefined;
  precision: number | undefined;
}

export const noFlags = (): Flags => ({
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
  width: undefined,
  precision: undefined,
});

/** Zeros only to the left. */
export function pad(f: Flags, text: string): string {
  if (f.width === undefined || f.width === 0) return text;
  const missing = f.width - runeCount(text);
  if (missing <= 0) return text;
  if (f.minus) return text + " ".repeat(missing);
  return (f.zero ? "0" : " ").repeat(missing) + text;
}

const padWithSpaces = (f: Flags, text: string): string => pad({ ...f, zero: false }, text);

const truncate = (f: Flags, text: string): string =>
  f.precision === undefined || text.length <= f.precision ? text : [...text].slice(0, f.precision).join("");

export const formatString = (f: Flags, text: string): string => pad(f, truncate(f, text));

export function formatQuoted(f: Flags, text: string): string {
  const shown = truncate(f, text);
  if (f.sharp && canBackquote(shown)) return pad(f, `\`${shown}\``);
  return pad(f, f.plus ? quoteToAscii(shown) : quote(shown));
}

/** %x of a string or bytes */
export function formatHexBytes(f: Flags, bytes: Uint8Array, upper: boolean): string {
  const shown = bytes.subarray(0, f.precision ?? bytes.length);
  const digits = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0"));
  const prefix = f.sharp ? "0x" : "";
  const text = f.space ? digits.map((d) => prefix + d).join(" ") : prefix + digits.join("");
  return pad(f, shown.length === 0 ? "" : upper ? text.toUpperCase() : text);
}

export const formatHexString = (f: Flags, text: string, upper: boolean): string =>
  formatHexBytes(f, bytesOf(text), upper);

const PREFIXES = new Map([
  ["b", "0b"],
  ["o", "0"],
  ["O", "0"],
  ["x", "0x"],
  ["X", "0X"],
]);

const BASES = new Map([
  ["b", 2],
  ["o", 8],
  ["O", 8],
  ["x", 16],
  ["X", 16],
]);

function prefixOf(f: Flags, verb: string, digits: string): string {
  const octal = verb === "o" || verb === "O";
  const sharp = f.sharp && !(octal && digits[0] === "0") ? (PREFIXES.get(verb) ?? "") : "";
  return verb === "O" ? `0o${sharp}` : sharp;
}

/** %d %b %o %O %x %X of an integer */
export function formatInteger(f: Flags, value: GoInt, verb: string): string {
  const negative = value < 0;
  const plain = (negative ? -value : value).toString(BASES.get(verb) ?? 10);
  if (f.precision === 0 && Number(value) === 0) return padWithSpaces(f, "");
  const sign = negative ? "-" : f.plus ? "+" : f.space ? " " : "";
  let least = f.precision ?? 0;
  if (f.precision === undefined && f.zero && !f.minus && f.width !== undefined) least = f.width - sign.length;
  const digits = (verb === "X" ? plain.toUpperCase() : plain).padStart(least, "0");
  return padWithSpaces(f, sign + prefixOf(f, verb, digits) + digits);
}

/** The rune of a code; U+FFFD for what is none. */
export function runeOf(code: GoInt): string {
  const valid = code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return valid ? String.fromCodePoint(Number(code)) : "\ufffd";
}

export const formatChar = (f: Flags, code: GoInt): string => pad(f, runeOf(code));
export const formatQuotedChar = (f: Flags, code: GoInt): string => pad(f, quoteRune(runeOf(code), f.plus));

/** %U: U+0078, and with # the character behind it */
export function formatUnicode(f: Flags, code: GoInt): string {
  const unsigned = BigInt.asUintN(64, BigInt(code));
  const digits = unsigned
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(f.precision ?? 4, 4), "0");
  const shown = f.sharp && unsigned <= 0x10ffffn && isPrint(runeOf(code)) ? ` '${runeOf(code)}'` : "";
  return padWithSpaces(f, `U+${digits}${shown}`);
}

/** The sharp flag keeps a decimal point and trailing zeros. */
function keepZeros(number: string, letter: string, precision: number): string {
  const [, mantissa = "", tail = ""] = /^([^eEpP]*)(.*)$/.exec(number) ?? [];
  const general = "gGx".includes(letter);
  let missing = general ? (precision < 0 ? 6 : precision) : 0;
  for (const digit of mantissa
    .replace(/^[+-]/, "")
    .replace(".", "")
    .replace(/^0+(?=.)/, ""))
    missing -= digit ? 1 : 0;
  const point = mantissa.includes(".") ? "" : ".";
  return mantissa + point + "0".repeat(Math.max(missing, 0)) + tail;
}

/** e E f F g G x X b; `fallback` is the precision if the verb gives none. */
export function formatFloatVerb(f: Flags, value: number, letter: string, fallback: number): string {
  const precision = f.precision ?? fallback;
  let number = formatFloat(value, letter, precision);
  if (!/^[+-]/.test(number)) number = `+${number}`;
  if (f.space && number[0] === "+" && !f.plus) number = ` ${number.slice(1)}`;
  if (!Number.isFinite(value)) {
    return padWithSpaces(
      f,
      Number.isNaN(value) && !f.space && !f.plus ? number.slice(1) : trimPlus(f, number),
    );
  }
  if (f.sharp && letter !== "b") number = keepZeros(number, letter, precision);
  const shown = trimPlus(f, number);
  const signed = /^[+\- ]/.test(shown);
  if (!signed || !f.zero || f.minus || f.width === undefined) return pad(f, shown);
  return shown[0] + shown.slice(1).padStart(f.width - 1, "0");
}

const trimPlus = (f: Flags, number: string): string =>
  f.plus || number[0] !== "+" ? number : number.slice(1);
