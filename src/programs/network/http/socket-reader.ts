// Bytes as they come out of a connection: lines, exact numbers of bytes, or whatever is there, until a deadline.
// For clients and servers of protocols that are lines with bodies behind (HTTP, RESP).

import { failed, type Errno } from "../../../base/errno.ts";
import type { Instant } from "../../../base/time.ts";
import { concat, decodeLatin1 } from "../../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../../kernel/sys.ts";

const CHUNK = 65_536;
const EMPTY = new Uint8Array(0);

export class SocketReader {
  private rest: Uint8Array = EMPTY;
  /** the other side has ended */
  ended = false;
  error: Errno | undefined;
  /** bytes that came, all in all */
  received = 0;

  constructor(
    private readonly sys: Sys,
    private readonly fd: Fd,
    /** ETIMEDOUT from then on */
    public deadline?: Instant,
  ) {}

  get buffered(): number {
    return this.rest.length;
  }

  /** Waits for more; false at the end, after an error, or when the time is over. */
  *fill(): Task<boolean> {
    if (this.ended || this.error !== undefined) return false;
    if (this.deadline !== undefined && !(yield* this.inTime(this.deadline))) return false;
    const bytes = yield* this.sys.read(this.fd, CHUNK);
    if (failed(bytes)) this.error = bytes;
    else if (bytes.length === 0) this.ended = true;
    else {
      this.received += bytes.length;
      this.rest = this.rest.length === 0 ? bytes : concat([this.rest, bytes]);
      return true;
    }
    return false;
  }

  private *inTime(deadline: Instant): Task<boolean> {
    const left = deadline - this.sys.now();
    const ready = left <= 0 ? [] : yield* this.sys.poll([{ fd: this.fd, read: true }], left);
    if (!failed(ready) && ready.length > 0) return true;
    this.error = failed(ready) ? ready : "ETIMEDOUT";
    return false;
  }

  /** A line without its end, one char for each byte; undefined if none comes any more. */
  *line(): Task<string | undefined> {
    let from = 0;
    for (;;) {
      const end = this.rest.indexOf(10, from);
      if (end >= 0) {
        const line = decodeLatin1(this.rest.subarray(0, end));
        this.rest = this.rest.subarray(end + 1);
        return line.endsWith("\r") ? line.slice(0, -1) : line;
      }
      from = this.rest.length;
      if (!(yield* this.fill())) return undefined;
    }
  }

  /** What is there, at most `limit` bytes; nothing at the end. */
  *some(limit = CHUNK): Task<Uint8Array> {
    if (this.rest.length === 0) yield* this.fill();
    const part = this.rest.subarray(0, limit);
    this.rest = this.rest.subarray(part.length);
    return part;
  }

  /** Exactly so many; undefined if the end comes first. */
  *exactly(count: number): Task<Uint8Array | undefined> {
    while (this.rest.length < count) if (!(yield* this.fill())) return undefined;
    const part = this.rest.subarray(0, count);
    this.rest = this.rest.subarray(count);
    return part;
  }
}
