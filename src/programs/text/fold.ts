// fold: lines broken where they reach a width, on request after blanks. Tabs, backspaces and carriage returns
// move the column as on a terminal unless bytes are counted.

import { strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { eachInputLine } from "./inputs.ts";

export const fold = command(
  {
    name: "fold",
    gnu: "b/bytes s/spaces w:/width:",
    busybox: "b s w:",
    usage: "[OPTION]... [FILE]...",
    prepare: (args) => args.map((arg) => (/^-\d+$/.test(arg) ? `-w${arg.slice(1)}` : arg)),
  },
  function* (io) {
    io.out.decoding = "bytes";
    const width = yield* widthOf(io);
    if (width === undefined) return 1;
    const bytes = io.has("b");
    const spaces = io.has("s");
    yield* eachInputLine(
      io,
      (line, last) => {
        io.out.put(foldLine(line, width, bytes, spaces) + (last ? "" : "\n"));
      },
      { busybox: "as I/O error" },
    );
    return 0;
  },
);

function* widthOf(io: Io): Task<number | undefined> {
  const text = io.value("w") ?? "80";
  const width = /^\d+$/.test(text) ? Number(text) : undefined;
  const most = io.family === "busybox" ? 10_000 : Infinity;
  if (width !== undefined && width > 0 && width <= most) return width;
  if (io.family === "busybox")
    yield* io.complain(
      width === undefined ? `invalid number '${text}'` : `number ${text} is not in 1..10000 range`,
    );
  else {
    const range = width === undefined ? "" : `: ${strerror("ERANGE")}`;
    yield* io.complain(`invalid number of columns: ${quoted(io, text)}${range}`);
  }
  return undefined;
}

function moved(column: number, char: string, bytes: boolean): number {
  if (bytes) return column + 1;
  if (char === "\b") return Math.max(0, column - 1);
  if (char === "\r") return 0;
  return char === "\t" ? column + 8 - (column % 8) : column + 1;
}

function foldLine(line: string, width: number, bytes: boolean, spaces: boolean): string {
  if (line.length <= width && !line.includes("\t")) return line;
  let out = "";
  let start = 0;
  let column = 0;
  for (let at = start; at < line.length;) {
    const next = moved(column, line[at] as string, bytes);
    if (next <= width || at === start) {
      column = next;
      at++;
      continue;
    }
    const blank = spaces ? lastBlank(line, start, at) : -1;
    const cut = blank < 0 ? at : blank + 1;
    out += `${line.slice(start, cut)}\n`;
    start = cut;
    column = 0;
    for (let i = start; i < at; i++) column = moved(column, line[i] as string, bytes);
  }
  return out + line.slice(start);
}

function lastBlank(line: string, start: number, end: number): number {
  for (let i = end - 1; i >= start; i--) if (line[i] === " " || line[i] === "\t") return i;
  return -1;
}
