// cal and ncal: calendars of months and years. Debian's cal pads its lines on the right, busybox's does not;
// ncal's weeks are columns and begin on Sunday here, as LANG is C in containers. Not here: -J, -e, week numbers.

import { civilOf, daysFromCivil } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { monthName } from "../libc/strftime.ts";

interface Month {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
}

/** Up to September 1752 the calendar was the Julian one; those eleven days are not there. */
const REFORM = { year: 1752, month: 9, last: 2, next: 14 };

const isLeap = (year: number): boolean =>
  year % 4 === 0 && (year <= REFORM.year || year % 100 !== 0 || year % 400 === 0);

function lengthOf({ year, month }: Month): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** 0 is Sunday. */
function firstWeekday({ year, month }: Month): number {
  const julian = year < REFORM.year || (year === REFORM.year && month <= REFORM.month);
  if (!julian) return (((daysFromCivil(year, month, 1) + 4) % 7) + 7) % 7;
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4);
  for (let m = 1; m < month; m++) days += lengthOf({ year, month: m });
  return (days + 6) % 7;
}

function daysOf(m: Month): number[] {
  const all = Array.from({ length: lengthOf(m) }, (_, i) => i + 1);
  if (m.year !== REFORM.year || m.month !== REFORM.month) return all;
  return all.filter((day) => day <= REFORM.last || day >= REFORM.next);
}

/** Six lines of 20 characters. */
function weeksOf(m: Month, monday: boolean): string[] {
  const first = (firstWeekday(m) + (monday ? 6 : 0)) % 7;
  const cells = [
    ...Array.from({ length: first }, () => "  "),
    ...daysOf(m).map((day) => String(day).padStart(2)),
  ];
  return Array.from({ length: 6 }, (_, week) =>
    cells
      .slice(week * 7, week * 7 + 7)
      .join(" ")
      .padEnd(20),
  );
}

const dayHeads = (monday: boolean): string => (monday ? "Mo Tu We Th Fr Sa Su" : "Su Mo Tu We Th Fr Sa");

const centred = (text: string, width: number): string => {
  const left = Math.floor((width - text.length) / 2);
  return `${" ".repeat(Math.max(0, left))}${text}`.padEnd(width);
};

/** busybox leaves off the blanks at the end, but for titles and for lines that have nothing else. */
const busyboxLine = (line: string, title: boolean, blank: number): string =>
  title ? line : line.trim() === "" ? " ".repeat(blank) : line.trimEnd();

function* oneMonth(io: Io, m: Month, monday: boolean): Task<void> {
  const head = centred(`${monthName(m.month)} ${m.year}`, 20);
  const lines = [head, dayHeads(monday), ...weeksOf(m, monday)];
  const busybox = io.family === "busybox";
  for (const line of lines) yield* io.print(`${busybox ? busyboxLine(line, false, 21) : `${line}  `}\n`);
}

function* manyMonths(io: Io, months: readonly Month[], monday: boolean, withYear: boolean): Task<void> {
  const busybox = io.family === "busybox";
  const gap = "  ";
  for (let at = 0; at < months.length; at += 3) {
    const row = months.slice(at, at + 3);
    const titles = row.map((m) => centred(monthName(m.month) + (withYear ? ` ${m.year}` : ""), 20));
    const weeks = row.map((m) => weeksOf(m, monday));
    const lines = [titles.join(gap), row.map(() => dayHeads(monday)).join(gap)];
    for (let week = 0; week < 6; week++) lines.push(weeks.map((w) => w[week] as string).join(gap));
    lines.forEach((line, i) => (lines[i] = busybox ? busyboxLine(line, i === 0, 79) : `${line}  `));
    yield* io.print(`${lines.join("\n")}\n`);
    if (!busybox && at + 3 < months.length) yield* io.print("\n");
  }
}

function* wholeYear(io: Io, year: number, monday: boolean): Task<void> {
  const title = centred(String(year), 64);
  yield* io.print(io.family === "busybox" ? `${title}\n\n` : `${title.trimEnd().replace(/^ {2}/, "")}\n`);
  const months = Array.from({ length: 12 }, (_, i) => ({ year, month: i + 1 }));
  yield* manyMonths(io, months, monday, false);
}

const shift = ({ year, month }: Month, by: number): Month => {
  const n = year * 12 + month - 1 + by;
  return { year: Math.floor(n / 12), month: (n % 12) + 1 };
};

function* monthNumber(io: Io, text: string): Task<number | undefined> {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1 && n <= 12) return n;
  if (io.family === "busybox")
    yield* io.complain(
      /^\d+$/.test(text) ? `number ${text} is not in 1..12 range` : `invalid number '${text}'`,
    );
  else {
    const named = Array.from({ length: 12 }, (_, i) => i + 1).find(
      (m) => text.length > 2 && monthName(m).toLowerCase().startsWith(text.toLowerCase()),
    );
    if (named !== undefined) return named;
    yield* io.complain(`${text} is neither a month number (1..12) nor a name`, 64);
  }
  return undefined;
}

function* yearNumber(io: Io, text: string): Task<number | undefined> {
  const n = Number(text);
  if (/^\d+$/.test(text) && n >= 1 && n <= 9999) return n;
  if (io.family === "gnu")
    yield* io.complain(
      /^\d+$/.test(text) ? `year \`${text}' not in range 1..9999` : `not a valid year ${text}`,
      64,
    );
  else
    yield* io.complain(
      /^\d+$/.test(text) ? `number ${text} is not in 1..9999 range` : `invalid number '${text}'`,
    );
  return undefined;
}

/** The month to show, or a year alone; undefined after a complaint. */
function* chosen(
  io: Io,
  now: Month,
): Task<Month | { readonly year: number; readonly month: undefined } | undefined> {
  const words = [...io.operands];
  const year = words.length > 0 ? yield* yearNumber(io, words.pop() as string) : now.year;
  if (year === undefined) return undefined;
  const named = words.pop() ?? io.value("m");
  if (named !== undefined) {
    const month = yield* monthNumber(io, named);
    return month === undefined ? undefined : { year, month };
  }
  if (io.operands.length > 0 || io.has("y")) return { year, month: undefined };
  return { year, month: now.month };
}

const isMonday = (io: Io): boolean => io.family === "busybox" && io.has("m");

const USAGE = "Usage: cal [general options] [-jy] [[month] year]\n";

export const cal = command(
  {
    name: "cal",
    gnu: "3 1 j y m: A: B: d: N",
    misuse: () => USAGE,
    usageStatus: { gnu: 64 },
    busybox: "j y m",
    usage: "[-jmy] [[MONTH] YEAR]",
  },
  function* (io) {
    const { year, month } = civilOf(io.sys.now());
    const what = yield* chosen(io, { year, month });
    if (what === undefined) return io.status;
    if (what.month === undefined) yield* wholeYear(io, what.year, isMonday(io));
    else if (io.has("3"))
      yield* manyMonths(
        io,
        [-1, 0, 1].map((by) => shift(what, by)),
        isMonday(io),
        true,
      );
    else yield* oneMonth(io, what, isMonday(io));
    return io.status;
  },
);

/** Weeks as columns. */
export const ncal = command(
  { name: "ncal", gnu: "3 1 h j y M S m: A: B: d: b w", misuse: () => USAGE, usageStatus: 64 },
  function* (io) {
    const now = civilOf(io.sys.now());
    const what = yield* chosen(io, now);
    if (what === undefined) return io.status;
    const months =
      what.month === undefined
        ? Array.from({ length: 12 }, (_, i) => ({ year: what.year, month: i + 1 }))
        : [what];
    const monday = io.has("M");
    for (const m of months) {
      const first = (firstWeekday(m) + (monday ? 6 : 0)) % 7;
      const cells = [...Array.from({ length: first }, () => ""), ...daysOf(m).map(String)];
      const columns = Math.max(5, Math.ceil(cells.length / 7));
      const title = `${monthName(m.month)} ${m.year}`;
      yield* io.print(`${" ".repeat(Math.ceil((20 - title.length) / 2))}${title}`.padEnd(22) + "\n");
      for (let day = 0; day < 7; day++) {
        const name = dayHeads(monday).slice(day * 3, day * 3 + 2);
        const row = Array.from({ length: columns }, (_, w) => (cells[w * 7 + day] ?? "").padStart(2));
        yield* io.print(`${name} ${row.join(" ").padEnd(17)}\n`);
      }
    }
    return io.status;
  },
);
