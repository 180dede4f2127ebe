// A file that takes its place only when it is whole: written beside it under another name first (moby/sys
// atomicwriter). What may not be written over is refused before anything is asked of the daemon.

import { failed } from "../../base/errno.ts";
import { pathError } from "../../base/go/errno-text.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { O_CREAT, O_EXCL, O_RDWR, type Fd, type Sys, type Task } from "../../kernel/sys.ts";
import { directoryName } from "../archive/copy-paths.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFSOCK, typeOf } from "../file-types.ts";
import type { Surroundings } from "../surroundings.ts";

const REFUSED: ReadonlyMap<number, string> = new Map([
  [S_IFDIR, "cannot write to a directory"],
  [S_IFLNK, "cannot write to a symbolic link directly"],
  [S_IFIFO, "cannot write to a named pipe (FIFO)"],
  [S_IFSOCK, "cannot write to a socket"],
  [S_IFCHR, "cannot write to a character device file"],
  [S_IFBLK, "cannot write to a block device file"],
]);

function complaint(sys: Sys, path: string): string | undefined {
  const directory = directoryName(path);
  if (directory !== "." && directory !== "..") {
    const node = sys.stat(directory);
    const errno = failed(node) ? node : typeOf(node.mode) === S_IFDIR ? undefined : "ENOTDIR";
    if (errno !== undefined) return `invalid output path: ${pathError("stat", directory, errno)}`;
  }
  const there = sys.lstat(path);
  if (there === "ENOENT") return undefined;
  if (failed(there)) return `failed to stat output path: ${pathError("lstat", path, there)}`;
  return REFUSED.get(typeOf(there.mode));
}

export class OutputFile {
  private isWritten = false;
  private error: string | undefined;

  private constructor(
    private readonly sys: Sys,
    private readonly fd: Fd,
    private readonly temporary: string,
    private readonly path: string,
  ) {}

  static *open(sys: Sys, surroundings: Surroundings, given: string): Task<Result<OutputFile, string>> {
    const refused = complaint(sys, given);
    if (refused !== undefined) return fail(refused);
    const path = surroundings.absolute(given);
    const number = new DataView(sys.random(4).slice().buffer).getUint32(0);
    const temporary = `${directoryName(path)}/.tmp-${path.slice(path.lastIndexOf("/") + 1)}${number}`;
    const fd = yield* sys.open(temporary, O_RDWR | O_CREAT | O_EXCL, 0o600);
    if (failed(fd)) return fail(pathError("open", temporary, fd));
    return ok(new OutputFile(sys, fd, temporary, path));
  }

  /** Why not everything could be written. */
  *write(bytes: Uint8Array): Task<string | undefined> {
    this.isWritten = true;
    for (let done = 0; done < bytes.length;) {
      const written = yield* this.sys.write(this.fd, bytes.subarray(done));
      if (written === "EINTR") continue;
      if (failed(written)) return (this.error = pathError("write", this.temporary, written));
      done += written;
    }
    return undefined;
  }

  /** It takes its place if something was written, and all of that. */
  close(): void {
    void this.sys.close(this.fd);
    if (this.isWritten && this.error === undefined) void this.sys.rename(this.temporary, this.path);
    else void this.sys.unlink(this.temporary);
  }
}
