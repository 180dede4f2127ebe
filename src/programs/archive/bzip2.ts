// bzip2, bunzip2 and bzcat: as gzip, for bzip2's format, in the reference program's words or busybox's.
// The bytes that are written are those of bzip2 1.0.8 (base/formats/bzip2-encode.ts).

import { failed, strerror } from "../../base/errno.ts";
import { decodeBzip2, type Bzip2Fault } from "../../base/formats/bzip2-decode.ts";
import { encodeBzip2 } from "../../base/formats/bzip2-encode.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { command, type CommandBody, type Io } from "../libc/command.ts";
import { isDirectory, isRegular } from "../libc/file-mode.ts";
import { readAll } from "../libc/input.ts";
import { openToRead, writeAll, writeLike } from "./squeeze.ts";

const RECOVER =
  "\nYou can use the `bzip2recover' program to attempt to recover\ndata from undamaged sections of corrupted files.\n\n";
const CORRUPT =
  "\nIt is possible that the compressed file(s) have become corrupted.\n" +
  "You can use the -tvv option to test integrity of such files.\n";

const TEST_WORDS: Record<Bzip2Fault, string> = {
  magic: "bad magic number (file not created by bzip2)",
  cut: "file ends unexpectedly",
  data: "data integrity (CRC) error in data",
  checksum: "data integrity (CRC) error in data",
  trailing: "trailing garbage after EOF ignored",
};

const BUSYBOX_WORDS: Record<Bzip2Fault, string> = {
  magic: "invalid magic",
  cut: "bunzip error -5",
  data: "bunzip error -5",
  checksum: "bunzip error -1",
  trailing: "",
};

const SUFFIXES: readonly (readonly [string, string])[] = [
  [".bz2", ""],
  [".bz", ""],
  [".tbz2", ".tar"],
  [".tbz", ".tar"],
];

class Bzip2 {
  private readonly busybox: boolean;
  private readonly expands: boolean;
  private readonly toOutput: boolean;
  private readonly tests: boolean;
  private readonly level: number;

  constructor(
    private readonly io: Io,
    mode: "bzip2" | "bunzip2" | "bzcat",
  ) {
    this.busybox = io.family === "busybox";
    this.tests = io.has("t");
    const last = io.options.last("d", "z");
    this.expands = (mode !== "bzip2" && last !== "z") || last === "d" || this.tests;
    this.toOutput = mode === "bzcat" || io.has("c");
    const digit = io.options.given.findLast(({ key }) => /^[1-9]$/.test(key));
    this.level = digit === undefined ? 9 : Number(digit.key);
  }

  private *say(text: string, status = 1): Task<void> {
    const { io } = this;
    if (!io.has("q") || this.busybox || status > 1) yield* io.tell(`${io.name}: ${text}\n`);
    io.status = Math.max(io.status, this.busybox ? 1 : status);
  }

  *stream(): Task<void> {
    const { io } = this;
    const bytes = yield* readAll(io.sys, 0);
    if (failed(bytes)) {
      yield* this.say(`I/O or other error, bailing out.  Possible reason follows.`);
      return;
    }
    if (!this.expands) {
      yield* this.output(encodeBzip2(bytes, this.level));
      return;
    }
    const { bytes: data, fault } = decodeBzip2(bytes);
    if (!this.tests) yield* this.output(data);
    if (fault !== undefined) yield* this.fault("(stdin)", fault, "(stdout)");
  }

  private *output(bytes: Uint8Array): Task<void> {
    if (bytes.length > 0) void (yield* writeAll(this.io.sys, 1, bytes));
  }

  /** What is wrong with the data. */
  private *fault(name: string, fault: Bzip2Fault, target: string): Task<void> {
    const { io } = this;
    if (this.busybox) {
      if (fault !== "trailing") yield* this.say(BUSYBOX_WORDS[fault]);
    } else if (fault === "trailing") yield* this.say(`${name}: ${TEST_WORDS.trailing}`, 0);
    else if (this.tests) {
      yield* this.say(`${name}: ${TEST_WORDS[fault]}`, 2);
      yield* io.tell(RECOVER);
    } else if (fault === "magic") yield* this.say(`${name} is not a bzip2 file.`, 2);
    else {
      const words =
        fault === "cut"
          ? `Compressed file ends unexpectedly;\n\tperhaps it is corrupted?  *Possible* reason follows.\n${io.name}: ${strerror("ENOTTY")}`
          : "Data integrity error when decompressing.";
      yield* this.say(words, 2);
      yield* io.tell(`\tInput file = ${name}, output file = ${target}\n${CORRUPT}${RECOVER}`);
    }
  }

  // ---- files

  *file(path: string): Task<void> {
    const { io } = this;
    const node = io.sys.stat(path);
    if (failed(node)) {
      yield* this.say(
        this.busybox ? `${path}: ${strerror(node)}` : `Can't open input file ${path}: ${strerror(node)}.`,
      );
      return;
    }
    if (isDirectory(node)) {
      yield* this.say(this.busybox ? "read error: Is a directory" : `Input file ${path} is a directory.`);
      return;
    }
    const target = this.expands ? this.expandedName(path) : `${path}.bz2`;
    if (!(yield* this.check(path, node, target))) return;
    const fd = yield* openToRead(io, path);
    const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
    if (!failed(fd)) void io.sys.close(fd);
    if (failed(bytes)) {
      yield* this.say(
        this.busybox ? `${path}: ${strerror(bytes)}` : `Can't open input file ${path}: ${strerror(bytes)}.`,
      );
      return;
    }
    yield* this.expands
      ? this.expand(path, node, bytes, target)
      : this.squeeze(path, node, bytes, target as string);
  }

  /** undefined if the name does not tell. */
  private expandedName(path: string): string | undefined {
    const found = SUFFIXES.find(([suffix]) => path.endsWith(suffix));
    return found === undefined ? undefined : path.slice(0, -found[0].length) + found[1];
  }

  private *check(path: string, node: Stat, target: string | undefined): Task<boolean> {
    const { io } = this;
    if (!this.expands && !this.busybox) {
      const suffix = SUFFIXES.find(([ending]) => path.endsWith(ending))?.[0];
      if (suffix !== undefined) {
        yield* this.say(`Input file ${path} already has ${suffix} suffix.`);
        return false;
      }
    }
    if (this.toOutput || this.tests) return true;
    if (target === undefined && this.busybox) {
      yield* this.say(`${path}: unknown suffix - ignored`);
      return false;
    }
    if (!this.busybox && !isRegular(node) && !io.has("f")) {
      yield* this.say(`Input file ${path} is not a normal file.`);
      return false;
    }
    const place = target ?? `${path}.out`;
    if (target === undefined) yield* this.say(`Can't guess original name for ${path} -- using ${place}`, 0);
    if (failed(io.sys.lstat(place))) return true;
    if (io.has("f")) {
      void io.sys.unlink(place);
      return true;
    }
    yield* this.say(
      this.busybox ? `can't open '${place}': ${strerror("EEXIST")}` : `Output file ${place} already exists.`,
    );
    return false;
  }

  private *squeeze(path: string, node: Stat, bytes: Uint8Array, target: string): Task<void> {
    const { io } = this;
    const squeezed = encodeBzip2(bytes, this.level);
    if (io.has("v") && !this.busybox) {
      const [before, after] = [bytes.length, squeezed.length];
      const facts =
        before === 0
          ? " no data compressed."
          : ` ${(before / after).toFixed(3).padStart(6)}:1, ${((8 * after) / before).toFixed(3).padStart(6)} bits/byte, ` +
            `${(100 * (1 - after / before)).toFixed(2).padStart(5)}% saved, ${before} in, ${after} out.`;
      yield* io.tell(`  ${path}: ${facts}\n`);
    }
    if (this.toOutput) yield* this.output(squeezed);
    else yield* this.put(path, node, squeezed, target);
  }

  private *expand(path: string, node: Stat, bytes: Uint8Array, target: string | undefined): Task<void> {
    const { io } = this;
    const { bytes: data, fault } = decodeBzip2(bytes);
    if (this.toOutput && !this.tests) yield* this.output(data);
    if (fault !== undefined) yield* this.fault(path, fault, target ?? `${path}.out`);
    if (fault !== undefined && fault !== "trailing") return;
    if (io.has("v") && !this.busybox) yield* io.tell(`  ${path}:   ${this.tests ? "ok" : "done"}\n`);
    if (!this.toOutput && !this.tests) yield* this.put(path, node, data, target ?? `${path}.out`);
  }

  private *put(path: string, node: Stat, bytes: Uint8Array, target: string): Task<void> {
    const { io } = this;
    const refused = yield* writeLike(io.sys, target, node, bytes);
    if (refused !== undefined)
      yield* this.say(
        this.busybox
          ? `can't open '${target}': ${strerror(refused)}`
          : `Can't create output file ${target}: ${strerror(refused)}.`,
      );
    else if (!io.has("k")) void io.sys.unlink(path);
  }
}

const body = (mode: "bzip2" | "bunzip2" | "bzcat"): CommandBody =>
  function* (io) {
    const bzip2 = new Bzip2(io, mode);
    if (io.operands.length === 0) yield* bzip2.stream();
    for (const path of io.operands) yield* path === "-" ? bzip2.stream() : bzip2.file(path);
    return io.status;
  };

const GNU = `d/decompress z/compress k/keep f/force t/test c/stdout q/quiet v/verbose L/license V s/small 1/fast 2 3 4 5 6 7 8
  9/best`;

export const bzip2 = command(
  {
    name: "bzip2",
    gnu: GNU,
    busybox: "c f k d t 1 2 3 4 5 6 7 8 9 z q s v",
    usage: "[-cfkdt123456789] [FILE]...",
  },
  body("bzip2"),
);

export const bunzip2 = command(
  { name: "bunzip2", gnu: GNU, busybox: "c f k t d q s v", usage: "[-cfkt] [FILE]..." },
  body("bunzip2"),
);

export const bzcat = command(
  { name: "bzcat", gnu: GNU, busybox: "d c f q s", usage: "[FILE]..." },
  body("bzcat"),
);
