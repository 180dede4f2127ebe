// du: how much room files and trees take. What has several names counts once; what is below a directory is
// counted before it. GNU rounds up, busybox to the nearest; sizes come from st_blocks.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { Pattern } from "../libc/fnmatch.ts";
import { joinPath } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";
import { busyboxBlocks, busyboxHumanSize, gnuHumanSize, multiplierOf, parseSize } from "../libc/sizes.ts";
import { strftime, type Zone } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";

interface Options {
  readonly all: boolean;
  readonly depth: number;
  readonly apparent: boolean;
  readonly inodes: boolean;
  readonly everyLink: boolean;
  readonly follow: "never" | "command-line" | "always";
  readonly separate: boolean;
  readonly sameDevice: boolean;
  readonly unit: number | "human" | "si";
  /** what a unit that was given as a letter alone is followed by */
  readonly suffix: string;
  readonly threshold: number;
  readonly excluded: readonly Pattern[];
  readonly end: string;
  readonly zone: Zone | undefined;
}

interface Sum {
  size: number;
  /** the latest change, for --time */
  time: number;
}

class Counter {
  private readonly seen = new Set<string>();
  private device: number | undefined;
  total = 0;

  constructor(
    private readonly io: Io,
    private readonly o: Options,
  ) {}

  *operand(path: string): Task<void> {
    const { io, o } = this;
    const node = o.follow === "never" ? io.sys.lstat(path) : io.sys.stat(path);
    if (failed(node)) {
      const words = io.family === "gnu" ? `cannot access ${quoted(io, path)}` : path;
      yield* io.complain(`${words}: ${strerror(node)}`);
      return;
    }
    this.device = node.dev;
    if (this.isRepeated(node)) return;
    this.total += (yield* this.count(path, node, 0)).size;
  }

  /** A file that was counted under another name already. */
  private isRepeated(node: Stat): boolean {
    if (this.o.everyLink || (node.nlink < 2 && this.o.follow !== "always" && this.io.operands.length < 2))
      return false;
    if (isDirectory(node) && this.io.family === "busybox") return false;
    const key = `${node.dev}:${node.ino}`;
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    return false;
  }

  private own(node: Stat): number {
    if (this.o.inodes) return 1;
    if (!this.o.apparent) return node.blocks * 512;
    return isDirectory(node) ? 0 : node.size;
  }

  private *count(path: string, node: Stat, depth: number): Task<Sum> {
    const sum: Sum = { size: this.own(node), time: node.mtime };
    if (!isDirectory(node)) {
      if (this.o.all || depth === 0) yield* this.show(path, sum, depth);
      return sum;
    }
    const below = yield* this.children(path, depth);
    if (below === undefined) return sum;
    const shown = {
      size: sum.size + (this.o.separate ? below.files : below.size),
      time: Math.max(sum.time, below.time),
    };
    yield* this.show(path, shown, depth);
    return { size: sum.size + below.size, time: shown.time };
  }

  private *children(
    path: string,
    depth: number,
  ): Task<{ size: number; files: number; time: number } | undefined> {
    const { io, o } = this;
    const items = io.sys.list(path);
    if (failed(items)) {
      yield* this.unreadable(path, items);
      return io.family === "gnu" ? { size: 0, files: 0, time: 0 } : undefined;
    }
    const sum = { size: 0, files: 0, time: 0 };
    for (const { name } of items) {
      const child = joinPath(path, name);
      if (o.excluded.some((pattern) => pattern.matches(name) || pattern.matches(child))) continue;
      const node = o.follow === "always" ? io.sys.stat(child) : io.sys.lstat(child);
      if (failed(node)) {
        yield* io.complain(
          `${io.family === "gnu" ? `cannot access ${quoted(io, child)}` : child}: ${strerror(node)}`,
        );
        continue;
      }
      if (this.isRepeated(node) || (o.sameDevice && node.dev !== this.device)) continue;
      const counted = yield* this.count(child, node, depth + 1);
      sum.size += counted.size;
      if (!isDirectory(node)) sum.files += counted.size;
      sum.time = Math.max(sum.time, counted.time);
    }
    return sum;
  }

  private *unreadable(path: string, errno: Errno): Task<void> {
    const { io } = this;
    const words = io.family === "gnu" ? `cannot read directory ${quoted(io, path)}` : `can't open '${path}'`;
    yield* io.complain(`${words}: ${strerror(errno)}`);
  }

  private *show(path: string, { size, time }: Sum, depth: number): Task<void> {
    const { o } = this;
    if (depth > o.depth) return;
    if (o.threshold < 0 ? size > -o.threshold : size < o.threshold) return;
    const when = o.zone === undefined ? "" : `${strftime("%Y-%m-%d %H:%M", time, o.zone)}\t`;
    yield* this.io.print(`${this.amount(size)}\t${when}${path}${o.end}`);
  }

  private amount(size: number): string {
    const { unit, inodes, suffix } = this.o;
    if (inodes && typeof unit === "number") return String(size);
    if (this.io.family === "busybox")
      return unit === "human" ? busyboxHumanSize(size) : String(busyboxBlocks(size, unit as number));
    if (unit === "human") return gnuHumanSize(size);
    if (unit === "si") return gnuHumanSize(size, 1000);
    return `${Math.ceil(size / unit)}${suffix}`;
  }

  *end(): Task<void> {
    if (this.io.has("c")) yield* this.io.print(`${this.amount(this.total)}\ttotal${this.o.end}`);
  }
}

interface Measure {
  unit: Options["unit"];
  suffix: string;
  apparent: boolean;
}

/** The options that say in what sizes are told; undefined after a complaint. */
function* measureOf(io: Io): Task<Measure | undefined> {
  const measure: Measure = { unit: 1024, suffix: "", apparent: io.has("apparent-size") };
  for (const { key, value = "" } of io.options.given) {
    if (key === "h") measure.unit = "human";
    else if (key === "si") measure.unit = "si";
    else if (key === "k") measure.unit = 1024;
    else if (key === "m") measure.unit = 1 << 20;
    else if (key === "b") Object.assign(measure, { unit: 1, apparent: true });
    else if (key === "B") {
      const size = parseSize(value) ?? multiplierOf(value);
      if (size === undefined || size === 0) {
        yield* io.complain(`invalid -B argument ${quoted(io, value)}`);
        return undefined;
      }
      Object.assign(measure, { unit: size, suffix: /^\d/.test(value) ? "" : value });
    } else continue;
    if (key !== "B") measure.suffix = "";
  }
  return measure;
}

/** -d and -s; undefined after a complaint. */
function* depthOf(io: Io): Task<number | undefined> {
  const text = io.value("d");
  if (text !== undefined && !/^\d+$/.test(text)) {
    if (io.family === "busybox") yield* io.complain(`invalid number '${text}'`);
    else yield* io.misuse(`invalid maximum depth ${quoted(io, text)}`);
    return undefined;
  }
  if (!io.has("s")) return text === undefined ? Infinity : Number(text);
  if (io.family === "gnu" && io.has("a")) {
    yield* io.misuse("cannot both summarize and show all entries");
    return undefined;
  }
  if (text === undefined || io.family === "busybox") return 0;
  if (Number(text) === 0) yield* io.complain("warning: summarizing is the same as using --max-depth=0", 0);
  else {
    yield* io.misuse(`warning: summarizing conflicts with --max-depth=${text}`);
    return undefined;
  }
  return 0;
}

function followOf(io: Io): Options["follow"] {
  const last = io.options.last("L", "D", "H", "P");
  return last === "L" ? "always" : last === "D" || last === "H" ? "command-line" : "never";
}

export const du = command(
  {
    name: "du",
    gnu: `a/all apparent-size A b/bytes B/block-size: c/total D/dereference-args H d/max-depth: exclude: h/human-readable
      inodes k l/count-links L/dereference m 0/null P/no-dereference s/summarize S/separate-dirs si t/threshold: time?
      time-style: x/one-file-system X/exclude-from: files0-from:`,
    busybox: "a H k L s x m h d: l c b",
    usage: "[-aHLdclsxhmk] [FILE]...",
  },
  function* (io) {
    const measure = yield* measureOf(io);
    const depth = measure === undefined ? undefined : yield* depthOf(io);
    if (measure === undefined || depth === undefined) return Math.max(1, io.status);
    const threshold = io.value("t") ?? "0";
    const limit = parseSize(threshold.replace(/^-/, ""));
    if (limit === undefined) return yield* io.complain(`invalid -t argument ${quoted(io, threshold)}`);
    const zone = io.has("time") ? yield* localZone(io.sys, io.env.get("TZ"), io.sys.now()) : undefined;
    const counter = new Counter(io, {
      all: io.has("a"),
      depth,
      apparent: measure.apparent || io.has("A"),
      inodes: io.has("inodes"),
      everyLink: io.has("l"),
      follow: followOf(io),
      separate: io.has("S"),
      sameDevice: io.has("x"),
      unit: measure.unit,
      suffix: measure.suffix,
      threshold: threshold.startsWith("-") ? -limit : limit,
      excluded: io.options.values("exclude").map((text) => new Pattern(text)),
      end: io.has("0") ? "\0" : "\n",
      zone,
    });
    for (const path of io.operandsOr(".")) {
      if (path === "" && io.family === "gnu") yield* io.complain("invalid zero-length file name");
      else yield* counter.operand(path);
    }
    yield* counter.end();
    return io.status;
  },
);
