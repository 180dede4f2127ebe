// System calls on files: descriptors, and names with what stands at them. What they do is in descriptors.ts,
// names.ts and mounting.ts; here they are called for a process, and recorded.

import { failed, type Errno } from "../base/errno.ts";
import type { Duration, Instant } from "../base/time.ts";
import { S_IFDIR, S_IFLNK, type Done, type Usage } from "../fs/file-system.ts";
import * as descriptors from "./descriptors.ts";
import { fileOf } from "./descriptors.ts";
import { mountFileSystem } from "./mounting.ts";
import * as names from "./names.ts";
import { Blocked, type Readiness } from "./open-files.ts";
import type { Channel } from "./process.ts";
import { Recording } from "./recording.ts";
import {
  O_NONBLOCK,
  type DirectoryItem,
  type Fd,
  type MountRequest,
  type PollItem,
  type Stat,
  type Task,
} from "./sys.ts";

export abstract class FileCalls extends Recording {
  // ---- descriptors

  open(path: string, flags: number, mode = 0o666): Task<Fd | Errno> {
    return this.waiting((kernel, process) => descriptors.open(kernel, process, path, flags, mode));
  }

  close(fd: Fd): Done {
    return this.call((kernel, process) => descriptors.close(kernel, process, fd));
  }

  dup(fd: Fd, least = 0, closeOnExec = false): Fd | Errno {
    return this.call((kernel, process) => descriptors.dup(kernel, process, fd, least, closeOnExec));
  }

  dup2(from: Fd, to: Fd): Fd | Errno {
    return this.call((kernel, process) => descriptors.dup2(kernel, process, from, to));
  }

  closeOnExec(fd: Fd, on: boolean): Done {
    return this.call((_, process) => descriptors.setCloseOnExec(process, fd, on));
  }

  nonblock(fd: Fd, on: boolean): Done {
    return this.call((kernel, process) => {
      const file = fileOf(kernel, process, fd);
      if (file === undefined) return "EBADF";
      const own = kernel.openFiles.own(file.id);
      own.flags = on ? own.flags | O_NONBLOCK : own.flags & ~O_NONBLOCK;
      return undefined;
    });
  }

  pipe(): readonly [Fd, Fd] | Errno {
    return this.call(descriptors.pipe);
  }

  read(fd: Fd, length: number): Task<Uint8Array | Errno> {
    return this.waiting((kernel, process) => {
      const file = fileOf(kernel, process, fd);
      return file === undefined ? "EBADF" : kernel.drivers[file.kind].read(kernel, process, file, length);
    });
  }

  *write(fd: Fd, bytes: Uint8Array): Task<number | Errno> {
    let done = 0;
    do {
      const part = done === 0 ? bytes : bytes.subarray(done);
      const taken: number | Errno = yield* this.waiting((kernel, process) => {
        const file = fileOf(kernel, process, fd);
        return file === undefined ? "EBADF" : kernel.drivers[file.kind].write(kernel, process, file, part);
      });
      if (failed(taken)) return done > 0 ? done : taken;
      done += taken;
    } while (done < bytes.length);
    return done;
  }

  seek(fd: Fd, offset: number, whence: "start" | "current" | "end"): number | Errno {
    return this.call((kernel, process) => descriptors.seek(kernel, process, fd, offset, whence));
  }

  truncateFd(fd: Fd, size: number): Done {
    return this.call((kernel, process) => names.ftruncate(kernel, process, fd, size));
  }

  flock(fd: Fd, mode: "shared" | "exclusive" | "unlock", wait: boolean): Task<Done> {
    return this.waiting<Done>((kernel, process) => {
      const file = fileOf(kernel, process, fd);
      if (file === undefined) return "EBADF";
      const answer = kernel.fileLocks.lock(file, mode, wait);
      if (answer instanceof Blocked || failed(answer)) return answer;
      kernel.wake(...answer);
      return undefined;
    });
  }

  fstat(fd: Fd): Stat | Errno {
    return this.call((kernel, process) => names.fstat(kernel, process, fd));
  }

  *poll(items: readonly PollItem[], timeout?: Duration): Task<readonly PollItem[] | Errno> {
    const until = timeout === undefined ? undefined : this.deadline(timeout);
    return yield* this.waiting<readonly PollItem[] | Errno>((kernel, process) => {
      const channels: Channel[] = [];
      const ready = items.filter((item) => {
        const file = fileOf(kernel, process, item.fd);
        const state: Readiness =
          file === undefined
            ? { readable: true, writable: true, channels: [] }
            : kernel.drivers[file.kind].ready(kernel, file);
        channels.push(...state.channels);
        return (item.read === true && state.readable) || (item.write === true && state.writable);
      });
      if (ready.length > 0 || (until !== undefined && kernel.now >= until)) return ready;
      return new Blocked(...channels);
    }, until);
  }

  // ---- names

  stat(path: string): Stat | Errno {
    return this.call((kernel, process) => names.statAt(kernel, process, path, true));
  }

  lstat(path: string): Stat | Errno {
    return this.call((kernel, process) => names.statAt(kernel, process, path, false));
  }

  readlink(path: string): { readonly target: string } | Errno {
    return this.call((kernel, process) => names.readlink(kernel, process, path));
  }

  list(path: string): readonly DirectoryItem[] | Errno {
    return this.call((kernel, process) => names.list(kernel, process, path));
  }

  access(path: string, mode: number): Done {
    return this.call((kernel, process) => names.access(kernel, process, path, mode));
  }

  mkdir(path: string, mode: number): Done {
    return this.call((kernel, process) => names.create(kernel, process, path, S_IFDIR, mode, {}));
  }

  rmdir(path: string): Done {
    return this.call((kernel, process) => kernel.vfs.remove(kernel.viewOf(process), path, true, kernel.now));
  }

  unlink(path: string): Done {
    return this.call((kernel, process) => kernel.vfs.remove(kernel.viewOf(process), path, false, kernel.now));
  }

  rename(from: string, to: string): Done {
    return this.call((kernel, process) => kernel.vfs.rename(kernel.viewOf(process), from, to, kernel.now));
  }

  link(from: string, to: string): Done {
    return this.call((kernel, process) => kernel.vfs.link(kernel.viewOf(process), from, to, kernel.now));
  }

  symlink(target: string, path: string): Done {
    return this.call((kernel, process) =>
      target === "" ? "ENOENT" : names.create(kernel, process, path, S_IFLNK, 0o777, { target }),
    );
  }

  mknod(path: string, mode: number, rdev: number): Done {
    return this.call((kernel, process) => names.mknod(kernel, process, path, mode, rdev));
  }

  truncate(path: string, size: number): Done {
    return this.call((kernel, process) => names.truncate(kernel, process, path, size));
  }

  chmod(path: string, mode: number): Done {
    return this.call((kernel, process) => names.chmod(kernel, process, path, mode));
  }

  chown(path: string, uid: number, gid: number): Done {
    return this.call((kernel, process) => names.chown(kernel, process, path, uid, gid, true));
  }

  lchown(path: string, uid: number, gid: number): Done {
    return this.call((kernel, process) => names.chown(kernel, process, path, uid, gid, false));
  }

  utimes(path: string, atime: Instant | undefined, mtime: Instant | undefined, follow = true): Done {
    return this.call((kernel, process) => names.utimes(kernel, process, path, atime, mtime, follow));
  }

  statfs(path: string): (Usage & { readonly type: string }) | Errno {
    return this.call((kernel, process) => names.statfs(kernel, process, path));
  }

  chdir(path: string): Done {
    return this.call((kernel, process) => names.chdir(kernel, process, path));
  }

  getcwd(): { readonly path: string } | Errno {
    return this.call(names.getcwd);
  }

  chroot(path: string): Done {
    return this.call((kernel, process) => names.chroot(kernel, process, path));
  }

  umask(mask: number): number {
    return this.call((_, process) => {
      const before = process.umask;
      process.umask = mask & 0o777;
      return before;
    });
  }

  mount(request: MountRequest): Done {
    return this.call((kernel, process) => mountFileSystem(kernel, process, request));
  }

  unmount(target: string, lazy = false): Done {
    return this.call((kernel, process) => names.unmount(kernel, process, target, lazy));
  }

  sync(): void {
    this.call(() => undefined);
  }
}
