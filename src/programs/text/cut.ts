// cut: chosen bytes, characters or fields of each line. Characters are bytes in both families' programs.
// Busybox's also parts fields by an expression (-F) and tells wrong lists in words of its own.

import type { Task } from "../../kernel/sys.ts";
import { bytesOf } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { compileRegex, regexFaultText, type Matcher } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import { eachInputLine } from "./inputs.ts";

/** First and last, from 1 on. */
type Range = readonly [number, number];
type Unit = "bytes" | "fields" | "patterns";

interface Plan {
  readonly ranges: readonly Range[];
  readonly delimiter: string;
  readonly pattern: Matcher | undefined;
  /** undefined: bytes stand side by side, fields have the delimiter between them */
  readonly between: string | undefined;
  readonly onlyDelimited: boolean;
  readonly end: string;
}

export const cut = command(
  {
    name: "cut",
    gnu: "b:/bytes: c:/characters: d:/delimiter: f:/fields: n s/only-delimited z/zero-terminated complement output-delimiter:",
    busybox: "b: c: d: f: F: D n s O:/output-delimiter:",
    usage: "OPTION... [FILE]...",
  },
  function* (io) {
    io.out.decoding = "bytes";
    const unit = yield* unitOf(io);
    const plan = unit && (yield* planOf(io, unit));
    if (unit === undefined || plan === undefined) return 1;
    const shape = shaperOf(unit, plan);
    const separator = io.has("z") ? 0 : 10;
    if (unit === "fields" && plan.delimiter === "\n") return yield* cutLines(io, plan);
    yield* eachInputLine(
      io,
      (line) => {
        const text = shape(line);
        if (text !== undefined) io.out.put(text + plan.end);
      },
      { separator },
    );
    return 0;
  },
);

const UNITS: readonly (readonly [string, Unit])[] = [["b", "bytes"], ["c", "bytes"], ["f", "fields"], ["F", "patterns"]]; // prettier-ignore

function* unitOf(io: Io): Task<Unit | undefined> {
  const lists = io.options.given.filter(({ key }) => UNITS.some(([letter]) => letter === key));
  if (lists.length === 1) {
    const unit = (UNITS.find(([letter]) => letter === lists[0]?.key) as (typeof UNITS)[number])[1];
    return (yield* fitsUnit(io, unit)) ? unit : undefined;
  }
  yield* io.misuse(
    lists.length === 0
      ? "you must specify a list of bytes, characters, or fields"
      : "only one list may be specified",
  );
  return undefined;
}

/** -d and -s are for fields. */
function* fitsUnit(io: Io, unit: Unit): Task<boolean> {
  if (unit !== "bytes") return true;
  const wrong = io.has("d") ? "d" : io.has("s") ? "s" : undefined;
  if (wrong === undefined) return true;
  if (io.family === "busybox") yield* io.complain(`${wrong === "d" ? "-d DELIM" : "-s"} requires -f or -F`);
  else
    yield* io.misuse(
      wrong === "d"
        ? "an input delimiter may be specified only when operating on fields"
        : "suppressing non-delimited lines makes sense\n\tonly when operating on fields",
    );
  return false;
}

function* planOf(io: Io, unit: Unit): Task<Plan | undefined> {
  const list = UNITS.map(([letter]) => io.value(letter)).find((value) => value !== undefined) as string;
  const ranges = io.family === "gnu" ? yield* gnuRanges(io, list, unit) : yield* busyboxRanges(io, list);
  if (ranges === undefined) return undefined;
  const given = io.value("d");
  const delimiter = given === undefined ? "\t" : bytesOf(given) || "\0";
  if (io.family === "gnu" && delimiter.length > 1) {
    yield* io.misuse("the delimiter must be a single character");
    return undefined;
  }
  const pattern = unit === "patterns" ? compileRegex(given ?? "[[:space:]]+", { extended: true, bytes: true }) : undefined; // prettier-ignore
  if (isFault(pattern)) {
    yield* io.complain(`bad regex '${given}': ${regexFaultText(pattern)}`);
    return undefined;
  }
  const between = io.value(io.family === "gnu" ? "output-delimiter" : "O");
  return {
    ranges: settled(ranges, io.has("complement"), io.has("D")),
    delimiter: delimiter[0] as string,
    pattern,
    between: between === undefined ? undefined : bytesOf(between),
    onlyDelimited: io.has("s"),
    end: io.has("z") ? "\0" : "\n",
  };
}

const NAMES = { fields: "field", bytes: "byte/character", patterns: "field" };

function* gnuRanges(io: Io, list: string, unit: Unit): Task<Range[] | undefined> {
  const ranges: Range[] = [];
  for (const item of list.split(/[, \t]/)) {
    const fault = readRange(item, ranges);
    if (fault === undefined) continue;
    yield* io.misuse(rangeMessage(io, fault, item, unit));
    return undefined;
  }
  return ranges;
}

type RangeFault = "zero" | "value" | "range" | "endless" | "decreasing";

function rangeMessage(io: Io, fault: RangeFault, item: string, unit: Unit): string {
  const fields = unit === "fields";
  switch (fault) {
    case "zero":
      return fields ? "fields are numbered from 1" : "byte/character positions are numbered from 1";
    case "value":
      return `invalid ${NAMES[unit]} ${fields ? "value" : "position"} ${quoted(io, item)}`;
    case "range":
      return fields ? "invalid field range" : "invalid byte or character range";
    case "endless":
      return "invalid range with no endpoint: -";
    case "decreasing":
      return "invalid decreasing range";
  }
}

function readRange(item: string, ranges: Range[]): RangeFault | undefined {
  const match = /^(\d*)(-?)(\d*)(.*)$/s.exec(item) as unknown as string[];
  const [, low = "", dash = "", high = "", rest = ""] = match;
  if (rest.startsWith("-")) return "range";
  if (rest !== "") return "value";
  if (dash === "") {
    if (low === "" || Number(low) === 0) return "zero";
    ranges.push([Number(low), Number(low)]);
    return undefined;
  }
  if (low === "" && high === "") return "endless";
  const first = low === "" ? 1 : Number(low);
  const last = high === "" ? Infinity : Number(high);
  if (first === 0 || last === 0) return "zero";
  if (last < first) return "decreasing";
  ranges.push([first, last]);
  return undefined;
}

function* busyboxRanges(io: Io, list: string): Task<Range[] | undefined> {
  const ranges: Range[] = [];
  for (const item of list.split(",")) {
    const dash = item.indexOf("-");
    const low = dash < 0 ? item : item.slice(0, dash);
    const high = dash < 0 ? item : item.slice(dash + 1);
    if (item === "" || item === "-") {
      yield* io.misuse("");
      return undefined;
    }
    const wrong = [low, high].find((text) => !/^\d*$/.test(text));
    if (wrong !== undefined) {
      yield* io.complain(`invalid number '${wrong}'`);
      return undefined;
    }
    const first = low === "" ? 1 : Number(low);
    const last = high === "" ? Infinity : Number(high);
    if (first === 0 || last < first) {
      yield* io.complain(`invalid range ${low}-${high}`);
      return undefined;
    }
    ranges.push([first, last]);
  }
  return ranges;
}

/** In order, without overlaps; or what is not in them. */
function settled(ranges: readonly Range[], complement: boolean, asGiven: boolean): Range[] {
  if (asGiven) return [...ranges];
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = merged[merged.length - 1];
    if (before !== undefined && first <= before[1]) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  if (!complement) return merged;
  const rest: Range[] = [];
  let next = 1;
  for (const [first, last] of merged) {
    if (first > next) rest.push([next, first - 1]);
    next = last + 1;
  }
  if (next !== Infinity) rest.push([next, Infinity]);
  return rest;
}

/** What a line becomes; undefined if it is left out. */
function shaperOf(unit: Unit, plan: Plan): (line: string) => string | undefined {
  const { ranges, delimiter, pattern, between, onlyDelimited } = plan;
  if (unit === "bytes")
    return (line) =>
      ranges
        .filter(([first]) => first <= line.length)
        .map(([first, last]) => line.slice(first - 1, last))
        .join(between ?? "");
  if (pattern !== undefined)
    return (line) => {
      const fields = splitBy(line, pattern);
      if (fields.length === 1) return onlyDelimited ? undefined : line;
      return chosen(fields, ranges).join(between ?? " ");
    };
  const first = ranges[0] as Range;
  const single = ranges.length === 1 && first[0] === first[1] ? first[0] : 0;
  return (line) => {
    if (!line.includes(delimiter)) return onlyDelimited ? undefined : line;
    if (single > 0) return fieldOf(line, delimiter, single);
    return chosen(line.split(delimiter), ranges).join(between ?? delimiter);
  };
}

function fieldOf(line: string, delimiter: string, number: number): string {
  let start = 0;
  for (let left = number; left > 1; left--) {
    const next = line.indexOf(delimiter, start);
    if (next < 0) return "";
    start = next + 1;
  }
  const end = line.indexOf(delimiter, start);
  return end < 0 ? line.slice(start) : line.slice(start, end);
}

const chosen = (fields: readonly string[], ranges: readonly Range[]): string[] =>
  ranges.length === 1
    ? fields.slice((ranges[0] as Range)[0] - 1, (ranges[0] as Range)[1])
    : ranges.flatMap(([first, last]) => fields.slice(first - 1, last));

function splitBy(line: string, pattern: Matcher): string[] {
  const fields: string[] = [];
  let start = 0;
  for (let match = pattern.exec(line, 0); match !== undefined; match = pattern.exec(line, start)) {
    if (match[0] === "") break;
    fields.push(line.slice(start, match.index));
    start = match.index + match[0].length;
  }
  fields.push(line.slice(start));
  return fields;
}

/** With a newline as delimiter the lines themselves are the fields. */
function* cutLines(io: Io, { ranges, between }: Plan): Task<number> {
  const lines: string[] = [];
  yield* eachInputLine(io, (line) => {
    lines.push(line);
  });
  const kept = chosen(lines, ranges);
  if (kept.length > 0) yield* io.print(`${kept.join(between ?? "\n")}\n`);
  return 0;
}
