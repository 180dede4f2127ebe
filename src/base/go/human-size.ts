// go-units' sizes: texts for people (HumanSize, BytesSize, CustomSize) and back (FromHumanSize, RAMInBytes).
// Flags such as --memory add their own words around the errors; those are not here.

import { fail, ok, type Result } from "../result.ts";
import { formatFloat, parseFloat64 } from "./floats.ts";
import { sprintf } from "./fmt.ts";
import { byteLength } from "./go-string.ts";
import { type GoInt, toGoInt } from "./integers.ts";
import { float64, string } from "./types.ts";
import { GoValue } from "./value.ts";

const DECIMAL = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

function scaled(size: number, base: number, units: readonly string[]): { value: number; unit: string } {
  let value = size;
  let i = 0;
  for (; value >= base && i < units.length - 1; i++) value /= base;
  return { value, unit: units[i] as string };
}

/** CustomSize: `format` is fmt's, for a number and a unit, such as "%.4g%s". */
export function customSize(format: string, size: number, base: number, units: readonly string[]): string {
  const { value, unit } = scaled(size, base, units);
  return sprintf(format, [new GoValue(float64, value), new GoValue(string, unit)]);
}

/** HumanSizeWithPrecision: "2.07MB" with 3 digits; beyond them Go writes "1e+03kB". HumanSize has 4. */
export function humanSize(size: number, precision = 4): string {
  const { value, unit } = scaled(size, 1000, DECIMAL);
  return formatFloat(value, "g", precision) + unit;
}

/** BytesSize: "1.5MiB" */
export function bytesSize(size: number): string {
  const { value, unit } = scaled(size, 1024, BINARY);
  return formatFloat(value, "g", 4) + unit;
}

const POWERS = "kmgtp";
const MAX_INT64 = 2 ** 63;

/** int64(float); what does not fit becomes the smallest integer, as on amd64. */
const toInt64 = (value: number): GoInt =>
  toGoInt(value < MAX_INT64 ? BigInt(Math.trunc(value)) : -(1n << 63n));

/** What a suffix multiplies by; undefined for a bad one. */
function multiplier(suffix: string, base: number): number | undefined {
  if (suffix === "" || suffix === "b") return 1;
  const power = POWERS.indexOf(suffix[0] as string) + 1;
  return power > 0 && ["", "b", "ib"].includes(suffix.slice(1)) ? base ** power : undefined;
}

function parseSize(text: string, base: number): Result<GoInt, string> {
  const cut = Math.max(..."0123456789. ".split("").map((c) => text.lastIndexOf(c)));
  if (cut < 0) return fail(`invalid size: '${text}'`);
  const number = parseFloat64(text.slice(0, text[cut] === " " ? cut : cut + 1));
  if (!number.ok) return number;
  if (number.value < 0) return fail(`invalid size: '${text}'`);
  const written = text.slice(cut + 1);
  const suffix = byteLength(written) > 3 ? written : written.toLowerCase();
  const factor = multiplier(suffix, base);
  return factor === undefined ? fail(`invalid suffix: '${suffix}'`) : ok(toInt64(number.value * factor));
}

/** FromHumanSize: "44kB" is 44,000. */
export const parseDecimalSize = (text: string): Result<GoInt, string> => parseSize(text, 1000);
/** RAMInBytes: "8m", "8mb" and "8MiB" are 8,388,608. */
export const parseBinarySize = (text: string): Result<GoInt, string> => parseSize(text, 1024);
