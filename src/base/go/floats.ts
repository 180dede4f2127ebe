// strconv.ParseFloat and FormatFloat. JavaScript gives the shortest digits that read back the same, as Go
// does; a given number of digits is rounded from the exact binary value, half to even, which JavaScript's
// toFixed and toPrecision do not do.

import { fail, ok, type Result } from "../result.ts";
import { numberError, RANGE, SYNTAX, underscoresFit } from "./integers.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]*)(?:\.([0-9a-f]*))?p([+-]?\d+)$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

function parseHexFloat(match: RegExpExecArray): number | undefined {
  const [, sign, whole = "", fraction = "", power] = match;
  if (whole + fraction === "") return undefined;
  const exponent = Number(power) - 4 * fraction.length;
  const mantissa = Number(BigInt(`0x${whole}${fraction}`));
  return (sign === "-" ? -1 : 1) * mantissa * 2 ** exponent;
}

function readFloat(text: string): number | undefined {
  const plain = text.replaceAll("_", "");
  if (plain !== text && !underscoresFit(text)) return undefined;
  if (DECIMAL.test(plain)) return Number(plain);
  const hex = HEXADECIMAL.exec(plain);
  return hex ? parseHexFloat(hex) : undefined;
}

/** strconv.ParseFloat(text, 64) */
export function parseFloat64(text: string): Result<number, string> {
  if (/^nan$/i.test(text)) return ok(Number.NaN);
  const infinite = INFINITE.exec(text);
  if (infinite) return ok(infinite[1] === "-" ? -Infinity : Infinity);
  const value = readFloat(text);
  if (value === undefined) return fail(numberError("ParseFloat", text, SYNTAX));
  return Number.isFinite(value) ? ok(value) : fail(numberError("ParseFloat", text, RANGE));
}

/** 0.d1d2d3… times ten to the power of `point`; zero has no digits. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

function shortest(value: number): Decimal {
  if (value === 0) return { digits: "", point: 0 };
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** A positive float as integer times a power of two. */
export function binaryOf(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  return { mantissa: biased === 0 ? fraction : fraction | (1n << 52n), exponent: Math.max(biased, 1) - 1075 };
}

/** Every digit of the binary value, without zeros at the end. */
function exact(value: number): Decimal {
  if (value === 0) return { digits: "", point: 0 };
  const { mantissa, exponent } = binaryOf(value);
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const digits = scaled.toString();
  return { digits: digits.replace(/0+$/, ""), point: digits.length + Math.min(exponent, 0) };
}

/**
 * Digits that round to at most 15 as the exact value does: no shorter decimal lies between the value and its
 * shortest form, so they fall on the same side of a half unless the shortest form is that half.
 */
function nearly(value: number, count: number): Decimal | undefined {
  if (count > 15) return undefined;
  const decimal = shortest(value);
  return decimal.digits.slice(Math.max(count, 0)) === "5" ? undefined : decimal;
}

/** The first `count` digits of a value. */
const leading = (value: number, count: number): Decimal => round(nearly(value, count) ?? exact(value), count);

/** The first `count` digits, rounded half to even; trailing zeros are dropped. */
function round(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal;
  if (count >= digits.length) return decimal;
  if (count < 0) return { digits: "", point: 0 };
  const rest = digits.slice(count);
  const half = /^50*$/.test(rest);
  const odd = count > 0 && Number(digits[count - 1]) % 2 === 1;
  const up = half ? odd : (rest[0] as string) >= "5";
  const kept = up ? (BigInt(digits.slice(0, count) || "0") + 1n).toString() : digits.slice(0, count);
  const carried = kept.length > count ? 1 : 0;
  const significant = kept.replace(/0+$/, "");
  return significant === "" ? { digits: "", point: 0 } : { digits: significant, point: point + carried };
}

function withExponent({ digits, point }: Decimal, precision: number, letter: string): string {
  const fraction = digits.slice(1, 1 + precision).padEnd(precision, "0");
  const power = digits === "" ? 0 : point - 1;
  const exponent = `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return `${digits[0] ?? "0"}${fraction === "" ? "" : `.${fraction}`}${letter}${exponent}`;
}

function withPoint({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const behind = point > 0 ? digits.slice(point) : "0".repeat(-point) + digits;
  const fraction = (digits === "" ? "" : behind).slice(0, precision).padEnd(precision, "0");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function general(decimal: Decimal, precision: number, letter: string): string {
  const count = decimal.digits.length;
  let threshold = precision < 0 ? 6 : precision;
  if (precision >= 0 && threshold > count && count >= decimal.point) threshold = count;
  const power = decimal.digits === "" ? -1 : decimal.point - 1;
  if (power < -4 || power >= threshold) return withExponent(decimal, Math.max(count - 1, 0), letter);
  return withPoint(decimal, Math.max(count - decimal.point, 0));
}

/** %x: hexadecimal mantissa, binary exponent. */
function hexadecimal(value: number, precision: number): string {
  if (value === 0) return `0x0${precision > 0 ? `.${"0".repeat(precision)}` : ""}p+00`;
  let { mantissa, exponent } = binaryOf(value);
  while (mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  if (precision >= 0 && precision < 13) {
    const drop = BigInt(4 * (13 - precision));
    const rest = mantissa & ((1n << drop) - 1n);
    const half = 1n << (drop - 1n);
    mantissa >>= drop;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++;
    mantissa <<= drop;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const digits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  const fraction =
    precision < 0 ? digits.replace(/0+$/, "") : digits.slice(0, precision).padEnd(precision, "0");
  const power = exponent + 52;
  const shown = `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return `0x1${fraction === "" ? "" : `.${fraction}`}p${shown}`;
}

function scientific(value: number, letter: string, precision: number): string {
  const decimal = precision < 0 ? shortest(value) : leading(value, precision + 1);
  return withExponent(decimal, precision < 0 ? Math.max(decimal.digits.length - 1, 0) : precision, letter);
}

function fixed(value: number, precision: number): string {
  const short = shortest(value);
  if (precision < 0) return withPoint(short, Math.max(short.digits.length - short.point, 0));
  const decimal = nearly(value, short.point + precision) ?? exact(value);
  return withPoint(round(decimal, decimal.point + precision), precision);
}

function unsigned(value: number, letter: string, precision: number): string {
  switch (letter) {
    case "e":
    case "E":
      return scientific(value, letter, precision);
    case "f":
    case "F":
      return fixed(value, precision);
    case "x":
    case "X":
      return letter === "X" ? hexadecimal(value, precision).toUpperCase() : hexadecimal(value, precision);
    case "b": {
      const { mantissa, exponent } = binaryOf(value);
      return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
    }
    default: {
      const count = precision === 0 ? 1 : precision;
      return general(count < 0 ? shortest(value) : leading(value, count), count, letter === "G" ? "E" : "e");
    }
  }
}

/**
 * strconv.FormatFloat(value, letter, precision, 64) for the letters e E f F g G x X b;
 * precision -1 asks for the shortest digits.
 */
export function formatFloat(value: number, letter: string, precision: number): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (!Number.isFinite(value)) return sign === "" ? "+Inf" : "-Inf";
  return sign + unsigned(Math.abs(value), letter, precision);
}
