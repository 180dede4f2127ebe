// Which permissions a copy is made with, and what it gets of the source's owner, times and mode afterwards.
// Relies on what the options say is kept. Not here: extended attributes, which the files do not have.

import { strerror, type Errno } from "../../base/errno.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { quoted } from "../libc/quote.ts";
import type { CopyOptions } from "./copy-options.ts";

interface Copying {
  readonly io: Io;
  readonly options: CopyOptions;
  readonly umask: number;
}

/** For open and mknod, which take the umask away; GNU gives set-id bits only where the mode is kept. */
export function permissionsFor({ io, options }: Copying, node: Stat): number {
  if (options.plainMode) return 0o666;
  return io.family === "busybox" ? node.mode & 0o7777 : node.mode & 0o777;
}

function* lost({ io }: Copying, what: string, target: string, errno: Errno): Task<void> {
  const name = quoted(io, target);
  const words =
    io.family === "busybox" ? `can't preserve ${what} of ${name}` : `failed to preserve ${what} for ${name}`;
  yield* io.complain(`${words}: ${strerror(errno)}`);
}

/** False if something could not be kept that had to be. */
export function* keepAttributes(copying: Copying, node: Stat, target: string, made: boolean): Task<boolean> {
  const { io, options, umask } = copying;
  let good = true;
  let mode = node.mode & 0o7777;
  if (options.keepOwner) {
    const refused = io.sys.chown(target, node.uid, node.gid);
    if (refused !== undefined) {
      mode &= 0o1777;
      const excused = io.family === "gnu" && refused === "EPERM" && !io.sys.hasCapability("CAP_CHOWN");
      if (!excused) {
        yield* lost(copying, "ownership", target, refused);
        good = io.family === "busybox";
      }
    }
  }
  if (options.keepMode) void io.sys.chmod(target, mode);
  else if (made && isDirectory(node))
    void io.sys.chmod(target, options.plainMode ? 0o777 & ~umask : mode & ~umask);
  if (options.keepTimes) {
    const refused = io.sys.utimes(target, node.atime, node.mtime);
    if (refused !== undefined) {
      yield* lost(copying, "times", target, refused);
      good = io.family === "busybox";
    }
  }
  return good;
}
