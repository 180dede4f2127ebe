// Where curl writes a document: standard output or a file that is made when the first byte comes, as a browser's
// download is. Heads go there as well with -i and -I.

import { failed, strerror } from "../../../base/errno.ts";
import { encode } from "../../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Fd, type Sys, type Task } from "../../../kernel/sys.ts";
import { parentOf } from "../../libc/paths.ts";

export class Sink {
  private fd: Fd | undefined;
  private broken = false;

  constructor(
    private readonly sys: Sys,
    /** undefined: standard output */
    readonly path: string | undefined,
    private readonly makesDirectories: boolean,
  ) {
    if (path === undefined) this.fd = 1;
  }

  private *open(path: string): Task<Fd | undefined> {
    if (this.makesDirectories) this.makeParents(parentOf(path));
    const fd = yield* this.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (!failed(fd)) return fd;
    yield* this.sys.write(2, encode(`Warning: Failed to open the file ${path}: ${strerror(fd)}\n`));
    return undefined;
  }

  private makeParents(path: string): void {
    if (path === "" || path === "/" || path === "." || !failed(this.sys.stat(path))) return;
    this.makeParents(parentOf(path));
    void this.sys.mkdir(path, 0o750);
  }

  /** False if it cannot be written. */
  *write(bytes: Uint8Array): Task<boolean> {
    if (this.broken) return false;
    this.fd ??= yield* this.open(this.path as string);
    const written = this.fd === undefined ? "EBADF" : yield* this.sys.write(this.fd, bytes);
    this.broken = failed(written) || written < bytes.length;
    return !this.broken;
  }

  /** A file is there even if nothing came. */
  *close(): Task<void> {
    if (this.path === undefined || this.broken) return;
    this.fd ??= yield* this.open(this.path);
    if (this.fd !== undefined) void this.sys.close(this.fd);
  }

  abandon(): void {
    if (this.path !== undefined && this.fd !== undefined) void this.sys.close(this.fd);
  }
}
