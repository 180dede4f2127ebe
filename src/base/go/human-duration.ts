// go-units' HumanDuration: "About a minute", "3 weeks". The daemon's Status and the client's CREATED use it;
// the " ago" behind it is theirs. Durations as Go writes them, "1m30s", are in duration.ts.

import { type Duration, HOUR, MINUTE, SECOND } from "../time.ts";

const many = (n: number, what: string): string => `${n} ${what}`;

/** Rounded down but for hours, which are rounded to the nearest. */
export function humanDuration(duration: Duration): string {
  const seconds = Math.trunc(duration / SECOND);
  if (seconds < 1) return "Less than a second";
  if (seconds === 1) return "1 second";
  if (seconds < 60) return many(seconds, "seconds");
  const minutes = Math.trunc(duration / MINUTE);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return many(minutes, "minutes");
  const hours = Math.trunc(duration / HOUR + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return many(hours, "hours");
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 7 * 2) return many(days, "days");
  if (hours < 24 * 30 * 2) return many(Math.trunc(days / 7), "weeks");
  if (hours < 24 * 365 * 2) return many(Math.trunc(days / 30), "months");
  return many(Math.trunc(Math.trunc(Math.trunc(duration / HOUR) / 24) / 365), "years");
}
