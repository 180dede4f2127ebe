// strftime(3) in the C locale, with GNU's flags (`%-d`, `%_H`, `%^a`), widths, %N and %:z, and time zones as
// fixed offsets from TZ (`CST-8`, `<+0530>-5:30`). Not here: daylight saving, and zones by place: a name
// that is no offset is UTC under that name's letters, as in an image without tzdata.

import { civilOf, daysFromCivil, padTo, SECOND, type Civil, type Instant } from "../../base/time.ts";

export interface Zone {
  /** seconds east of UTC */
  readonly offset: number;
  readonly name: string;
}

export const UTC: Zone = { offset: 0, name: "UTC" };

const POSIX_ZONE = /^:?(?:<([A-Za-z0-9+-]{3,})>|([A-Za-z]{3,}))([-+]?\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2}))?/;

/** The zone that the variable TZ names. */
export function parseZone(text: string | undefined): Zone {
  if (text === undefined || text === "") return UTC;
  const match = POSIX_ZONE.exec(text);
  if (match === null) {
    const letters = /^:?([A-Za-z]{3,})/.exec(text)?.[1] ?? "UTC";
    return { offset: 0, name: letters };
  }
  const [, quoted, plain, hours = "0", minutes = "0", seconds = "0"] = match;
  const size = Math.abs(Number(hours)) * 3600 + Number(minutes) * 60 + Number(seconds);
  return { offset: hours.startsWith("-") ? size : 0 - size, name: quoted ?? plain ?? "" };
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
]; // prettier-ignore

export const dayName = (weekday: number): string => DAYS[weekday] as string;
export const monthName = (month: number): string => MONTHS[month - 1] as string;
export const shortDay = (weekday: number): string => dayName(weekday).slice(0, 3);
export const shortMonth = (month: number): string => monthName(month).slice(0, 3);

/** The civil time that clocks in the zone show. */
export const civilIn = (at: Instant, zone: Zone): Civil => civilOf(at + zone.offset * SECOND);

/** Conversions that stand for others. */
const COMPOSED: Record<string, string> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  v: "%e-%b-%Y",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
  h: "%b",
};

type Piece =
  | { readonly kind: "text"; readonly text: string }
  /** padded to `width` with `pad` */
  | { readonly kind: "number"; readonly value: number; readonly width: number; readonly pad: string };

const words = (text: string): Piece => ({ kind: "text", text });
const number = (value: number, width: number, pad = "0"): Piece => ({ kind: "number", value, width, pad });

const hour12 = (hour: number): number => hour % 12 || 12;

/** Weeks that begin on `first` (0 Sunday, 1 Monday), counted from the first such day of the year. */
const weekOfYear = (c: Civil, first: number): number =>
  Math.floor((c.yearday - 1 + 7 - ((c.weekday - first + 7) % 7)) / 7);

/** ISO 8601: the year and the week that a day belongs to. */
function isoWeek(c: Civil): { readonly year: number; readonly week: number } {
  const weekday = (c.weekday + 6) % 7;
  const thursday = daysFromCivil(c.year, c.month, c.day) - weekday + 3;
  const { year, yearday } = civilOf(thursday * 86_400 * SECOND);
  return { year, week: Math.floor((yearday - 1) / 7) + 1 };
}

function zoneText(offset: number, colons: number): string {
  const size = Math.abs(offset);
  const two = (n: number): string => padTo(n, 2);
  const [hours, minutes, seconds] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const sign = offset < 0 ? "-" : "+";
  if (colons === 0) return `${sign}${two(hours)}${two(minutes)}`;
  if (colons === 1) return `${sign}${two(hours)}:${two(minutes)}`;
  if (colons === 2) return `${sign}${two(hours)}:${two(minutes)}:${two(seconds)}`;
  const short = seconds > 0 ? `:${two(minutes)}:${two(seconds)}` : minutes > 0 ? `:${two(minutes)}` : "";
  return `${sign}${two(hours)}${short}`;
}

function dateConversion(letter: string, c: Civil): Piece | undefined {
  switch (letter) {
    case "a":
      return words(shortDay(c.weekday));
    case "A":
      return words(dayName(c.weekday));
    case "b":
      return words(shortMonth(c.month));
    case "B":
      return words(monthName(c.month));
    case "C":
      return number(Math.floor(c.year / 100), 2);
    case "d":
      return number(c.day, 2);
    case "e":
      return number(c.day, 2, " ");
    case "g":
      return number(((isoWeek(c).year % 100) + 100) % 100, 2);
    case "G":
      return number(isoWeek(c).year, 4);
    case "j":
      return number(c.yearday, 3);
    case "m":
      return number(c.month, 2);
    case "q":
      return number(Math.ceil(c.month / 3), 1);
    case "u":
      return number(c.weekday || 7, 1);
    case "U":
      return number(weekOfYear(c, 0), 2);
    case "V":
      return number(isoWeek(c).week, 2);
    case "w":
      return number(c.weekday, 1);
    case "W":
      return number(weekOfYear(c, 1), 2);
    case "y":
      return number(((c.year % 100) + 100) % 100, 2);
    case "Y":
      return number(c.year, c.year < 0 ? 5 : 1);
  }
  return undefined;
}

function timeConversion(letter: string, c: Civil, at: Instant): Piece | undefined {
  switch (letter) {
    case "H":
      return number(c.hour, 2);
    case "I":
      return number(hour12(c.hour), 2);
    case "k":
      return number(c.hour, 2, " ");
    case "l":
      return number(hour12(c.hour), 2, " ");
    case "M":
      return number(c.minute, 2);
    case "p":
      return words(c.hour < 12 ? "AM" : "PM");
    case "P":
      return words(c.hour < 12 ? "am" : "pm");
    case "s":
      return number(Math.floor(at / SECOND), 1);
    case "S":
      return number(c.second, 2);
    case "n":
      return words("\n");
    case "t":
      return words("\t");
    case "%":
      return words("%");
  }
  return undefined;
}

interface Flags {
  readonly flags: string;
  readonly width: string;
}

function pad(piece: Piece, { flags, width }: Flags, letter: string): string {
  let padding = piece.kind === "number" ? piece.pad : " ";
  for (const flag of flags) {
    if (flag === "-") padding = "";
    else if (flag === "_") padding = " ";
    else if (flag === "0") padding = "0";
  }
  if (piece.kind === "number") {
    const least = Math.max(piece.width, Number(width));
    const digits = String(Math.abs(piece.value));
    const sign = piece.value < 0 ? "-" : "";
    if (padding === "") return sign + digits;
    return padding === "0"
      ? sign + digits.padStart(least - sign.length, "0")
      : (sign + digits).padStart(least, " ");
  }
  const text = changeCase(piece.text, flags, letter);
  return padding === "" ? text : text.padStart(Number(width), padding);
}

function changeCase(text: string, flags: string, letter: string): string {
  if (flags.includes("^")) return text.toUpperCase();
  if (!flags.includes("#")) return text;
  return letter === "Z" || letter === "p" ? text.toLowerCase() : text.toUpperCase();
}

const CONVERSION = /%([-_0^#+]*)(\d*)(:{0,3})([EO]?)([A-Za-z%])/g;

/** Nanoseconds, or their first digits: `%3N` are milliseconds. */
function fraction(c: Civil, { flags, width }: Flags): string {
  const digits = padTo(c.microsecond, 6).padEnd(9, "0");
  if (flags.includes("-")) return digits.replace(/0+$/, "") || "0";
  return width === "" ? digits : digits.slice(0, Number(width)).padEnd(Number(width), "0");
}

/** What is no conversion is left as it stands. */
export function strftime(format: string, at: Instant, zone: Zone = UTC): string {
  const c = civilIn(at, zone);
  return format.replace(
    CONVERSION,
    (whole: string, flags: string, width: string, colons: string, _modifier: string, letter: string) => {
      const how = { flags, width };
      if (letter === "N") return fraction(c, how);
      if (letter === "z") return pad(words(zoneText(zone.offset, colons.length)), how, letter);
      if (colons !== "") return whole;
      if (letter === "Z") return pad(words(zone.name), how, letter);
      const composed = COMPOSED[letter];
      if (composed !== undefined) return pad(words(strftime(composed, at, zone)), how, letter);
      const piece = dateConversion(letter, c) ?? timeConversion(letter, c, at);
      return piece === undefined ? whole : pad(piece, how, letter);
    },
  );
}
