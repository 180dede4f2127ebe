// --since and --until: a duration back from now, a time, or a Unix timestamp (moby api/types/time GetTimestamp). Times
// without a zone are UTC's, which is the zone of every host here.

import { fail, ok, type Result } from "../result.ts";
import { type Instant, SECOND } from "../time.ts";
import { parseDuration } from "./duration.ts";
import { parseTime } from "./go-time.ts";
import { quote } from "./quote.ts";

const NANOSECONDS = 1_000_000_000;
const TIMESTAMP = /^[+-]?\d+(\.[+-]?\d+)?$/;

/** Seconds as the API takes them: `1136073600` or `1136073600.000000001`. */
export function parseTimeBound(value: string, now: Instant): Result<string, string> {
  const back = parseDuration(value);
  if (back.ok && value !== "0") return ok(`${Math.floor((now - Number(back.value) / 1000) / SECOND)}`);
  const time = parseTime(layoutOf(value), value);
  if (time.ok) {
    const { seconds, nanoseconds } = time.value;
    return ok(`${seconds}.${String(nanoseconds).padStart(9, "0")}`);
  }
  if (value.includes("-")) return time;
  return TIMESTAMP.test(value)
    ? ok(value)
    : fail(`failed to parse value as time or duration: ${quote(value)}`);
}

/** Seconds since 1970 of what parseTimeBound gave. */
export function secondsOfBound(bound: string): number {
  const [seconds = "0", fraction = "0"] = bound.split(".");
  return Number(seconds) + Number(fraction.padEnd(9, "0").slice(0, 9)) / NANOSECONDS;
}

/** The layout that the value looks like, by the marks in it. */
function layoutOf(value: string): string {
  const hasZone = /[zZ+]/.test(value) || value.split("-").length === 4;
  const zone = hasZone ? "Z07:00" : "";
  if (value.includes(".")) return `2006-01-02T15:04:05.999999999${zone}`;
  if (!value.includes("T")) return `2006-01-02${zone}`;
  let colons = value.split(":").length - 1;
  if (hasZone && !/[zZ]/.test(value) && colons > 0) colons--;
  return `2006-01-02T15${[":04:05", "", ":04"][colons === 0 ? 1 : colons === 1 ? 2 : 0]}${zone}`;
}
