// Reads up to a delimiter from a descriptor and not one byte further, as others may want the rest: from files by
// reading ahead and seeking back, from all else byte by byte (as shells do). Relies on poll for timeouts.
// Not here: what `read` makes of the line (builtins/read.ts).

import { failed, type Errno } from "../../base/errno.ts";
import type { Instant } from "../../base/time.ts";
import { decode } from "../../base/utf8.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import type { Shell } from "./shell.ts";
import { collectSignals } from "./signals.ts";

export interface ReadRequest {
  /** byte that ends the line; -1 for none */
  readonly delimiter: number;
  /** at most so many characters */
  readonly most?: number | undefined;
  readonly until?: Instant | undefined;
  /** a trap's signal ends the reading */
  readonly interruptible?: boolean;
}

export interface ReadText {
  readonly text: string;
  /** the input ended before the delimiter came */
  readonly ended: boolean;
  readonly timedOut: boolean;
  readonly interrupted: boolean;
  readonly error: Errno | undefined;
}

const AHEAD = 512;
const NEWLINE = 10;

export function* readLine(sh: Shell, fd: Fd, request: ReadRequest = { delimiter: NEWLINE }): Task<ReadText> {
  const seekable = request.most === undefined && !failed(sh.sys.seek(fd, 0, "current"));
  sh.calls++;
  return seekable ? yield* readAhead(sh, fd, request) : yield* readBytes(sh, fd, request);
}

const textOf = (bytes: readonly number[], more: Partial<ReadText> = {}): ReadText => ({
  text: decode(Uint8Array.from(bytes)),
  ended: false,
  timedOut: false,
  interrupted: false,
  error: undefined,
  ...more,
});

function* readAhead(sh: Shell, fd: Fd, { delimiter }: ReadRequest): Task<ReadText> {
  const all: number[] = [];
  for (;;) {
    const bytes = yield* sh.sys.read(fd, AHEAD);
    sh.calls += 2;
    if (failed(bytes)) return textOf(all, { ended: true, error: bytes });
    if (bytes.length === 0) return textOf(all, { ended: true });
    const end = delimiter < 0 ? -1 : bytes.indexOf(delimiter);
    for (const byte of end < 0 ? bytes : bytes.subarray(0, end)) all.push(byte);
    if (end < 0) continue;
    const rest = bytes.length - end - 1;
    if (rest > 0) void sh.sys.seek(fd, -rest, "current");
    return textOf(all);
  }
}

/** How many bytes the character takes that begins with this one. */
const widthOf = (byte: number): number => (byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4);

function* readBytes(sh: Shell, fd: Fd, request: ReadRequest): Task<ReadText> {
  const { delimiter, most = Infinity, until } = request;
  const all: number[] = [];
  let characters = 0;
  let missing = 0;
  while (characters < most || missing > 0) {
    if (until !== undefined && !(yield* arrives(sh, fd, until))) return textOf(all, { timedOut: true });
    const bytes = yield* sh.sys.read(fd, 1);
    sh.calls++;
    if (bytes === "EINTR") {
      collectSignals(sh);
      if (sh.arrived.length > 0 || sh.unwinding !== 0) return textOf(all, { interrupted: true });
      continue;
    }
    if (failed(bytes)) return textOf(all, { ended: true, error: bytes });
    const [byte] = bytes;
    if (byte === undefined) return textOf(all, { ended: true });
    if (byte === delimiter) break;
    all.push(byte);
    if (missing > 0) missing--;
    else {
      characters++;
      missing = widthOf(byte) - 1;
    }
  }
  return textOf(all);
}

function* arrives(sh: Shell, fd: Fd, until: Instant): Task<boolean> {
  const left = until - sh.sys.now();
  const ready = yield* sh.sys.poll([{ fd, read: true }], Math.max(0, left));
  sh.calls += 2;
  return !failed(ready) && ready.length > 0;
}
