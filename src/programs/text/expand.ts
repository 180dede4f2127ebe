// expand and unexpand: tabs into spaces and back. Tab stops are every so many columns, or those of a list,
// which GNU's may end with `/N` (every N from there) or `+N` (every N after the last).

import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { eachInputLine } from "./inputs.ts";

interface Stops {
  readonly list: readonly number[];
  /** after the list: every so many columns, counted from `from`; 0 if there are no more */
  readonly every: number;
  readonly from: number;
}

/** The first stop after a column; undefined if there is none. */
function stopAfter({ list, every, from }: Stops, column: number): number | undefined {
  const listed = list.find((stop) => stop > column);
  if (listed !== undefined) return listed;
  return every === 0 ? undefined : column + every - ((column - from) % every);
}

const oldWidths = (args: readonly string[]): string[] =>
  args.map((arg) => (/^-\d[\d,]*$/.test(arg) ? `-t${arg.slice(1)}` : arg));

export const expand: Command = command(
  {
    name: "expand",
    gnu: "i/initial t:/tabs:",
    busybox: "i/initial t:/tabs:",
    usage: "[OPTION]... [FILE]...",
    prepare: (args, family) => (family === "gnu" ? oldWidths(args) : args),
  },
  function* (io) {
    io.out.decoding = "bytes";
    const stops = yield* stopsOf(io);
    if (stops === undefined) return 1;
    const initial = io.has("i");
    yield* eachInputLine(
      io,
      (line, last) => {
        io.out.put((line.includes("\t") ? expandLine(line, stops, initial) : line) + (last ? "" : "\n"));
      },
      { busybox: "as I/O error" },
    );
    return 0;
  },
);

export const unexpand: Command = command(
  {
    name: "unexpand",
    gnu: "a/all first-only t:/tabs:",
    busybox: "f/first-only a/all t:/tabs:",
    usage: "[OPTION]... [FILE]...",
    prepare: (args, family) => (family === "gnu" ? oldWidths(args) : args),
  },
  function* (io) {
    io.out.decoding = "bytes";
    const stops = yield* stopsOf(io);
    if (stops === undefined) return 1;
    const firstOnly = io.has("first-only") || io.has("f");
    const everywhere = !firstOnly && (io.has("a") || io.has("t"));
    yield* eachInputLine(
      io,
      (line, last) => {
        io.out.put(unexpandLine(line, stops, everywhere) + (last ? "" : "\n"));
      },
      { busybox: "as I/O error" },
    );
    return 0;
  },
);

function* stopsOf(io: Io): Task<Stops | undefined> {
  const text = io.options.values("t").join(",") || "8";
  const fault = io.family === "gnu" ? gnuFault(io, text) : busyboxFault(text);
  if (fault !== undefined) {
    yield* io.complain(fault);
    return undefined;
  }
  const list = text.split(/[, ]+/).filter((item) => item !== "");
  const tail = list.find((item) => /^[/+]/.test(item));
  const numbers = list.filter((item) => /^\d+$/.test(item)).map(Number);
  if (tail !== undefined) {
    const from = tail.startsWith("+") ? (numbers[numbers.length - 1] ?? 0) : 0;
    return { list: numbers, every: Number(tail.slice(1)), from };
  }
  return numbers.length === 1 ? { list: [], every: numbers[0] as number, from: 0 } : { list: numbers, every: 0, from: 0 }; // prettier-ignore
}

function gnuFault(io: Io, text: string): string | undefined {
  const wrong = /[^\d,\s/+].*$/s.exec(text)?.[0];
  if (wrong !== undefined) return `tab size contains invalid character(s): ${quoted(io, wrong)}`;
  const numbers = text
    .split(/[, ]+/)
    .filter((item) => /^\d+$/.test(item))
    .map(Number);
  if (numbers.includes(0)) return "tab size cannot be 0";
  return numbers.some((stop, i) => i > 0 && stop <= (numbers[i - 1] as number))
    ? "tab sizes must be ascending"
    : undefined;
}

function busyboxFault(text: string): string | undefined {
  if (!/^\d+$/.test(text)) return `invalid number '${text}'`;
  return Number(text) === 0 ? "number 0 is not in 1..4294967295 range" : undefined;
}

function expandLine(line: string, stops: Stops, initial: boolean): string {
  let out = "";
  let column = 0;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (char === "\t") {
      const stop = stopAfter(stops, column) ?? column + 1;
      out += " ".repeat(stop - column);
      column = stop;
      continue;
    }
    if (initial && char !== " ") return out + line.slice(i);
    out += char;
    column = char === "\b" ? Math.max(0, column - 1) : column + 1;
  }
  return out;
}

function unexpandLine(line: string, stops: Stops, everywhere: boolean): string {
  let out = "";
  let column = 0;
  for (let i = 0; i < line.length;) {
    const blanks = /^[ \t]+/.exec(line.slice(i, i + 1) === " " || line[i] === "\t" ? line.slice(i) : "")?.[0];
    if (blanks !== undefined) {
      const [text, end] = shrunk(blanks, column, stops);
      out += text;
      column = end;
      i += blanks.length;
      continue;
    }
    if (!everywhere) return out + line.slice(i);
    const char = line[i] as string;
    column = char === "\b" ? Math.max(0, column - 1) : column + 1;
    out += char;
    i++;
  }
  return out;
}

/** A run of blanks with as many tabs as it reaches stops; a single space stays one. Also the column after it. */
function shrunk(blanks: string, start: number, stops: Stops): [string, number] {
  let end = start;
  for (const char of blanks) end = char === "\t" ? (stopAfter(stops, end) ?? end + 1) : end + 1;
  if (blanks === " ") return [" ", end];
  let text = "";
  let column = start;
  for (;;) {
    const stop = stopAfter(stops, column);
    if (stop === undefined || stop > end) break;
    text += "\t";
    column = stop;
  }
  return [text + " ".repeat(end - column), end];
}
