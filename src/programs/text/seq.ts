// seq: numbers from one to another. Numbers that are decimal are counted exactly, as integers of their last
// decimal place, so that no step is lost to rounding; GNU's -f formats each with a conversion for floats.

import { command, type Io } from "../libc/command.ts";
import { readFloat, type Float } from "../libc/float-text.ts";
import { formatFloat, parseFormat, specOf, type Conversion, type Piece } from "../libc/printf.ts";
import { quoted } from "../libc/quote.ts";
import type { Task } from "../../kernel/sys.ts";
import { work } from "./inputs.ts";

export const seq = command(
  {
    name: "seq",
    gnu: "+ f:/format: s:/separator: w/equal-width",
    busybox: "+ s: w",
    usage: "[OPTION]... LAST",
    prepare: negativesAreNumbers,
  },
  function* (io) {
    const numbers = yield* numbersOf(io);
    const format = numbers && (yield* formatOf(io));
    if (numbers === undefined || format === undefined) return 1;
    const count = io.operands.length;
    const one = exact("1") as Exact;
    const first = count > 1 ? (numbers[0] as Exact) : one;
    const step = count > 2 ? (numbers[1] as Exact) : one;
    const last = numbers[count - 1] as Exact;
    if (step.units === 0n && io.family === "gnu")
      return yield* io.misuse(`invalid Zero increment value: ${quoted(io, io.operands[1] as string)}`);
    yield* count3(io, first, step, last, format);
    return 0;
  },
);

/** The first word that is a negative number ends the options. */
function negativesAreNumbers(args: readonly string[]): readonly string[] {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (/^-[.\d]/.test(arg)) return [...args.slice(0, i), "--", ...args.slice(i)];
    if (!arg.startsWith("-") || arg === "--") return args;
    if (/^-[fs]$/.test(arg) || arg === "--format" || arg === "--separator") i++;
  }
  return args;
}

/** units / 10 ** places, or infinite. */
interface Exact {
  readonly units: bigint;
  readonly places: number;
  readonly infinite: number;
  /** characters as written, for -w */
  readonly width: number;
}

const DECIMAL = /^\s*([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/;

/** undefined if it is no number; NaN counts as none. */
function exact(text: string): Exact | undefined {
  const match = DECIMAL.exec(text);
  if (match === null || ((match[2] ?? "") === "" && (match[3] ?? "") === "")) return exactOther(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const shift = Math.max(-4000, Math.min(4000, Number(exponent)));
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  const places = fraction.length - shift;
  const width =
    text.trim().length - (sign === "+" ? 1 : 0) + (whole === "" ? 1 : 0) - (text.endsWith(".") ? 1 : 0);
  if (places >= 0) return { units: digits, places, infinite: 0, width: match[4] === undefined ? width : 0 };
  return { units: digits * 10n ** BigInt(-places), places: 0, infinite: 0, width: 0 };
}

/** Hexadecimal and infinite numbers. */
function exactOther(text: string): Exact | undefined {
  const { value, used } = readFloat(text, 64);
  if (used === 0 || used < text.length || value.kind === "nan") return undefined;
  const sign = value.negative ? -1 : 1;
  if (value.kind === "infinite") return { units: 0n, places: 0, infinite: sign, width: 0 };
  const { mantissa, exponent } = value;
  const places = Math.max(0, -exponent);
  const units =
    (exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(places)) * BigInt(sign);
  let shown = places;
  let kept = units;
  for (; shown > 0 && kept % 10n === 0n; shown--) kept /= 10n;
  return { units: kept, places: shown, infinite: 0, width: 0 };
}

function* numbersOf(io: Io): Task<readonly Exact[] | undefined> {
  const { operands } = io;
  if (operands.length === 0) yield* io.misuse("missing operand");
  else if (operands.length > 3) yield* io.misuse(`extra operand ${quoted(io, operands[3] as string)}`);
  else {
    const numbers: Exact[] = [];
    for (const text of operands) {
      const number = exact(text);
      if (number !== undefined) {
        numbers.push(number);
        continue;
      }
      const isNan = /^[-+]?nan$/i.test(text);
      yield* io.misuse(isNan ? `invalid 'not-a-number' argument: ${quoted(io, text)}` : `invalid floating point argument: ${quoted(io, text)}`); // prettier-ignore
      return undefined;
    }
    return numbers;
  }
  return undefined;
}

type Shape = { readonly pieces: readonly Piece[] } | { readonly pieces: undefined };

function* formatOf(io: Io): Task<Shape | undefined> {
  const format = io.value("f");
  if (format === undefined) return { pieces: undefined };
  const pieces = parseFormat(format);
  const conversions = pieces.filter(
    (piece): piece is Conversion => piece.kind === "conversion" && piece.letter !== "%",
  );
  const fault = formatFault(io, format, conversions);
  if (fault === undefined && !io.has("w")) return { pieces };
  if (fault !== undefined) yield* io.complain(fault);
  else yield* io.misuse("format string may not be specified when printing equal width strings");
  return undefined;
}

function formatFault(io: Io, format: string, conversions: readonly Conversion[]): string | undefined {
  const [first, second] = conversions;
  const name = quoted(io, format);
  if (first === undefined) return `format ${name} has no % directive`;
  if (first.letter === "") return `format ${name} ends in %`;
  if (!"aAeEfFgG".includes(first.letter)) return `format ${name} has unknown %${first.letter} directive`;
  return second === undefined ? undefined : `format ${name} has too many % directives`;
}

const floatOfUnits = (units: bigint, places: number): Float => {
  const text = `${units}e-${places}`;
  return readFloat(text, 64).value;
};

function shown(units: bigint, places: number): string {
  if (places === 0) return units.toString();
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const scaleTo = ({ units, places }: Exact, to: number): bigint => units * 10n ** BigInt(to - places);

function padZeros(text: string, width: number): string {
  const sign = text.startsWith("-") ? "-" : "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function* count3(io: Io, first: Exact, step: Exact, last: Exact, { pieces }: Shape): Task<void> {
  const places = Math.max(first.places, step.places);
  const precise = Math.max(places, last.places);
  const from = scaleTo(first, precise);
  const by = scaleTo(step, precise);
  const to = scaleTo(last, precise);
  const up = step.units >= 0n;
  if (first.infinite !== 0 || (last.infinite !== 0 && last.infinite > 0 !== up)) return;
  const endless = last.infinite !== 0;
  if (!endless && (up ? from > to : from < to)) return;
  const drop = 10n ** BigInt(precise - places);
  const width = io.has("w") ? widthOf(first, last, places, from / drop, to / drop) : 0;
  const text = (units: bigint): string =>
    pieces === undefined ? padZeros(shown(units / drop, places), width) : formatted(pieces, units, precise);
  const separator = io.value("s") ?? "\n";
  const fast = pieces === undefined && precise === 0 && width === 0 && !endless && isSmall(from, by, to);
  yield* fast ? countSmall(io, Number(from), Number(by), Number(to), separator) : countExact(io, from, by, endless ? undefined : to, separator, text); // prettier-ignore
  yield* io.print("\n");
}

const isSmall = (...numbers: bigint[]): boolean => numbers.every((n) => n < 2n ** 50n && n > -(2n ** 50n));

function widthOf(first: Exact, last: Exact, places: number, from: bigint, to: bigint): number {
  const given = ({ width, places: own }: Exact): number =>
    width === 0 ? 0 : width + places - own + (own === 0 && places > 0 ? 1 : 0);
  return Math.max(given(first), given(last), shown(from, places).length, shown(to, places).length);
}

const formatted = (pieces: readonly Piece[], units: bigint, places: number): string =>
  pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (piece.letter === "%") return "%";
      return formatFloat(specOf(piece, undefined, undefined), floatOfUnits(units, places), 64);
    })
    .join("");

function* countSmall(io: Io, from: number, by: number, to: number, separator: string): Task<void> {
  for (let n = from, i = 0; by > 0 ? n <= to : by < 0 ? n >= to : true; n += by, i++) {
    io.out.put(i === 0 ? String(n) : separator + n);
    if (i % 512 === 511) if (!(yield* breathe(io))) return;
  }
}

function* countExact(
  io: Io,
  from: bigint,
  by: bigint,
  to: bigint | undefined,
  separator: string,
  text: (units: bigint) => string,
): Task<void> {
  // prettier-ignore
  for (let n = from, i = 0; to === undefined || (by >= 0n ? n <= to : n >= to); n += by, i++) {
    io.out.put((i === 0 ? "" : separator) + text(n));
    if (i % 512 === 511) if (!(yield* breathe(io))) return;
  }
}

/** False if nobody takes the output. */
function* breathe(io: Io): Task<boolean> {
  yield* work(io, 512);
  if (io.out.full) yield* io.out.flush();
  return io.out.error === undefined;
}
