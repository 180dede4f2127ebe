// What diff(1) compares: a file's lines, and what of a line counts where blanks or case are ignored.
// Files are read whole.

import { failed, type Errno } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import type { Side } from "./formats.ts";

export interface Compared extends Side {
  readonly binary: boolean;
  /** microseconds */
  readonly mtime: number;
  readonly text: string;
}

export const EMPTY: Compared = { lines: [], unfinished: false, binary: false, mtime: 0, text: "" };

/** How many bytes are looked at to tell text from other data. */
const HEAD = 32_768;

export function* readSide(io: Io, path: string): Task<Compared | Errno> {
  const fd = path === "-" ? 0 : yield* io.sys.open(path, 0);
  if (failed(fd)) return fd;
  const node = io.sys.fstat(fd);
  const bytes = yield* readAll(io.sys, fd);
  if (fd !== 0) void io.sys.close(fd);
  if (failed(bytes)) return bytes;
  const text = decode(bytes);
  const unfinished = text !== "" && !text.endsWith("\n");
  const lines = text === "" ? [] : (unfinished ? text : text.slice(0, -1)).split("\n");
  const mtime = path === "-" || failed(node) ? io.sys.now() : node.mtime;
  return { lines, unfinished, binary: bytes.subarray(0, HEAD).includes(0), mtime, text };
}

/** A line as far as it counts. */
export function keyOf(io: Io): (line: string) => string {
  const steps: ((line: string) => string)[] = [];
  if (io.has("strip-trailing-cr")) steps.push((line) => line.replace(/\r$/, ""));
  if (io.has("w")) steps.push((line) => line.replace(/\s+/g, ""));
  else if (io.has("b")) steps.push((line) => line.replace(/\s+$/, "").replace(/\s+/g, " "));
  else if (io.has("Z")) steps.push((line) => line.replace(/\s+$/, ""));
  if (io.has("E")) steps.push(expanded);
  if (io.has("i")) steps.push((line) => line.toLowerCase());
  return (line) => steps.reduce((text, step) => step(text), line);
}

function expanded(line: string): string {
  let out = "";
  for (const c of line) out += c === "\t" ? " ".repeat(8 - (out.length % 8)) : c;
  return out;
}

/** The keys of a file; a last line without a newline is another line. */
export const keysOf = (side: Compared, key: (line: string) => string): string[] =>
  side.lines.map((line, i) => key(line) + (i === side.lines.length - 1 && side.unfinished ? "\n" : ""));
