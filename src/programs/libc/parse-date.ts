// Dates as people write them for `touch -d` and `date -d`: GNU's parse_datetime in the forms that are typed
// (ISO dates and times, `1 Jan 2001 3pm`, `@12345`, `yesterday`, `2 days ago`, `next monday`), and busybox's
// few fixed forms. Relies on fixed zones (strftime.ts). Not here: TZ="…" in the text, military letters.

import { civilOf, daysFromCivil, instantOf, SECOND, type Civil, type Instant } from "../../base/time.ts";
import { civilIn, monthName, dayName, type Zone } from "./strftime.ts";

type Fields = { -readonly [K in keyof Civil]: Civil[K] };

interface Relative {
  years: number;
  months: number;
  days: number;
  seconds: number;
}

interface Found {
  year: number | undefined;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** seconds east of UTC */
  offset: number | undefined;
  weekday: { readonly day: number; readonly ordinal: number } | undefined;
  readonly relative: Relative;
  dates: number;
  times: number;
  relatives: number;
}

const ZONES = new Map(
  Object.entries({
    z: 0, utc: 0, gmt: 0, ut: 0, wet: 0, bst: 1, cet: 1, met: 1, cest: 2, eet: 2, msk: 3, ist: 5.5, jst: 9, nzst: 12,
    est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, akst: -9, hst: -10,
  }), // prettier-ignore
);

const ORDINALS = new Map(
  ["this", "first", "", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
    .map((word, n) => [word, n] as const), // prettier-ignore
);
ORDINALS.set("today", 0).set("next", 1).set("last", -1).delete("");

const UNITS = new Map<string, (r: Relative, n: number) => void>([
  ["year", (r, n) => (r.years += n)],
  ["month", (r, n) => (r.months += n)],
  ["fortnight", (r, n) => (r.days += 14 * n)],
  ["week", (r, n) => (r.days += 7 * n)],
  ["day", (r, n) => (r.days += n)],
  ["hour", (r, n) => (r.seconds += 3600 * n)],
  ["minute", (r, n) => (r.seconds += 60 * n)],
  ["min", (r, n) => (r.seconds += 60 * n)],
  ["second", (r, n) => (r.seconds += n)],
  ["sec", (r, n) => (r.seconds += n)],
]);

const unitOf = (word: string): ((r: Relative, n: number) => void) | undefined =>
  UNITS.get(word) ?? UNITS.get(word.replace(/s$/, ""));

const named = (
  word: string,
  name: (n: number) => string,
  first: number,
  last: number,
): number | undefined => {
  if (word.length < 3) return undefined;
  for (let n = first; n <= last; n++) {
    const full = name(n).toLowerCase();
    if (word === full || word === full.slice(0, 3) || (word === "sept" && n === 9 && last === 12)) return n;
  }
  return undefined;
};

const monthOf = (word: string): number | undefined => named(word, monthName, 1, 12);
const weekdayOf = (word: string): number | undefined =>
  named(word, dayName, 0, 6) ??
  (word === "tues" ? 2 : word === "wednes" ? 3 : word.startsWith("thur") && word.length < 6 ? 4 : undefined);

/** Two digits are of this century or the last (POSIX). */
const fullYear = (digits: string): number => {
  const year = Number(digits);
  return digits.length > 2 ? year : year < 69 ? 2000 + year : 1900 + year;
};

const hourOf = (hour: number, half: string | undefined): number =>
  half === undefined ? hour : (hour % 12) + (half[0] === "p" ? 12 : 0);

/** One form of the grammar at the place where it stands; `take` answers false if what it says cannot be. */
interface Form {
  readonly pattern: RegExp;
  take(found: Found, match: RegExpExecArray): boolean | void;
}

function setDate(found: Found, year: number | undefined, month: number, day: number): void {
  Object.assign(found, { year, month, day });
  found.dates++;
}

function setTime(found: Found, hour: string, minute: string, second: string, half?: string): boolean {
  found.hour = hourOf(Number(hour), half);
  found.minute = Number(minute);
  found.second = Number(second.replace(",", "."));
  found.times++;
  return half === undefined ? found.hour < 25 : Number(hour) >= 1 && Number(hour) <= 12;
}

const offsetOf = (sign: string, hours: string, minutes: string): number =>
  (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes || "0") * 60);

const FORMS: readonly Form[] = [
  {
    pattern: /^(\d{4,})-(\d{1,2})-(\d{1,2})(?=$|[^\d-])/,
    take: (f, [, y, m, d]) => setDate(f, Number(y), Number(m), Number(d)),
  },
  {
    pattern: /^(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?(?=$|[^\d/])/,
    take: (f, [, m, d, y]) => setDate(f, y === undefined ? undefined : fullYear(y), Number(m), Number(d)),
  },
  {
    pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?=$|[^\d/])/,
    take: (f, [, y, m, d]) => setDate(f, Number(y), Number(m), Number(d)),
  },
  {
    pattern:
      /^t?(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?: *(am|pm|a\.m\.|p\.m\.))?(?: *([-+])(\d{1,2}):?(\d{2})?(?= |$))?/,
    take(f, [, hour = "", minute = "", second = "0", half, sign, zoneHours = "", zoneMinutes = ""]) {
      if (sign !== undefined) f.offset = offsetOf(sign, zoneHours, zoneMinutes);
      return setTime(f, hour, minute, second, half);
    },
  },
  {
    pattern: /^(\d{1,2}) *(am|pm|a\.m\.|p\.m\.)/,
    take: (f, [, hour = "", half]) => setTime(f, hour, "0", "0", half),
  },
  {
    pattern: /^(\d{1,2})[ -]*([a-z]{3,})\.?(?:[ ,-]*(\d{4}|(?<=-)\d{2})(?=$|[^\d:]))?/,
    take(f, [, day, word = "", year]) {
      const month = monthOf(word);
      if (month === undefined) return false;
      return setDate(f, year === undefined ? undefined : fullYear(year), month, Number(day));
    },
  },
  {
    pattern: /^([a-z]{3,})\.?[ -]*(\d{1,2})(?=$|[^\d:])(?:[ ,]+(\d{4})(?=$|[^\d:]))?/,
    take(f, [, word = "", day, year]) {
      const month = monthOf(word);
      if (month === undefined) return false;
      return setDate(f, year === undefined ? undefined : Number(year), month, Number(day));
    },
  },
  {
    pattern: /^([-+]?) *(\d+) *([a-z]+)/,
    take: (f, [, sign, n, word = ""]) => relative(f, word, Number(`${sign}${n}`)),
  },
  { pattern: /^([a-z]+) +([a-z]+)/, take: takeOrdinal },
  { pattern: /^([a-z]+)\.?,?/, take: (f, [, word = ""]) => takeWord(f, word) },
  { pattern: /^\d+(?=$|[^\d:])/, take: (f, [digits]) => takeNumber(f, digits) },
];

function relative(found: Found, word: string, n: number): boolean {
  const unit = unitOf(word);
  if (unit === undefined) return false;
  unit(found.relative, n);
  found.relatives++;
  return true;
}

function takeOrdinal(found: Found, [, first = "", second = ""]: RegExpExecArray): boolean {
  const ordinal = ORDINALS.get(first);
  if (ordinal === undefined) return false;
  const weekday = weekdayOf(second);
  if (weekday === undefined) return relative(found, second, ordinal);
  found.weekday = { day: weekday, ordinal };
  return true;
}

function takeWord(found: Found, word: string): boolean {
  const weekday = weekdayOf(word);
  const zone = ZONES.get(word);
  if (word === "now" || word === "today") found.relatives++;
  else if (word === "tomorrow" || word === "yesterday")
    return relative(found, "day", word === "tomorrow" ? 1 : -1);
  else if (word === "midnight") return setTime(found, "0", "0", "0");
  else if (word === "noon") return setTime(found, "12", "0", "0");
  else if (word === "ago") negate(found.relative);
  else if (weekday !== undefined) found.weekday = { day: weekday, ordinal: 0 };
  else if (zone !== undefined) found.offset = zone * 3600;
  else return relative(found, word, 1);
  return true;
}

function negate(r: Relative): void {
  Object.assign(r, { years: 0 - r.years, months: 0 - r.months, days: 0 - r.days, seconds: 0 - r.seconds });
}

/** Digits alone: a year after a day and a month, else a date, else an hour with or without minutes. */
function takeNumber(found: Found, digits: string): boolean {
  if (found.dates > 0 && found.year === undefined && (found.times > 0 || digits.length > 2)) {
    found.year = fullYear(digits);
    return true;
  }
  if (digits.length > 4) {
    const year = digits.slice(0, -4);
    setDate(found, fullYear(year), Number(digits.slice(-4, -2)), Number(digits.slice(-2)));
    return true;
  }
  const minutes = digits.length > 2 ? digits.slice(-2) : "0";
  const hour = digits.length > 2 ? digits.slice(0, -2) : digits;
  return setTime(found, hour, minutes, "0") && found.hour < 24 && found.minute < 60;
}

/** GNU's forms; undefined if the text is no date. */
export function parseDate(text: string, now: Instant, zone: Zone): Instant | undefined {
  const epoch = /^\s*@(-?\d+)(?:[.,](\d+))?\s*$/.exec(text);
  if (epoch !== null) {
    const micros = Number((epoch[2] ?? "").padEnd(6, "0").slice(0, 6));
    return Number(epoch[1]) * SECOND + micros;
  }
  const found: Found = {
    year: undefined, month: 1, day: 1, hour: 0, minute: 0, second: 0, offset: undefined, weekday: undefined,
    relative: { years: 0, months: 0, days: 0, seconds: 0 }, dates: 0, times: 0, relatives: 0,
  }; // prettier-ignore
  let rest = text
    .toLowerCase()
    .replace(/\([^()]*\)/g, " ")
    .trim();
  while (rest !== "") {
    const taken = takeOne(found, rest);
    if (taken === undefined) return undefined;
    rest = rest.slice(taken).replace(/^[\s,]+/, "");
  }
  return found.dates > 1 || found.times > 1 ? undefined : settle(found, now, zone);
}

function takeOne(found: Found, rest: string): number | undefined {
  for (const { pattern, take } of FORMS) {
    const match = pattern.exec(rest);
    if (match !== null && take(found, match) !== false) return match[0].length;
  }
  const offset = /^(?:utc|gmt)?([-+])(\d{1,2}):?(\d{2})?(?=\s|$)/.exec(rest);
  if (offset === null) return undefined;
  found.offset = offsetOf(offset[1] as string, offset[2] as string, offset[3] ?? "");
  return offset[0].length;
}

function settle(found: Found, now: Instant, local: Zone): Instant | undefined {
  const zone = found.offset === undefined ? local : { offset: found.offset, name: "" };
  const c: Fields = { ...civilIn(now, zone) };
  if (found.dates > 0) {
    Object.assign(c, { month: found.month, day: found.day });
    c.year = found.year ?? c.year;
  }
  const keepsTime = found.relatives > 0 && found.dates === 0 && found.weekday === undefined;
  let microsecond = keepsTime ? c.microsecond : 0;
  if (found.times > 0) {
    microsecond = Math.round((found.second % 1) * SECOND);
    Object.assign(c, { hour: found.hour, minute: found.minute, second: Math.floor(found.second) });
  } else if (!keepsTime) Object.assign(c, { hour: 0, minute: 0, second: 0 });
  if (!isReal(c)) return undefined;
  let day = c.day + found.relative.days;
  if (found.weekday !== undefined && found.dates === 0) day += daysTo(found.weekday, c.weekday);
  const at = instantOf({
    ...c,
    year: c.year + found.relative.years,
    month: c.month + found.relative.months,
    day,
    microsecond,
  });
  return at + (found.relative.seconds - zone.offset) * SECOND;
}

const daysTo = ({ day, ordinal }: { day: number; ordinal: number }, from: number): number =>
  ((day - from + 7) % 7) + 7 * (ordinal - (ordinal > 0 && from !== day ? 1 : 0));

/** There is such a day and such a time; a leap second is let pass. */
function isReal({ year, month, day, hour, minute, second }: Fields): boolean {
  if (month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60) return false;
  return civilOf(daysFromCivil(year, month, day) * 86_400 * SECOND).month === month;
}

/** `[[CC]YY]MMDDhhmm[.ss]` of touch -t. */
export function parseStamp(text: string, now: Instant, zone: Zone): Instant | undefined {
  const match = /^(\d\d|\d{4})?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = "0"] = match;
  const c: Fields = {
    ...civilIn(now, zone),
    ...(year === undefined ? {} : { year: fullYear(year) }),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    microsecond: 0,
  };
  return isReal(c) && c.hour < 24 ? instantOf(c) - zone.offset * SECOND : undefined;
}

const BUSYBOX_FORMS: readonly { readonly pattern: RegExp; readonly fields: readonly (keyof Civil)[] }[] = [
  { pattern: /^(\d+):(\d+)(?::(\d+))?$/, fields: ["hour", "minute", "second"] },
  { pattern: /^(\d+)\.(\d+)-(\d+):(\d+)(?::(\d+))?$/, fields: ["month", "day", "hour", "minute", "second"] },
  {
    pattern: /^(\d+)\.(\d+)\.(\d+)-(\d+):(\d+)(?::(\d+))?$/,
    fields: ["year", "month", "day", "hour", "minute", "second"],
  },
  {
    pattern: /^(\d+)-(\d+)-(\d+)[ T](\d+):(\d+)(?::(\d+))?$/,
    fields: ["year", "month", "day", "hour", "minute", "second"],
  },
  { pattern: /^(\d+)-(\d+)-(\d+)$/, fields: ["year", "month", "day"] },
];

/** busybox's forms: what a text does not say stays as it is now, or (date) its time is midnight's. */
export function parseBusyboxDate(
  text: string,
  now: Instant,
  zone: Zone,
  midnight = false,
): Instant | undefined {
  const epoch = /^@(-?\d+)$/.exec(text);
  if (epoch !== null) return Number(epoch[1]) * SECOND;
  for (const { pattern, fields } of BUSYBOX_FORMS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const time = midnight ? { hour: 0, minute: 0, second: 0 } : {};
    const c: Fields = { ...civilIn(now, zone), ...time, microsecond: 0 };
    fields.forEach((field, i) => {
      if (match[i + 1] !== undefined) c[field] = Number(match[i + 1]);
    });
    return isReal(c) ? instantOf(c) - zone.offset * SECOND : undefined;
  }
  return parseStamp(text, now, zone);
}
