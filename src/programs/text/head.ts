// head: the first lines or bytes of files, or all but the last. GNU's leaves a file that it can seek in just
// behind what it has printed, so that the next program goes on there.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { concat } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { command, type Family, type Io } from "../libc/command.ts";
import { CHUNK, readAll } from "../libc/input.ts";
import { quoted } from "../libc/quote.ts";
import { invalidCount, parseCount } from "./counts.ts";

interface Wanted {
  readonly unit: "lines" | "bytes";
  readonly count: number;
  /** all but so many */
  readonly butLast: boolean;
  readonly separator: number;
}

export const head = command(
  {
    name: "head",
    gnu: "c/bytes: n/lines: q/quiet/silent v/verbose z/zero-terminated",
    busybox: "c: n: q v",
    usage: "[OPTION]... [FILE]...",
    prepare: modernise,
  },
  function* (io) {
    const wanted = yield* wantedOf(io);
    if (wanted === undefined) return 1;
    const paths = io.operandsOr("-");
    const quiet = io.options.last("q", "v") === "q";
    const headers = io.has("v") || (paths.length > 1 && !quiet);
    let first = true;
    for (const path of paths) {
      const fd = yield* open(io, path);
      if (fd !== undefined) {
        const name = path === "-" ? "standard input" : path;
        if (headers && !quiet) yield* io.print(`${first ? "" : "\n"}==> ${name} <==\n`);
        const error = yield* show(io, fd, wanted);
        if (error !== undefined) yield* complainOfRead(io, name, error);
        if (fd !== 0) void io.sys.close(fd);
      }
      // busybox parts files by an empty line even where the one before could not be opened
      if (fd !== undefined || io.family === "busybox") first = false;
    }
    return 0;
  },
);

/** `-5` and GNU's `-5qv` as options. */
function modernise(args: readonly string[], family: Family): readonly string[] {
  const old = /^-(\d+)(\D.*)?$/.exec(args[0] ?? "");
  if (old === null) return args;
  const [, digits = "", letters = ""] = old;
  const rest = args.slice(1);
  if (family === "busybox") return ["-n", digits + letters, ...rest];
  const [, multiplier = "", flags = ""] = /^([bkm]?)(.*)$/.exec(letters) ?? [];
  const unit = multiplier !== "" || flags.includes("c") ? "-c" : "-n";
  const others = [...flags]
    .filter((letter) => letter !== "c" && letter !== "l")
    .map((letter) => `-${letter}`);
  return [unit, digits + multiplier, ...others, ...rest];
}

function* wantedOf(io: Io): Task<Wanted | undefined> {
  const unit = io.options.last("n", "c") === "c" ? "bytes" : "lines";
  const text = io.value(unit === "bytes" ? "c" : "n") ?? "10";
  const butLast = text.startsWith("-");
  const digits = butLast || (io.family === "gnu" && text.startsWith("+")) ? text.slice(1) : text;
  const count = parseCount(io, digits);
  if (count !== undefined) return { unit, count, butLast, separator: io.has("z") ? 0 : 10 };
  yield* invalidCount(io, io.family === "gnu" ? digits : text, `number of ${unit}`);
  return undefined;
}

function* open(io: Io, path: string): Task<Fd | undefined> {
  if (path === "-") return 0;
  const fd = yield* io.sys.open(path, O_RDONLY);
  if (!failed(fd)) return fd;
  const what = io.family === "busybox" ? path : `cannot open ${quoted(io, path)} for reading`;
  yield* io.complain(`${what}: ${strerror(fd)}`);
  return undefined;
}

function* complainOfRead(io: Io, path: string, error: Errno): Task<void> {
  // busybox's notices by stdio's flag, after errno has gone
  if (io.family === "busybox") yield* io.complain(`${path}: ${strerror("EIO")}`);
  else yield* io.complain(`error reading ${quoted(io, path)}: ${strerror(error)}`);
}

function* show(io: Io, fd: Fd, wanted: Wanted): Task<Errno | undefined> {
  if (wanted.butLast) return yield* showAllBut(io, fd, wanted);
  let left = wanted.count;
  while (left > 0) {
    const size = wanted.unit === "bytes" ? Math.min(left, CHUNK) : CHUNK;
    const bytes = yield* io.sys.read(fd, size);
    if (failed(bytes)) return bytes;
    if (bytes.length === 0) return undefined;
    const [end, counted] = wanted.unit === "bytes" ? [bytes.length, bytes.length] : firstLines(bytes, left, wanted.separator); // prettier-ignore
    left -= counted;
    io.out.putBytes(bytes.subarray(0, end));
    yield* io.out.flush();
    if (end < bytes.length && io.family === "gnu") void io.sys.seek(fd, end - bytes.length, "current");
  }
  return undefined;
}

/** Where the first `count` lines end, and how many of them were there. */
function firstLines(bytes: Uint8Array, count: number, separator: number): [number, number] {
  let counted = 0;
  let end = 0;
  while (counted < count) {
    const next = bytes.indexOf(separator, end);
    if (next < 0) return [bytes.length, counted];
    end = next + 1;
    counted++;
  }
  return [end, counted];
}

function* showAllBut(io: Io, fd: Fd, { unit, count, separator }: Wanted): Task<Errno | undefined> {
  const bytes = yield* readAll(io.sys, fd);
  if (failed(bytes)) return bytes;
  const end = unit === "bytes" ? Math.max(0, bytes.length - count) : endWithout(bytes, count, separator);
  yield* io.out.writeBytes(concat([bytes.subarray(0, end)]));
  return undefined;
}

/** Where the last `count` lines begin. */
export function endWithout(bytes: Uint8Array, count: number, separator: number): number {
  if (count === 0) return bytes.length;
  let end = bytes.length;
  // a last line without newline counts
  let at = end > 0 && bytes[end - 1] === separator ? end - 1 : end;
  for (let left = count; left > 0 && end > 0; left--) {
    at = at === 0 ? -1 : bytes.lastIndexOf(separator, at - 1);
    end = at + 1;
    if (at < 0) return 0;
  }
  return end;
}
