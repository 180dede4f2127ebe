// df: how much room there is on file systems, from statfs(2). GNU makes columns as wide as they have to be and
// shows each device once; busybox has fixed columns and shows every mount. Relies on mounts.ts.

import { failed, strerror } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { busyboxBlocks, busyboxHumanSize, multiplierOf, parseSize } from "../libc/sizes.ts";
import { columnsOf, gnuTable, type Row, type Unit } from "./df-table.ts";
import { mountedFileSystems, type Mounted } from "./mounts.ts";
import { resolvePath } from "./resolve-path.ts";

interface Entry extends Mounted {
  readonly device: number;
  readonly usage: Exclude<ReturnType<Sys["statfs"]>, string>;
  /** the operand that asked for it */
  readonly file: string;
}

/** undefined if it cannot be looked at. */
function entryOf(sys: Sys, mount: Mounted, file = "-"): Entry | undefined {
  const usage = sys.statfs(mount.directory);
  const node = sys.stat(mount.directory);
  if (failed(usage) || failed(node)) return undefined;
  return { ...mount, usage, device: node.dev, file };
}

/** One line for each device: that of the mount nearest to the root. */
function withoutRepeats(entries: readonly Entry[]): Entry[] {
  const chosen = new Map<number, Entry>();
  for (const entry of entries) {
    const known = chosen.get(entry.device);
    if (
      known === undefined ||
      entry.directory.length < known.directory.length ||
      entry.directory === known.directory
    )
      chosen.set(entry.device, entry);
  }
  return entries.filter((entry) => chosen.get(entry.device) === entry);
}

const isBelow = (path: string, directory: string): boolean =>
  directory === "/" || path === directory || path.startsWith(`${directory}/`);

/** The last mount on the longest way to a path. */
function mountOf(sys: Sys, mounts: readonly Mounted[], path: string): Mounted | undefined {
  const real = resolvePath(sys, path, "existing");
  if (failed(real)) return undefined;
  let best: Mounted | undefined;
  for (const mount of mounts)
    if (isBelow(real.path, mount.directory) && mount.directory.length >= (best?.directory.length ?? 0))
      best = mount;
  return best;
}

function* entriesFor(io: Io, mounts: readonly Mounted[]): Task<Entry[]> {
  const entries: Entry[] = [];
  for (const path of io.operands) {
    const node = io.sys.stat(path);
    if (failed(node)) {
      yield* io.complain(`${path}: ${strerror(node)}`);
      continue;
    }
    const mount = mountOf(io.sys, mounts, path);
    const entry = mount === undefined ? undefined : entryOf(io.sys, mount, path);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

function allEntries(io: Io, mounts: readonly Mounted[]): Entry[] {
  const entries = mounts.flatMap((mount) => entryOf(io.sys, mount) ?? []);
  if (io.has("a")) return entries;
  return withoutRepeats(entries.filter(({ usage }) => usage.total > 0));
}

const isChosen = (io: Io, { type }: Mounted): boolean => {
  const [only, without] = [io.options.values("t"), io.options.values("x")];
  return (only.length === 0 || only.includes(type)) && !without.includes(type);
};

// ---- GNU

/** undefined after a complaint. */
function* unitOf(io: Io): Task<Unit | undefined> {
  let unit: Unit = { kind: "blocks", size: 1024, label: "1K" };
  for (const { key, value = "" } of io.options.given) {
    if (key === "h") unit = { kind: "human", base: 1024 };
    else if (key === "H" || key === "si") unit = { kind: "human", base: 1000 };
    else if (key === "k") unit = { kind: "blocks", size: 1024, label: "1K" };
    else if (key === "m") unit = { kind: "blocks", size: 1 << 20, label: "1M" };
    else if (key === "B") {
      const letters = multiplierOf(value);
      const size = parseSize(value) ?? letters;
      if (size === undefined || size === 0) {
        yield* io.complain(`invalid -B argument ${quoted(io, value)}`);
        return undefined;
      }
      const bare = letters !== undefined && !/^\d/.test(value);
      unit = { kind: "blocks", size, label: bare ? `1${value}` : labelOf(size), suffix: bare ? value : "" };
    }
  }
  return unit;
}

function labelOf(size: number): string {
  for (const [letter, power] of [
    ["G", 3],
    ["M", 2],
    ["K", 1],
  ] as const)
    if (size % 1024 ** power === 0) return `${size / 1024 ** power}${letter}`;
  for (const [letter, power] of [
    ["GB", 3],
    ["MB", 2],
    ["kB", 1],
  ] as const)
    if (size % 1000 ** power === 0) return `${size / 1000 ** power}${letter}`;
  return `${size}B`;
}

const rowOf = ({ source, directory, type, usage, file }: Entry): Row => ({
  source,
  type,
  target: directory,
  file,
  bytes: { total: usage.total, used: usage.total - usage.free, free: usage.free },
  inodes: { total: usage.files, used: usage.files - usage.filesFree, free: usage.filesFree },
});

function totalOf(rows: readonly Row[]): Row {
  const sum = (key: "bytes" | "inodes"): Row["bytes"] =>
    rows.reduce(
      (all, row) => ({
        total: all.total + row[key].total,
        used: all.used + row[key].used,
        free: all.free + row[key].free,
      }),
      { total: 0, used: 0, free: 0 },
    );
  return { source: "total", type: "-", target: "-", file: "-", bytes: sum("bytes"), inodes: sum("inodes") };
}

function* gnu(io: Io, mounts: readonly Mounted[]): Task<number> {
  const unit = yield* unitOf(io);
  if (unit === undefined) return 1;
  const columns = yield* columnsOf(io);
  if (columns === undefined) return io.status;
  const found = io.operands.length > 0 ? yield* entriesFor(io, mounts) : allEntries(io, mounts);
  const rows = found.filter((entry) => isChosen(io, entry)).map(rowOf);
  if (rows.length === 0) return io.status === 0 ? yield* io.complain("no file systems processed") : io.status;
  if (io.has("total")) rows.push(totalOf(rows));
  yield* io.print(gnuTable(rows, columns, unit, io.has("P")));
  return io.status;
}

// ---- busybox

function busyboxAmount(bytes: number, unit: number | "human"): string {
  return unit === "human" ? busyboxHumanSize(bytes) : String(busyboxBlocks(bytes, unit));
}

function busyboxUnit(io: Io): number | "human" {
  const text = io.value("B");
  switch (io.options.last("h", "m", "k", "B")) {
    case "h":
      return "human";
    case "m":
      return 1 << 20;
    case "B":
      return Number(text);
    default:
      return 1024;
  }
}

function busyboxHeader(io: Io, unit: number | "human"): string {
  const type = io.has("T") ? "Type       " : "";
  if (io.has("P")) return `Filesystem           ${type}1024-blocks    Used Available Capacity Mounted on\n`;
  const labels = new Map<number | "human", string>([
    ["human", "     Size      "],
    [1024, "1K-blocks      "],
    [1 << 20, "1M-blocks      "],
  ]);
  const size = io.has("i") ? "   Inodes      " : (labels.get(unit) ?? `${unit}-blocks      `);
  return `Filesystem           ${type}${size}Used Available Use% Mounted on\n`;
}

function busyboxRow(io: Io, { source, directory, type, usage }: Entry, unit: number | "human"): string {
  const inodes = io.has("i");
  const [total, free] = inodes ? [usage.files, usage.filesFree] : [usage.total, usage.free];
  const used = total - free;
  const percent = total === 0 ? 0 : Math.floor((used * 100 + total / 2) / total);
  const cell = (value: number): string => (inodes ? String(value) : busyboxAmount(value, unit)).padStart(9);
  const name = source.length > 20 && !io.has("P") ? `${source}\n${" ".repeat(20)}` : source.padEnd(20);
  const kind = io.has("T") ? ` ${type.padEnd(10)}` : "";
  return `${name}${kind} ${cell(total)} ${cell(used)} ${cell(free)} ${String(percent).padStart(3)}% ${directory}\n`;
}

/** The first mount that is on the same device as the path, or is the path. */
function busyboxMountOf(io: Io, mounts: readonly Mounted[], path: string): Mounted | undefined {
  const node = io.sys.stat(path);
  if (failed(node)) return undefined;
  return mounts.find(({ directory, source }) => {
    if (directory === path || source === path) return true;
    const there = io.sys.stat(directory);
    return !failed(there) && there.dev === node.dev;
  });
}

function* busybox(io: Io, mounts: readonly Mounted[]): Task<number> {
  const unit = busyboxUnit(io);
  yield* io.print(busyboxHeader(io, unit));
  if (io.operands.length === 0) {
    for (const mount of mounts) {
      const entry = entryOf(io.sys, mount);
      if (entry === undefined || !isChosen(io, mount)) continue;
      if (entry.usage.total > 0 || io.has("a")) yield* io.print(busyboxRow(io, entry, unit));
    }
    return io.status;
  }
  for (const path of io.operands) {
    const mount = busyboxMountOf(io, mounts, path);
    const entry = mount === undefined ? undefined : entryOf(io.sys, mount);
    if (entry === undefined) yield* io.complain(`${path}: can't find mount point`);
    else yield* io.print(busyboxRow(io, entry, unit));
  }
  return io.status;
}

export const df = command(
  {
    name: "df",
    gnu: `a/all B/block-size: h/human-readable H si i/inodes k l/local m no-sync output? P/portability sync t/type: total
      T/print-type x/exclude-type: v`,
    busybox: "k m h P a i B: T t:",
    usage: "[-PkmhTai] [-B SIZE] [-t TYPE] [FILESYSTEM]...",
  },
  function* (io) {
    const mounts = yield* mountedFileSystems(io.sys);
    if (mounts === undefined) {
      const words = "cannot read table of mounted file systems";
      return yield* io.complain(
        io.family === "gnu" ? `${words}: ${strerror("ENOENT")}` : `/proc/mounts: ${strerror("ENOENT")}`,
      );
    }
    return io.family === "gnu" ? yield* gnu(io, mounts) : yield* busybox(io, mounts);
  },
);
