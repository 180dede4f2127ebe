// What gzip and bzip2 have in common: files are replaced by their squeezed or expanded form, which gets their
// mode, owner and times; or everything goes through, from standard input to standard output.
// Not here: the formats (base/formats), and each program's words (gzip.ts, bzip2.ts).

import { failed, type Errno } from "../../base/errno.ts";
import {
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_WRONLY,
  type Fd,
  type Stat,
  type Sys,
  type Task,
} from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";

/** Writes all of it; the first error. */
export function* writeAll(sys: Sys, fd: Fd, bytes: Uint8Array): Task<Errno | undefined> {
  for (let at = 0; at < bytes.length;) {
    const written = yield* sys.write(fd, at === 0 ? bytes : bytes.subarray(at));
    if (failed(written)) return written;
    at += written;
  }
  return undefined;
}

/** A new file with the mode, owner and times of the one that it comes from. */
export function* writeLike(sys: Sys, path: string, node: Stat, bytes: Uint8Array): Task<Errno | undefined> {
  const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600);
  if (failed(fd)) return fd;
  const refused = yield* writeAll(sys, fd, bytes);
  void sys.close(fd);
  if (refused !== undefined) return refused;
  void sys.chown(path, node.uid, node.gid);
  void sys.chmod(path, node.mode & 0o7777);
  void sys.utimes(path, node.atime, node.mtime);
  return undefined;
}

export const openToRead = (io: Io, path: string): Task<Fd | Errno> => io.sys.open(path, O_RDONLY);
