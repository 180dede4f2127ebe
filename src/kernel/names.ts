// The system calls on names and attributes of files, for a process: what vfs.ts does, with the process's
// own view, umask and the kernel's clock.

import { failed, type Errno } from "../base/errno.ts";
import {
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  type Attributes,
  type Done,
} from "../fs/file-system.ts";
import { carriesMounts, type Mount, type Place } from "../fs/mounts.ts";
import { EXECUTE, mayAccess, READ, WRITE } from "../fs/permissions.ts";
import { fileOf } from "./descriptors.ts";
import type { Kernel } from "./kernel.ts";
import type { OpenFile } from "./open-files.ts";
import type { Process } from "./process.ts";
import type { DirectoryItem, Fd, Stat } from "./sys.ts";
import { O_ACCMODE, O_RDONLY } from "./sys.ts";
import type { Usage } from "../fs/file-system.ts";

const withDevice = (node: Attributes, mount: Mount): Stat => ({ ...node, dev: mount.device });

export function statAt(kernel: Kernel, process: Process, path: string, follow: boolean): Stat | Errno {
  const view = kernel.viewOf(process);
  const found = kernel.vfs.walk(view, path, follow);
  if (failed(found)) return found;
  if (found.openFile !== undefined) return statOpen(kernel, process, kernel.openFiles.get(found.openFile));
  const { place } = found;
  if (place === undefined) return "ENOENT";
  const node = kernel.vfs.attributes(view, place);
  return failed(node) ? node : withDevice(node, kernel.vfs.mountOf(view, place));
}

const ANONYMOUS: Omit<Stat, "mode" | "ino" | "rdev" | "uid" | "gid"> = {
  dev: 13,
  nlink: 1,
  size: 0,
  blocks: 0,
  atime: 0,
  mtime: 0,
  ctime: 0,
};

const KIND_MODES = {
  "pipe-reader": S_IFIFO | 0o600,
  "pipe-writer": S_IFIFO | 0o600,
  outlet: S_IFIFO | 0o600,
  socket: S_IFSOCK | 0o777,
  device: 0o020666,
  tty: 0o020620,
  "pty-master": 0o020666,
} as const;

export function fstat(kernel: Kernel, process: Process, fd: Fd): Stat | Errno {
  const file = fileOf(kernel, process, fd);
  return file === undefined ? "EBADF" : statOpen(kernel, process, file);
}

function statOpen(kernel: Kernel, process: Process, file: OpenFile): Stat {
  if (file.kind === "regular" || file.kind === "directory") {
    const mount = file.mount!;
    return withDevice(kernel.fileSystems.get(mount.fs).attributes(file.ino)!, mount);
  }
  const rdev =
    file.kind === "device"
      ? file.target
      : file.kind === "tty"
        ? (136 << 8) | file.target
        : file.kind === "pty-master"
          ? 0x502
          : 0;
  return {
    ...ANONYMOUS,
    ino: 20_000 + file.target,
    mode: KIND_MODES[file.kind],
    rdev,
    uid: process.euid,
    gid: process.egid,
  };
}

export function readlink(
  kernel: Kernel,
  process: Process,
  path: string,
): { readonly target: string } | Errno {
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, path, false);
  if (failed(place)) return place;
  const fs = kernel.vfs.fsAt(view, place);
  const node = fs.attributes(place.ino);
  if (node === undefined || (node.mode & S_IFMT) !== S_IFLNK) return "EINVAL";
  return { target: fs.readlink(place.ino) };
}

export function list(kernel: Kernel, process: Process, path: string): readonly DirectoryItem[] | Errno {
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, path);
  if (failed(place)) return place;
  const node = kernel.vfs.attributes(view, place);
  if (failed(node)) return node;
  if ((node.mode & S_IFMT) !== S_IFDIR) return "ENOTDIR";
  if (!mayAccess(view.who, node, READ)) return "EACCES";
  const fs = kernel.vfs.fsAt(view, place);
  return fs
    .list(place.ino)
    .map(({ name, ino }) => ({ name, ino, type: (fs.attributes(ino)?.mode ?? 0) & S_IFMT }));
}

/** Judged by the real user, who has capabilities only as root. */
export function access(kernel: Kernel, process: Process, path: string, mode: number): Done {
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, path);
  if (failed(place)) return place;
  const node = kernel.vfs.attributes(view, place);
  if (failed(node)) return node;
  const who = { ...view.who, uid: process.uid, gid: process.gid };
  const want = mode & (READ | WRITE | EXECUTE);
  if ((want & WRITE) !== 0 && kernel.vfs.mountOf(view, place).readOnly && (node.mode & S_IFMT) !== 0o020000)
    return "EROFS";
  return mayAccess(who, node, want) ? undefined : "EACCES";
}

export function create(
  kernel: Kernel,
  process: Process,
  path: string,
  type: number,
  mode: number,
  more: { rdev?: number; target?: string },
): Done {
  const permissions = type === S_IFLNK ? 0o777 : mode & 0o7777 & ~process.umask;
  return kernel.vfs.create(kernel.viewOf(process), path, type | permissions, more, kernel.now);
}

export function mknod(kernel: Kernel, process: Process, path: string, mode: number, rdev: number): Done {
  const type = (mode & S_IFMT) === 0 ? S_IFREG : mode & S_IFMT;
  const isDevice = type === 0o020000 || type === 0o060000;
  if (isDevice && !process.capabilities.has("CAP_MKNOD")) return "EPERM";
  return create(kernel, process, path, type, mode, { rdev });
}

function onPlace(
  kernel: Kernel,
  process: Process,
  path: string,
  follow: boolean,
  act: (place: Place) => Done,
): Done {
  const place = kernel.vfs.find(kernel.viewOf(process), path, follow);
  return failed(place) ? place : act(place);
}

export const chmod = (kernel: Kernel, process: Process, path: string, mode: number): Done =>
  onPlace(kernel, process, path, true, (place) =>
    kernel.vfs.chmod(kernel.viewOf(process), place, mode, kernel.now),
  );

export const chown = (
  kernel: Kernel,
  process: Process,
  path: string,
  uid: number,
  gid: number,
  follow: boolean,
): Done =>
  onPlace(kernel, process, path, follow, (place) =>
    kernel.vfs.chown(kernel.viewOf(process), place, uid, gid, kernel.now),
  );

export const utimes = (
  kernel: Kernel,
  process: Process,
  path: string,
  atime: number | undefined,
  mtime: number | undefined,
  follow: boolean,
): Done =>
  onPlace(kernel, process, path, follow, (place) => {
    const toNow = atime === undefined && mtime === undefined;
    const times = toNow
      ? { atime: kernel.now, mtime: kernel.now }
      : { ...(atime === undefined ? {} : { atime }), ...(mtime === undefined ? {} : { mtime }) };
    return kernel.vfs.utimes(kernel.viewOf(process), place, times, toNow, kernel.now);
  });

export const truncate = (kernel: Kernel, process: Process, path: string, size: number): Done =>
  onPlace(kernel, process, path, true, (place) => {
    const view = kernel.viewOf(process);
    const node = kernel.vfs.attributes(view, place);
    if (failed(node)) return node;
    if ((node.mode & S_IFMT) === S_IFDIR) return "EISDIR";
    if (!mayAccess(view.who, node, WRITE)) return "EACCES";
    const fs = kernel.vfs.writable(kernel.vfs.mountOf(view, place));
    return failed(fs) ? fs : fs.truncate(place.ino, size, kernel.now);
  });

export function ftruncate(kernel: Kernel, process: Process, fd: Fd, size: number): Done {
  const file = fileOf(kernel, process, fd);
  if (file === undefined) return "EBADF";
  if (file.kind !== "regular" || (file.flags & O_ACCMODE) === O_RDONLY) return "EINVAL";
  const fs = kernel.vfs.writable(file.mount!);
  return failed(fs) ? fs : fs.truncate(file.ino, size, kernel.now);
}

export function statfs(
  kernel: Kernel,
  process: Process,
  path: string,
): (Usage & { readonly type: string }) | Errno {
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, path);
  if (failed(place)) return place;
  // For writing, as only then a disk that trees share is this world's own.
  const fs = kernel.fileSystems.own(kernel.vfs.mountOf(view, place).fs);
  return { ...fs.usage(), type: fs.type };
}

function directoryAt(kernel: Kernel, process: Process, path: string): Place | Errno {
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, path);
  if (failed(place)) return place;
  const node = kernel.vfs.attributes(view, place);
  if (failed(node)) return node;
  if ((node.mode & S_IFMT) !== S_IFDIR) return "ENOTDIR";
  return mayAccess(view.who, node, EXECUTE) ? place : "EACCES";
}

export function chdir(kernel: Kernel, process: Process, path: string): Done {
  const place = directoryAt(kernel, process, path);
  if (failed(place)) return place;
  kernel.holdPlace(place, process);
  kernel.releasePlace(process.cwd, process);
  process.cwd = place;
  return undefined;
}

export function chroot(kernel: Kernel, process: Process, path: string): Done {
  if (!process.capabilities.has("CAP_SYS_CHROOT")) return "EPERM";
  const place = directoryAt(kernel, process, path);
  if (failed(place)) return place;
  process.root = place;
  return undefined;
}

export function getcwd(kernel: Kernel, process: Process): { readonly path: string } | Errno {
  return kernel.vfs.pathOf(kernel.viewOf(process), process.cwd);
}

export function unmount(kernel: Kernel, process: Process, target: string, lazy: boolean): Done {
  if (!process.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, target);
  if (failed(place)) return place;
  const mount = kernel.vfs.mountOf(view, place);
  if (place.ino !== mount.root || mount.parent === mount.id) return "EINVAL";
  if (!lazy && (carriesMounts(view.namespace, mount.id) || isUsed(kernel, mount.id))) return "EBUSY";
  kernel.mountNamespaces.unmount(process.mountNamespace, mount.id);
  return undefined;
}

function isUsed(kernel: Kernel, mount: number): boolean {
  for (const file of kernel.openFiles.values()) if (file.mount?.id === mount) return true;
  for (const process of kernel.processes.values())
    if (process.state !== "zombie" && (process.cwd.mount === mount || process.root.mount === mount))
      return true;
  return false;
}
