// time.Time and time.Duration as values: their JSON, what printing shows, the methods that templates may
// call, and time.Format's layouts. All times are in UTC here, as in the daemon's answers.

import { civilOf, type Civil, type Instant, padTo, rfc3339, SECOND, ZERO_TIME } from "../time.ts";
import { formatDuration, type GoDuration } from "./duration.ts";
import { type GoInt, toGoInt } from "./integers.ts";
import { bool, type GoType, int, int64, make, type Method, method, named, string } from "./types.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** 0001-01-01T00:00:00Z */
const ZERO_INSTANT: Instant = -62_135_596_800 * SECOND;

const at = (time: Instant | null): Instant => time ?? ZERO_INSTANT;
const two = (n: number): string => padTo(n, 2);
const hour12 = (c: Civil): number => c.hour % 12 || 12;

type Chunk = (c: Civil) => string;
const month = (c: Civil): string => MONTHS[c.month - 1] as string;
const day = (c: Civil): string => DAYS[c.weekday] as string;

const CHUNKS = new Map<string, Chunk>([
  ["January", month],
  ["Jan", (c) => month(c).slice(0, 3)],
  ["Monday", day],
  ["Mon", (c) => day(c).slice(0, 3)],
  ["MST", () => "UTC"],
  ["2006", (c) => padTo(c.year, 4)],
  ["_2006", (c) => `_${padTo(c.year, 4)}`],
  ["06", (c) => two(c.year % 100)],
  ["01", (c) => two(c.month)],
  ["1", (c) => String(c.month)],
  ["02", (c) => two(c.day)],
  ["_2", (c) => String(c.day).padStart(2)],
  ["2", (c) => String(c.day)],
  ["002", (c) => padTo(c.yearday, 3)],
  ["__2", (c) => String(c.yearday).padStart(3)],
  ["15", (c) => two(c.hour)],
  ["03", (c) => two(hour12(c))],
  ["3", (c) => String(hour12(c))],
  ["04", (c) => two(c.minute)],
  ["4", (c) => String(c.minute)],
  ["05", (c) => two(c.second)],
  ["5", (c) => String(c.second)],
  ["PM", (c) => (c.hour >= 12 ? "PM" : "AM")],
  ["pm", (c) => (c.hour >= 12 ? "pm" : "am")],
  ["-07:00:00", () => "+00:00:00"],
  ["-07:00", () => "+00:00"],
  ["-070000", () => "+000000"],
  ["-0700", () => "+0000"],
  ["-07", () => "+00"],
]);
for (const zone of ["Z07:00:00", "Z07:00", "Z070000", "Z0700", "Z07"]) CHUNKS.set(zone, () => "Z");

const CHUNK =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|_2006|2006|__2|_2|002|0[1-6]|15|[-Z]07(?::00:00|:00|0000|00)?|PM|pm|[1-5]|[.,](?:0+|9+)(?!\d)/g;

function fraction(chunk: string, c: Civil): string {
  const digits = `${padTo(c.microsecond, 6)}000`.padEnd(9, "0").slice(0, chunk.length - 1);
  if (chunk[1] === "0") return chunk[0] + digits;
  const kept = digits.replace(/0+$/, "");
  return kept === "" ? "" : chunk[0] + kept;
}

/** time.Time.Format in UTC, with a Go layout such as "2006-01-02 15:04:05". */
export function formatTime(instant: Instant, layout: string): string {
  const civil = civilOf(instant);
  return layout.replace(CHUNK, (chunk) => CHUNKS.get(chunk)?.(civil) ?? fraction(chunk, civil));
}

/** time.Time.String(), which templates and `docker ps`'s CreatedAt print */
export const timeString = (instant: Instant): string =>
  formatTime(instant, "2006-01-02 15:04:05.999999999 -0700 MST");

const nanoseconds = (time: Instant | null): GoInt => toGoInt(BigInt(at(time)) * 1000n);

export const goMonth = named("time.Month", int, { text: (n) => MONTHS[n - 1] ?? `%!Month(${n})` });
export const goWeekday = named("time.Weekday", int, { text: (n) => DAYS[n] ?? `%!Weekday(${n})` });

/** time.Duration; the data is nanoseconds */
export const goDuration: GoType<number> = named("time.Duration", int64, {
  text: (d) => formatDuration(d as GoDuration),
});

const part = (result: GoType, read: (c: Civil) => unknown): Method =>
  method([], result, (time: Instant | null) => read(civilOf(at(time))));

const TIME_METHODS: Record<string, Method> = {
  Format: method([string], string, (time: Instant | null, layout) => formatTime(at(time), layout)),
  IsZero: method([], bool, (time: Instant | null) => at(time) === ZERO_INSTANT),
  Unix: method([], int64, (time: Instant | null) => Math.floor(at(time) / SECOND)),
  UnixMilli: method([], int64, (time: Instant | null) => Math.floor(at(time) / 1000)),
  UnixMicro: method([], int64, (time: Instant | null) => at(time)),
  UnixNano: method([], int64, nanoseconds),
  Year: part(int, (c) => c.year),
  Month: part(goMonth, (c) => c.month),
  Day: part(int, (c) => c.day),
  Weekday: part(goWeekday, (c) => c.weekday),
  YearDay: part(int, (c) => c.yearday),
  Hour: part(int, (c) => c.hour),
  Minute: part(int, (c) => c.minute),
  Second: part(int, (c) => c.second),
  Nanosecond: part(int, (c) => c.microsecond * 1000),
};

const timeText = (time: Instant | null): string => timeString(at(time));
const timeBase: GoType<Instant | null> = make("struct", "time.Time", { zero: null });
const timeNaming = {
  methods: TIME_METHODS,
  text: timeText,
  marshal: (time: Instant | null) =>
    `"${time === null || at(time) === ZERO_INSTANT ? ZERO_TIME : rfc3339(time)}"`,
};

/** time.Time; the data is an Instant, or null for the zero time */
export const goTime: GoType<Instant | null> = named("time.Time", timeBase, timeNaming);

for (const name of ["UTC", "Local"]) TIME_METHODS[name] = method([], goTime, (time: Instant | null) => time);
(goTime.methods as Map<string, Method>)
  .set("UTC", TIME_METHODS.UTC as Method)
  .set("Local", TIME_METHODS.Local as Method);
