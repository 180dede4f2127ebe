// ls: lists directories and files. Options are read in ls-options.ts, names shown by ls-names.ts, laid out by
// ls-columns.ts and ls-long.ts; here are the order of things and what is said of them.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { byteOrder } from "../libc/byte-order.ts";
import { command, type Io } from "../libc/command.ts";
import { S_IFDIR } from "../libc/file-mode.ts";
import { Accounts } from "../libc/passwd.ts";
import { joinPath } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";
import { busyboxHumanSize } from "../libc/sizes.ts";
import { UTC } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";
import { versionOrder } from "../libc/version-order.ts";
import { busyboxColumns, gnuColumns, withCommas } from "./ls-columns.ts";
import { listedEntry, needsNode, operandEntry, type Entry } from "./ls-entry.ts";
import { busyboxBlocks, busyboxLong, gnuBlocks, gnuLong, timeOf, type Clock } from "./ls-long.ts";
import { Namer, type Shown } from "./ls-names.ts";
import { BUSYBOX_OPTIONS, GNU_OPTIONS, lsOptionsOf, type LsOptions } from "./ls-options.ts";

const extensionOf = (name: string): string => (name.includes(".") ? name.slice(name.lastIndexOf(".")) : "");

class Lister {
  private readonly accounts: Accounts;
  private readonly namer: Namer;
  private readonly busybox: boolean;
  private printedAny = false;
  private readonly namesDirectories: boolean;

  constructor(
    private readonly io: Io,
    private readonly options: LsOptions,
    private readonly clock: Clock,
  ) {
    this.accounts = new Accounts(io.sys);
    this.namer = new Namer(options);
    this.busybox = io.family === "busybox";
    this.namesDirectories = io.operands.length > 1 || options.recursive;
  }

  *run(): Task<void> {
    const operands = this.io.operandsOr(".");
    const found: Entry[] = [];
    for (const path of operands) {
      const entry = yield* operandEntry(this.io, path, this.options);
      if (entry !== undefined) found.push(entry);
    }
    const isListed = (entry: Entry): boolean => !this.options.directory && entry.type === S_IFDIR;
    const files = this.sorted(found.filter((entry) => !isListed(entry)));
    const directories = this.sorted(found.filter(isListed));
    if (files.length > 0) {
      yield* this.print(files, directories);
      this.printedAny = true;
    }
    for (const { path } of directories) yield* this.directory(path, true);
  }

  // ---- order

  private compare(a: Entry, b: Entry): number {
    const { options } = this;
    const byName = (): number => byteOrder(a.name, b.name);
    switch (options.sort) {
      case "time":
        return (b.node ? timeOf(b.node, options) : 0) - (a.node ? timeOf(a.node, options) : 0) || byName();
      case "size":
        return (b.node?.size ?? 0) - (a.node?.size ?? 0) || byName();
      case "extension":
        return byteOrder(extensionOf(a.name), extensionOf(b.name)) || byName();
      case "version":
        return versionOrder(a.name, b.name);
      case "width":
        return this.namer.show(a).width - this.namer.show(b).width || byName();
      default:
        return byName();
    }
  }

  private sorted(entries: readonly Entry[]): Entry[] {
    const { options } = this;
    if (options.sort === "none") return entries.slice();
    const sign = options.reverse ? -1 : 1;
    const order = (a: Entry, b: Entry): number => sign * this.compare(a, b);
    if (!options.directoriesFirst) return entries.slice().sort(order);
    const rank = (entry: Entry): number => (isDirectoryBehind(entry) ? 0 : 1);
    return entries.slice().sort((a, b) => rank(a) - rank(b) || order(a, b));
  }

  // ---- directories

  private *directory(path: string, operand: boolean): Task<void> {
    const { io, options } = this;
    const items = io.sys.list(path);
    if (failed(items)) {
      if (this.busybox) {
        yield* this.heading(path);
        yield* io.complain(`can't open '${path}': ${strerror(items)}`);
        if (options.format === "long" || options.blocks) yield* io.print(this.total([]));
      } else
        yield* io.complain(`cannot open directory ${quoted(io, path)}: ${strerror(items)}`, operand ? 2 : 1);
      return;
    }
    yield* this.heading(path);
    const listed: Entry[] = [];
    const names = options.all === "all" ? [DOT, DOT_DOT, ...items] : items;
    for (const item of names) {
      if (!this.isShown(item.name)) continue;
      const entry = yield* listedEntry(io, path, item.name, item.type, options);
      if (entry !== undefined) listed.push(entry);
    }
    const entries = this.sorted(listed);
    if (options.format === "long" || options.blocks) yield* io.print(this.total(entries));
    yield* this.print(entries);
    if (!options.recursive) return;
    for (const entry of entries) {
      const inside = entry.type === S_IFDIR && entry.name !== "." && entry.name !== "..";
      if (inside) yield* this.directory(joinPath(path, entry.name), false);
    }
  }

  private *heading(path: string): Task<void> {
    if (this.namesDirectories) {
      const name = this.busybox ? path : this.namer.quote(path);
      yield* this.io.print(`${this.printedAny ? "\n" : ""}${name}:\n`);
    } else if (this.printedAny) yield* this.io.print("\n");
    this.printedAny = true;
  }

  private isShown(name: string): boolean {
    const { all, ignored, hidden, backups } = this.options;
    if (all === "none" && name.startsWith(".")) return false;
    if (!backups && name.endsWith("~")) return false;
    if (all === "none" && hidden.some((pattern) => pattern.matches(name))) return false;
    return !ignored.some((pattern) => pattern.matches(name));
  }

  private total(entries: readonly Entry[]): string {
    const blocks = entries.reduce((sum, { node }) => sum + (node?.blocks ?? 0), 0);
    if (!this.busybox) return `total ${gnuBlocks(blocks, this.options)}\n`;
    if (this.options.blockUnit !== "human") return `total ${Math.floor(blocks / 2)}\n`;
    return `total ${busyboxHumanSize(blocks * 512, false).padEnd(7)}\n`;
  }

  // ---- names

  /** `beside` are the directories that are listed afterwards, which count for the widths of columns. */
  private *print(entries: readonly Entry[], beside: readonly Entry[] = []): Task<void> {
    const { io, options } = this;
    this.namer.align([...entries, ...beside]);
    if (this.busybox) {
      yield* this.printBusybox(entries);
      return;
    }
    const before = this.numbers(entries);
    const end = options.zero ? "\0" : "\n";
    if (options.format === "long") {
      const facts = yield* gnuLong(entries, beside, options, this.accounts, this.clock);
      for (const [i, entry] of entries.entries())
        yield* io.print(before[i]! + facts[i]! + this.namer.show(entry).text + this.namer.arrow(entry) + end);
    } else if (options.format === "single") {
      for (const [i, entry] of entries.entries())
        yield* io.print(before[i]! + this.namer.show(entry).text + end);
    } else {
      const cells = entries.map((entry, i) => widened(this.namer.show(entry), before[i] as string));
      yield* io.print(options.format === "commas" ? withCommas(cells, options) : gnuColumns(cells, options));
    }
  }

  /** -i, -s and -Z in front of names, as wide as they have to be; not padded where names stand in a row. */
  private numbers(entries: readonly Entry[]): string[] {
    const { options } = this;
    if (!options.inode && !options.blocks && !(options.context && options.format !== "long"))
      return entries.map(() => "");
    const padded = options.format !== "commas";
    const column = (texts: readonly string[]): string[] => {
      const width = padded ? Math.max(...texts.map((text) => text.length), 0) : 0;
      return texts.map((text) => `${text.padStart(width)} `);
    };
    const unknown = entries.map(() => "");
    const inodes = options.inode ? column(entries.map(({ node }) => String(node?.ino ?? "?"))) : unknown;
    const blocks = options.blocks
      ? column(entries.map(({ node }) => (node === undefined ? "?" : gnuBlocks(node.blocks, options))))
      : unknown;
    const contexts = options.context && options.format !== "long" ? column(entries.map(() => "?")) : unknown;
    return entries.map((_, i) => inodes[i]! + blocks[i]! + contexts[i]!);
  }

  private *printBusybox(entries: readonly Entry[]): Task<void> {
    const { io, options } = this;
    const cells: Shown[] = [];
    for (const entry of entries) {
      const { node } = entry;
      let before = "";
      if (options.inode && node) before += `${String(node.ino).padStart(7)} `;
      if (options.blocks && node)
        before += `${busyboxBlocks(node.blocks, options).padStart(options.blockUnit === "human" ? 7 : 6)} `;
      if (options.format === "long" && node)
        before += yield* busyboxLong(node, options, this.accounts, this.clock);
      const shown = this.namer.show(entry);
      if (options.format === "long" || options.format === "single") {
        const arrow = options.format === "long" ? this.namer.arrow(entry) : "";
        yield* io.print(`${before}${shown.text}${arrow}\n`);
      } else cells.push(widened(shown, before));
    }
    yield* io.print(busyboxColumns(cells, options));
  }
}

const DOT = { name: ".", type: S_IFDIR };
const DOT_DOT = { name: "..", type: S_IFDIR };

const widened = ({ text, width }: Shown, before: string): Shown => ({
  text: before + text,
  width: before.length + width,
});

const isDirectoryBehind = ({ type, behind }: Entry): boolean =>
  type === S_IFDIR || (behind !== undefined && !failed(behind) && (behind.mode & 0o170000) === S_IFDIR);

function* body(io: Io): Task<number> {
  const options = yield* lsOptionsOf(io);
  if (options === undefined) return io.status;
  const now = io.sys.now();
  const zone = needsNode(options) ? yield* localZone(io.sys, io.env.get("TZ"), now) : UTC;
  yield* new Lister(io, options, { now, zone }).run();
  return io.status;
}

const SPEC = {
  gnu: GNU_OPTIONS,
  busybox: BUSYBOX_OPTIONS,
  usage: "[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...",
};

export const ls = command({ ...SPEC, name: "ls", usageStatus: { gnu: 2 } }, body);
