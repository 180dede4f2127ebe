// Go's time.Parse for layouts made of 2006 01 02 15 04 05 .999999999 Z07:00 and what stands between them, with its
// error texts. Relies on nothing but the calendar of base/time.

import { quote } from "./quote.ts";
import { fail, ok, type Result } from "../result.ts";
import { daysFromCivil } from "../time.ts";

/** A point in time, finer than an Instant. */
export interface GoTime {
  /** since 1970, UTC */
  readonly seconds: number;
  /** 0 to 999,999,999 */
  readonly nanoseconds: number;
}

const ELEMENT = /2006|01|02|15|04|05|\.9+|Z07:00/;
const DAY_SECONDS = 86_400;

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
  /** seconds east of UTC */
  offset: number;
}

/** What an element took of the value, or why it could not: "" for what is no such thing, else what is out of range. */
type Taken = { readonly rest: string } | { readonly wrong: string };

export function parseTime(layout: string, value: string): Result<GoTime, string> {
  const fields: Fields = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    nanoseconds: 0,
    offset: 0,
  };
  const complain = (element: string, at: string): Result<never, string> =>
    fail(`parsing time ${quote(value)} as ${quote(layout)}: cannot parse ${quote(at)} as ${quote(element)}`);
  let rest = value;
  for (let left = layout; ;) {
    const m = ELEMENT.exec(left);
    const literal = m ? left.slice(0, m.index) : left;
    const same = commonPrefix(literal, rest);
    rest = rest.slice(same);
    if (same < literal.length) return complain(literal, rest);
    if (!m) break;
    left = left.slice(literal.length + m[0].length);
    const taken = takeElement(m[0], rest, left, fields);
    if ("wrong" in taken)
      return taken.wrong === ""
        ? complain(m[0], rest)
        : fail(`parsing time ${quote(value)}: ${taken.wrong} out of range`);
    rest = taken.rest;
  }
  if (rest !== "") return fail(`parsing time ${quote(value)}: extra text: ${quote(rest)}`);
  if (fields.day < 1 || fields.day > daysIn(fields.year, fields.month))
    return fail(`parsing time ${quote(value)}: day out of range`);
  return ok(timeOf(fields));
}

function commonPrefix(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}

const daysIn = (year: number, month: number): number =>
  daysFromCivil(year, month + 1, 1) - daysFromCivil(year, month, 1);

function timeOf(f: Fields): GoTime {
  const days = daysFromCivil(f.year, f.month, f.day);
  return {
    seconds: days * DAY_SECONDS + f.hour * 3600 + f.minute * 60 + f.second - f.offset,
    nanoseconds: f.nanoseconds,
  };
}

function takeElement(element: string, text: string, left: string, fields: Fields): Taken {
  switch (element) {
    case "2006":
      return number(text, /^\d{4}/, [0, 9999], "year", (n) => (fields.year = n));
    case "01":
      return number(text, /^\d\d/, [1, 12], "month", (n) => (fields.month = n));
    case "02":
      return number(text, /^\d\d/, [0, 99], "day", (n) => (fields.day = n));
    case "15":
      return number(text, /^\d\d?/, [0, 23], "hour", (n) => (fields.hour = n));
    case "04":
      return number(text, /^\d\d/, [0, 59], "minute", (n) => (fields.minute = n));
    case "05":
      return takeSecond(text, left, fields);
    case "Z07:00":
      return takeZone(text, fields);
    default:
      return takeFraction(text, fields);
  }
}

function number(
  text: string,
  form: RegExp,
  [low, high]: readonly [number, number],
  name: string,
  set: (n: number) => void,
): Taken {
  const digits = form.exec(text)?.[0];
  if (digits === undefined) return { wrong: "" };
  if (Number(digits) < low || Number(digits) > high) return { wrong: name };
  set(Number(digits));
  return { rest: text.slice(digits.length) };
}

/** A fraction may follow the seconds where the layout has none. */
function takeSecond(text: string, left: string, fields: Fields): Taken {
  const taken = number(text, /^\d\d/, [0, 59], "second", (n) => (fields.second = n));
  return "rest" in taken && !left.startsWith(".9") ? takeFraction(taken.rest, fields) : taken;
}

function takeFraction(text: string, fields: Fields): Taken {
  const digits = /^[.,](\d+)/.exec(text)?.[1];
  if (digits === undefined) return { rest: text };
  fields.nanoseconds = Number(digits.slice(0, 9).padEnd(9, "0"));
  return { rest: text.slice(digits.length + 1) };
}

function takeZone(text: string, fields: Fields): Taken {
  if (text.startsWith("Z")) return { rest: text.slice(1) };
  const m = /^([+-])(\d\d):(\d\d)/.exec(text);
  if (!m) return { wrong: "" };
  const [hours, minutes] = [Number(m[2]), Number(m[3])];
  if (hours > 24) return { wrong: "time zone offset hour" };
  if (minutes > 60) return { wrong: "time zone offset minute" };
  fields.offset = (m[1] === "-" ? -1 : 1) * (hours * 3600 + minutes * 60);
  return { rest: text.slice(6) };
}
