// One inode as inode-store.ts keeps it in its table, and what stat(2) tells about it. Sizes and blocks are
// those that ext4 and tmpfs show.

import type { Owned } from "../base/table.ts";
import type { Instant } from "../base/time.ts";
import { BLOCK_SIZE, type Content } from "./content.ts";
import { Directory } from "./directory.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type Attributes, type Ino } from "./file-system.ts";
import { utf8Length } from "./path.ts";

export interface Inode extends Owned {
  /** type and permission bits */
  mode: number;
  uid: number;
  gid: number;
  rdev: number;
  /** names that lead here; of a directory 2 and one for each directory in it */
  nlink: number;
  atime: Instant;
  mtime: Instant;
  ctime: Instant;
  /** where the name, or the newest of several, stands */
  parent: Ino;
  /** of regular files; undefined while nothing was ever written */
  content: Content | undefined;
  /** of directories */
  entries: Directory | undefined;
  /** of symbolic links */
  target: string | undefined;
  /** a directory that several layers of an overlay make together */
  merged: boolean;
  /** a directory that hides what lower layers hold under its name */
  opaque: boolean;
  /** what a file with several names in a lower layer looks like (see Tree.forkAbove) */
  peers: Peers | undefined;
  /** extended attributes by name */
  xattrs: ReadonlyMap<string, Uint8Array> | undefined;
}

export interface Peers {
  readonly ino: Ino;
  readonly nlink: number;
}

export const isDirectory = (inode: Inode): boolean => inode.entries !== undefined;
export const isRegular = (inode: Inode): boolean => (inode.mode & S_IFMT) === S_IFREG;

/** For the table: collections that are written in place get their own copy. */
export const copyInode = (inode: Inode): Inode => ({
  ...inode,
  content: inode.content?.fork(),
  entries: inode.entries?.fork(),
});

export interface InodeSeed {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev?: number | undefined;
  readonly target?: string | undefined;
}

const NOBODY = {};

/** A new inode without a name, or a directory with none but `.` and its own. */
export function newInode(seed: InodeSeed, parent: Ino, now: Instant): Inode {
  const type = seed.mode & S_IFMT;
  return {
    owner: NOBODY,
    mode: type === S_IFLNK ? S_IFLNK | 0o777 : seed.mode,
    uid: seed.uid,
    gid: seed.gid,
    rdev: seed.rdev ?? 0,
    nlink: type === S_IFDIR ? 2 : 1,
    atime: now,
    mtime: now,
    ctime: now,
    parent,
    content: undefined,
    entries: type === S_IFDIR ? new Directory() : undefined,
    target: type === S_IFLNK ? (seed.target ?? "") : undefined,
    merged: false,
    opaque: false,
    peers: undefined,
    xattrs: undefined,
  };
}

/** tmpfs counts 20 bytes for each name and keeps them in memory; ext4 has directory files. */
export function sizeOf(inode: Inode, tmpfs: boolean): number {
  if (inode.entries !== undefined)
    return tmpfs ? 20 * (inode.entries.size + 2) : blocksOf(inode, tmpfs) * BLOCK_SIZE;
  if (inode.target !== undefined) return utf8Length(inode.target);
  return inode.content?.size ?? 0;
}

/** Blocks of 4 KiB. Short symbolic links stand in the inode itself. */
export function blocksOf(inode: Inode, tmpfs: boolean): number {
  if (inode.entries !== undefined) return tmpfs ? 0 : inode.merged ? 1 : inode.entries.blocks;
  if (inode.target !== undefined) return utf8Length(inode.target) < (tmpfs ? 128 : 60) ? 0 : 1;
  return inode.content?.blocks ?? 0;
}

export function attributesOf(ino: Ino, inode: Inode, tmpfs: boolean): Attributes {
  return {
    ino: inode.peers?.ino ?? ino,
    mode: inode.mode,
    nlink: inode.merged ? 1 : (inode.peers?.nlink ?? inode.nlink),
    uid: inode.uid,
    gid: inode.gid,
    rdev: inode.rdev,
    size: sizeOf(inode, tmpfs),
    blocks: blocksOf(inode, tmpfs) * (BLOCK_SIZE / 512),
    atime: inode.atime,
    mtime: inode.mtime,
    ctime: inode.ctime,
  };
}
