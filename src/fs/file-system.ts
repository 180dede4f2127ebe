// The contract of one mounted file system: inodes by number, names in directories, bytes in files.
// It knows no paths, no permissions and no open files: vfs.ts walks paths over mounts and checks rights,
// the kernel keeps open files. Everything is synchronous; `now` is given, as nothing here reads a clock.
// Implementations: tree.ts (overlay, tmpfs, ext4: anything that holds real files); the kernel brings
// procfs, sysfs and devpts. Vocabulary and rules follow POSIX and Linux's vfs.rst.

import type { Errno } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";

/** The upper bits of st_mode. */
export const S_IFMT = 0o170000;
export const S_IFSOCK = 0o140000;
export const S_IFLNK = 0o120000;
export const S_IFREG = 0o100000;
export const S_IFBLK = 0o060000;
export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFIFO = 0o010000;
export const S_ISUID = 0o4000;
export const S_ISGID = 0o2000;
export const S_ISVTX = 0o1000;

export type Ino = number;

/** Device number in Linux's 32 bits: major << 8 | minor for small numbers, the minor's upper 12 bits on top. */
export const makedev = (major: number, minor: number): number =>
  (((minor & 0xfff00) << 12) | ((major & 0xfff) << 8) | (minor & 0xff)) >>> 0;
export const majorOf = (rdev: number): number => (rdev >>> 8) & 0xfff;
export const minorOf = (rdev: number): number => ((rdev >>> 12) & 0xfff00) | (rdev & 0xff);

/** Whose it is, and what may be done with it. */
export type Rights = Pick<Attributes, "mode" | "uid" | "gid">;

/** What stat(2) tells, without the device number, which belongs to the mount. */
export interface Attributes {
  /**
   * st_ino: the number itself, but for the names of one file in a lower layer of an overlay. Those are
   * inodes of their own here, as writing parts them, and all tell the number that the file has below.
   */
  readonly ino: Ino;
  /** type and permission bits */
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  /** of character and block devices, else 0 */
  readonly rdev: number;
  readonly size: number;
  /** units of 512 bytes that are really held */
  readonly blocks: number;
  readonly atime: Instant;
  readonly mtime: Instant;
  readonly ctime: Instant;
}

export interface NewNode {
  /** type and permission bits, umask already applied */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev?: number;
  /** of a symbolic link */
  readonly target?: string;
}

export interface AttributeChange {
  /** permission bits, without the type */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly atime?: Instant;
  readonly mtime?: Instant;
}

/** What statfs(2) tells; sizes in bytes. */
export interface Usage {
  readonly blockSize: number;
  readonly total: number;
  readonly free: number;
  readonly files: number;
  readonly filesFree: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly ino: Ino;
}

/** A void answer that can fail: undefined is success. */
export type Done = Errno | undefined;

export interface FileSystem {
  /** as in /proc/mounts: "overlay", "tmpfs", "ext4", "proc", … */
  readonly type: string;
  readonly root: Ino;

  /** undefined if there is no such inode (any more) */
  attributes(ino: Ino): Attributes | undefined;
  /** What a walk has to know of each component: the same as in attributes, for less. */
  rights(ino: Ino): Rights | undefined;

  /** A name in a directory; `.` and `..` are the walker's business. ENOENT if it is not there. */
  lookup(directory: Ino, name: string): Ino | Errno;
  /** The directory that `..` of this one leads to; the root's is itself. */
  parentOf(directory: Ino): Ino;
  /** Without `.` and `..`, in an order that depends on nothing but the history of the directory. */
  list(directory: Ino): DirectoryEntry[];
  readlink(ino: Ino): string;
  /** Where a magic link of /proc really leads, whatever its text says (proc(5): /proc/PID/root, cwd, exe, fd). */
  jump?(ino: Ino): { readonly mount: number; readonly ino: Ino } | undefined;
  /** The number of the open file that such a link stands for, if that is no inode: a pipe, a terminal. */
  openFile?(ino: Ino): number | undefined;

  /** At most `length` bytes from `offset`; empty at and past the end. The caller may keep what it gets. */
  read(ino: Ino, offset: number, length: number): Uint8Array;
  /** Writes all of `bytes` or fails (ENOSPC, EFBIG, EROFS, EPERM); a gap before `offset` reads as zeros. */
  write(ino: Ino, offset: number, bytes: Uint8Array, now: Instant): Done;
  /** After ENOSPC: how many of `length` bytes at `offset` there is still room for. */
  fits?(ino: Ino, offset: number, length: number): number;
  /** Sets mtime and ctime even if the size stays, as open(2) with O_TRUNC does. */
  truncate(ino: Ino, size: number, now: Instant): Done;
  /** What an overlay does when a file is opened for writing, even if nothing is written then. */
  copyUp?(ino: Ino, now: Instant): Done;

  /**
   * Makes any kind of node under a name that is not taken (EEXIST). A directory starts empty. In a
   * directory with the set-group-id bit it gets that directory's group, and a directory the bit too.
   */
  create(directory: Ino, name: string, node: NewNode, now: Instant): Ino | Errno;
  /** Another name for what is no directory (EPERM). */
  link(directory: Ino, name: string, ino: Ino, now: Instant): Done;
  /** Removes a name that is no directory (EISDIR). The inode stays while links or `hold`s are left. */
  unlink(directory: Ino, name: string, now: Instant): Done;
  /** Removes an empty directory (ENOTDIR, ENOTEMPTY). */
  rmdir(directory: Ino, name: string, now: Instant): Done;
  /**
   * rename(2) within this file system, replacing what may be replaced: ENOENT, EISDIR, ENOTDIR,
   * ENOTEMPTY, EINVAL (a directory into itself), EXDEV (an overlay's directory from a lower layer).
   */
  rename(from: Ino, name: string, to: Ino, newName: string, now: Instant): Done;
  /** A new owner takes the set-id bits of what is no directory away, whoever asks (chown(2)). */
  change(ino: Ino, change: AttributeChange, now: Instant): Done;

  usage(): Usage;

  /** An open file or a working directory keeps an inode alive after its last name is gone. */
  hold(ino: Ino): void;
  release(ino: Ino): void;
}
