// findmnt: mounts as a tree or a list, of all or of those that hold a path; columns of -o. Busybox has no
// such program.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readMounts, type MountEntry } from "./mount-table.ts";

type Row = Record<string, string>;

const COLUMNS = ["TARGET", "SOURCE", "FSTYPE", "OPTIONS"];

const rowOf = ({ target, source, type, options, device }: MountEntry): Row => ({
  TARGET: target,
  SOURCE: source,
  FSTYPE: type,
  OPTIONS: options,
  "MAJ:MIN": device,
});

const isBelow = (path: string, above: string): boolean =>
  path !== above && path.startsWith(above === "/" ? "/" : `${above}/`);

/** The mount that another stands on: the longest path above it. */
function parentOf(entry: MountEntry, all: readonly MountEntry[]): MountEntry | undefined {
  let best: MountEntry | undefined;
  for (const other of all)
    if (isBelow(entry.target, other.target) && other.target.length > (best?.target.length ?? 0)) best = other;
  return best;
}

function treeRows(all: readonly MountEntry[]): Row[] {
  const rows: Row[] = [];
  const visit = (parent: MountEntry | undefined, indent: string): void => {
    const below = all.filter((entry) => parentOf(entry, all) === parent);
    below.forEach((entry, i) => {
      const last = i === below.length - 1;
      const branch = parent === undefined ? "" : `${indent}${last ? "`-" : "|-"}`;
      rows.push({ ...rowOf(entry), TARGET: branch + entry.target });
      visit(entry, parent === undefined ? "" : `${indent}${last ? "  " : "| "}`);
    });
  };
  visit(undefined, "");
  return rows;
}

function* print(io: Io, rows: readonly Row[], columns: readonly string[]): Task<void> {
  const widths = columns.map((c) =>
    Math.max(io.has("n") ? 0 : c.length, ...rows.map((row) => (row[c] ?? "").length)),
  );
  const line = (texts: readonly string[]): string =>
    `${texts.map((text, i) => (i === texts.length - 1 ? text : text.padEnd(widths[i] as number))).join(" ")}\n`;
  if (!io.has("n")) yield* io.print(line(columns));
  for (const row of rows) yield* io.print(line(columns.map((c) => row[c] ?? "")));
}

export const findmnt = command(
  {
    name: "findmnt",
    gnu: "A/all a/ascii b/bytes c/canonicalize D/df d/direction: e/evaluate F/tab-file: f/first-only i/invert J/json k/kernel l/list m/mtab N/task: n/noheadings O/options: o/output: P/pairs r/raw s/fstab S/source: T/target: t/types: U u/notruncate v/nofsroot V h M/mountpoint:",
    package: "util-linux 2.41.5",
  },
  function* (io) {
    const all = yield* readMounts(io.sys);
    const types = io.value("t")?.split(",");
    const source = io.value("S");
    const word = io.value("T") ?? io.value("M") ?? io.operands[0];
    const filtered = all.filter(
      (entry) =>
        (types === undefined || types.includes(entry.type)) &&
        (source === undefined || entry.source === source) &&
        (word === undefined ||
          entry.target === word ||
          entry.source === word ||
          (io.has("T") && isBelow(word, entry.target))),
    );
    const shown = io.has("T") || io.has("f") ? filtered.slice(-1) : filtered;
    const tree = types === undefined && source === undefined && word === undefined && !io.has("l");
    const columns = io.value("o")?.toUpperCase().split(",") ?? COLUMNS;
    if (shown.length === 0) return 1;
    yield* print(io, tree ? treeRows(shown) : shown.map(rowOf), columns);
    return 0;
  },
);
