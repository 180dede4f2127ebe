// Go's readings of numbers, durations and sizes as flags need them: plain numbers. What is beyond 2^53, which only
// nonsense is, loses its last digits.

import { parseDuration as parseGoDuration } from "../../base/go/duration.ts";
import { parseFloat64 } from "../../base/go/floats.ts";
import { parseBinarySize } from "../../base/go/human-size.ts";
import {
  atoi,
  type GoInt,
  numberError,
  parseInteger,
  parseUint as parseGoUint,
  RANGE,
} from "../../base/go/integers.ts";
import { parseUlimit as parseGoUlimit } from "../../base/go/ulimit.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Ulimit } from "./create-request.ts";

const asNumber = (read: Result<GoInt, string>): Result<number, string> =>
  read.ok ? ok(Number(read.value)) : read;

/** strconv.Atoi */
export const parseDecimal = (text: string): Result<number, string> => asNumber(atoi(text));
/** strconv.ParseInt; base 0 reads 0x10, 010, 1_0 */
export const parseInt = (text: string, base: number, bits = 64): Result<number, string> =>
  asNumber(parseInteger(text, base, bits));
export const parseUint = (text: string, base: number, bits = 64): Result<number, string> =>
  asNumber(parseGoUint(text, base, bits));
/** nanoseconds */
export const parseDuration = (text: string): Result<number, string> => asNumber(parseGoDuration(text));
/** bytes: `8m`, `8MiB`, `1.5g` */
export const parseBytes = (text: string): Result<number, string> => asNumber(parseBinarySize(text));

/** A float of 32 bits. */
export function parseFloat32(text: string): Result<number, string> {
  const value = parseFloat64(text);
  if (!value.ok || !Number.isFinite(value.value)) return value;
  const rounded = Math.fround(value.value);
  return Number.isFinite(rounded) ? ok(rounded) : fail(numberError("ParseFloat", text, RANGE));
}

/** The reason alone of such an error: "invalid syntax". */
export const reasonOf = (error: string): string => error.slice(error.lastIndexOf(": ") + 2);

/** `nofile=100:200` */
export function parseUlimit(text: string): Result<Ulimit, string> {
  const limit = parseGoUlimit(text);
  if (!limit.ok) return limit;
  const { name, soft, hard } = limit.value;
  return ok({ Name: name, Hard: Number(hard), Soft: Number(soft) });
}
