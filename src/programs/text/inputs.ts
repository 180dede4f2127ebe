// Going through files and lines, as most tools here do: a file that cannot be opened is complained of in the
// words that both families share, lines come in batches, and other processes get their turn in between.

import { CPU_STEP } from "../../base/costs.ts";
import { failed, strerror } from "../../base/errno.ts";
import { O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import type { Lines } from "../libc/input.ts";
import { named } from "../libc/quote.ts";

/** `cut: x: No such file or directory`; undefined after the complaint. */
export function* openNamed(io: Io, path: string, status = 1): Task<Fd | undefined> {
  if (path === "-") return 0;
  const fd = yield* io.sys.open(path, O_RDONLY);
  if (!failed(fd)) return fd;
  yield* io.complain(`${named(io, path)}: ${strerror(fd)}`, status);
  return undefined;
}

export const closeInput = (io: Io, fd: Fd): void => {
  if (fd !== 0) void io.sys.close(fd);
};

/** Shows each line to `visit`, which may `io.out.put`; `last` is a line that had no end. */
export function* eachLine(io: Io, lines: Lines, visit: (line: string, last: boolean) => void): Task<void> {
  for (;;) {
    const batch = yield* lines.batch();
    if (batch.length === 0) return;
    const end = lines.ended ? -1 : batch.length - 1;
    for (let i = 0; i < batch.length; i++) visit(batch[i] as string, i === end);
    if (io.out.full) yield* io.out.flush();
    yield* work(io, batch.length);
  }
}

/** Takes the time that so many small steps take. */
export function* work(io: Io, steps: number): Task<void> {
  if (io.sys.tick(Math.ceil((CPU_STEP * steps) / 16))) yield* io.sys.giveWay();
}

/** What busybox's tool says of a file that opens but cannot be read, such as a directory. */
export type BusyboxReads = "silently" | "as I/O error";

/** Every line of every operand, standard input without one; read errors are complained of. */
export function* eachInputLine(
  io: Io,
  visit: (line: string, last: boolean) => void,
  {
    separator = 10,
    busybox = "silently",
  }: { readonly separator?: number; readonly busybox?: BusyboxReads } = {},
): Task<void> {
  for (const path of io.operandsOr("-")) {
    const fd = yield* openNamed(io, path);
    if (fd === undefined) continue;
    const lines = io.lines(fd, "bytes", separator);
    yield* eachLine(io, lines, visit);
    if (lines.error !== undefined) yield* complainOfRead(io, path, lines, busybox);
    closeInput(io, fd);
  }
}

export function* complainOfRead(io: Io, path: string, { error }: Lines, busybox: BusyboxReads): Task<void> {
  if (error === undefined || (io.family === "busybox" && busybox === "silently")) return;
  yield* io.complain(`${named(io, path)}: ${strerror(io.family === "busybox" ? "EIO" : error)}`);
}
