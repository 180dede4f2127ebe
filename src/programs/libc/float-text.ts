// Floating-point numbers as printf's %f, %e, %g and %a print them and as strtod(3) reads them, exactly:
// a number is an integer times a power of two, digits come from integer arithmetic, ties go to even.
// Precisions: 53 bits (double), 64 bits (the long double that bash and coreutils use). Not here: flags and
// widths (printf.ts), decimal points of other locales.

export interface Float {
  readonly negative: boolean;
  /** a finite number is mantissa * 2 ** exponent */
  readonly kind: "finite" | "infinite" | "nan";
  readonly mantissa: bigint;
  readonly exponent: number;
}

export type Bits = 53 | 64;

const finite = (negative: boolean, mantissa: bigint, exponent: number): Float => ({
  negative,
  kind: "finite",
  mantissa,
  exponent,
});

const bitLength = (n: bigint): number => (n === 0n ? 0 : n.toString(2).length);
const decimalLength = (n: bigint): number => n.toString().length;

/** n / d, rounded half to even. */
function divide(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  const twice = 2n * (n - quotient * d);
  if (twice > d || (twice === d && (quotient & 1n) === 1n)) return quotient + 1n;
  return quotient;
}

export function floatOf(value: number): Float {
  if (Number.isNaN(value)) return { negative: false, kind: "nan", mantissa: 0n, exponent: 0 };
  const negative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value)) return { negative, kind: "infinite", mantissa: 0n, exponent: 0 };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  return finite(negative, biased === 0 ? fraction : fraction | (1n << 52n), Math.max(biased, 1) - 1075);
}

/** numerator / denominator with a mantissa of that many bits. */
function rounded(negative: boolean, numerator: bigint, denominator: bigint, bits: Bits): Float {
  if (numerator === 0n) return finite(negative, 0n, 0);
  const least = bits === 53 ? -1074 : -16_445;
  const shift = Math.max(least, bitLength(numerator) - bitLength(denominator) - bits);
  let exponent = shift;
  let mantissa =
    shift >= 0
      ? divide(numerator, denominator << BigInt(shift))
      : divide(numerator << BigInt(-shift), denominator);
  if (bitLength(mantissa) > bits) {
    mantissa = divide(
      shift >= 0 ? numerator : numerator << BigInt(-shift - 1),
      shift >= 0 ? denominator << BigInt(shift + 1) : denominator,
    );
    exponent++;
  }
  if (exponent + bitLength(mantissa) > (bits === 53 ? 1024 : 16_384))
    return { negative, kind: "infinite", mantissa: 0n, exponent: 0 };
  return finite(negative, mantissa, exponent);
}

export interface ReadFloat {
  readonly value: Float;
  /** how many characters were used; 0 if there was no number */
  readonly used: number;
}

const DECIMAL = /^[ \t\n\v\f\r]*([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?/;
const HEXADECIMAL =
  /^[ \t\n\v\f\r]*([+-]?)0[xX]([0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP]([+-]?\d+))?/;
const WORDS = /^[ \t\n\v\f\r]*([+-]?)(inf(?:inity)?|nan)/i;
/** Beyond this every number is zero or infinite. */
const HUGE = 20_000;

/** strtod(3), strtold(3): the longest number at the beginning. */
export function readFloat(text: string, bits: Bits): ReadFloat {
  const word = WORDS.exec(text);
  if (word !== null) {
    const kind = (word[2] as string)[0]!.toLowerCase() === "i" ? "infinite" : "nan";
    const value: Float = { negative: word[1] === "-", kind, mantissa: 0n, exponent: 0 };
    return { value, used: word[0].length };
  }
  const hex = HEXADECIMAL.exec(text);
  const match = hex ?? DECIMAL.exec(text);
  if (match === null) return { value: finite(false, 0n, 0), used: 0 };
  const [whole = "", fraction = ""] = (match[2] as string).split(".");
  const digits = BigInt(`${hex === null ? "" : "0x"}${whole}${fraction}`);
  const negative = match[1] === "-";
  const given = Math.max(-HUGE, Math.min(HUGE, Number(match[3] ?? "0")));
  const base = hex === null ? 10n : 2n;
  const power = given - fraction.length * (hex === null ? 1 : 4);
  const value =
    power >= 0
      ? rounded(negative, digits * base ** BigInt(power), 1n, bits)
      : rounded(negative, digits, base ** BigInt(-power), bits);
  return { value, used: match[0].length };
}

/** The nearest double. */
export function numberOf(value: Float): number {
  if (value.kind === "nan") return Number.NaN;
  const sign = value.negative ? -1 : 1;
  if (value.kind === "infinite") return sign * Infinity;
  const { mantissa, exponent } = value;
  if (bitLength(mantissa) <= 53 && exponent >= -1074)
    return exponent > 900 || exponent < -1000
      ? sign * Number(mantissa) * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2))
      : sign * Number(mantissa) * 2 ** exponent;
  const shift = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa;
  return numberOf(rounded(value.negative, shift, exponent >= 0 ? 1n : 1n << BigInt(-exponent), 53));
}

/** value * 10 ** power, rounded to an integer. */
function scaled({ mantissa, exponent }: Float, power: number): bigint {
  let numerator = mantissa;
  let denominator = 1n;
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  return divide(numerator, denominator);
}

/** %f without sign. */
export function fixed(value: Float, precision: number, alternate: boolean): string {
  const digits = scaled(value, precision)
    .toString()
    .padStart(precision + 1, "0");
  if (precision === 0) return digits + (alternate ? "." : "");
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** Digits (one more than `precision`) and the power of ten of the first of them. */
function significant(value: Float, precision: number): { digits: string; power: number } {
  if (value.mantissa === 0n) return { digits: "0".repeat(precision + 1), power: 0 };
  const { mantissa, exponent } = value;
  let power =
    exponent >= 0
      ? decimalLength(mantissa << BigInt(exponent)) - 1
      : decimalLength(mantissa) - decimalLength(1n << BigInt(-exponent)) - 1;
  let digits = scaled(value, precision - power).toString();
  while (digits.length > precision + 1) digits = scaled(value, precision - ++power).toString();
  return { digits, power };
}

function mantissaText(digits: string, alternate: boolean): string {
  if (digits.length > 1) return `${digits[0]}.${digits.slice(1)}`;
  return digits + (alternate ? "." : "");
}

/** %e without sign. */
export function exponential(value: Float, precision: number, alternate: boolean): string {
  const { digits, power } = significant(value, precision);
  return mantissaText(digits, alternate) + exponentText(power);
}

const exponentText = (power: number): string =>
  `e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;

/** %g without sign. */
export function general(value: Float, precision: number, alternate: boolean): string {
  const places = Math.max(1, precision);
  const { digits, power } = significant(value, places - 1);
  if (power >= -4 && power < places) {
    const text = fixed(value, places - 1 - power, alternate);
    return alternate || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
  }
  const kept = alternate ? digits : digits.replace(/(?<=.)0+$/, "");
  return mantissaText(kept, alternate) + exponentText(power);
}

/** %a without sign: double's first digit is 1, long double's has four bits, as glibc prints them. */
export function hexadecimal(value: Float, bits: Bits, precision: number | undefined): string {
  if (value.mantissa === 0n) return `0x0${precision ? `.${"0".repeat(precision)}` : ""}p+0`;
  const whole = bits === 53 ? 1 : 4;
  const length = bitLength(value.mantissa);
  let fractionBits = Math.ceil((bits - whole) / 4) * 4;
  let mantissa = value.mantissa << BigInt(Math.max(0, fractionBits + whole - length));
  const exponent = value.exponent + length - whole;
  if (precision !== undefined && precision * 4 < fractionBits) {
    mantissa = divide(mantissa, 1n << BigInt(fractionBits - precision * 4));
    fractionBits = precision * 4;
  }
  const first = (mantissa >> BigInt(fractionBits)).toString(16);
  let rest = (mantissa & ((1n << BigInt(fractionBits)) - 1n)).toString(16).padStart(fractionBits / 4, "0");
  if (fractionBits === 0) rest = "";
  rest = precision === undefined ? rest.replace(/0+$/, "") : rest.padEnd(precision, "0");
  return `0x${first}${rest === "" ? "" : `.${rest}`}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}
