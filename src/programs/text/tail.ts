// tail: the last lines or bytes of files, or all from some line on; with -f what is added to them (follow.ts).
// Messages and headers are those of coreutils and of busybox, which differ a little everywhere.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import { concat } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Stat, type Task } from "../../kernel/sys.ts";
import { command, type Family, type Io } from "../libc/command.ts";
import { isRegular } from "../libc/file-mode.ts";
import { numberOf, readFloat } from "../libc/float-text.ts";
import { CHUNK } from "../libc/input.ts";
import { quoted } from "../libc/quote.ts";
import { invalidCount, parseCount } from "./counts.ts";
import { follow, type Followed, type Following } from "./follow.ts";
import { endWithout } from "./head.ts";

interface Wanted {
  readonly unit: "lines" | "bytes";
  readonly count: number;
  /** from that line or byte on, instead of so many */
  readonly fromStart: boolean;
  readonly separator: number;
}

export const tail = command(
  {
    name: "tail",
    gnu:
      "c:/bytes: f follow? F n:/lines: max-unchanged-stats: pid: q/quiet/silent retry s:/sleep-interval: " +
      "v/verbose z/zero-terminated",
    busybox: "f F c: n: q s: v",
    usage: "[OPTION]... [FILE]...",
    prepare: modernise,
  },
  function* (io) {
    const misused = oldNumber(io);
    if (misused !== undefined) return yield* io.complain(`option used in invalid context -- ${misused}`);
    const wanted = yield* wantedOf(io);
    const following = wanted && (yield* followingOf(io));
    if (wanted === undefined || following === undefined) return 1;
    const shown = yield* showAll(io, wanted, following);
    return typeof shown === "number" ? shown : yield* follow(io.sys, shown);
  },
);

const OLD = /^(?:-(\d+)|\+(\d+))([bcl]?)(f?)$/;
/** Stands before a number that was written the old way with too many files. */
const MISUSED = "--old-number=";

/** `-5`, `+5`, `-5c`, `-5f` as options. */
function modernise(args: readonly string[], family: Family): readonly string[] {
  const old = OLD.exec(args[0] ?? "");
  if (old === null) return args;
  const [, last, first, unit = "", f = ""] = old;
  const digits = last ?? `+${first}`;
  const rest = args.slice(1);
  if (family === "busybox") return ["-n", `${digits}${unit}${f}`, ...rest];
  const many = rest.length > 1;
  if (many && last === undefined) return args;
  if (many) return ["--", `${MISUSED}${last}`, ...rest];
  const multiplier = unit === "b" ? "b" : "";
  return [
    unit === "c" || unit === "b" ? "-c" : "-n",
    digits + multiplier,
    ...(f === "f" ? ["-f"] : []),
    ...rest,
  ];
}

const oldNumber = (io: Io): string | undefined =>
  io.operands[0]?.startsWith(MISUSED) ? io.operands[0].slice(MISUSED.length) : undefined;

function* wantedOf(io: Io): Task<Wanted | undefined> {
  const unit = io.options.last("n", "c") === "c" ? "bytes" : "lines";
  const text = io.value(unit === "bytes" ? "c" : "n") ?? "10";
  const fromStart = text.startsWith("+");
  const digits = fromStart || text.startsWith("-") ? text.slice(1) : text;
  const count = parseCount(io, digits);
  if (count !== undefined) return { unit, count, fromStart, separator: io.has("z") ? 0 : 10 };
  yield* invalidCount(io, text, `number of ${unit}`);
  return undefined;
}

type Start = Omit<Following, "files" | "shown"> & { readonly wantsFollow: boolean };

function* followingOf(io: Io): Task<Start | undefined> {
  const { family, name } = io;
  const how = io.value("follow");
  const byName = io.has("F") || how === "name";
  const wantsFollow = byName || io.has("f") || io.has("follow");
  const seconds = io.value("s") ?? "1";
  const read = readFloat(seconds, 53);
  if (read.used === 0 || read.used < seconds.length || read.value.negative) {
    yield* invalidCount(io, seconds, "number of seconds");
    return undefined;
  }
  const process = io.value("pid");
  if (process !== undefined && !/^\d+$/.test(process)) {
    yield* io.complain(`invalid PID: ${quoted(io, process)}`);
    return undefined;
  }
  if (!wantsFollow && process !== undefined)
    yield* io.complain("warning: PID ignored; --pid=PID is useful only when following", 0);
  if (!wantsFollow && io.has("retry"))
    yield* io.complain("warning: --retry ignored; --retry is useful only when following", 0);
  const interval = Math.round(numberOf(read.value) * SECOND);
  const retry = io.has("F") || io.has("retry");
  const pid = process === undefined ? undefined : Number(process);
  return { wantsFollow, byName, retry, interval, pid, headers: headersOf(io), family, name };
}

function headersOf(io: Io): boolean {
  const last = io.options.last("q", "v");
  return last === "v" || (last === undefined && io.operands.length > 1);
}

/** Prints what each file ends with; answers the status, or what is to be followed. */
function* showAll(io: Io, wanted: Wanted, start: Start): Task<number | Following> {
  const { wantsFollow } = start;
  const files: Followed[] = [];
  let shown = -1;
  let { headers } = start;
  for (const [index, path] of io.operandsOr("-").entries()) {
    const fd = yield* open(io, path, wantsFollow && start.retry);
    const name = path === "-" && io.family === "gnu" ? "standard input" : path;
    files.push({ path, name, fd, position: 0, identity: "" });
    // busybox counts the files that it could open
    if (io.family === "busybox" && !io.has("v"))
      headers &&= opens(io, fd !== undefined, io.operands.length - index);
    if (fd === undefined) continue;
    if (headers) yield* io.print(`${shown < 0 ? "" : "\n"}==> ${name} <==\n`);
    shown = index;
    const size = yield* show(io, fd, wanted);
    if (failed(size)) yield* complainOfRead(io, name, size);
    const stat = io.sys.fstat(fd);
    const identity = failed(stat) ? "" : `${stat.dev} ${stat.ino}`;
    files[index] = { path, name, fd, position: failed(size) ? 0 : size, identity };
    if (!wantsFollow && fd !== 0) void io.sys.close(fd);
  }
  if (io.family === "busybox" && shown < 0) return yield* io.complain("no files");
  yield* io.out.flush();
  if (!wantsFollow || endsAnyway(io)) return 0;
  const { wantsFollow: _, ...rest } = start;
  return { ...rest, headers, files, shown };
}

/** Whether there will be more than one file, seen from the first. */
const opens = (io: Io, opened: boolean, left: number): boolean =>
  opened || left > 2 || io.operands.length > 2;

/** Following a pipe that is standard input ends with the pipe. */
function endsAnyway(io: Io): boolean {
  if (io.operands.length > 0) return false;
  const stat = io.sys.fstat(0);
  return !failed(stat) && (stat.mode & 0o170000) === 0o010000;
}

function* open(io: Io, path: string, retry: boolean): Task<Fd | undefined> {
  if (path === "-") return 0;
  const fd = yield* io.sys.open(path, O_RDONLY);
  if (!failed(fd)) return fd;
  const what =
    io.family === "busybox" ? `can't open '${path}'` : `cannot open ${quoted(io, path)} for reading`;
  yield* io.complain(`${what}: ${strerror(fd)}`, retry ? 0 : 1);
  return undefined;
}

function* complainOfRead(io: Io, name: string, error: Errno): Task<void> {
  const what = io.family === "busybox" ? "read error" : `error reading ${quoted(io, name)}`;
  yield* io.complain(`${what}: ${strerror(error)}`);
}

/** Bytes of memory that are asked for at a time. */
const GROWTH = 1 << 20;

/** The position behind what was read. */
function* show(io: Io, fd: Fd, wanted: Wanted): Task<number | Errno> {
  const stat = io.sys.fstat(fd);
  if (wanted.fromStart) return yield* showFrom(io, fd, wanted);
  const skipped = failed(stat) ? 0 : yield* skipAhead(io, fd, stat, wanted);
  const kept = new Kept(wanted);
  let held = 0;
  let position = skipped;
  for (;;) {
    const bytes = yield* io.sys.read(fd, CHUNK);
    if (failed(bytes)) return bytes;
    if (bytes.length === 0) break;
    position += bytes.length;
    kept.add(bytes);
    // whoever asks for the last lines of what has none is stopped by the kernel
    if (kept.size - held < GROWTH) continue;
    if (failed(io.sys.hold(kept.size - held))) return "ENOMEM";
    held = kept.size;
  }
  yield* io.out.writeBytes(kept.last());
  return position;
}

/** In a long file the last part is looked for from its end. */
function* skipAhead(io: Io, fd: Fd, stat: Stat, { unit, count, separator }: Wanted): Task<number> {
  if (!isRegular(stat)) return 0;
  const here = io.sys.seek(fd, 0, "current");
  if (failed(here)) return 0;
  let start = stat.size;
  if (unit === "bytes") start = Math.max(here, stat.size - count);
  else {
    let lines = -1;
    while (start > here && lines < count) {
      const from = Math.max(here, start - CHUNK);
      void io.sys.seek(fd, from, "start");
      const bytes = yield* io.sys.read(fd, start - from);
      if (failed(bytes)) break;
      lines += linesIn(bytes, separator);
      start = from;
    }
  }
  start = Math.max(here, start);
  void io.sys.seek(fd, start, "start");
  return start;
}

function linesIn(bytes: Uint8Array, separator: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(separator); at >= 0; at = bytes.indexOf(separator, at + 1)) lines++;
  return lines;
}

/** The last pieces of a stream that may still be wanted. */
class Kept {
  private readonly parts: { readonly bytes: Uint8Array; readonly amount: number }[] = [];
  private amount = 0;
  /** bytes of all pieces */
  size = 0;

  constructor(private readonly wanted: Wanted) {}

  add(bytes: Uint8Array): void {
    const { unit, count, separator } = this.wanted;
    const amount = unit === "bytes" ? bytes.length : linesIn(bytes, separator);
    this.parts.push({ bytes, amount });
    this.size += bytes.length;
    this.amount += amount;
    for (
      let first = this.parts[0];
      first !== undefined && this.amount - first.amount > count;
      first = this.parts[0]
    ) {
      this.amount -= first.amount;
      this.size -= first.bytes.length;
      this.parts.shift();
    }
  }

  last(): Uint8Array {
    const { unit, count, separator } = this.wanted;
    const all = concat(this.parts.map(({ bytes }) => bytes));
    const start = unit === "bytes" ? Math.max(0, all.length - count) : endWithout(all, count, separator);
    return all.subarray(start);
  }
}

function* showFrom(io: Io, fd: Fd, { unit, count, separator }: Wanted): Task<number | Errno> {
  let skip = Math.max(0, count - 1);
  let position = 0;
  for (;;) {
    const bytes = yield* io.sys.read(fd, CHUNK);
    if (failed(bytes)) return bytes;
    if (bytes.length === 0) return position;
    position += bytes.length;
    let start = 0;
    if (unit === "bytes") {
      start = Math.min(skip, bytes.length);
      skip -= start;
    } else
      for (; skip > 0 && start < bytes.length; skip--) {
        const end = bytes.indexOf(separator, start);
        if (end < 0) start = bytes.length;
        else start = end + 1;
        if (end < 0) break;
      }
    if (start < bytes.length) yield* io.out.writeBytes(bytes.subarray(start));
    yield* io.out.flush();
  }
}
