// The lines that a sed script works on: all files as one stream, or each for itself (-s, -i). A line knows whether
// a newline stood behind it. Whether there is another line is found out only when it is asked for.

import { failed, strerror, type Errno } from "../../../base/errno.ts";
import { O_RDONLY, type Fd, type Task } from "../../../kernel/sys.ts";
import type { Io } from "../../libc/command.ts";
import type { Lines } from "../../libc/input.ts";
import { work } from "../inputs.ts";

export interface InputLine {
  readonly text: string;
  readonly ended: boolean;
}

/** Told where files begin and end, for editing in place. False leaves the file out. */
export interface FileWatch {
  opened(path: string, fd: Fd): Task<boolean>;
  closed(): Task<void>;
}

export class Input {
  private batch: readonly string[] = [];
  private at = 0;
  private lines: Lines | undefined;
  private fd: Fd | undefined;
  private next = 0;
  /** nothing more comes */
  private finished = false;
  /** the present file is at its end, and the next one is not to be looked at yet */
  path = "-";
  number = 0;
  /** a file could not be read: the exit status */
  trouble = 0;

  constructor(
    private readonly io: Io,
    private readonly paths: readonly string[],
    private readonly separate: boolean,
    private readonly separator: number,
    private readonly watch: FileWatch | undefined,
  ) {}

  /** Whether the next line is at hand, so that nothing has to be waited for. */
  get ready(): boolean {
    return this.at < this.batch.length;
  }

  /** undefined while that is not known. */
  get hasNext(): boolean | undefined {
    return this.ready ? true : this.finished ? false : undefined;
  }

  /** Only if `ready`. */
  take(): InputLine {
    const text = this.batch[this.at++] as string;
    this.number++;
    const last = this.at === this.batch.length && this.lines?.ended === false;
    return { text, ended: !last };
  }

  /** Reads on until a line is at hand; false at the end of all files, or of this one if files are separate. */
  *fill(): Task<boolean> {
    while (!this.ready) {
      if (this.finished) return false;
      if (this.lines === undefined) {
        if (!(yield* this.open())) return false;
        continue;
      }
      this.batch = yield* this.lines.batch();
      this.at = 0;
      yield* work(this.io, this.batch.length * 4);
      if (this.batch.length > 0) return true;
      if (this.lines.error !== undefined) yield* this.complainOfRead(this.lines.error);
      if (this.separate) {
        this.finished = true;
        return false;
      }
      yield* this.close();
    }
    return true;
  }

  /** Goes on to the next file where each is for itself; false if there is none. */
  *nextFile(): Task<boolean> {
    if (!this.separate) return false;
    yield* this.close();
    this.finished = false;
    this.number = 0;
    while (!(yield* this.fill())) {
      if (this.next >= this.paths.length && this.lines === undefined) return false;
      yield* this.close();
      this.finished = false;
    }
    return true;
  }

  /** Closes what is open; for the end of the program. */
  *close(): Task<void> {
    if (this.fd === undefined) return;
    if (this.watch !== undefined) yield* this.watch.closed();
    if (this.fd !== 0) void this.io.sys.close(this.fd);
    this.fd = undefined;
    this.lines = undefined;
  }

  /** All that is left of the present file, for q while editing in place. */
  *rest(): Task<readonly string[]> {
    const left: string[] = this.batch.slice(this.at);
    for (;;) {
      const batch: readonly string[] = this.lines === undefined ? [] : yield* this.lines.batch();
      if (batch.length === 0) return left;
      for (const line of batch) left.push(line);
    }
  }

  get lastEnded(): boolean {
    return this.lines?.ended !== false;
  }

  private *open(): Task<boolean> {
    const path = this.paths[this.next++];
    if (path === undefined) {
      this.finished = true;
      return false;
    }
    this.path = path;
    const fd = path === "-" && this.watch === undefined ? 0 : yield* this.io.sys.open(path, O_RDONLY);
    if (failed(fd)) {
      yield* this.complainOfOpen(path, fd);
      return true;
    }
    if (this.watch !== undefined && !(yield* this.watch.opened(path, fd))) {
      void this.io.sys.close(fd);
      return true;
    }
    this.fd = fd;
    this.lines = this.io.lines(fd, this.io.out.decoding, this.separator);
    return true;
  }

  private *complainOfOpen(path: string, errno: Errno): Task<void> {
    const gnu = this.io.family === "gnu";
    this.trouble = Math.max(this.trouble, gnu ? 2 : 1);
    yield* this.io.complain(
      gnu ? `can't read ${path}: ${strerror(errno)}` : `${path}: ${strerror(errno)}`,
      0,
    );
  }

  private *complainOfRead(errno: Errno): Task<void> {
    if (this.io.family === "busybox") return;
    this.trouble = Math.max(this.trouble, 4);
    yield* this.io.complain(`read error on ${this.path}: ${strerror(errno)}`, 0);
  }
}
