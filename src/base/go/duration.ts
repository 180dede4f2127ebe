// time.Duration: ParseDuration and String. A duration is nanoseconds here (the API carries them in
// integers), unlike base/time's Duration, which is microseconds; `toMicroseconds` goes between.

import { fail, ok, type Result } from "../result.ts";
import type { Duration } from "../time.ts";
import { bytesOf } from "./go-string.ts";
import { type GoInt, toGoInt } from "./integers.ts";

/** nanoseconds */
export type GoDuration = GoInt;

const UNITS = new Map<string, bigint>([
  ["ns", 1n],
  ["us", 1000n],
  ["\u00b5s", 1000n],
  ["\u03bcs", 1000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);

const LIMIT = 1n << 63n;

/** The time package has its own quoting: what is no printable ASCII shows as bytes. */
function quoteBytes(text: string): string {
  const shown = Array.from(bytesOf(text), (byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    const plain = byte >= 0x20 && byte < 0x7f;
    return plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return `"${shown.join("")}"`;
}

/** The fraction of a unit; Go computes it in floats and cuts it off. */
function fractionOf(digits: string, unit: bigint): bigint {
  if (digits === "") return 0n;
  const kept = digits.slice(0, 18);
  return BigInt(Math.trunc(Number(kept) * (Number(unit) / 10 ** kept.length)));
}

function parseMagnitude(text: string, original: string): Result<bigint, string> {
  const invalid = fail(`time: invalid duration ${quoteBytes(original)}`);
  let total = 0n;
  for (let rest = text; rest !== "";) {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest) as RegExpExecArray;
    const [seen, whole = "", fraction = ""] = number;
    if (whole + fraction === "") return invalid;
    rest = rest.slice(seen.length);
    const name = (/^[^.\d]*/.exec(rest) as RegExpExecArray)[0];
    const unit = UNITS.get(name);
    if (name === "") return fail(`time: missing unit in duration ${quoteBytes(original)}`);
    if (unit === undefined)
      return fail(`time: unknown unit ${quoteBytes(name)} in duration ${quoteBytes(original)}`);
    total += BigInt(whole || "0") * unit + fractionOf(fraction, unit);
    if (total > LIMIT) return invalid;
    rest = rest.slice(name.length);
  }
  return ok(total);
}

/** time.ParseDuration */
export function parseDuration(text: string): Result<GoDuration, string> {
  const negative = text[0] === "-";
  const rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === "0") return ok(0);
  if (rest === "") return fail(`time: invalid duration ${quoteBytes(text)}`);
  const size = parseMagnitude(rest, text);
  if (!size.ok) return size;
  if (size.value === LIMIT && !negative) return fail(`time: invalid duration ${quoteBytes(text)}`);
  return ok(toGoInt(negative ? -size.value : size.value));
}

function withFraction(value: bigint, unit: bigint): string {
  const fraction = (value % unit)
    .toString()
    .padStart(unit.toString().length - 1, "0")
    .replace(/0+$/, "");
  return `${value / unit}${fraction === "" ? "" : `.${fraction}`}`;
}

function unsigned(value: bigint): string {
  if (value < 1000n) return `${value}ns`;
  if (value < 1_000_000n) return `${withFraction(value, 1000n)}\u00b5s`;
  if (value < 1_000_000_000n) return `${withFraction(value, 1_000_000n)}ms`;
  const minutes = value / 60_000_000_000n;
  const seconds = `${withFraction(value % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** Duration.String(): "1h2m3.5s", "1.5ms", "0s" */
export function formatDuration(duration: GoDuration): string {
  const value = BigInt(duration);
  if (value === 0n) return "0s";
  return value < 0n ? `-${unsigned(-value)}` : unsigned(value);
}

/** The parts of a microsecond are cut off. */
export const toMicroseconds = (duration: GoDuration): Duration => Number(BigInt(duration) / 1000n);
export const fromMicroseconds = (duration: Duration): GoDuration =>
  toGoInt(BigInt(Math.trunc(duration)) * 1000n);
