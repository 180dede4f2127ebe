// Virtual time: integers of microseconds. An Instant counts from 1970-01-01T00:00:00Z, a Duration is a
// difference. The world starts at an epoch that is given; nothing below the edges reads a clock.
// Civil dates are computed here, as Date would bring the host's time zone and locale with it.

export type Instant = number;
export type Duration = number;

export const MILLISECOND: Duration = 1000;
export const SECOND: Duration = 1_000_000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;
export const DAY: Duration = 24 * HOUR;

export interface Civil {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** 0 is Sunday */
  readonly weekday: number;
  /** 1 to 366 */
  readonly yearday: number;
}

/** Proleptic Gregorian calendar; the algorithm counts in eras of 400 years that begin on 1 March. */
export function civilOf(instant: Instant): Civil {
  const days = Math.floor(instant / DAY);
  const rest = instant - days * DAY;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / HOUR),
    minute: Math.floor(rest / MINUTE) % 60,
    second: Math.floor(rest / SECOND) % 60,
    microsecond: rest % SECOND,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday: days - daysFromCivil(year, 1, 1) + 1,
  };
}

/** Days since 1970-01-01. Months beyond 1 to 12 carry into the year. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const m = ((((month - 1) % 12) + 12) % 12) + 1;
  const y = m <= 2 ? carried - 1 : carried;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

export function instantOf(c: {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  microsecond?: number;
}): Instant {
  const days = daysFromCivil(c.year, c.month, c.day);
  return (
    days * DAY +
    (c.hour ?? 0) * HOUR +
    (c.minute ?? 0) * MINUTE +
    (c.second ?? 0) * SECOND +
    (c.microsecond ?? 0)
  );
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
export const padTo = (n: number, width: number): string => String(n).padStart(width, "0");

/** Go's time.RFC3339Nano in UTC: the fraction without trailing zeros, and none if it is zero. */
export function rfc3339(instant: Instant): string {
  const c = civilOf(instant);
  const fraction = c.microsecond === 0 ? "" : `.${padTo(c.microsecond, 6).replace(/0+$/, "")}`;
  return `${padTo(c.year, 4)}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}:${two(c.second)}${fraction}Z`;
}

/** The zero of Go's time.Time, which the API prints where something has not happened. */
export const ZERO_TIME = "0001-01-01T00:00:00Z";

/** An instant, or ZERO_TIME for what has not happened. */
export const rfc3339OrZero = (instant: Instant | undefined): string =>
  instant === undefined ? ZERO_TIME : rfc3339(instant);

/** Accepts what rfc3339 prints and offsets such as +08:00; undefined if it is no such time. */
export function parseRfc3339(text: string): Instant | undefined {
  const m = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|z|[+-]\d\d:\d\d)$/.exec(
    text,
  );
  if (!m) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = m;
  const at = instantOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    microsecond: Number(fraction.padEnd(6, "0").slice(0, 6)),
  });
  if (zone === "Z" || zone === "z") return at;
  const offset = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * MINUTE;
  return zone[0] === "+" ? at - offset : at + offset;
}
