// Files that the client writes: its configuration, contexts, archives. Errors are in the words of Go's os package.
// Reading is surroundings.ts.

import { failed } from "../base/errno.ts";
import { goErrno, pathError } from "../base/go/errno-text.ts";
import { S_IFDIR } from "./file-types.ts";
import { O_CLOEXEC, O_CREAT, O_EXCL, O_RDWR, type Fd, type Sys, type Task } from "../kernel/sys.ts";

/** os.MkdirAll: why not all of them are there now. */
export function makeDirectories(sys: Sys, path: string, mode: number): string | undefined {
  const found = sys.stat(path);
  if (!failed(found)) return undefined;
  const slash = path.lastIndexOf("/");
  if (slash > 0) {
    const refused = makeDirectories(sys, path.slice(0, slash), mode);
    if (refused !== undefined) return refused;
  }
  const made = sys.mkdir(path, mode);
  return made === undefined || made === "EEXIST" ? undefined : pathError("mkdir", path, made);
}

/** The whole of it. */
export function* writeAll(sys: Sys, fd: Fd, path: string, bytes: Uint8Array): Task<string | undefined> {
  for (let done = 0; done < bytes.length;) {
    const written = yield* sys.write(fd, bytes.subarray(done));
    if (written === "EINTR") continue;
    if (failed(written)) return pathError("write", path, written);
    done += written;
  }
  return undefined;
}

/** A new file, which must not be there before. */
export function* createFile(
  sys: Sys,
  path: string,
  bytes: Uint8Array,
  mode: number,
): Task<string | undefined> {
  const fd = yield* sys.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (failed(fd)) return pathError("open", path, fd);
  const refused = yield* writeAll(sys, fd, path, bytes);
  void sys.close(fd);
  return refused;
}

/** A file in one step: written beside it, then renamed over it. */
export function* replaceFile(
  sys: Sys,
  path: string,
  bytes: Uint8Array,
  mode: number,
): Task<string | undefined> {
  const beside = `${path}.tmp`;
  void sys.unlink(beside);
  const refused = yield* createFile(sys, beside, bytes, mode);
  if (refused !== undefined) return refused;
  const renamed = sys.rename(beside, path);
  return renamed === undefined ? undefined : `rename ${beside} ${path}: ${goErrno(renamed)}`;
}

/** os.RemoveAll; what can not be removed stays. */
export function removeTree(sys: Sys, path: string): void {
  const items = sys.list(path);
  if (failed(items)) {
    void sys.unlink(path);
    return;
  }
  for (const { name, type } of items)
    if (type === S_IFDIR) removeTree(sys, `${path}/${name}`);
    else void sys.unlink(`${path}/${name}`);
  void sys.rmdir(path);
}
