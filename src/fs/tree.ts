// A file system that holds real files: ext4, tmpfs, or a container's overlay over its image. A table of
// inodes that is forked in constant time; what is written after a fork is copied first (base/table.ts).
// Rules follow POSIX, Linux's vfs and, for `forkAbove`, Linux's overlayfs without index and redirect_dir,
// as Docker mounts it. There is no union at run time: an overlay is a flattened tree that remembers what
// came from below, and an inode is "copied up" when its record is no longer the one from below.
//
// Not here: paths and permissions (vfs.ts), open files (the kernel), access times (nothing reads them:
// as if mounted noatime), clearing set-id bits on write, which depends on who writes (vfs.ts).

import { must } from "../base/assert.ts";
import { failed, type Errno } from "../base/errno.ts";
import { MAX_NAME } from "../base/limits.ts";
import { Table } from "../base/table.ts";
import type { Instant } from "../base/time.ts";
import { Content } from "./content.ts";
import { Account, Disk } from "./disk.ts";
import type {
  AttributeChange,
  Attributes,
  DirectoryEntry,
  Done,
  FileSystem,
  Ino,
  NewNode,
  Usage,
} from "./file-system.ts";
import { S_IFCHR, S_IFDIR, S_IFMT, S_ISGID, S_ISUID } from "./file-system.ts";
import { attributesOf, blocksOf, copyInode, isDirectory, isRegular, newInode, type Inode } from "./inode.ts";
import { utf8Length } from "./path.ts";

/** ext4's limit with blocks of 4 KiB. */
const MAX_FILE_SIZE = 2 ** 44 - 4096;
const S_IXGRP = 0o010;
const EMPTY = new Uint8Array(0);

export interface TreeOptions {
  /** as in /proc/mounts */
  readonly type?: string;
  /** permission bits and owner of the root directory */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly now?: Instant;
  /** where space comes from; one of its own by default */
  readonly disk?: Disk;
}

export class Tree implements FileSystem {
  readonly type: string;
  readonly root: Ino;
  /** refuses every change with EROFS, as a view of a committed snapshot does */
  readOnly = false;
  /** For the files beside this one: the inodes, and in an overlay those of the layers below. */
  readonly inodes: Table<Inode>;
  lower: Table<Inode> | undefined;
  /** when the one whiteout was made that overlayfs links to wherever something from below is removed */
  whiteoutTime: Instant | undefined;
  private account: Account;
  private next: Ino;
  private holds = new Map<Ino, number>();
  /** names of files beyond their first */
  private extraNames = 0;

  /** An empty tree, or one with the inodes that `origin` has now. */
  constructor(options: TreeOptions = {}, origin?: Tree) {
    this.type = options.type ?? "ext4";
    this.account = new Account(options.disk ?? new Disk());
    this.root = origin?.root ?? (this.isTmpfs ? 1 : 2);
    this.next = origin?.next ?? this.root + 1;
    this.inodes = origin?.inodes.fork() ?? new Table(copyInode);
    if (origin === undefined) this.makeRoot(options);
  }

  private makeRoot(options: TreeOptions): void {
    const { mode = 0o755, uid = 0, gid = 0, now = 0 } = options;
    const root = newInode({ mode: S_IFDIR | mode, uid, gid }, this.root, now);
    this.inodes.insert(this.root, root);
    this.account.take(spaceOf(root, this.isTmpfs), 1);
  }

  private get isTmpfs(): boolean {
    return this.type === "tmpfs";
  }

  get disk(): Disk {
    return this.account.disk;
  }

  // ---- forks

  /**
   * An independent twin; `this` may be written on, or be kept as it was for others to fork from. Trees that
   * share a disk must share its twin as well: `twinOf` names it. Without it each has a disk of its own.
   */
  fork(twinOf: (disk: Disk) => Disk = (disk) => disk.fork()): Tree {
    const disk = twinOf(this.disk);
    const twin = new Tree({ type: this.type, disk }, this);
    twin.readOnly = this.readOnly;
    twin.lower = this.lower;
    twin.whiteoutTime = this.whiteoutTime;
    twin.account = this.account.fork(disk);
    if (this.holds.size > 0) twin.holds = new Map(this.holds);
    twin.extraNames = this.extraNames;
    return twin;
  }

  /**
   * An overlay whose lower layers are this tree as it is now, with nothing above yet. Space is taken from
   * `disk` for what is written or copied up. The names of one file below become inodes of their own, as
   * copying up one of them leaves the others alone. The root is the upper layer's, made `now`.
   */
  forkAbove(options: { readonly now?: Instant; readonly disk?: Disk } = {}): Tree {
    const above = new Tree({ type: "overlay", ...options }, this);
    if (this.extraNames > 0) above.partNames();
    above.lower = above.inodes.fork();
    const { now = 0 } = options;
    const root = { mode: S_IFDIR | 0o755, uid: 0, gid: 0, atime: now, mtime: now, ctime: now, merged: true };
    Object.assign(must(above.inodes.own(this.root), "a tree without a root"), root);
    return above;
  }

  /** Gives back the space of a tree that is not needed any more. */
  discard(): void {
    this.account.close();
  }

  private partNames(): void {
    const counts = new Map<Ino, number>();
    for (const [directory] of [...this.inodes.entries()]) {
      for (const { name, ino } of this.list(directory)) {
        const inode = must(this.inodes.get(ino), "a name leads nowhere");
        const nlink = counts.get(ino) ?? inode.nlink;
        if (isDirectory(inode) || nlink < 2) continue;
        const first = !counts.has(ino);
        counts.set(ino, nlink);
        const part = first ? must(this.inodes.own(ino), "just seen") : copyInode(inode);
        Object.assign(part, { nlink: 1, parent: directory, peers: { ino, nlink } });
        if (first) continue;
        this.inodes.insert(this.next, part);
        this.inodes.own(directory)?.entries?.set(name, this.next++);
      }
    }
  }

  // ---- looking

  attributes(ino: Ino): Attributes | undefined {
    const inode = this.inodes.get(ino);
    return inode && attributesOf(ino, inode, this.isTmpfs);
  }

  lookup(directory: Ino, name: string): Ino | Errno {
    const entries = this.inodes.get(directory)?.entries;
    if (entries === undefined) return "ENOTDIR";
    return entries.get(name) ?? (isTooLong(name) ? "ENAMETOOLONG" : "ENOENT");
  }

  parentOf(directory: Ino): Ino {
    return this.inodes.get(directory)?.parent ?? this.root;
  }

  list(directory: Ino): DirectoryEntry[] {
    const list: DirectoryEntry[] = [];
    this.inodes.get(directory)?.entries?.forEach((name, ino) => list.push({ name, ino }));
    return list;
  }

  readlink(ino: Ino): string {
    return this.inodes.get(ino)?.target ?? "";
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    return this.inodes.get(ino)?.content?.read(offset, length) ?? EMPTY;
  }

  usage(): Usage {
    return this.disk.usage();
  }

  // ---- bytes

  write(ino: Ino, offset: number, bytes: Uint8Array, now: Instant): Done {
    if (bytes.length === 0) return undefined;
    if (offset + bytes.length > MAX_FILE_SIZE) return "EFBIG";
    const inode = this.regularForWriting(ino, now);
    if (failed(inode)) return inode;
    const content = (inode.content ??= new Content());
    if (!this.account.reserve(content.blocksNeeded(offset, bytes.length), 0)) return "ENOSPC";
    content.write(offset, bytes);
    inode.mtime = inode.ctime = now;
    return undefined;
  }

  /** Gives a file the bytes that somebody else has, without a copy; neither sees what the other writes. */
  adopt(ino: Ino, content: Content, now: Instant): Done {
    const inode = this.regularForWriting(ino, now);
    if (failed(inode)) return inode;
    const before = inode.content?.blocks ?? 0;
    if (!this.account.reserve(content.blocks - before, 0)) return "ENOSPC";
    inode.content = content.fork();
    inode.mtime = inode.ctime = now;
    return undefined;
  }

  fits(ino: Ino, offset: number, length: number): number {
    const content = this.inodes.get(ino)?.content ?? new Content();
    return content.fits(offset, length, this.disk.freeBlocks);
  }

  truncate(ino: Ino, size: number, now: Instant): Done {
    if (size > MAX_FILE_SIZE) return "EFBIG";
    const inode = this.regularForWriting(ino, now);
    if (failed(inode)) return inode;
    const content = (inode.content ??= new Content());
    const before = content.blocks;
    content.truncate(size);
    this.account.release(before - content.blocks, 0);
    inode.mtime = inode.ctime = now;
    return undefined;
  }

  private regularForWriting(ino: Ino, now: Instant): Inode | Errno {
    const inode = this.forWriting(ino, now);
    if (failed(inode) || isRegular(inode)) return inode;
    return isDirectory(inode) ? "EISDIR" : "EINVAL";
  }

  // ---- names

  create(directory: Ino, name: string, node: NewNode, now: Instant): Ino | Errno {
    const refused = this.refuseName(directory, name);
    if (refused !== undefined) return refused;
    if (this.lower !== undefined && (node.mode & S_IFMT) === S_IFCHR && (node.rdev ?? 0) === 0)
      return "EPERM";
    const parent = this.forWriting(directory, now);
    if (failed(parent)) return parent;
    const inode = newInode(inheritGroup(node, parent), directory, now);
    if (!this.account.reserve(spaceOf(inode, this.isTmpfs), 1)) return "ENOSPC";
    // over a whiteout, which hides what would otherwise show through
    inode.opaque = isDirectory(inode) && this.isBelow(directory, name);
    const ino = this.next++;
    this.inodes.insert(ino, inode);
    parent.entries?.set(name, ino);
    if (isDirectory(inode)) parent.nlink++;
    parent.mtime = parent.ctime = now;
    return ino;
  }

  link(directory: Ino, name: string, ino: Ino, now: Instant): Done {
    const refused = this.refuseName(directory, name);
    if (refused !== undefined) return refused;
    const linked = this.inodes.get(ino);
    if (linked === undefined || linked.nlink === 0) return "ENOENT";
    if (isDirectory(linked)) return "EPERM";
    const parent = this.forWriting(directory, now);
    if (failed(parent)) return parent;
    const inode = this.forWriting(ino, now);
    if (failed(inode)) return inode;
    inode.nlink++;
    this.extraNames++;
    inode.parent = directory;
    inode.ctime = now;
    parent.entries?.set(name, ino);
    parent.mtime = parent.ctime = now;
    return undefined;
  }

  unlink(directory: Ino, name: string, now: Instant): Done {
    return this.removeName(directory, name, now, (inode) => (isDirectory(inode) ? "EISDIR" : undefined));
  }

  rmdir(directory: Ino, name: string, now: Instant): Done {
    return this.removeName(directory, name, now, (inode) => {
      if (inode.entries === undefined) return "ENOTDIR";
      return inode.entries.size > 0 ? "ENOTEMPTY" : undefined;
    });
  }

  private removeName(directory: Ino, name: string, now: Instant, refuse: (inode: Inode) => Done): Done {
    const ino = this.lookup(directory, name);
    if (failed(ino)) return ino;
    const refused = refuse(must(this.inodes.get(ino), "a name leads nowhere"));
    if (refused !== undefined) return refused;
    const parent = this.forWriting(directory, now);
    if (failed(parent)) return parent;
    this.dropEntry(parent, name, ino, now);
    parent.mtime = parent.ctime = now;
    this.noteWhiteout(directory, name, now);
    return undefined;
  }

  rename(from: Ino, name: string, to: Ino, newName: string, now: Instant): Done {
    const ino = this.lookup(from, name);
    if (failed(ino)) return ino;
    const replaced = this.lookup(to, newName);
    if (replaced === ino) return undefined;
    if (failed(replaced) && replaced !== "ENOENT") return replaced;
    const refused = this.refuseRename(ino, to, failed(replaced) ? undefined : replaced);
    if (refused !== undefined) return refused;
    const source = this.forWriting(from, now);
    if (failed(source)) return source;
    const target = this.forWriting(to, now);
    if (failed(target)) return target;
    const moved = this.forWriting(ino, now);
    if (failed(moved)) return moved;
    if (!failed(replaced)) this.dropEntry(target, newName, replaced, now);
    source.entries?.delete(name);
    target.entries?.set(newName, ino);
    if (isDirectory(moved)) {
      source.nlink--;
      target.nlink++;
      if (this.lower?.has(to)) moved.opaque = true;
    }
    moved.parent = to;
    for (const inode of [source, target]) inode.mtime = inode.ctime = now;
    moved.ctime = now;
    this.noteWhiteout(from, name, now);
    return undefined;
  }

  private refuseRename(ino: Ino, to: Ino, replaced: Ino | undefined): Done {
    const moved = must(this.inodes.get(ino), "a name leads nowhere");
    const old = replaced === undefined ? undefined : this.inodes.get(replaced);
    if (this.inodes.get(to)?.nlink === 0) return "ENOENT";
    if (!isDirectory(moved)) return old !== undefined && isDirectory(old) ? "EISDIR" : undefined;
    if (this.isWithin(to, ino)) return "EINVAL";
    if (old !== undefined && !isDirectory(old)) return "ENOTDIR";
    if (this.lower?.has(ino)) return "EXDEV";
    return old !== undefined && (old.entries?.size ?? 0) > 0 ? "ENOTEMPTY" : undefined;
  }

  private refuseName(directory: Ino, name: string): Done {
    const inode = this.inodes.get(directory);
    if (inode?.entries === undefined) return "ENOTDIR";
    if (inode.entries.has(name)) return "EEXIST";
    if (isTooLong(name)) return "ENAMETOOLONG";
    return inode.nlink === 0 ? "ENOENT" : undefined;
  }

  private isWithin(directory: Ino, ancestor: Ino): boolean {
    for (let at = directory; ; at = this.parentOf(at)) {
      if (at === ancestor) return true;
      if (at === this.root) return false;
    }
  }

  /** Takes a name away, and the inode with its last one. */
  private dropEntry(parent: Inode, name: string, ino: Ino, now: Instant): void {
    parent.entries?.delete(name);
    const inode = must(this.inodes.get(ino), "a name leads nowhere");
    if (isDirectory(inode)) parent.nlink--;
    if (!isDirectory(inode) && inode.nlink > 1) {
      const left = this.inodes.own(ino) as Inode;
      left.nlink--;
      left.ctime = now;
      this.extraNames--;
    } else if (this.holds.has(ino)) this.orphan(ino, inode, now);
    else this.free(ino, inode);
  }

  private orphan(ino: Ino, inode: Inode, now: Instant): void {
    if (this.isLower(ino, inode)) this.account.take(spaceOf(inode, this.isTmpfs), 1);
    const own = this.inodes.own(ino) as Inode;
    own.nlink = 0;
    own.ctime = now;
  }

  private free(ino: Ino, inode: Inode): void {
    if (!this.isLower(ino, inode)) this.account.release(spaceOf(inode, this.isTmpfs), 1);
    this.inodes.delete(ino);
  }

  // ---- attributes

  change(ino: Ino, change: AttributeChange, now: Instant): Done {
    const inode = this.forWriting(ino, now);
    if (failed(inode)) return inode;
    const { mode, uid, gid, atime, mtime } = change;
    if (mode !== undefined) inode.mode = (inode.mode & S_IFMT) | (mode & 0o7777);
    else if ((uid !== undefined || gid !== undefined) && !isDirectory(inode))
      inode.mode = withoutSetId(inode.mode);
    inode.uid = uid ?? inode.uid;
    inode.gid = gid ?? inode.gid;
    inode.atime = atime ?? inode.atime;
    inode.mtime = mtime ?? inode.mtime;
    inode.ctime = now;
    return undefined;
  }

  hold(ino: Ino): void {
    this.holds.set(ino, (this.holds.get(ino) ?? 0) + 1);
  }

  release(ino: Ino): void {
    const left = (this.holds.get(ino) ?? 1) - 1;
    if (left > 0) {
      this.holds.set(ino, left);
      return;
    }
    this.holds.delete(ino);
    const inode = this.inodes.get(ino);
    if (inode?.nlink === 0) this.free(ino, inode);
  }

  // ---- the overlay

  copyUp(ino: Ino, now: Instant): Done {
    const inode = this.forWriting(ino, now);
    return failed(inode) ? inode : undefined;
  }

  /** Whether it is in the upper layer: made here, or copied up. */
  isUpper(ino: Ino): boolean {
    const inode = this.inodes.get(ino);
    return inode !== undefined && !this.isLower(ino, inode);
  }

  private isLower(ino: Ino, inode: Inode): boolean {
    return this.lower !== undefined && this.lower.get(ino) === inode;
  }

  /** The inode for writing, in an overlay copied up with the directories that lead to it. */
  private forWriting(ino: Ino, now: Instant): Inode | Errno {
    if (this.readOnly) return "EROFS";
    const inode = this.inodes.get(ino);
    if (inode === undefined) return "ENOENT";
    if (this.isLower(ino, inode)) return this.raise(ino, inode, now);
    return must(this.inodes.own(ino), "just seen");
  }

  private raise(ino: Ino, below: Inode, now: Instant): Inode | Errno {
    const directory = this.forWriting(below.parent, now);
    if (failed(directory)) return directory;
    if (!this.account.reserve(spaceOf(below, false), 1)) return "ENOSPC";
    const inode = must(this.inodes.own(ino), "just seen");
    inode.merged = isDirectory(inode);
    inode.opaque = false;
    inode.peers = undefined;
    inode.ctime = now;
    return inode;
  }

  /** Whether the layers below have this name in what they contribute to the directory. */
  private isBelow(directory: Ino, name: string): boolean {
    return this.lower?.get(directory)?.entries?.has(name) ?? false;
  }

  private noteWhiteout(directory: Ino, name: string, now: Instant): void {
    if (this.isBelow(directory, name)) this.whiteoutTime ??= now;
  }

  // ---- without the rules, for what builds trees from layers (layer.ts)

  /** Puts an inode under a name that is free, with its own times and owner; its links are counted here. */
  graft(directory: Ino, name: string, inode: Inode): Ino {
    const ino = this.next++;
    const parent = must(this.inodes.own(directory), "grafted onto nothing");
    this.inodes.insert(ino, inode);
    this.account.take(spaceOf(inode, this.isTmpfs), 1);
    inode.parent = directory;
    parent.entries?.set(name, ino);
    if (isDirectory(inode)) parent.nlink++;
    return ino;
  }

  /** Removes a name and all that is below it; nothing if it is not there. */
  prune(directory: Ino, name: string): void {
    const ino = this.inodes.get(directory)?.entries?.get(name);
    if (ino === undefined) return;
    for (const entry of this.list(ino)) this.prune(ino, entry.name);
    const parent = must(this.inodes.own(directory), "just seen");
    this.dropEntry(parent, name, ino, parent.mtime);
  }
}

const isTooLong = (name: string): boolean => name.length > MAX_NAME / 3 && utf8Length(name) > MAX_NAME;

function withoutSetId(mode: number): number {
  return mode & S_IXGRP ? mode & ~(S_ISUID | S_ISGID) : mode & ~S_ISUID;
}

function inheritGroup(node: NewNode, directory: Inode): NewNode {
  if (!(directory.mode & S_ISGID)) return node;
  const isDir = (node.mode & S_IFMT) === S_IFDIR;
  return { ...node, gid: directory.gid, mode: isDir ? node.mode | S_ISGID : node.mode };
}

/** Blocks that it takes on the disk; a directory's growth is not counted. */
const spaceOf = (inode: Inode, tmpfs: boolean): number =>
  inode.entries === undefined ? blocksOf(inode, tmpfs) : tmpfs ? 0 : 1;
