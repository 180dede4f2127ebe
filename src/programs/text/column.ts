// column: lines as a table (-t), or as many columns as a terminal has room for. Util-linux's: separators,
// names, right alignment and JSON for tables. Not here: trees, wrapping, hidden and reordered columns.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { failed } from "../../base/errno.ts";
import { eachLine, openNamed, closeInput } from "./inputs.ts";
import { textWidth } from "./display-width.ts";

export const column = command(
  {
    name: "column",
    gnu: "t/table s:/separator: o:/output-separator: c:/output-width: x/fillrows N:/table-columns: R:/table-right: J/json n:/table-name: L/keep-empty-lines d/table-noheadings l:/table-columns-limit:",
    usage: "[options] [<file>...]",
    package: "util-linux 2.41",
  },
  function* (io) {
    const lines = yield* readLines(io);
    if (io.has("J"))
      return yield* printJson(
        io,
        lines.map((line) => cellsOf(io, line)),
      );
    if (io.has("t"))
      return yield* printTable(
        io,
        lines.map((line) => cellsOf(io, line)),
      );
    return yield* printColumns(io, lines);
  },
);

function* readLines(io: Io): Task<string[]> {
  const all: string[] = [];
  const keep = io.has("L");
  for (const path of io.operandsOr("-")) {
    const fd = yield* openNamed(io, path);
    if (fd === undefined) continue;
    const lines = io.lines(fd);
    yield* eachLine(io, lines, (line) => {
      if (keep || line.trim() !== "") all.push(line);
    });
    if (lines.error !== undefined) yield* io.complain("read failed: Is a directory");
    closeInput(io, fd);
  }
  return all;
}

function cellsOf(io: Io, line: string): string[] {
  const separators = io.value("s");
  const limit = Number(io.value("l") ?? "0");
  const all =
    separators === undefined
      ? line.split(/[ \t]+/).filter((cell) => cell !== "")
      : splitAtAny(line, separators);
  if (limit === 0 || all.length <= limit) return all;
  return [...all.slice(0, limit - 1), all.slice(limit - 1).join(separators?.[0] ?? " ")];
}

function splitAtAny(line: string, separators: string): string[] {
  const cells: string[] = [];
  let start = 0;
  for (let i = 0; i < line.length; i++)
    if (separators.includes(line[i] as string)) {
      cells.push(line.slice(start, i));
      start = i + 1;
    }
  return [...cells, line.slice(start)];
}

const namesOf = (io: Io): string[] => io.value("N")?.split(",") ?? [];

function* printTable(io: Io, rows: string[][]): Task<number> {
  const names = namesOf(io);
  const shown = names.length > 0 && !io.has("d") ? [names, ...rows] : rows;
  const count = Math.max(0, ...shown.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(...shown.map((row) => textWidth(row[i] ?? ""))),
  );
  const right = rightColumns(io, names, count);
  const between = io.value("o") ?? "  ";
  for (const row of shown) {
    let text = "";
    for (let i = 0; i < count; i++) {
      const cell = row[i] ?? "";
      const space = " ".repeat((widths[i] as number) - textWidth(cell));
      const last = i === count - 1;
      text += right.has(i) ? space + cell : cell + (last ? "" : space);
      if (!last) text += between;
    }
    yield* io.print(`${text}\n`);
  }
  return 0;
}

function rightColumns(io: Io, names: readonly string[], count: number): ReadonlySet<number> {
  const list = (io.value("R") ?? "").split(",").filter((item) => item !== "");
  return new Set(
    list.flatMap((item) => {
      if (item === "0") return Array.from({ length: count }, (_, i) => i);
      const named = names.indexOf(item);
      return [named >= 0 ? named : item === "-1" ? count - 1 : Number(item) - 1];
    }),
  );
}

function* printJson(io: Io, rows: readonly string[][]): Task<number> {
  const names = namesOf(io);
  if (names.length === 0) return yield* io.complain("option --table-columns required for --json");
  const pad = "   ";
  const objects = rows.map((row) => {
    const fields = names.map((name, i) => `${pad.repeat(3)}${JSON.stringify(name.toLowerCase())}: ${row[i] === undefined || row[i] === "" ? "null" : JSON.stringify(row[i])}`); // prettier-ignore
    return `{\n${fields.join(",\n")}\n${pad.repeat(2)}}`;
  });
  const body = objects.length > 0 ? `\n${pad.repeat(2)}${objects.join(",")}\n${pad}` : "\n\n   ";
  yield* io.print(`{\n${pad}${JSON.stringify(io.value("n") ?? "table")}: [${body}]\n}\n`);
  return 0;
}

function* printColumns(io: Io, lines: readonly string[]): Task<number> {
  const longest = Math.max(0, ...lines.map(textWidth));
  const width = Math.floor((longest + 8) / 8) * 8;
  const size = io.sys.windowSize(1);
  const terminal = Number(io.value("c") ?? io.env.get("COLUMNS") ?? (failed(size) ? 80 : size.columns));
  const columns = Math.max(1, Math.floor(terminal / width));
  const rows = Math.ceil(lines.length / columns);
  const byRows = io.has("x");
  for (let r = 0; r < rows; r++) {
    const cells = Array.from({ length: columns }, (_, c) => lines[byRows ? r * columns + c : c * rows + r]);
    const present = cells.filter((cell): cell is string => cell !== undefined);
    yield* io.print(
      `${present.map((cell, i) => (i === present.length - 1 ? cell : tabbed(cell, width))).join("")}\n`,
    );
  }
  return 0;
}

const tabbed = (cell: string, width: number): string =>
  cell + "\t".repeat(Math.ceil((width - textWidth(cell)) / 8));
