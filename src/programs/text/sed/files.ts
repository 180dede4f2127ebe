// Where a sed script's output goes: standard output or the file that is edited in place, files of w commands, and
// what r, R and e bring in. A line that had no newline gets one when something comes after it.

import { failed, strerror, type Errno } from "../../../base/errno.ts";
import { encode } from "../../../base/utf8.ts";
import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, type Task } from "../../../kernel/sys.ts";
import { decodeBytes } from "../../libc/byte-text.ts";
import type { Io } from "../../libc/command.ts";
import { readAll, readFile, type Lines } from "../../libc/input.ts";
import { Output } from "../../libc/output.ts";
import type { Input } from "./input.ts";

interface Sink {
  out: Output;
  /** the last line lacks its newline */
  lacks: boolean;
}

export class Files {
  private readonly main: Sink;
  private readonly sinks = new Map<string, Sink>();
  private readonly readers = new Map<string, Lines>();
  /** in place: what q leaves unread is copied */
  copiesRest = false;

  constructor(
    private readonly io: Io,
    private readonly unbuffered: boolean,
  ) {
    this.main = { out: io.out, lacks: false };
  }

  get out(): Output {
    return this.main.out;
  }

  /** Output goes elsewhere from now on: a file that is edited in place. */
  redirect(out: Output): void {
    this.main.out = out;
    this.main.lacks = false;
  }

  /** Makes the files of w commands; undefined or what cannot be opened. */
  *create(paths: readonly string[]): Task<readonly [string, Errno] | undefined> {
    for (const path of paths) {
      if (this.sinks.has(path)) continue;
      const standard = this.io.family === "gnu" ? (path === "/dev/stdout" ? this.main : path === "/dev/stderr" ? { out: new Output(this.io.sys, 2), lacks: false } : undefined) : undefined; // prettier-ignore
      if (standard !== undefined) {
        this.sinks.set(path, standard);
        continue;
      }
      const fd = yield* this.io.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
      if (failed(fd)) return [path, fd];
      const out = new Output(this.io.sys, fd);
      out.decoding = this.io.out.decoding;
      this.sinks.set(path, { out, lacks: false });
    }
    return undefined;
  }

  putLine(path: string | undefined, text: string, ended: boolean, end: string): void {
    const sink = path === undefined ? this.main : (this.sinks.get(path) as Sink);
    sink.out.put((sink.lacks ? end : "") + text + (ended ? end : ""));
    sink.lacks = !ended;
  }

  putText(text: string): void {
    const { main } = this;
    main.out.put((main.lacks ? "\n" : "") + text);
    if (text !== "") main.lacks = false;
  }

  *flush(): Task<void> {
    yield* this.main.out.flush();
    for (const { out } of this.sinks.values()) yield* out.flush();
  }

  /** Appends a file as it is; one that cannot be read is as good as empty. */
  *copyFile(path: string): Task<void> {
    const bytes = path === "/dev/stdin" ? yield* readAll(this.io.sys, 0) : yield* readFile(this.io.sys, path);
    if (failed(bytes) || bytes.length === 0) return;
    this.putText("");
    if (this.main.lacks) this.main.out.put("\n");
    this.main.lacks = false;
    this.main.out.putBytes(bytes);
  }

  *copyLine(path: string, end: string): Task<void> {
    let lines = this.readers.get(path);
    if (lines === undefined) {
      const fd = path === "/dev/stdin" ? 0 : yield* this.io.sys.open(path, O_RDONLY);
      if (failed(fd)) return;
      this.readers.set(path, (lines = this.io.lines(fd, this.io.out.decoding, end.charCodeAt(0))));
    }
    const line = yield* lines.next();
    if (line !== undefined) this.putLine(undefined, line, lines.ended || !lines.atEnd, end);
  }

  *copyRest(input: Input): Task<void> {
    if (!this.copiesRest) return;
    const lines = yield* input.rest();
    for (const [i, line] of lines.entries())
      this.putLine(undefined, line, i < lines.length - 1 || input.lastEnded, "\n");
  }

  /** What a command prints, in place of it. */
  *run(command: string): Task<void> {
    const text = yield* this.outputOf(command);
    this.putText(text);
    if (this.unbuffered) yield* this.flush();
  }

  *outputOf(command: string): Task<string> {
    const { sys, env } = this.io;
    yield* this.flush();
    const pipe = sys.pipe();
    if (failed(pipe)) return "";
    const [read, write] = pipe;
    const variables = [...env].map(([name, value]) => `${name}=${value}`);
    const pid = sys.spawn({ path: "/bin/sh", argv: ["sh", "-c", command], env: variables, fds: [[1, write]], close: [read, write] }); // prettier-ignore
    void sys.close(write);
    const bytes = yield* readAll(sys, read);
    void sys.close(read);
    if (failed(pid)) yield* sys.write(2, encode(`sh: ${strerror(pid)}\n`));
    else yield* sys.wait(pid);
    return failed(bytes) ? "" : decodeBytes(bytes);
  }
}
