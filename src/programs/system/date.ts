// date: shows the time, or another one that is described, in a format. Setting the clock is refused, as in
// containers. GNU and busybox read different forms of dates (parse-date.ts) and know different options.

import { failed, strerror } from "../../base/errno.ts";
import type { Instant } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import { command, type Io } from "../libc/command.ts";
import { extraOperand } from "../libc/operands.ts";
import { parseBusyboxDate, parseDate, parseStamp } from "../libc/parse-date.ts";
import { quoted } from "../libc/quote.ts";
import { strftime, UTC, type Zone } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";

const PLAIN = "%a %b %e %H:%M:%S %Z %Y";

const ISO: Record<string, string> = {
  hours: "%FT%H%:z",
  minutes: "%FT%H:%M%:z",
  date: "%F",
  seconds: "%FT%T%:z",
  ns: "%FT%T,%N%:z",
};

const RFC_3339: Record<string, string> = {
  date: "%F",
  seconds: "%F %T%:z",
  ns: "%F %T.%N%:z",
};

const EMAIL = "%a, %d %b %Y %T %z";

function* isoFormat(io: Io, word: string | undefined): Task<string | undefined> {
  if (word === undefined) return ISO["date"];
  if (io.family === "gnu") {
    const found = yield* choose(
      io,
      "--iso-8601",
      word,
      Object.keys(ISO).map((name) => [name]),
    );
    return found === undefined ? undefined : ISO[found];
  }
  const name = Object.keys(ISO).find((known) => known.startsWith(word));
  if (name === undefined || word === "") {
    yield* io.misuse("");
    return undefined;
  }
  return ISO[name];
}

/** What the options and the operand ask for; undefined after a complaint. */
function* formatOf(io: Io, operand: string | undefined): Task<string | undefined> {
  if (operand?.startsWith("+")) return operand.slice(1);
  if (io.has("I")) return yield* isoFormat(io, io.value("I"));
  if (io.has("R") || io.has("rfc-822") || io.has("rfc-2822")) return EMAIL;
  const rfc = io.value("rfc-3339");
  if (rfc === undefined) return io.has("resolution") ? "%s.%N" : PLAIN;
  const word = yield* choose(
    io,
    "--rfc-3339",
    rfc,
    Object.keys(RFC_3339).map((name) => [name]),
  );
  return word === undefined ? undefined : RFC_3339[word];
}

function* parse(io: Io, text: string, zone: Zone): Task<Instant | undefined> {
  const now = io.sys.now();
  const at = io.family === "busybox" ? parseBusyboxDate(text, now, zone, true) : parseDate(text, now, zone);
  if (at === undefined) yield* io.complain(`invalid date ${quoted(io, text)}`);
  return at;
}

function* fileTime(io: Io, path: string): Task<Instant | undefined> {
  const node = io.sys.stat(path);
  if (!failed(node)) return node.mtime;
  const what = io.family === "busybox" ? `can't stat '${path}'` : path;
  yield* io.complain(`${what}: ${strerror(node)}`);
  return undefined;
}

function* refuse(io: Io, at: Instant, zone: Zone): Task<number> {
  const words = io.family === "busybox" ? "can't set date" : "cannot set date";
  yield* io.complain(`${words}: ${strerror("EPERM")}`);
  yield* io.print(`${strftime(PLAIN, at, zone)}\n`);
  return 1;
}

/** Each line of a file is a date (-f). */
function* eachLine(io: Io, path: string, format: string, zone: Zone): Task<number> {
  const fd = yield* io.openInput(path);
  if (fd === undefined) return 1;
  const lines = io.lines(fd);
  for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next()) {
    const at = yield* parse(io, line, zone);
    if (at !== undefined) yield* io.print(`${strftime(format, at, zone)}\n`);
  }
  return io.status;
}

/** The time that is to be shown, or to be set (`set`); undefined after a complaint. */
function* chosenTime(io: Io, zone: Zone): Task<Instant | undefined> {
  const text = io.value("s") ?? io.value("d");
  const path = io.value("r");
  if (text !== undefined) return yield* parse(io, text, zone);
  if (path !== undefined) return yield* fileTime(io, path);
  if (io.has("resolution")) return 0;
  return io.sys.now();
}

/** `MMDDhhmm[[CC]YY][.ss]`: what stands at the end comes first for `parseStamp`. */
function stampOf(text: string, now: Instant, zone: Zone): Instant | undefined {
  const match = /^(\d{8})(\d{2}|\d{4})?(\.\d\d)?$/.exec(text);
  return match === null ? undefined : parseStamp(`${match[2] ?? ""}${match[1]}${match[3] ?? ""}`, now, zone);
}

function* settingTime(io: Io, operand: string, zone: Zone): Task<number> {
  const at =
    io.family === "busybox"
      ? parseBusyboxDate(operand, io.sys.now(), zone, true)
      : stampOf(operand, io.sys.now(), zone);
  if (at === undefined) return yield* io.complain(`invalid date ${quoted(io, operand)}`);
  return yield* refuse(io, at, zone);
}

export const date = command(
  {
    name: "date",
    gnu: "d/date: debug f/file: I/iso-8601? resolution r/reference: R/rfc-email rfc-822 rfc-2822 rfc-3339: s/set: u/utc universal uct",
    busybox: "R/rfc-2822 s/set: u/utc d/date: r/reference: I/iso-8601? D:",
    usage: "[OPTIONS] [+FMT] [[-s] TIME]",
  },
  function* (io) {
    const operand = io.operands.find((word) => !word.startsWith("+"));
    const formats = io.operands.filter((word) => word.startsWith("+"));
    const sources = ["d", "f", "r", "resolution"].filter((key) => io.has(key));
    if (io.family === "gnu" && sources.length > 1)
      return yield* io.misuse("the options to specify dates for printing are mutually exclusive");
    if (io.operands.length > 1) {
      const second = io.operands[1] as string;
      if (io.family === "gnu") return yield* extraOperand(io, second);
      return yield* io.complain(`invalid date ${quoted(io, second)}`);
    }
    const utc = io.has("u") || io.has("universal") || io.has("uct");
    const zone = utc ? UTC : yield* localZone(io.sys, io.env.get("TZ"), io.sys.now());
    if (operand !== undefined && io.family === "gnu" && (sources.length > 0 || io.has("s")))
      return yield* io.misuse(
        `the argument ${quoted(io, operand)} lacks a leading '+';\nwhen using an option to specify date(s), any non-option\nargument must be a format string beginning with '+'`,
      );
    if (operand !== undefined) return yield* settingTime(io, operand, zone);
    const format = yield* formatOf(io, formats[0]);
    if (format === undefined) return 1;
    const list = io.value("f");
    if (list !== undefined) return yield* eachLine(io, list, format, zone);
    const at = yield* chosenTime(io, zone);
    if (at === undefined) return 1;
    if (io.has("s")) return yield* refuse(io, at, zone);
    const shownIn = utc ? UTC : yield* localZone(io.sys, io.env.get("TZ"), at);
    const text = io.has("resolution") ? "0.000001000" : strftime(format, at, shownIn);
    yield* io.print(`${text}\n`);
    return 0;
  },
);
