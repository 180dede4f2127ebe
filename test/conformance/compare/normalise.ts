// From what a step printed to lines of words and tokens: order of chance first, then tables of processes cell by
// cell, then everything else. Spaces that only align columns, and spaces at the end of a line, are gone.

import { canonical } from "./canonical.ts";
import { Line, type Parts } from "./line.ts";
import type { Side } from "./side.ts";
import { words, type Context } from "./words.ts";

export interface Normalised {
  /** the lines before words became tokens */
  readonly raw: readonly string[];
  readonly lines: readonly Parts[];
}

const PROCESS_HEAD = /(?:^|\s)PID\s.*\b(?:CMD|COMMAND)\s*$/;
const TABLE_HEAD = /^[A-Z][A-Z0-9 _%#/*.-]*?(?: {2,}|\t+ *)[A-Z#%]/;

/** What a column of a table of processes holds; other columns are compared as they are. */
const COLUMNS = new Map<string, "pid" | "number" | "time" | "duration">([
  ...["PID", "PPID", "PGID", "TGID", "SPID", "LWP", "SID"].map((name) => [name, "pid"] as const),
  ...["C", "%CPU", "%MEM", "VSZ", "RSS", "CP", "SZ", "PCPU", "PMEM", "VSIZE"].map(
    (name) => [name, "number"] as const,
  ),
  ...["STIME", "START", "STARTED"].map((name) => [name, "time"] as const),
  ...["TIME", "ELAPSED"].map((name) => [name, "duration"] as const),
]);

export function normalise(command: string, text: string, side: Side, step: number): Normalised {
  const context: Context = { command, side };
  const raw = canonical(command, text, side);
  let head: readonly string[] | undefined;
  let isTable = false;
  const lines = raw.map((full) => {
    const cut = full.replace(/[ \t]+$/, "");
    if (cut === "") {
      head = undefined;
      return [];
    }
    const cells = cut.trim().split(/\s+/);
    const isProcessHead = PROCESS_HEAD.test(cut);
    if (isProcessHead || TABLE_HEAD.test(cut)) isTable = true;
    if (isProcessHead) head = cells;
    else if (head !== undefined && cells.length < head.length) head = undefined;
    if (head === undefined) return squeeze(words(cut, context), isTable).parts(step);
    const row = isProcessHead ? new Line(cells.join("  ")) : processRow(head, cells, context);
    return squeeze(row, isTable).parts(step);
  });
  return { raw, lines };
}

/** A row of a table of processes; the last column takes all that is left. */
function processRow(head: readonly string[], cells: readonly string[], context: Context): Line {
  const last = head.length - 1;
  const line = words(cells.slice(last).join(" "), { ...context, isCell: true });
  const front = cells.slice(0, last).map((cell, i) => processCell(line, cell, COLUMNS.get(head[i] ?? "")));
  line.text = [...front, line.text].join("  ");
  return line;
}

function processCell(
  line: Line,
  cell: string,
  column: "pid" | "number" | "time" | "duration" | undefined,
): string {
  const isNumber = /^\d+$/.test(cell);
  switch (column) {
    case "pid":
      return isNumber && Number(cell) > 1 ? line.mark("pid", "", cell, cell) : cell;
    case "number":
      return line.mark("num", "ps");
    case "time":
      return line.mark("time", "ps");
    case "duration":
      return line.mark("dur");
    case undefined:
      return cell;
  }
}

/** Runs of spaces inside a line become two, and so does what indents a row of a table; other indents count. */
function squeeze(line: Line, isTable: boolean): Line {
  const indent = /^ */.exec(line.text)?.[0] ?? "";
  const rest = line.text.slice(indent.length).replace(/[ \t]*\t[ \t]*| {2,}/g, "  ");
  line.text = (isTable && indent.length > 1 ? "  " : indent) + rest;
  return line;
}
