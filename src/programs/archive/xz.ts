// xz, unxz and xzcat: as gzip, for .xz files. What is written is valid and not made smaller (base/formats/xz.ts). Not here: .lzma
// files, --list, filters.

import { failed, strerror } from "../../base/errno.ts";
import { decodeXz, encodeXz, type XzFault } from "../../base/formats/xz.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { isDirectory, isRegular } from "../libc/file-mode.ts";
import { readAll } from "../libc/input.ts";
import { openToRead, writeAll, writeLike } from "./squeeze.ts";

const WORDS: Record<XzFault, string> = {
  magic: "File format not recognized",
  cut: "Unexpected end of input",
  data: "Compressed data is corrupt",
  unsupported: "Unsupported options",
};

const BUSYBOX_WORDS: Record<XzFault, string> = {
  magic: "invalid magic",
  cut: "corrupted data",
  data: "corrupted data",
  unsupported: "corrupted data",
};

const SUFFIXES: readonly (readonly [string, string])[] = [[".xz", ""], [".txz", ".tar"]]; // prettier-ignore

interface Mode {
  readonly expands: boolean;
  readonly toOutput: boolean;
  readonly tests: boolean;
}

const say = (io: Io, text: string): Task<number> => io.complain(text);

function* convert(io: Io, name: string, bytes: Uint8Array, { expands }: Mode): Task<Uint8Array | undefined> {
  if (!expands) return encodeXz(bytes);
  const data = decodeXz(bytes);
  if (typeof data !== "string") return data;
  const passes = data === "magic" && io.has("f") && io.has("c");
  if (passes) return bytes;
  yield* say(io, io.family === "busybox" ? BUSYBOX_WORDS[data] : `${name}: ${WORDS[data]}`);
  return undefined;
}

function* stream(io: Io, mode: Mode): Task<void> {
  if (!mode.expands && io.family === "gnu" && io.sys.termios(1) !== undefined && !io.has("f")) {
    yield* say(io, "Compressed data cannot be written to a terminal");
    return;
  }
  const bytes = yield* readAll(io.sys, 0);
  const data = failed(bytes) ? undefined : yield* convert(io, "(stdin)", bytes, mode);
  if (data !== undefined && !mode.tests) void (yield* writeAll(io.sys, 1, data));
}

/** The name without its suffix, or with one; undefined after a complaint. */
function* targetOf(io: Io, path: string, { expands, toOutput, tests }: Mode): Task<string | undefined> {
  const found = SUFFIXES.find(([suffix]) => path.endsWith(suffix));
  if (toOutput || tests) return path;
  if (!expands) {
    if (found === undefined) return `${path}.xz`;
    yield* io.tell(`${io.name}: ${path}: File already has '${found[0]}' suffix, skipping\n`);
    io.status = Math.max(io.status, 2);
    return undefined;
  }
  if (found !== undefined) return path.slice(0, -found[0].length) + found[1];
  yield* io.tell(io.family === "busybox" ? `${io.name}: ${path}: unknown suffix - ignored\n` : `${io.name}: ${path}: Filename has an unknown suffix, skipping\n`); // prettier-ignore
  io.status = Math.max(io.status, io.family === "busybox" ? 1 : 2);
  return undefined;
}

function* file(io: Io, path: string, mode: Mode): Task<void> {
  const { sys } = io;
  const node = sys.stat(path);
  if (failed(node)) {
    yield* say(io, `${path}: ${strerror(node)}`);
    return;
  }
  if (isDirectory(node) || !isRegular(node)) {
    yield* say(io, `${path}: ${isDirectory(node) ? "Is a directory" : "Not a regular file"}, skipping`);
    return;
  }
  const target = yield* targetOf(io, path, mode);
  if (target === undefined) return;
  const fd = yield* openToRead(io, path);
  const bytes = failed(fd) ? fd : yield* readAll(sys, fd);
  if (!failed(fd)) void sys.close(fd);
  if (failed(bytes)) {
    yield* say(io, `${path}: ${strerror(bytes)}`);
    return;
  }
  const data = yield* convert(io, path, bytes, mode);
  if (data === undefined || mode.tests) return;
  if (mode.toOutput) {
    void (yield* writeAll(sys, 1, data));
    return;
  }
  if (!failed(sys.lstat(target))) {
    if (!io.has("f")) {
      yield* say(
        io,
        io.family === "busybox" ? `can't open '${target}': File exists` : `${target}: File exists`,
      );
      return;
    }
    void sys.unlink(target);
  }
  const refused = yield* writeLike(sys, target, node, data);
  if (refused !== undefined) yield* say(io, `${target}: ${strerror(refused)}`);
  else if (!io.has("k")) void sys.unlink(path);
}

const GNU =
  "z/compress d/decompress uncompress t/test l/list k/keep f/force c/stdout to-stdout S/suffix: q/quiet v/verbose e/extreme T/threads: M/memlimit: F/format: C/check: 0 1 2 3 4 5 6 7 8 9 fast best no-sync Q/no-warn";

const program = (name: "xz" | "unxz" | "xzcat"): Command =>
  command(
    {
      name,
      gnu: GNU,
      busybox: name === "xz" ? "d c f k t z q v 0 1 2 3 4 5 6 7 8 9" : "c f k t q v",
      package: "XZ Utils 5.8.1",
      usage: "[-cfkt] [FILE]...",
      misuse: (called, message) => `${called}: ${message}\n${called}: Try '${called} --help' for more information.\n`,
    },
    function* (io) {
      if (io.has("l")) return yield* io.complain("--list is not modelled by paperwhale");
      const last = io.options.last("d", "z", "decompress", "uncompress");
      const tests = io.has("t");
      const expands = tests || (name === "xz" ? last !== undefined && last !== "z" : last !== "z");
      if (!expands && io.family === "busybox") return yield* io.complain("compression is not in busybox's xz");
      const toOutput = name === "xzcat" || io.has("c") || io.has("to-stdout");
      for (const path of io.operandsOr("-"))
        if (path === "-") yield* stream(io, { expands, toOutput: true, tests });
        else yield* file(io, path, { expands, toOutput, tests });
      return io.status;
    },
  ); // prettier-ignore

export const xz = program("xz");
export const unxz = program("unxz");
export const xzcat = program("xzcat");
