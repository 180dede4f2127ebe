// Go's own readings of numbers and durations, brought together for this folder, and the units of go-units.

import { fail, ok, type Result } from "../../base/result.ts";
import { parseDuration as parseGoDuration } from "../../base/go/duration.ts";
import { parseFloat64 } from "../../base/go/floats.ts";
import { atoi, type GoInt, parseInteger, parseUint as parseGoUint } from "../../base/go/integers.ts";
import { quote } from "../../base/go/quote.ts";

export { parseBool } from "../../base/go/integers.ts";
export { quote };

const asNumber = (read: Result<GoInt, string>): Result<number, string> => (read.ok ? ok(Number(read.value)) : read);

/** strconv.Atoi */
export const parseDecimal = (text: string): Result<number, string> => asNumber(atoi(text));
/** strconv.ParseInt; base 0 reads 0x10, 010, 1_0 */
export const parseInt = (text: string, base: number, bits = 64): Result<number, string> => asNumber(parseInteger(text, base, bits));
export const parseUint = (text: string, base: number, bits = 64): Result<number, string> => asNumber(parseGoUint(text, base, bits));
/** nanoseconds */
export const parseDuration = (text: string): Result<number, string> => asNumber(parseGoDuration(text));

/** The reason alone of a strconv error: "invalid syntax". */
export const reasonOf = (error: string): string => error.slice(error.lastIndexOf(": ") + 2);

export function ramInBytes(text: string): Result<number, string> {
  const sep = Math.max(...[..."0123456789. "].map((c) => text.lastIndexOf(c)));
  if (sep === -1) return fail(`invalid size: '${text}'`);
  const num = text[sep] === " " ? text.slice(0, sep) : text.slice(0, sep + 1);
  const sfx = text.slice(sep + 1);
  const size = parseFloat64(num);
  if (!size.ok) return size;
  if (size.value < 0) return fail(`invalid size: '${text}'`);
  if (sfx === "") return ok(Math.trunc(size.value));
  if (sfx.length > 3) return fail(`invalid suffix: '${sfx}'`);
  const low = sfx.toLowerCase();
  if (low === "b") return ok(Math.trunc(size.value));
  const power = "kmgtp".indexOf(low[0] as string);
  if (power < 0 || (low.length === 2 && low[1] !== "b") || (low.length === 3 && low.slice(1) !== "ib")) return fail(`invalid suffix: '${sfx}'`);
  return ok(Math.trunc(size.value * 1024 ** (power + 1)));
}
const LIMITS = new Set("core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(" "));
export interface Ulimit { readonly Name: string; readonly Hard: number; readonly Soft: number }
export function parseUlimit(text: string): Result<Ulimit, string> {
  const at = text.indexOf("=");
  if (at < 0) return fail(`invalid ulimit argument: ${text}`);
  const name = text.slice(0, at);
  if (!LIMITS.has(name)) return fail(`invalid ulimit type: ${name}`);
  const parts = text.slice(at + 1).split(":");
  if (parts.length > 2) return fail(`too many limit value arguments - ${text.slice(at + 1)}, can only have up to two, \`soft[:hard]\``);
  const hard = parts[1] === undefined ? undefined : parseInt(parts[1], 10);
  if (hard && !hard.ok) return hard;
  const soft = parseInt(parts[0] as string, 10);
  if (!soft.ok) return soft;
  const h = hard?.value ?? soft.value;
  if (h !== -1) {
    if (soft.value === -1) return fail(`ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), hard: ${h}`);
    if (soft.value > h) return fail(`ulimit soft limit must be less than or equal to hard limit: ${soft.value} > ${h}`);
  }
  return ok({ Name: name, Hard: h, Soft: soft.value });
}

/** Go's float32 */
export function parseFloat32(text: string): Result<number, string> {
  const value = parseFloat64(text);
  if (!value.ok || !Number.isFinite(value.value)) return value;
  const rounded = Math.fround(value.value);
  return Number.isFinite(rounded) ? ok(rounded) : fail(`strconv.ParseFloat: parsing ${quote(text)}: value out of range`);
}
