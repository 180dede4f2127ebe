// Numbers that tools are given: how many lines or bytes, a width, a column. GNU's tools take multipliers and
// saturate, busybox's take `b`, `k` and `m` and refuse what is too big; each says so in its own words.

import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { parseSize } from "../libc/sizes.ts";

const BUSYBOX_FACTORS = new Map([
  ["", 1],
  ["b", 512],
  ["k", 1024],
  ["m", 1_048_576],
]);

/** The largest number that busybox reads. */
const BUSYBOX_MOST = 2 ** 63;

/** A count with a multiplier; undefined if it is none. GNU's saturate at what a double holds exactly. */
export function parseCount(io: Io, text: string): number | undefined {
  if (io.family === "gnu") {
    const size = parseSize(text);
    return size === undefined ? undefined : Math.min(size, Number.MAX_SAFE_INTEGER);
  }
  const match = /^(\d+)([a-z]?)$/.exec(text);
  const factor = match === null ? undefined : BUSYBOX_FACTORS.get(match[2] as string);
  if (match === null || factor === undefined) return undefined;
  const count = Number(match[1]) * factor;
  return count < BUSYBOX_MOST ? count : undefined;
}

/** `x: invalid number of lines: 'y'`, or busybox's `invalid number 'y'`; answers the status. */
export function invalidCount(io: Io, text: string, what: string): Task<number> {
  if (io.family === "busybox") return io.complain(`invalid number '${text}'`);
  return io.complain(`invalid ${what}: ${quoted(io, text)}`);
}

/** A whole number without multiplier, perhaps negative. */
export function parseInteger(text: string): number | undefined {
  return /^[ \t]*[-+]?\d+$/.test(text) ? Number(text) : undefined;
}
