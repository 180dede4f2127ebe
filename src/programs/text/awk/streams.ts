// Everything that an awk program writes to and reads from beside its main input: files, programs at the other end of a
// pipe, standard output and error. A stream is known by the text that names it, stays open until close() or the end, and a
// program that was started is waited for then.

import { failed, type Errno } from "../../../base/errno.ts";
import {
  O_APPEND,
  O_CREAT,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  type ChildChange,
  type Fd,
  type Pid,
  type Task,
} from "../../../kernel/sys.ts";
import { textOf } from "../../libc/byte-text.ts";
import type { Io } from "../../libc/command.ts";
import { Output } from "../../libc/output.ts";
import type { FlavourName } from "./flavour.ts";
import { Reader } from "./reader.ts";

interface Writer {
  readonly out: Output;
  readonly fd: Fd;
  readonly pid: Pid | undefined;
}

interface Source {
  readonly reader: Reader;
  readonly pid: Pid | undefined;
}

export class Streams {
  private readonly writers = new Map<string, Writer>();
  private readonly sources = new Map<string, Source>();

  constructor(
    private readonly io: Io,
    private readonly utf8: boolean,
    private readonly flavour: FlavourName,
    private readonly environment: () => readonly string[],
    /** standard output if it is a terminal */
    readonly watched: Output | undefined,
  ) {}

  /** Names are text of the program; the system wants characters. */
  private nameOf(text: string): string {
    return this.utf8 ? text : textOf(text);
  }

  *output(kind: ">" | ">>" | "|", name: string): Task<Output | Errno> {
    const known = this.writers.get(name);
    if (known !== undefined) return known.out;
    if (kind === "|") return yield* this.openPipe(name);
    if (name === "/dev/stdout" || (name === "-" && this.io.family === "gnu")) return this.io.out;
    const path = this.nameOf(name);
    const flags = O_WRONLY | O_CREAT | (kind === ">" ? O_TRUNC : O_APPEND);
    const fd = name === "/dev/stderr" ? 2 : yield* this.io.sys.open(path, flags, 0o666);
    if (failed(fd)) return fd;
    return this.keep(name, fd, undefined);
  }

  private keep(name: string, fd: Fd, pid: Pid | undefined): Output {
    const out = new Output(this.io.sys, fd);
    out.decoding = this.io.out.decoding;
    this.writers.set(name, { out, fd, pid });
    return out;
  }

  private *openPipe(command: string): Task<Output | Errno> {
    const { sys } = this.io;
    yield* this.flush();
    const pipe = sys.pipe();
    if (failed(pipe)) return pipe;
    const [read, write] = pipe;
    const pid = this.start(command, [[0, read]], [read, write]);
    void sys.close(read);
    if (failed(pid)) return pid;
    void sys.closeOnExec(write, true);
    return this.keep(command, write, pid);
  }

  private start(command: string, fds: readonly (readonly [Fd, Fd])[], close: readonly Fd[]): Pid | Errno {
    const others = [...this.writers.values()].filter(({ fd }) => fd > 2).map(({ fd }) => fd);
    return this.io.sys.spawn({
      path: "/bin/sh",
      argv: ["sh", "-c", this.nameOf(command)],
      env: this.environment(),
      fds,
      close: [...close, ...others],
    });
  }

  *source(kind: "file" | "command", name: string): Task<Reader | Errno> {
    const known = this.sources.get(name);
    if (known !== undefined) return known.reader;
    const { sys } = this.io;
    if (kind === "file") {
      const standard = name === "-" || name === "/dev/stdin";
      const fd = standard ? 0 : yield* sys.open(this.nameOf(name), O_RDONLY);
      return failed(fd) ? fd : this.read(name, fd, undefined);
    }
    yield* this.flush();
    const pipe = sys.pipe();
    if (failed(pipe)) return pipe;
    const [read, write] = pipe;
    const pid = this.start(name, [[1, write]], [read, write]);
    void sys.close(write);
    return failed(pid) ? pid : this.read(name, read, pid);
  }

  private read(name: string, fd: Fd, pid: Pid | undefined): Reader {
    const reader = new Reader(this.io.sys, fd, this.utf8, this.watched);
    this.sources.set(name, { reader, pid });
    return reader;
  }

  *flush(): Task<void> {
    yield* this.io.out.flush();
    for (const { out } of this.writers.values()) yield* out.flush();
  }

  /** fflush(name); false if there is no such stream. */
  *flushOne(name: string): Task<boolean> {
    const writer = this.writers.get(name);
    if (writer === undefined) return false;
    yield* writer.out.flush();
    return true;
  }

  /** The status of a program, 0 of a file, -1 if nothing of that name is open. mawk does not empty stdout first. */
  *close(name: string, atEnd = false): Task<number> {
    const first = this.flavour === "busybox" || (this.flavour === "gawk" && !atEnd);
    if (first) yield* this.io.out.flush();
    const writer = this.writers.get(name);
    const source = this.sources.get(name);
    this.writers.delete(name);
    this.sources.delete(name);
    let status = -1;
    if (writer !== undefined) status = yield* this.closeWriter(writer);
    if (source !== undefined) {
      if (source.reader.fd !== 0) void this.io.sys.close(source.reader.fd);
      status = yield* this.reap(source.pid);
    }
    return status;
  }

  private *closeWriter({ out, fd, pid }: Writer): Task<number> {
    yield* out.flush();
    if (fd !== 2) void this.io.sys.close(fd);
    return yield* this.reap(pid);
  }

  /** busybox's close() answers with wait(2)'s number. */
  private *reap(pid: Pid | undefined, raw = true): Task<number> {
    if (pid === undefined) return 0;
    const reaped = yield* this.io.sys.wait(pid);
    if (failed(reaped)) return -1;
    const status = statusOf(reaped.change);
    return raw && this.flavour === "busybox" ? status << 8 : status;
  }

  *closeAll(): Task<void> {
    for (const name of new Set([...this.writers.keys(), ...this.sources.keys()]))
      yield* this.close(name, true);
  }

  /** system(command) */
  *run(command: string): Task<number> {
    yield* this.flush();
    const pid = this.start(command, [], []);
    return failed(pid) ? 127 : yield* this.reap(pid, false);
  }
}

const statusOf = (change: ChildChange): number =>
  change.kind === "exited" ? change.code : change.kind === "signaled" ? 256 + change.signal : 0;
