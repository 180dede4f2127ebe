// split: cuts a file into pieces by lines, bytes, or into so many of them.
// Input is read as it comes; only -n needs to know the size first. Names are made in split-names.ts.

import { failed, strerror } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import {
  O_CREAT,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  exitStatusOf,
  type Fd,
  type Pid,
  type Task,
} from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { toStrings } from "../libc/execute.ts";
import { CHUNK, readAll } from "../libc/input.ts";
import { extraOperand } from "../libc/operands.ts";
import { quoted } from "../libc/quote.ts";
import { parseSize } from "../libc/sizes.ts";
import { SuffixMaker } from "./split-names.ts";

/** Where the next piece goes: a file, or the input of a command. */
class Pieces {
  private fd: Fd | undefined;
  private pid: Pid | undefined;
  private count = 0;

  constructor(
    private readonly io: Io,
    private readonly prefix: string,
    private readonly suffixes: SuffixMaker,
  ) {}

  get open(): boolean {
    return this.fd !== undefined;
  }

  *begin(): Task<boolean> {
    const { io } = this;
    const suffix = this.suffixes.at(this.count++);
    if (suffix === undefined) {
      yield* io.complain("output file suffixes exhausted");
      return false;
    }
    const name = this.prefix + suffix + (io.value("additional-suffix") ?? "");
    const filter = io.value("filter");
    if (io.has("verbose"))
      yield* io.print(
        filter === undefined
          ? `creating file ${quoted(io, name)}\n`
          : `executing with FILE=${quoted(io, name)}\n`,
      );
    if (filter !== undefined) return this.pipeTo(filter, name);
    const fd = yield* io.sys.open(name, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (failed(fd)) {
      yield* io.complain(`${name}: ${strerror(fd)}`);
      return false;
    }
    this.fd = fd;
    return true;
  }

  private pipeTo(filter: string, name: string): boolean {
    const { sys, env } = this.io;
    const pipe = sys.pipe();
    if (failed(pipe)) return false;
    const [r, w] = pipe;
    const pid = sys.spawn({
      path: "/bin/sh",
      argv: ["sh", "-c", filter],
      env: toStrings(new Map(env).set("FILE", name)),
      fds: [[0, r]],
      close: [r, w],
    });
    void sys.close(r);
    this.fd = w;
    this.pid = failed(pid) ? undefined : pid;
    return !failed(pid);
  }

  *write(bytes: Uint8Array): Task<void> {
    if (this.fd === undefined || bytes.length === 0) return;
    const written = yield* this.io.sys.write(this.fd, bytes);
    if (failed(written)) yield* this.io.complain(`write error: ${strerror(written)}`);
  }

  *end(): Task<void> {
    if (this.fd === undefined) return;
    void this.io.sys.close(this.fd);
    this.fd = undefined;
    if (this.pid === undefined) return;
    const ended = yield* this.io.sys.wait(this.pid);
    this.pid = undefined;
    if (!failed(ended) && exitStatusOf(ended.change) !== 0) this.io.status = 1;
  }
}

/** Says where the next cut is: after so many bytes of what is at hand, or not in it. */
type Cutter = (bytes: Uint8Array) => number | undefined;

function afterLines(count: number, separator: number): Cutter {
  let left = count;
  return (bytes) => {
    for (let at = bytes.indexOf(separator); at >= 0; at = bytes.indexOf(separator, at + 1)) {
      if (--left > 0) continue;
      left = count;
      return at + 1;
    }
    return undefined;
  };
}

function afterBytes(count: number): Cutter {
  let left = count;
  return (bytes) => {
    if (bytes.length < left) {
      left -= bytes.length;
      return undefined;
    }
    const cut = left;
    left = count;
    return cut;
  };
}

function* cutStream(io: Io, fd: Fd, pieces: Pieces, cut: Cutter): Task<void> {
  for (;;) {
    const bytes = yield* io.sys.read(fd, CHUNK);
    if (failed(bytes)) {
      yield* io.complain(`read error: ${strerror(bytes)}`);
      return;
    }
    if (bytes.length === 0) break;
    let rest = bytes;
    while (rest.length > 0) {
      if (!pieces.open && !(yield* pieces.begin())) return;
      const at = cut(rest);
      yield* pieces.write(at === undefined ? rest : rest.subarray(0, at));
      if (at === undefined) break;
      yield* pieces.end();
      rest = rest.subarray(at);
    }
  }
  yield* pieces.end();
}

/** At most so many bytes of whole lines a piece; a longer line is cut. */
function lineBytes(bytes: Uint8Array, most: number, separator: number): number[] {
  const cuts: number[] = [];
  let from = 0;
  while (from < bytes.length) {
    const end = Math.min(from + most, bytes.length);
    const last = end === bytes.length ? end - 1 : bytes.lastIndexOf(separator, end - 1);
    from = last >= from ? last + 1 : end;
    cuts.push(from);
  }
  return cuts;
}

function chunkCuts(bytes: Uint8Array, count: number, lines: boolean, separator: number): number[] {
  const cuts: number[] = [];
  for (let i = 1; i <= count; i++) {
    let cut = Math.floor((bytes.length * i) / count);
    if (lines && i < count) {
      const end = cut === 0 ? -1 : bytes.indexOf(separator, cut - 1);
      cut = cut === 0 ? 0 : end < 0 ? bytes.length : end + 1;
    }
    cuts.push(Math.max(cut, cuts.at(-1) ?? 0));
  }
  return cuts;
}

function* writeCuts(io: Io, bytes: Uint8Array, cuts: readonly number[], pieces: Pieces): Task<void> {
  let from = 0;
  for (const cut of cuts) {
    if (cut === from && io.has("e")) continue;
    if (!(yield* pieces.begin())) return;
    yield* pieces.write(bytes.subarray(from, cut));
    yield* pieces.end();
    from = cut;
  }
}

/** -n: N, l/N, K/N, l/K/N; a K goes to standard output. */
function* intoChunks(io: Io, fd: Fd, text: string, pieces: Pieces, separator: number): Task<number> {
  const match = /^(l\/|r\/)?(?:(\d+)\/)?(\d+)$/.exec(text);
  const count = Number(match?.[3] ?? 0);
  if (match === null || count === 0)
    return yield* io.complain(`invalid number of chunks: ${quoted(io, text)}`);
  const bytes = yield* readAll(io.sys, fd);
  if (failed(bytes)) return yield* io.complain(`read error: ${strerror(bytes)}`);
  const cuts = chunkCuts(bytes, count, match[1] !== undefined, separator);
  if (match[2] === undefined) {
    yield* writeCuts(io, bytes, cuts, pieces);
    return io.status;
  }
  const which = Number(match[2]);
  yield* io.out.writeBytes(bytes.subarray(cuts[which - 2] ?? 0, cuts[which - 1] ?? 0));
  return io.status;
}

/** A size that must be more than nothing; undefined after a complaint. */
function* sizeOf(io: Io, key: string, what: string): Task<number | undefined> {
  const text = io.value(key) as string;
  const size = parseSize(text);
  if (size !== undefined && size > 0) return size;
  if (io.family === "busybox") yield* io.complain(`invalid number '${text}'`);
  else yield* io.complain(`invalid number of ${what}: ${quoted(io, text)}`);
  return undefined;
}

function suffixesOf(io: Io): SuffixMaker | undefined {
  const hex = io.options.last("d", "numeric-suffixes", "x", "hex-suffixes");
  const digits =
    hex === undefined ? "abcdefghijklmnopqrstuvwxyz" : /x/.test(hex) ? "0123456789abcdef" : "0123456789";
  const from = io.value("numeric-suffixes") ?? io.value("hex-suffixes");
  const length = io.value("a");
  if (length !== undefined && !/^\d+$/.test(length)) return undefined;
  const fixed = length === undefined || Number(length) === 0 ? undefined : Number(length);
  return new SuffixMaker(
    digits,
    fixed,
    from === undefined ? 0 : parseInt(from, hex === "hex-suffixes" ? 16 : 10),
  );
}

export const split = command(
  {
    name: "split",
    gnu: `a/suffix-length: additional-suffix: b/bytes: C/line-bytes: d numeric-suffixes? x hex-suffixes?
      e/elide-empty-files filter: l/lines: n/number: t/separator: u/unbuffered verbose`,
    busybox: "l: b: a:",
    usage: "[OPTIONS] [INPUT [PREFIX]]",
  },
  function* (io) {
    const [input = "-", prefix = "x", extra] = io.operands;
    if (extra !== undefined) return yield* extraOperand(io, extra);
    const suffixes = suffixesOf(io);
    if (suffixes === undefined)
      return yield* io.complain(`invalid suffix length: ${quoted(io, io.value("a") ?? "")}`);
    const how = io.options.last("l", "b", "C", "n") ?? "l";
    const names: Record<string, string> = { l: "lines", b: "bytes", C: "lines" };
    let size: number | undefined = 1000;
    if (how !== "n" && io.has(how)) size = yield* sizeOf(io, how, names[how] as string);
    if (size === undefined) return 1;
    const separator = encode(io.value("t") ?? "\n")[0] ?? 10;
    const fd = input === "-" ? 0 : yield* io.sys.open(input, O_RDONLY);
    if (failed(fd)) {
      if (io.family === "busybox") return yield* io.complain(`can't open '${input}': ${strerror(fd)}`);
      return yield* io.complain(`cannot open ${quoted(io, input)} for reading: ${strerror(fd)}`);
    }
    const pieces = new Pieces(io, prefix, suffixes);
    if (how === "n") return yield* intoChunks(io, fd, io.value("n") as string, pieces, separator);
    if (how === "C") {
      const bytes = yield* readAll(io.sys, fd);
      if (failed(bytes)) return yield* io.complain(`read error: ${strerror(bytes)}`);
      yield* writeCuts(io, bytes, lineBytes(bytes, size, separator), pieces);
    } else yield* cutStream(io, fd, pieces, how === "b" ? afterBytes(size) : afterLines(size, separator));
    return io.status;
  },
);
