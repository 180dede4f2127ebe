// The main input: the files that ARGV names when their turn comes, with assignments between them, or standard input if it
// names none. FILENAME, NR and FNR are kept by who takes the records.

import { failed, strerror } from "../../../base/errno.ts";
import { O_RDONLY, type Task } from "../../../kernel/sys.ts";
import { textOf } from "../../libc/byte-text.ts";
import type { Io } from "../../libc/command.ts";
import { isDirectory } from "../../libc/file-mode.ts";
import type { AwkArray } from "./arrays.ts";
import { unescapeString } from "./lexer.ts";
import { MORE, Reader } from "./reader.ts";
import type { Runtime } from "./runtime.ts";
import { Input } from "./values.ts";

export class MainInput {
  private reader: Reader | undefined;
  private next = 1;
  private named = false;
  private finished = false;
  /** assigns a variable by name: `x=1` among the files */
  assign: (name: string, value: Input) => void = () => undefined;
  argumentCount: () => number = () => 1;
  arguments: () => AwkArray = () => new Map();

  constructor(
    private readonly io: Io,
    private readonly rt: Runtime,
  ) {}

  /** undefined at the end of everything. */
  *record(): Task<string | undefined> {
    for (;;) {
      if (this.reader === undefined && (this.finished || !(yield* this.open()))) return undefined;
      const record = yield* this.take(this.reader as Reader);
      if (record !== undefined) return record;
      this.skipFile();
      if (this.rt.fault !== undefined) return undefined;
    }
  }

  /** A record without waiting, if one is at hand: the fast way through a file. */
  ready(): string | undefined {
    if (this.reader === undefined) return undefined;
    const taken = this.reader.take(this.rt.recordsBy);
    if (taken === MORE || taken === undefined) return undefined;
    this.rt.RT = this.reader.terminator;
    return taken;
  }

  private *take(reader: Reader): Task<string | undefined> {
    for (;;) {
      const taken = reader.take(this.rt.recordsBy);
      if (taken !== MORE) {
        if (taken === undefined && reader.error !== undefined) this.rt.failAt(strerror(reader.error));
        this.rt.RT = reader.terminator;
        return taken;
      }
      yield* reader.fill();
    }
  }

  /** nextfile: the rest of the present one is not wanted. */
  skipFile(): void {
    if (this.reader !== undefined && this.reader.fd !== 0) void this.io.sys.close(this.reader.fd);
    this.reader = undefined;
  }

  private *open(): Task<boolean> {
    const { rt } = this;
    for (; this.next < this.argumentCount();) {
      const argument = rt.text(this.arguments().get(String(this.next++)));
      if (argument === "") continue;
      const assignment = /^([A-Za-z_]\w*)=([^]*)$/.exec(argument);
      if (assignment !== null) {
        this.assign(assignment[1] as string, new Input(unescapeString(assignment[2] as string, rt.flavour)));
        continue;
      }
      this.named = true;
      if (yield* this.openFile(argument)) return true;
      if (rt.fault !== undefined) return false;
    }
    this.finished = true;
    if (this.named) return false;
    this.named = true;
    this.begin(0, "");
    return true;
  }

  private *openFile(argument: string): Task<boolean> {
    const { rt, io } = this;
    if (argument === "-" || argument === "/dev/stdin") {
      this.begin(0, argument);
      return true;
    }
    const path = rt.utf8 ? argument : textOf(argument);
    const fd = yield* io.sys.open(path, O_RDONLY);
    const stat = failed(fd) ? fd : io.sys.fstat(fd);
    const directory = !failed(stat) && isDirectory(stat);
    if (!failed(fd) && !(directory && rt.flavour.name !== "busybox")) {
      this.begin(fd, argument);
      return true;
    }
    yield* this.complain(path, failed(fd) ? strerror(fd) : strerror("EISDIR"), directory);
    return false;
  }

  /** mawk gives up, the others go on with the next file. */
  private *complain(path: string, why: string, directory: boolean): Task<void> {
    const { rt, io } = this;
    if (rt.flavour.name === "mawk") {
      rt.fail(`cannot open "${path}" (${why})`);
      return;
    }
    if (rt.flavour.name === "busybox") {
      rt.fail(`${path}: ${why}`);
      return;
    }
    const message = directory ? `warning: command line argument \`${path}' is a directory: skipped` : `warning: command line argument \`${path}': ${why}`; // prettier-ignore
    if (!directory) rt.exitStatus = 2;
    yield* io.complain(directory ? message : `warning: cannot open file \`${path}' for reading: ${why}`, 0);
  }

  private begin(fd: number, name: string): void {
    const { rt } = this;
    this.reader = new Reader(this.io.sys, fd, rt.utf8, rt.streams.watched);
    rt.FILENAME = name === "" ? undefined : new Input(name);
    rt.FNR = 0;
  }
}
