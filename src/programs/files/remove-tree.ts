// Takes a whole tree away after it was moved to another file system: no questions, and the families' own words
// for what cannot be removed. rm itself is rm.ts, which asks and reports more.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { joinPath } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";

export function* removeTree(io: Io, path: string, verbose: boolean): Task<boolean> {
  const node = io.sys.lstat(path);
  if (failed(node)) return yield* refuse(io, path, node);
  const directory = isDirectory(node);
  if (directory) {
    const items = io.sys.list(path);
    let good = true;
    for (const item of failed(items) ? [] : items)
      good = (yield* removeTree(io, joinPath(path, item.name), verbose)) && good;
    if (!good) return false;
  }
  const refused = directory ? io.sys.rmdir(path) : io.sys.unlink(path);
  if (refused !== undefined) return yield* refuse(io, path, refused);
  if (verbose) yield* io.print(`removed ${directory ? "directory " : ""}${quoted(io, path)}\n`);
  return true;
}

function* refuse(io: Io, path: string, errno: Errno): Task<false> {
  const verb = io.family === "busybox" ? "can't remove" : "cannot remove";
  yield* io.complain(`${verb} ${quoted(io, path)}: ${strerror(errno)}`);
  return false;
}
