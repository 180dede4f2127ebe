// What gzip does to one file after the other: squeezes, expands, tests or lists it. GNU's checks before it touches a
// file are all here; busybox opens and sees. Relies on fflate for squeezing, whose choice of matches is not always
// zlib's. Options as such are gzip.ts.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { deflate } from "../../base/formats/compression.ts";
import { gzipMember, readGzip, type GzipFault, type GzipFile } from "../../base/formats/gzip-members.ts";
import { SECOND } from "../../base/time.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { type Io } from "../libc/command.ts";
import { isDirectory, isRegular, isSymlink } from "../libc/file-mode.ts";
import { readAll } from "../libc/input.ts";
import { joinPath, lastComponent, parentOf } from "../libc/paths.ts";
import { Prompter } from "../libc/prompt.ts";
import { strftime } from "../libc/strftime.ts";
import { openToRead, writeAll, writeLike } from "./squeeze.ts";

/** Something was not as it should be, but no error. */
const WARNING = 2;

const FAULTS: Record<GzipFault, string> = {
  magic: "not in gzip format",
  method: "unknown method",
  cut: "unexpected end of file",
  data: "invalid compressed data--format violated",
  crc: "invalid compressed data--crc error",
  length: "invalid compressed data--length error",
  trailing: "decompression OK, trailing garbage ignored",
};

const BUSYBOX_FAULTS: Record<GzipFault, string> = {
  magic: "invalid magic",
  method: "corrupted data",
  cut: "unexpected end of file",
  data: "corrupted data",
  crc: "crc error",
  length: "incorrect length",
  trailing: "",
};

/** Checksum and length behind the data. */
const TAIL = 8;

/** Saved bytes in percent, as -v and -l show them. */
function ratio(before: number, after: number): string {
  if (before === 0) return "  0.0%";
  const saved = Math.round(((before - after) / before) * 1000) / 10;
  return `${Math.max(-100, saved).toFixed(1).padStart(5)}%`;
}

const SUFFIXES: readonly (readonly [string, string])[] = [
  [".gz", ""],
  [".tgz", ".tar"],
  [".taz", ".tar"],
  [".z", ""],
  ["-gz", ""],
  ["-z", ""],
  ["_z", ""],
  [".Z", ""],
];

export class Gzip {
  private readonly busybox: boolean;
  private readonly expands: boolean;
  private readonly toOutput: boolean;
  private readonly tests: boolean;
  private readonly lists: boolean;
  private readonly force: boolean;
  private readonly verbose: boolean;
  private readonly keep: boolean;
  private readonly level: number;
  private readonly suffix: string;
  private readonly prompter: Prompter;
  private readonly listed = { squeezed: 0, original: 0, count: 0, headed: false };

  constructor(
    private readonly io: Io,
    mode: "gzip" | "gunzip" | "zcat",
  ) {
    this.busybox = io.family === "busybox";
    this.tests = io.has("t");
    this.lists = io.has("l");
    this.expands = mode !== "gzip" || io.has("d") || this.tests || this.lists;
    this.toOutput = mode === "zcat" || io.has("c");
    this.force = io.has("f");
    this.verbose = io.has("v") && io.options.last("v", "q") === "v";
    this.keep = io.has("k");
    this.level = levelOf(io);
    this.suffix = io.value("S") ?? ".gz";
    this.prompter = new Prompter(io);
  }

  // ---- what is said

  /** GNU's programs all speak as gzip. */
  private *say(text: string, status: number): Task<void> {
    const { io } = this;
    if (this.busybox) yield* io.complain(text, 1);
    else if (status !== WARNING || !io.has("q")) yield* io.tell(`gzip: ${text}\n`);
    // An error counts more than a warning, whose status is the greater number.
    if (this.busybox || status === 1 || io.status === 1) io.status = 1;
    else io.status = Math.max(io.status, status);
  }

  /** A fault of the data: after an empty line. */
  private *fault(name: string, file: GzipFile): Task<void> {
    const { fault } = file;
    if (fault === undefined) return;
    if (this.busybox) {
      if (fault !== "trailing") yield* this.say(BUSYBOX_FAULTS[fault], 1);
      return;
    }
    if (fault === "method") {
      yield* this.say(`${name}: unknown method ${file.first?.method} -- not supported`, 1);
      return;
    }
    yield* this.io.tell("\n");
    yield* this.say(`${name}: ${FAULTS[fault]}`, fault === "trailing" ? WARNING : 1);
  }

  // ---- standard input

  *stream(): Task<void> {
    const { io } = this;
    const bytes = yield* readAll(io.sys, 0);
    if (failed(bytes)) {
      yield* this.say(`stdin: ${strerror(bytes)}`, 1);
      return;
    }
    if (!this.expands) {
      yield* this.output(gzipMember(deflate(bytes, this.level), bytes, this.level, 0, undefined));
      return;
    }
    const file = readGzip(bytes);
    if (this.lists) {
      yield* this.list("stdout", bytes.length, file);
      return;
    }
    if (this.passes(file)) yield* this.output(bytes);
    else {
      const loses = this.busybox && file.fault !== undefined && file.fault !== "trailing";
      if (!this.tests && !loses) yield* this.output(file.bytes);
      yield* this.fault("stdin", file);
    }
  }

  /** With -c and -f what is not squeezed goes through as it is. */
  private passes(file: GzipFile): boolean {
    return file.fault === "magic" && this.toOutput && this.force && !this.tests;
  }

  private *output(bytes: Uint8Array): Task<void> {
    if (bytes.length === 0) return;
    const refused = yield* writeAll(this.io.sys, 1, bytes);
    if (refused !== undefined) yield* this.say(`stdout: ${strerror(refused)}`, 1);
  }

  // ---- files

  *file(operand: string): Task<void> {
    const { io } = this;
    let path = operand;
    let node = io.sys.lstat(path);
    if (failed(node) && node === "ENOENT" && this.expands && !this.busybox && !path.endsWith(this.suffix)) {
      path = operand + this.suffix;
      node = io.sys.lstat(path);
    }
    if (failed(node)) {
      yield* this.say(`${path}: ${strerror(node)}`, 1);
      return;
    }
    if (isDirectory(node)) {
      yield* this.directory(path);
      return;
    }
    const checked = yield* this.check(path, node);
    if (checked === undefined) return;
    const fd = yield* openToRead(io, path);
    const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
    if (!failed(fd)) void io.sys.close(fd);
    if (failed(bytes)) {
      yield* this.say(`${path}: ${strerror(bytes)}`, 1);
      return;
    }
    yield* this.expands ? this.expand(path, checked, bytes) : this.squeeze(path, checked, bytes);
  }

  private *directory(path: string): Task<void> {
    const { io } = this;
    if (this.busybox) {
      yield* this.say(
        this.expands ? `${path}: Is a directory` : `can't remove file '${path}': Is a directory`,
        1,
      );
      return;
    }
    if (!io.has("r")) {
      yield* this.say(`${path} is a directory -- ignored`, WARNING);
      return;
    }
    const items = io.sys.list(path);
    if (failed(items)) {
      yield* this.say(`${path}: ${strerror(items)}`, 1);
      return;
    }
    for (const { name } of items) {
      const squeezed = name.endsWith(this.suffix);
      if (squeezed === this.expands || this.tests) yield* this.file(joinPath(path, name));
    }
  }

  /** What GNU will not touch without -f; the file's node if it goes on. */
  private *check(path: string, node: Stat): Task<Stat | undefined> {
    const { io } = this;
    if (this.busybox || this.toOutput || this.tests || this.lists) {
      const behind = isSymlink(node) ? io.sys.stat(path) : node;
      if (!failed(behind)) return behind;
      yield* this.say(`${path}: ${strerror(behind)}`, 1);
      return undefined;
    }
    if (isSymlink(node) && !this.force) {
      yield* this.say(`${path}: ${strerror("ELOOP")}`, 1);
      return undefined;
    }
    const behind = isSymlink(node) ? io.sys.stat(path) : node;
    if (failed(behind)) {
      yield* this.say(`${path}: ${strerror(behind)}`, 1);
      return undefined;
    }
    if (!isRegular(behind)) {
      yield* this.say(`${path} is not a directory or a regular file - ignored`, WARNING);
      return undefined;
    }
    if (!this.force && behind.nlink > 1) {
      const count = behind.nlink - 1;
      yield* this.say(`${path} has ${count} other link${count > 1 ? "s" : ""} -- file ignored`, WARNING);
      return undefined;
    }
    return behind;
  }

  private *squeeze(path: string, node: Stat, bytes: Uint8Array): Task<void> {
    const { io } = this;
    if (!this.busybox && !this.toOutput && path.endsWith(this.suffix) && !this.force) {
      yield* this.say(`${path} already has ${this.suffix} suffix -- unchanged`, 0);
      return;
    }
    const named = !io.has("n") && !this.busybox;
    const time = named || this.busybox ? Math.floor(node.mtime / SECOND) : 0;
    const data = deflate(bytes, this.level);
    const squeezed = gzipMember(data, bytes, this.level, time, named ? lastComponent(path) : undefined);
    if (this.toOutput) {
      yield* this.output(squeezed);
      return;
    }
    const target = path + this.suffix;
    if (!(yield* this.put(path, target, node, squeezed))) return;
    if (!this.verbose) return;
    if (this.busybox) {
      const percent = bytes.length === 0 ? 0 : Math.floor((squeezed.length * 100) / bytes.length);
      yield* io.tell(`${path}: ${Math.min(percent, 100)}% - replaced with ${target}\n`);
    } else {
      const saved = ratio(bytes.length, data.length);
      yield* io.tell(`${path}:\t${saved} -- ${this.keep ? "created" : "replaced with"} ${target}\n`);
    }
  }

  private *expand(path: string, node: Stat, bytes: Uint8Array): Task<void> {
    const { io } = this;
    const target = this.targetOf(path);
    const replaces = !this.toOutput && !this.tests && !this.lists;
    if (replaces && target === undefined) {
      yield* this.say(`${path}: unknown suffix ${this.busybox ? "-" : "--"} ignored`, WARNING);
      return;
    }
    const file = readGzip(bytes);
    if (this.lists) {
      yield* this.list(target ?? path, bytes.length, file);
      return;
    }
    if (this.passes(file)) {
      yield* this.output(bytes);
      return;
    }
    const bad = file.fault !== undefined && file.fault !== "trailing";
    if (this.toOutput && !this.tests && file.fault !== "magic") yield* this.output(file.bytes);
    yield* this.fault(path, file);
    if (bad) return;
    if (this.tests) {
      if (this.verbose && !this.busybox) yield* io.tell(`${path}:\t OK\n`);
      return;
    }
    if (this.toOutput) return;
    const named = io.has("N") && file.first?.name !== undefined;
    const place = named
      ? joinPath(parentOf(path), file.first?.name).replace(/^\.\//, "")
      : (target as string);
    const time = io.has("N") && file.first?.time ? { ...node, mtime: file.first.time * SECOND } : node;
    if (!(yield* this.put(path, place, time, file.bytes))) return;
    if (this.verbose && !this.busybox) {
      const saved = ratio(file.bytes.length, bytes.length - (file.first?.end ?? 0) - TAIL);
      yield* io.tell(`${path}:\t${saved} -- ${this.keep ? "created" : "replaced with"} ${place}\n`);
    }
  }

  /** The name without its suffix; undefined if it has none that is known. */
  private targetOf(path: string): string | undefined {
    const own = this.suffix;
    if (path.endsWith(own) && lastComponent(path).length > own.length) return path.slice(0, -own.length);
    for (const [suffix, instead] of SUFFIXES)
      if (path.toLowerCase().endsWith(suffix.toLowerCase()) && lastComponent(path).length > suffix.length)
        return path.slice(0, -suffix.length) + instead;
    return undefined;
  }

  /** Writes the new file and takes the old one away; false after a complaint. */
  private *put(path: string, target: string, node: Stat, bytes: Uint8Array): Task<boolean> {
    const { io } = this;
    if (!failed(io.sys.lstat(target))) {
      if (!(yield* this.mayOverwrite(target))) return false;
      void io.sys.unlink(target);
    }
    const refused = yield* writeLike(io.sys, target, node, bytes);
    if (refused !== undefined) {
      yield* this.say(
        this.busybox ? `can't open '${target}': ${strerror(refused)}` : `${target}: ${strerror(refused)}`,
        1,
      );
      return false;
    }
    if (!this.keep) yield* this.take(path);
    return true;
  }

  private *take(path: string): Task<void> {
    const refused: Errno | undefined = this.io.sys.unlink(path);
    if (refused !== undefined) yield* this.say(`${path}: ${strerror(refused)}`, 1);
  }

  private *mayOverwrite(target: string): Task<boolean> {
    const { io } = this;
    if (this.force) return true;
    if (this.busybox) {
      yield* this.say(`can't open '${target}': ${strerror("EEXIST")}`, 1);
      return false;
    }
    if (io.sys.termios(0) !== undefined) {
      yield* io.tell(`gzip: ${target} already exists;`);
      if (yield* this.prompter.confirmsBare(" do you wish to overwrite (y or n)? ")) return true;
      yield* io.tell("\tnot overwritten\n");
      io.status = Math.max(io.status, WARNING);
      return false;
    }
    yield* this.say(`${target} already exists;\tnot overwritten`, WARNING);
    return false;
  }

  // ---- lists

  private *list(name: string, squeezed: number, file: GzipFile): Task<void> {
    const { io } = this;
    if (file.fault !== undefined && file.fault !== "trailing") {
      yield* this.fault(name, file);
      return;
    }
    const wide = io.has("v");
    if (!this.listed.headed && !io.has("q")) {
      const more = wide ? "method  crc     date  time  " : "";
      yield* io.print(`${more}         compressed        uncompressed  ratio uncompressed_name\n`);
      this.listed.headed = true;
    }
    const original = file.size;
    const data = squeezed - (file.first?.end ?? 0) - TAIL;
    const time = file.first?.time ?? 0;
    const facts = wide
      ? `defla ${file.crc.toString(16).padStart(8, "0")} ${strftime("%b %e %H:%M", time * SECOND)} `
      : "";
    yield* io.print(
      `${facts}${String(squeezed).padStart(19)} ${String(original).padStart(19)} ${ratio(original, data)} ${name}\n`,
    );
    this.listed.squeezed += squeezed;
    this.listed.original += original;
    this.listed.count++;
  }

  *totals(): Task<void> {
    const { squeezed, original, count } = this.listed;
    if (!this.lists || count < 2) return;
    const more = this.io.has("v") ? " ".repeat(28) : "";
    yield* this.io.print(
      `${more}${String(squeezed).padStart(19)} ${String(original).padStart(19)} ${ratio(original, squeezed)} (totals)\n`,
    );
  }
}

function levelOf(io: Io): number {
  const last = io.options.given.findLast(({ key }) => /^[1-9]$/.test(key));
  return last === undefined ? 6 : Number(last.key);
}
