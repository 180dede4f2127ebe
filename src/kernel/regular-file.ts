// Regular files and directories as open files, and opening by path. Files of /proc and /sys are made when
// they are first read and keep that text until they are opened anew, as seq_file does.

import { SIGXFSZ } from "../base/signals.ts";
import { limitOf } from "./resource-limits.ts";
import { failed, type Errno } from "../base/errno.ts";
import {
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  type Attributes,
} from "../fs/file-system.ts";
import type { Place } from "../fs/mounts.ts";
import { mayAccess, READ, WRITE } from "../fs/permissions.ts";
import type { Found, View } from "../fs/vfs.ts";
import { openDevice } from "./devices.ts";
import type { Kernel } from "./kernel.ts";
import type { Blocked } from "./open-files.ts";
import { ALWAYS_READY, type Driver, type OpenFile } from "./open-files.ts";
import { openFifo, reopenPipe } from "./pipes.ts";
import { openTerminal } from "./ptys.ts";
import type { Process } from "./process.ts";
import {
  O_ACCMODE,
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
} from "./sys.ts";

const wants = (flags: number): number =>
  (flags & O_ACCMODE) === O_RDONLY ? READ : (flags & O_ACCMODE) === O_WRONLY ? WRITE : READ | WRITE;

/** open(2): the number of a new open file with one reference. */
export function openPath(
  kernel: Kernel,
  process: Process,
  path: string,
  flags: number,
  mode: number,
): number | Errno | Blocked {
  const view = kernel.viewOf(process);
  const exclusive = (flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL);
  const found = kernel.vfs.walk(view, path, !exclusive && (flags & O_NOFOLLOW) === 0);
  if (failed(found)) return found;
  if (found.place === undefined)
    return (flags & O_CREAT) === 0 ? "ENOENT" : openNew(kernel, process, view, found, flags, mode);
  if (exclusive) return "EEXIST";
  if (found.openFile !== undefined) return reopen(kernel, process, found.openFile, flags, path);
  return openPlace(kernel, process, view, found.place, flags, path);
}

/** /dev/stdout and its like: another end of the pipe, the terminal again; an outlet is shared, as by dup(2). */
function reopen(
  kernel: Kernel,
  process: Process,
  number: number,
  flags: number,
  path: string,
): number | Errno | Blocked {
  const file = kernel.openFiles.get(number);
  switch (file.kind) {
    case "pipe-reader":
    case "pipe-writer":
      return reopenPipe(kernel, file.target, flags);
    case "device":
      return openDevice(kernel, process, file.target, flags, path);
    case "tty":
      return openTerminal(kernel, file.target, flags);
    case "outlet":
      kernel.openFiles.hold(number);
      return number;
    default:
      return "ENXIO";
  }
}

function openNew(
  kernel: Kernel,
  process: Process,
  view: View,
  found: Found,
  flags: number,
  mode: number,
): number | Errno {
  if (found.slash) return "EISDIR";
  const type = S_IFREG | (mode & 0o7777 & ~process.umask);
  // A name may be a dangling link: what it points to is made (without O_EXCL), which `walk` has resolved.
  const place = kernel.vfs.make(view, found, type, {}, kernel.now);
  if (failed(place)) return place;
  return openRegular(kernel, view, place, flags, "regular");
}

function openPlace(
  kernel: Kernel,
  process: Process,
  view: View,
  place: Place,
  flags: number,
  path: string,
): number | Errno | Blocked {
  const node = kernel.vfs.attributes(view, place);
  if (failed(node)) return node;
  const refused = mayOpen(kernel, view, place, node, flags);
  if (refused) return refused;
  switch (node.mode & S_IFMT) {
    case S_IFDIR:
      return openRegular(kernel, view, place, flags, "directory");
    case S_IFCHR:
    case S_IFBLK:
      return openDevice(kernel, process, node.rdev, flags, path);
    case S_IFIFO:
      return openFifo(kernel, process, kernel.vfs.mountOf(view, place), place.ino, flags);
    case S_IFSOCK:
      return "ENXIO";
    default:
      return openExisting(kernel, view, place, flags);
  }
}

function mayOpen(
  kernel: Kernel,
  view: View,
  place: Place,
  node: Attributes,
  flags: number,
): Errno | undefined {
  const type = node.mode & S_IFMT;
  const want = wants(flags);
  if (type === S_IFLNK) return "ELOOP";
  if (type !== S_IFDIR && (flags & O_DIRECTORY) !== 0) return "ENOTDIR";
  if (type === S_IFDIR && ((want & WRITE) !== 0 || (flags & O_CREAT) !== 0)) return "EISDIR";
  if (!mayAccess(view.who, node, want)) return "EACCES";
  const writes = type === S_IFREG && ((want & WRITE) !== 0 || (flags & O_TRUNC) !== 0);
  return writes && kernel.vfs.mountOf(view, place).readOnly ? "EROFS" : undefined;
}

function openExisting(kernel: Kernel, view: View, place: Place, flags: number): number | Errno {
  if ((flags & O_ACCMODE) !== O_RDONLY) {
    const fs = kernel.vfs.writable(kernel.vfs.mountOf(view, place));
    if (failed(fs)) return fs;
    const { ino } = place;
    const truncates = (flags & O_TRUNC) !== 0;
    const refused = truncates ? fs.truncate(ino, 0, kernel.now) : fs.copyUp?.(ino, kernel.now);
    if (refused) return refused;
  }
  return openRegular(kernel, view, place, flags, "regular");
}

function openRegular(
  kernel: Kernel,
  view: View,
  place: Place,
  flags: number,
  kind: "regular" | "directory",
): number {
  const mount = kernel.vfs.mountOf(view, place);
  kernel.vfs.hold(mount, place.ino);
  return kernel.openFiles.create({ kind, flags, mount, ino: place.ino, path: "" }).id;
}

function bytesOf(kernel: Kernel, process: Process, file: OpenFile, length: number): Uint8Array {
  const mount = file.mount!;
  const fs = kernel.fileSystems.get(mount.fs);
  if (!kernel.fileSystems.isDynamic(mount.fs)) return fs.read(file.ino, file.offset, length);
  if (file.snapshot === undefined || file.offset === 0) {
    kernel.caller = process;
    kernel.openFiles.own(file.id).snapshot = fs.read(file.ino, 0, Infinity);
  }
  const all = kernel.openFiles.get(file.id).snapshot as Uint8Array;
  return all.subarray(file.offset, file.offset + length);
}

export const regularFile: Driver = {
  read(kernel, process, file, length) {
    if ((file.flags & O_ACCMODE) === O_WRONLY) return "EBADF";
    const bytes = bytesOf(kernel, process, file, length);
    if (bytes.length > 0) kernel.openFiles.own(file.id).offset += bytes.length;
    return bytes;
  },

  write(kernel, process, file, bytes) {
    if ((file.flags & O_ACCMODE) === O_RDONLY) return "EBADF";
    const fs = kernel.vfs.writable(file.mount!);
    if (failed(fs)) return fs;
    const at = (file.flags & O_APPEND) !== 0 ? fs.attributes(file.ino)!.size : file.offset;
    const room = limitOf(process, "fsize").soft - at;
    if (room <= 0 && bytes.length > 0) {
      kernel.signals.send(process, SIGXFSZ, process);
      return "EFBIG";
    }
    const taken = writeWhatFits(kernel, fs, file, at, room < bytes.length ? bytes.subarray(0, room) : bytes);
    if (failed(taken)) return taken;
    kernel.openFiles.own(file.id).offset = at + taken;
    return taken;
  },

  ready: () => ALWAYS_READY,

  release(kernel, file) {
    kernel.fileSystems.own(file.mount!.fs).release(file.ino);
  },
};

/** A disk that fills up takes the part that fits; only the next write fails. */
function writeWhatFits(
  kernel: Kernel,
  fs: ReturnType<Kernel["fileSystems"]["own"]>,
  file: OpenFile,
  at: number,
  bytes: Uint8Array,
): number | Errno {
  const refused = fs.write(file.ino, at, bytes, kernel.now);
  if (refused === undefined) return bytes.length;
  if (refused !== "ENOSPC") return refused;
  const fits = fs.fits?.(file.ino, at, bytes.length) ?? 0;
  if (fits <= 0 || fs.write(file.ino, at, bytes.subarray(0, fits), kernel.now) !== undefined) return "ENOSPC";
  return fits;
}

export const directory: Driver = {
  read: () => "EISDIR",
  write: () => "EBADF",
  ready: () => ALWAYS_READY,
  release: (kernel, file) => regularFile.release(kernel, file),
};
