// printf(3)'s formats: reading them into pieces, and turning integers, floats and texts into what a
// conversion asks for. Used by the printf of shells and coreutils, by awk, find, stat, seq, date. What an
// argument is and what is said of a wrong one is the caller's. Not here: escapes (escapes.ts), positions (%2$s).

import { encode } from "../../base/utf8.ts";
import { exponential, fixed, general, hexadecimal, type Bits, type Float } from "./float-text.ts";

export interface Conversion {
  readonly kind: "conversion";
  /** any of "-+ #0'" as they stood */
  readonly flags: string;
  /** "*": the next argument says it */
  readonly width: number | "*" | undefined;
  readonly precision: number | "*" | undefined;
  /** the letter; "" if the format ends before it */
  readonly letter: string;
  /** as it stands in the format */
  readonly text: string;
}

export type Piece = { readonly kind: "text"; readonly text: string } | Conversion;

const CONVERSION = /%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:hh|h|ll|l|L|j|z|t|q(?=[diouxX]))?(.?)/gsu;
/** without h, l, z and others before the letter */
const BARE_CONVERSION = /%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(.?)/gsu;
const LIMIT = 1 << 24;

const countOf = (text: string | undefined): number | "*" | undefined =>
  text === undefined ? undefined : text === "*" ? "*" : Math.min(LIMIT, Number(text));

/** The pieces of a format, in order; `%%` is a conversion with the letter "%". */
export function parseFormat(format: string, modifiers = true): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of format.matchAll(modifiers ? CONVERSION : BARE_CONVERSION)) {
    if (match.index > done) pieces.push({ kind: "text", text: format.slice(done, match.index) });
    done = match.index + match[0].length;
    const [text, flags = "", width, precision, letter = ""] = match;
    const negative = precision?.startsWith("-") === true;
    pieces.push({
      kind: "conversion",
      flags,
      width: countOf(width),
      precision:
        negative || precision === undefined ? undefined : countOf(precision === "" ? "0" : precision),
      letter,
      text,
    });
  }
  if (done < format.length) pieces.push({ kind: "text", text: format.slice(done) });
  return pieces;
}

/** A conversion whose width and precision are known. */
export interface Spec {
  readonly flags: string;
  readonly width?: number | undefined;
  readonly precision?: number | undefined;
  readonly letter: string;
}

/** Fills in what `*` took from the arguments: a negative width means left-justified. */
export function specOf(
  conversion: Conversion,
  width: number | undefined,
  precision: number | undefined,
): Spec {
  const { letter } = conversion;
  const wide = conversion.width === "*" ? (width ?? 0) : conversion.width;
  const exact = conversion.precision === "*" ? precision : conversion.precision;
  const left = wide !== undefined && wide < 0;
  return {
    flags: conversion.flags + (left ? "-" : ""),
    width: wide === undefined ? undefined : Math.min(LIMIT, Math.abs(wide)),
    precision: exact === undefined || exact < 0 ? undefined : Math.min(LIMIT, exact),
    letter,
  };
}

function pad(text: string, { flags, width = 0 }: Spec, length = text.length): string {
  if (length >= width) return text;
  const space = " ".repeat(width - length);
  return flags.includes("-") ? text + space : space + text;
}

/** Sign or prefix first, then zeros if they are asked for. */
function padNumber(sign: string, digits: string, spec: Spec, zeros: boolean): string {
  const missing = (spec.width ?? 0) - sign.length - digits.length;
  if (zeros && missing > 0 && spec.flags.includes("0") && !spec.flags.includes("-"))
    return sign + "0".repeat(missing) + digits;
  return pad(sign + digits, spec);
}

const signOf = (negative: boolean, flags: string): string =>
  negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";

const grouped = (digits: string, flags: string): string =>
  flags.includes("'") ? digits.replace(/\B(?=(?:\d{3})+$)/g, "") : digits;

/** %d %i %u %o %x %X of a 64-bit integer; the unsigned ones wrap negative values. */
export function formatInteger(spec: Spec, value: bigint): string {
  const { letter, flags, precision } = spec;
  const signed = letter === "d" || letter === "i";
  const wrapped = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const radix = letter === "o" ? 8 : letter === "x" || letter === "X" ? 16 : 10;
  let digits = precision === 0 && wrapped === 0n ? "" : wrapped.toString(radix);
  if (precision !== undefined) digits = digits.padStart(precision, "0");
  let prefix = signed ? signOf(value < 0n, flags) : "";
  if (flags.includes("#")) {
    if (radix === 8 && !digits.startsWith("0")) digits = `0${digits}`;
    if (radix === 16 && wrapped !== 0n) prefix = "0x";
  }
  const text = padNumber(prefix, grouped(digits, radix === 10 ? flags : ""), spec, precision === undefined);
  return letter === "X" ? text.toUpperCase() : text;
}

/** %f %F %e %E %g %G %a %A. */
export function formatFloat(spec: Spec, value: Float, bits: Bits = 53): string {
  const { letter, flags, precision } = spec;
  const upper = letter === letter.toUpperCase();
  const sign = signOf(value.negative, flags);
  const text =
    value.kind === "finite"
      ? padFinite(sign, digitsOf(letter.toLowerCase(), value, bits, precision, flags.includes("#")), spec)
      : pad(sign + (value.kind === "nan" ? "nan" : "inf"), spec);
  return upper ? text.toUpperCase() : text;
}

function padFinite(sign: string, digits: string, spec: Spec): string {
  if (!digits.startsWith("0x")) return padNumber(sign, digits, spec, true);
  return padNumber(`${sign}0x`, digits.slice(2), spec, true);
}

function digitsOf(
  letter: string,
  value: Float,
  bits: Bits,
  precision: number | undefined,
  alternate: boolean,
): string {
  if (letter === "a") return hexadecimal(value, bits, precision);
  const places = precision ?? 6;
  if (letter === "e") return exponential(value, places, alternate);
  return letter === "g" ? general(value, places, alternate) : fixed(value, places, alternate);
}

export type Counting = "bytes" | "characters";

/** %s and %c. Widths and precisions count bytes (C, bash, mawk) or characters (gawk). */
export function formatText(spec: Spec, text: string, counting: Counting = "bytes"): string {
  const { precision } = spec;
  if (spec.width === undefined && precision === undefined) return text;
  const ascii = /^[\0-\x7f]*$/.test(text);
  if (ascii) return pad(precision === undefined ? text : text.slice(0, precision), spec);
  if (counting === "characters") {
    const characters = [...text].slice(0, precision ?? Infinity);
    return pad(characters.join(""), spec, characters.length);
  }
  const bytes = encode(text);
  if (precision === undefined || precision >= bytes.length) return pad(text, spec, bytes.length);
  return pad(firstBytes(text, precision), spec, precision);
}

/** The first so many bytes; part of a character remains as bytes that are no UTF-8. */
function firstBytes(text: string, count: number): string {
  let kept = "";
  let left = count;
  for (const character of text) {
    const bytes = encode(character);
    if (bytes.length > left) {
      for (let i = 0; i < left; i++) kept += String.fromCharCode(0xdc00 + (bytes[i] as number));
      return kept;
    }
    kept += character;
    left -= bytes.length;
  }
  return kept;
}
