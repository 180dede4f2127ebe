// Reading: whole files, and lines as they come. Text is decoded so that every byte survives: what is no
// UTF-8 comes through unchanged when it is written again (base/utf8.ts).

import { failed, type Errno } from "../../base/errno.ts";
import { concat, decode } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Sys, type Task } from "../../kernel/sys.ts";
import { decodeBytes } from "./byte-text.ts";
import type { Output } from "./output.ts";

export const CHUNK = 65_536;

export function* readAll(sys: Sys, fd: Fd): Task<Uint8Array | Errno> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const bytes = yield* sys.read(fd, CHUNK);
    if (failed(bytes)) return bytes;
    if (bytes.length === 0) return concat(parts);
    parts.push(bytes);
  }
}

export function* readFile(sys: Sys, path: string): Task<Uint8Array | Errno> {
  const fd = yield* sys.open(path, O_RDONLY);
  if (failed(fd)) return fd;
  const bytes = yield* readAll(sys, fd);
  void sys.close(fd);
  return bytes;
}

export function* readText(sys: Sys, path: string): Task<{ readonly text: string } | Errno> {
  const bytes = yield* readFile(sys, path);
  return failed(bytes) ? bytes : { text: decode(bytes) };
}

export type Decoding = "utf8" | "bytes";

/** Lines of a descriptor, without their newlines; `ended` tells whether the last one had one. */
export class Lines {
  private buffered: string[] = [];
  private at = 0;
  private rest: Uint8Array[] = [];
  private done = false;
  /** the last line that was given ended with a newline */
  ended = true;
  error: Errno | undefined;

  /** `flushBefore` is flushed before the program waits for more. */
  constructor(
    private readonly sys: Sys,
    private readonly fd: Fd,
    private readonly decoding: Decoding = "utf8",
    private readonly flushBefore?: Output,
    private readonly separator = 10,
  ) {}

  /** nothing more will come, and all that came was given */
  get atEnd(): boolean {
    return this.done && this.at >= this.buffered.length;
  }

  *next(): Task<string | undefined> {
    while (this.at >= this.buffered.length) {
      if (this.done) return undefined;
      yield* this.fill();
    }
    return this.buffered[this.at++];
  }

  /** All lines that came with one read: for loops that count every microsecond. Empty at the end. */
  *batch(): Task<readonly string[]> {
    while (this.at >= this.buffered.length && !this.done) yield* this.fill();
    const lines = this.at === 0 ? this.buffered : this.buffered.slice(this.at);
    this.at = this.buffered.length;
    return lines;
  }

  private *fill(): Task<void> {
    if (this.flushBefore !== undefined) yield* this.flushBefore.flush();
    const bytes = yield* this.sys.read(this.fd, CHUNK);
    this.at = 0;
    if (failed(bytes) || bytes.length === 0) {
      if (failed(bytes)) this.error = bytes;
      this.done = true;
      const last = concat(this.rest);
      this.rest = [];
      this.buffered = last.length > 0 ? [this.text(last)] : [];
      if (last.length > 0) this.ended = false;
      return;
    }
    const end = bytes.lastIndexOf(this.separator);
    if (end < 0) {
      this.rest.push(bytes);
      this.buffered = [];
      return;
    }
    const whole = concat([...this.rest, bytes.subarray(0, end)]);
    this.rest = end + 1 < bytes.length ? [bytes.subarray(end + 1)] : [];
    this.buffered = this.text(whole).split(String.fromCharCode(this.separator));
  }

  private text(bytes: Uint8Array): string {
    return this.decoding === "utf8" ? decode(bytes) : decodeBytes(bytes);
  }
}
