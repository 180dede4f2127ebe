// Numbers as text: whole ones in full, others by CONVFMT or OFMT. The usual "%.6g" and plain "%.Nf" take JS's own digits
// where those are sure to be C's; ties, which C rounds to even, go the exact way.

import { floatOf } from "../../libc/float-text.ts";
import { formatFloat, formatInteger, parseFormat, specOf, type Spec } from "../../libc/printf.ts";
import type { Flavour } from "./flavour.ts";

const EXACT = 2 ** 53;
const LONG = 2 ** 63;
const UNSIGNED_LONG = 2 ** 64;

/** Beyond these whole numbers are written by the format as well. */
function wholeLimit(flavour: Flavour, printed: boolean): number {
  if (flavour.name === "gawk") return Infinity;
  return flavour.name === "mawk" && printed ? UNSIGNED_LONG : LONG;
}

/** `printed`: by print, which knows OFMT. */
export function numberText(value: number, format: string, flavour: Flavour, printed = false): string {
  if (Number.isInteger(value)) {
    const size = Math.abs(value);
    if (size < EXACT) return String(value === 0 ? 0 : value);
    if (size <= wholeLimit(flavour, printed)) return BigInt(value).toString();
  }
  if (!Number.isFinite(value)) return specialText(value, flavour);
  return format === "%.6g" ? sixDigits(value) : formatNumber(format, value, flavour);
}

export function specialText(value: number, flavour: Flavour): string {
  if (Number.isNaN(value)) return "-nan";
  return value > 0 ? flavour.infinity : "-inf";
}

/** Ties show only in numbers with few binary places. */
const mayBeTie = (value: number): boolean => Number.isInteger(value * 2 ** 20);

function sixDigits(value: number): string {
  if (mayBeTie(value)) return formatFloat({ flags: "", precision: 6, letter: "g" }, floatOf(value));
  return trimmed(value.toPrecision(6));
}

/** JS's digits as %g writes them: no zeros at the end, and an exponent of two digits or more. */
function trimmed(digits: string): string {
  const [mantissa = "", exponent] = digits.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  if (exponent !== undefined) {
    const size = exponent.slice(1);
    return `${short}e${exponent[0]}${size.padStart(2, "0")}`;
  }
  // JS writes 0.00001234 in full down to 1e-6, C only down to 1e-4
  const zeros = /^-?0\.(0{4,})(\d)(\d*)$/.exec(short);
  if (zeros === null) return short;
  const [, lead = "", first = "", rest = ""] = zeros;
  return `${short.startsWith("-") ? "-" : ""}${first}${rest === "" ? "" : `.${rest}`}e-${String(lead.length + 1).padStart(2, "0")}`;
}

/** A whole format of one conversion, as CONVFMT is. */
function formatNumber(format: string, value: number, flavour: Flavour): string {
  let out = "";
  for (const piece of parseFormat(format)) {
    if (piece.kind === "text") out += piece.text;
    else if (piece.letter === "%") out += "%";
    else out += floatText(specOf(piece, undefined, undefined), value, flavour);
  }
  return out;
}

/** %f, %e, %g, or %d where a CONVFMT has one. */
export function floatText(spec: Spec, value: number, flavour: Flavour): string {
  const { letter, flags, precision = 6, width = 0 } = spec;
  if (letter === "d" || letter === "i") return formatInteger(spec, integerOf(value));
  if (!Number.isFinite(value)) return specialText(value, flavour).padStart(width);
  const plain =
    letter === "f" && flags === "" && precision <= 15 && Math.abs(value) < 1e15 && !mayBeTie(value);
  return plain ? value.toFixed(precision).padStart(width) : formatFloat(spec, floatOf(value));
}

/** A 64-bit integer, as a cast in C gives it. */
export function integerOf(value: number): bigint {
  if (Number.isNaN(value)) return -(2n ** 63n);
  const whole = Math.trunc(value);
  if (whole >= LONG) return 2n ** 63n - 1n;
  return whole < -LONG ? -(2n ** 63n) : BigInt(whole);
}
