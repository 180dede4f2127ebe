// Buffered output, as stdio's: a terminal gets each line at once, anything else gets what has gathered when
// the buffer is full, before the program waits for input, and at the end. Not modelled: losing the buffer
// when a program is killed.

import { failed, type Errno } from "../../base/errno.ts";
import { concat, encode } from "../../base/utf8.ts";
import { encodeBytes } from "./byte-text.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";

const FULL = 32_768;

export class Output {
  private readonly parts: Uint8Array[] = [];
  private text = "";
  private size = 0;
  private terminal: boolean | undefined;
  /** what text is: characters, or one char for each byte (byte-text.ts) */
  decoding: "utf8" | "bytes" = "utf8";
  /** the first error of a write; later output is dropped */
  error: Errno | undefined;

  constructor(
    private readonly sys: Sys,
    readonly fd: Fd,
  ) {}

  /** Only gathers: for loops that call `flush` themselves when `full`. */
  put(text: string): void {
    this.text += text;
  }

  putBytes(bytes: Uint8Array): void {
    this.settle();
    this.parts.push(bytes);
    this.size += bytes.length;
  }

  get full(): boolean {
    return this.size + this.text.length >= FULL;
  }

  *write(text: string): Task<void> {
    this.text += text;
    if (this.full || (text.includes("\n") && this.isTerminal)) yield* this.flush();
  }

  *writeBytes(bytes: Uint8Array): Task<void> {
    this.putBytes(bytes);
    if (this.full || (bytes.includes(10) && this.isTerminal)) yield* this.flush();
  }

  *flush(): Task<void> {
    this.settle();
    if (this.size === 0) return;
    const bytes = concat(this.parts);
    this.parts.length = 0;
    this.size = 0;
    if (this.error !== undefined) return;
    const written = yield* this.sys.write(this.fd, bytes);
    if (failed(written)) this.error = written;
    else if (written < bytes.length) this.error = "ENOSPC";
  }

  private settle(): void {
    if (this.text === "") return;
    const bytes = this.decoding === "bytes" ? encodeBytes(this.text) : encode(this.text);
    this.text = "";
    this.parts.push(bytes);
    this.size += bytes.length;
  }

  private get isTerminal(): boolean {
    return (this.terminal ??= this.sys.termios(this.fd) !== undefined);
  }
}
