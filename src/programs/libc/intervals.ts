// Spans of time as sleep, timeout and their kin read them: `1.5`, `2m`, `0.1s`, `1d`, and in GNU's programs
// `infinity`. Microseconds come out.

import { DAY, HOUR, MINUTE, SECOND, type Duration } from "../../base/time.ts";

const UNITS = new Map([
  ["", SECOND],
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
  ["d", DAY],
]);

const NUMBER = /^\s*\+?(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)([smhd]?)$/i;

/** undefined if it is none. */
export function parseInterval(text: string): Duration | undefined {
  if (/^\+?inf(?:inity)?[smhd]?$/i.test(text)) return Infinity;
  const match = NUMBER.exec(text);
  const unit = UNITS.get(match?.[2] ?? "?");
  return match === null || unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}
