// sort: lines of all files in order, by whole lines or by keys; -m merges, -c checks. Order is that of bytes,
// as in the C locale. Everything is held in memory; sizes, folders for temporary files and numbers of
// threads are accepted and mean nothing. Not here: --debug, --random-source.

import { failed, strerror } from "../../base/errno.ts";
import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { bytesOf, decodeBytes } from "../libc/byte-text.ts";
import { choose } from "../libc/choices.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { Output } from "../libc/output.ts";
import { quoted } from "../libc/quote.ts";
import { closeInput, work } from "./inputs.ts";
import { checkLines, mergeSorted, Sorter } from "./sorter.ts";
import {
  isKeyFault,
  ORDER_LETTERS,
  parseKey,
  PLAIN,
  withLetters,
  type Key,
  type KeyOptions,
} from "./sort-keys.ts";

const TROUBLE = 2;

export const sort = command(
  {
    name: "sort",
    gnu:
      "b/ignore-leading-blanks d/dictionary-order f/ignore-case g/general-numeric-sort h/human-numeric-sort " +
      "i/ignore-nonprinting M/month-sort n/numeric-sort R/random-sort r/reverse V/version-sort sort: " +
      "c check? C m/merge k:/key: t:/field-separator: o:/output: s/stable u/unique z/zero-terminated " +
      "S:/buffer-size: T:/temporary-directory: parallel: batch-size: compress-program: files0-from: random-source:",
    busybox: "n g M h V u c s z r b d f i m k: t: o: S: T:",
    usage: "[OPTION]... [FILE]...",
    usageStatus: TROUBLE,
  },
  function* (io) {
    io.out.decoding = "bytes";
    const plan = yield* planOf(io);
    if (typeof plan === "number") return plan;
    const separator = io.has("z") ? "\0" : "\n";
    const checks = io.has("C") || io.has("c") || io.has("check");
    if (checks) return yield* check(io, plan, separator);
    const files = yield* readFiles(io, separator);
    if (files === undefined) return TROUBLE;
    const lines = io.has("m") && io.family === "gnu" ? mergeSorted(files, plan) : plan.sort(files.flat());
    yield* work(io, lines.length * 16);
    return yield* write(io, plan.unique ? plan.withoutRepeats(lines) : lines, separator);
  },
);

function* planOf(io: Io): Task<Sorter | number> {
  const common = yield* commonOptions(io);
  if (typeof common === "number") return common;
  const keys: Key[] = [];
  for (const text of io.options.values("k")) {
    const key = parseKey(text, common);
    if (!isKeyFault(key)) {
      keys.push(key);
      continue;
    }
    const own =
      key.fault.startsWith("stray") && /^\d/.test(text) ? "unknown sort type" : "bad field specification";
    return yield* io.complain(io.family === "gnu" ? key.fault : own, TROUBLE);
  }
  const tab = yield* separatorOf(io);
  if (typeof tab === "number") return tab;
  const random = io.sys.random(4);
  const seed = new DataView(random.buffer, random.byteOffset).getUint32(0);
  return new Sorter(keys, common, tab.character, io.has("s"), io.has("u"), io.family, seed);
}

const SORTS = [["general-numeric"], ["human-numeric"], ["month"], ["numeric"], ["random"], ["version"]];
const LETTER_OF = new Map([["general-numeric", "g"], ["human-numeric", "h"], ["month", "M"], ["numeric", "n"], ["random", "R"], ["version", "V"]]); // prettier-ignore

function* commonOptions(io: Io): Task<KeyOptions | number> {
  const word = io.value("sort");
  const chosen = word === undefined ? "" : yield* choose(io, "--sort", word, SORTS);
  if (chosen === undefined) return 1;
  const given = io.options.given.map(({ key }) => key).filter((key) => "bdfghiMnRrV".includes(key));
  const letters = [...given, LETTER_OF.get(chosen) ?? ""].join("");
  const orders = [...new Set(letters)].filter((letter) => ORDER_LETTERS.has(letter));
  if (orders.length > 1) {
    const list = Array.from("bdfghiMnRrV")
      .filter((letter) => orders.includes(letter))
      .join("");
    return yield* io.complain(
      io.family === "gnu" ? `options '-${list}' are incompatible` : "unknown sort type",
      TROUBLE,
    );
  }
  return withLetters(PLAIN, letters, "both");
}

function* separatorOf(io: Io): Task<{ readonly character: string | undefined } | number> {
  const text = io.value("t");
  if (text === undefined) return { character: undefined };
  const bytes = bytesOf(text);
  if (io.family === "gnu" && text === "\\0") return { character: "\0" };
  if (bytes.length === 1) return { character: bytes };
  if (io.family === "busybox") return yield* io.complain("bad -t parameter", TROUBLE);
  return yield* io.complain(text === "" ? "empty tab" : `multi-character tab ${quoted(io, text)}`, TROUBLE);
}

/** The lines of each file; undefined after a complaint. */
function* readFiles(io: Io, separator: string): Task<string[][] | undefined> {
  const files: string[][] = [];
  for (const path of io.operandsOr("-")) {
    const fd = yield* open(io, path);
    if (fd === undefined) return undefined;
    const bytes = yield* readAll(io.sys, fd);
    closeInput(io, fd);
    if (failed(bytes) && io.family === "gnu") {
      yield* io.complain(`read failed: ${path}: ${strerror(bytes)}`, TROUBLE);
      return undefined;
    }
    if (!failed(bytes)) files.push(linesOf(decodeBytes(bytes), separator));
  }
  return files;
}

function* open(io: Io, path: string): Task<Fd | undefined> {
  if (path === "-") return 0;
  const fd = yield* io.sys.open(path, O_RDONLY);
  if (!failed(fd)) return fd;
  const name = / /.test(path) ? quoted(io, path) : path;
  yield* io.complain(`${io.family === "gnu" ? `cannot read: ${name}` : path}: ${strerror(fd)}`, TROUBLE);
  return undefined;
}

function linesOf(text: string, separator: string): string[] {
  if (text === "") return [];
  const lines = text.split(separator);
  if (text.endsWith(separator)) lines.pop();
  return lines;
}

function* write(io: Io, lines: readonly string[], separator: string): Task<number> {
  const path = io.value("o");
  let out = io.out;
  if (path !== undefined) {
    const fd = yield* io.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (failed(fd)) return yield* io.complain(`open failed: ${path}: ${strerror(fd)}`, TROUBLE);
    out = new Output(io.sys, fd);
    out.decoding = "bytes";
  }
  const step = 1024;
  for (let i = 0; i < lines.length; i += step) {
    out.put(lines.slice(i, i + step).join(separator) + separator);
    if (out.full) yield* out.flush();
  }
  yield* out.flush();
  return 0;
}

function* check(io: Io, plan: Sorter, separator: string): Task<number> {
  if (io.operands.length > 1 && io.family === "gnu")
    return yield* io.complain(
      `extra operand ${quoted(io, io.operands[1] as string)} not allowed with -c`,
      TROUBLE,
    );
  const files = yield* readFiles(io, separator);
  if (files === undefined) return TROUBLE;
  const lines = files.flat();
  const at = checkLines(lines, plan);
  if (at === undefined) return 0;
  if (io.family === "busybox") {
    yield* io.out.flush();
    const err = new Output(io.sys, 2);
    yield* err.write(`Check line ${at}\n`);
    yield* err.flush();
    return 1;
  }
  const word = io.value("check");
  if (io.options.last("c", "C", "check") === "C" || word === "quiet" || word === "silent") return 1;
  return yield* io.complain(`${io.operands[0] ?? "-"}:${at + 1}: disorder: ${lines[at]}`);
}
