// GNU df's table: which columns, how numbers are written in them, how wide they are.
// Names of fields are those of --output.

import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { gnuHumanSize } from "../libc/sizes.ts";

export type Unit =
  | { readonly kind: "human"; readonly base: 1000 | 1024 }
  | { readonly kind: "blocks"; readonly size: number; readonly label: string; readonly suffix?: string };

interface Amounts {
  readonly total: number;
  readonly used: number;
  readonly free: number;
}

export interface Row {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly file: string;
  readonly bytes: Amounts;
  readonly inodes: Amounts;
}

export type Column =
  | "source" | "fstype" | "itotal" | "iused" | "iavail" | "ipcent" | "size" | "used" | "avail" | "pcent" | "file" | "target"; // prettier-ignore

const ALL: readonly Column[] = [
  "source", "fstype", "itotal", "iused", "iavail", "ipcent", "size", "used", "avail", "pcent", "file", "target",
]; // prettier-ignore

const LEAST: Record<Column, number> = {
  source: 14, fstype: 4, itotal: 5, iused: 5, iavail: 5, ipcent: 4, size: 5, used: 5, avail: 5, pcent: 4, file: 0, target: 0,
}; // prettier-ignore

const LEFT = new Set<Column>(["source", "fstype", "file", "target"]);

/** undefined after a complaint. */
export function* columnsOf(io: Io): Task<readonly Column[] | undefined> {
  if (!io.has("output")) {
    const numbers: Column[] = io.has("i")
      ? ["itotal", "iused", "iavail", "ipcent"]
      : ["size", "used", "avail", "pcent"];
    return ["source", ...(io.has("T") ? (["fstype"] as const) : []), ...numbers, "target"];
  }
  for (const [key, letter] of [
    ["i", "-i"],
    ["P", "-P"],
    ["T", "-T"],
  ] as const)
    if (io.has(key)) {
      yield* io.misuse(`options ${letter} and --output are mutually exclusive`);
      return undefined;
    }
  const text = io.value("output");
  if (text === undefined) return ALL;
  const columns = text.split(",");
  const unknown = columns.find((name) => !(ALL as readonly string[]).includes(name));
  if (unknown === undefined) return columns as Column[];
  yield* io.misuse(`option --output: field ${quoted(io, unknown)} unknown`);
  return undefined;
}

export function amountOf(value: number, unit: Unit): string {
  if (unit.kind === "human") return gnuHumanSize(value, unit.base);
  return `${Math.ceil(value / unit.size)}${unit.suffix ?? ""}`;
}

function percent({ used, free }: Amounts): string {
  const all = used + free;
  return all === 0 ? "-" : `${Math.ceil((used * 100) / all)}%`;
}

/** Numbers of inodes are counted in ones, or in thousands where sizes are for people. */
const countOf = (value: number, unit: Unit): string =>
  unit.kind === "human" ? gnuHumanSize(value, unit.base) : String(value);

function cell(row: Row, column: Column, unit: Unit): string {
  switch (column) {
    case "source":
      return row.source;
    case "fstype":
      return row.type;
    case "target":
      return row.target;
    case "file":
      return row.file;
    case "size":
      return amountOf(row.bytes.total, unit);
    case "used":
      return amountOf(row.bytes.used, unit);
    case "avail":
      return amountOf(row.bytes.free, unit);
    case "pcent":
      return percent(row.bytes);
    case "itotal":
      return countOf(row.inodes.total, unit);
    case "iused":
      return countOf(row.inodes.used, unit);
    case "iavail":
      return countOf(row.inodes.free, unit);
    case "ipcent":
      return percent(row.inodes);
  }
}

function heading(column: Column, unit: Unit, posix: boolean, output: boolean): string {
  const human = unit.kind === "human";
  switch (column) {
    case "source":
      return "Filesystem";
    case "fstype":
      return "Type";
    case "target":
      return "Mounted on";
    case "file":
      return "File";
    case "size":
      if (human) return "Size";
      return posix ? `${unit.size}-blocks` : `${unit.label}-blocks`;
    case "used":
      return "Used";
    case "avail":
      return human || output ? "Avail" : "Available";
    case "pcent":
      return posix && !human ? "Capacity" : "Use%";
    case "itotal":
      return "Inodes";
    case "iused":
      return "IUsed";
    case "iavail":
      return "IFree";
    case "ipcent":
      return "IUse%";
  }
}

export function gnuTable(
  rows: readonly Row[],
  columns: readonly Column[],
  unit: Unit,
  posix: boolean,
): string {
  const output = columns.length > 7 || !columns.includes("source");
  const lines = [
    columns.map((column) => heading(column, unit, posix, output)),
    ...rows.map((row) => columns.map((column) => cell(row, column, unit))),
  ];
  const widths = columns.map((column, i) =>
    Math.max(LEAST[column], ...lines.map((line) => (line[i] as string).length)),
  );
  return lines
    .map((line) => {
      const cells = line.map((text, i) => {
        const last = i === line.length - 1;
        if (LEFT.has(columns[i] as Column)) return last ? text : text.padEnd(widths[i] as number);
        return text.padStart(widths[i] as number);
      });
      return `${cells.join(" ")}\n`;
    })
    .join("");
}
