// A file system that holds real files: ext4, tmpfs, or a container's overlay over its image. A table of
// inodes that is forked in constant time; what is written after a fork is copied first (base/table.ts).
// Rules follow POSIX, Linux's vfs and, for `forkAbove`, Linux's overlayfs without index and redirect_dir,
// as Docker mounts it. There is no union at run time: an overlay is a flattened tree that remembers what
// came from below, and an inode is "copied up" when its record is no longer the one from below.
//
// Not here: paths and permissions (vfs.ts), open files (the kernel), access times (nothing reads them:
// as if mounted noatime), clearing set-id bits on write, which depends on who writes (vfs.ts).

import { assert, must } from "../base/assert.ts";
import { failed, type Errno } from "../base/errno.ts";
import { MAX_NAME } from "../base/limits.ts";
import type { Instant } from "../base/time.ts";
import { Content } from "./content.ts";
import { Disk } from "./disk.ts";
import type {
  AttributeChange,
  Attributes,
  DirectoryEntry,
  Done,
  FileSystem,
  Ino,
  NewNode,
  Rights,
  Usage,
} from "./file-system.ts";
import { S_IFCHR, S_IFDIR, S_IFMT, S_ISGID, S_ISUID } from "./file-system.ts";
import { InodeStore } from "./inode-store.ts";
import { attributesOf, isDirectory, isRegular, newInode, type Inode } from "./inode.ts";
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
  readonly store: InodeStore;

  /** An empty tree; `store` is for forks. */
  constructor(options: TreeOptions = {}, store?: InodeStore) {
    this.type = options.type ?? "ext4";
    const tmpfs = this.type === "tmpfs";
    this.store = store ?? new InodeStore(tmpfs ? 1 : 2, tmpfs, options.disk ?? new Disk());
    const { mode = 0o755, uid = 0, gid = 0, now = 0 } = options;
    if (store === undefined) this.store.makeRoot({ mode: S_IFDIR | mode, uid, gid }, now);
  }

  get root(): Ino {
    return this.store.root;
  }

  get disk(): Disk {
    return this.store.account.disk;
  }

  // ---- forks

  /**
   * An independent twin; `this` may be written on, or be kept as it was for others to fork from. Trees that
   * share a disk must share its twin as well: `twinOf` names it. Without it each has a disk of its own.
   */
  fork(twinOf: (disk: Disk) => Disk = (disk) => disk.fork()): Tree {
    return new Tree({ type: this.type }, this.store.fork(twinOf(this.disk)));
  }

  /**
   * An overlay whose lower layers are this tree as it is now, with nothing above yet. Space is taken from
   * `disk` for what is written or copied up. The names of one file below become inodes of their own, as
   * copying up one of them leaves the others alone. The root is the upper layer's, made `now`.
   */
  forkAbove({ now = 0, disk = new Disk() }: { readonly now?: Instant; readonly disk?: Disk } = {}): Tree {
    return new Tree({ type: "overlay" }, this.store.forkAbove(disk, now));
  }

  /** Gives back the space of a tree that is not needed any more. */
  discard(): void {
    this.store.account.close();
  }

  // ---- looking

  attributes(ino: Ino): Attributes | undefined {
    const inode = this.store.get(ino);
    return inode && attributesOf(ino, inode, this.store.isTmpfs);
  }

  rights(ino: Ino): Rights | undefined {
    return this.store.get(ino);
  }

  lookup(directory: Ino, name: string): Ino | Errno {
    const entries = this.store.get(directory)?.entries;
    if (entries === undefined) return "ENOTDIR";
    return entries.get(name) ?? (isTooLong(name) ? "ENAMETOOLONG" : "ENOENT");
  }

  parentOf(directory: Ino): Ino {
    return this.store.get(directory)?.parent ?? this.root;
  }

  list(directory: Ino): DirectoryEntry[] {
    const list: DirectoryEntry[] = [];
    this.store.get(directory)?.entries?.forEach((name, ino) => list.push({ name, ino }));
    return list;
  }

  readlink(ino: Ino): string {
    return this.store.get(ino)?.target ?? "";
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    return this.store.get(ino)?.content?.read(offset, length) ?? EMPTY;
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
    if (!this.store.account.reserve(content.blocksNeeded(offset, bytes.length), 0)) return "ENOSPC";
    content.write(offset, bytes);
    inode.mtime = inode.ctime = now;
    return undefined;
  }

  /** Gives a file the bytes that somebody else has, without a copy; neither sees what the other writes. */
  adopt(ino: Ino, content: Content, now: Instant): Done {
    const inode = this.regularForWriting(ino, now);
    if (failed(inode)) return inode;
    const before = inode.content?.blocks ?? 0;
    if (!this.store.account.reserve(content.blocks - before, 0)) return "ENOSPC";
    inode.content = content.fork();
    inode.mtime = inode.ctime = now;
    return undefined;
  }

  fits(ino: Ino, offset: number, length: number): number {
    const content = this.store.get(ino)?.content ?? new Content();
    return content.fits(offset, length, this.disk.freeBlocks);
  }

  truncate(ino: Ino, size: number, now: Instant): Done {
    if (size > MAX_FILE_SIZE) return "EFBIG";
    const inode = this.regularForWriting(ino, now);
    if (failed(inode)) return inode;
    const content = (inode.content ??= new Content());
    const before = content.blocks;
    content.truncate(size);
    this.store.account.release(before - content.blocks, 0);
    inode.mtime = inode.ctime = now;
    return undefined;
  }

  private regularForWriting(ino: Ino, now: Instant): Inode | Errno {
    const inode = this.store.get(ino);
    if (inode !== undefined && !isRegular(inode)) return isDirectory(inode) ? "EISDIR" : "EINVAL";
    return this.store.forWriting(ino, now);
  }

  // ---- names

  create(directory: Ino, name: string, node: NewNode, now: Instant): Ino | Errno {
    const refused = this.refuseName(directory, name);
    if (refused !== undefined) return refused;
    if (this.store.lower !== undefined && (node.mode & S_IFMT) === S_IFCHR && (node.rdev ?? 0) === 0)
      return "EPERM";
    const parent = this.store.forWriting(directory, now);
    if (failed(parent)) return parent;
    const inode = newInode(inheritGroup(node, parent), directory, now);
    // over a whiteout, which hides what would otherwise show through
    inode.opaque = isDirectory(inode) && this.store.isBelow(directory, name);
    const ino = this.store.add(inode);
    if (failed(ino)) return ino;
    parent.entries?.set(name, ino);
    if (isDirectory(inode)) parent.nlink++;
    parent.mtime = parent.ctime = now;
    return ino;
  }

  link(directory: Ino, name: string, ino: Ino, now: Instant): Done {
    const refused = this.refuseName(directory, name);
    if (refused !== undefined) return refused;
    const linked = this.store.get(ino);
    if (linked === undefined || linked.nlink === 0) return "ENOENT";
    if (isDirectory(linked)) return "EPERM";
    const parent = this.store.forWriting(directory, now);
    if (failed(parent)) return parent;
    const inode = this.store.forWriting(ino, now);
    if (failed(inode)) return inode;
    this.store.addLink(inode);
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
    const refused = refuse(must(this.store.get(ino), "a name leads nowhere"));
    if (refused !== undefined) return refused;
    const parent = this.store.forWriting(directory, now);
    if (failed(parent)) return parent;
    this.store.dropEntry(parent, name, ino, now);
    parent.mtime = parent.ctime = now;
    this.store.noteWhiteout(directory, name, now);
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
    const source = this.store.forWriting(from, now);
    if (failed(source)) return source;
    const target = this.store.forWriting(to, now);
    if (failed(target)) return target;
    const moved = this.store.forWriting(ino, now);
    if (failed(moved)) return moved;
    if (!failed(replaced)) this.store.dropEntry(target, newName, replaced, now);
    source.entries?.delete(name);
    target.entries?.set(newName, ino);
    if (isDirectory(moved)) {
      source.nlink--;
      target.nlink++;
      if (this.store.lower?.has(to)) moved.opaque = true;
    }
    moved.parent = to;
    for (const inode of [source, target]) inode.mtime = inode.ctime = now;
    moved.ctime = now;
    this.store.noteWhiteout(from, name, now);
    return undefined;
  }

  private refuseRename(ino: Ino, to: Ino, replaced: Ino | undefined): Done {
    const moved = must(this.store.get(ino), "a name leads nowhere");
    const old = replaced === undefined ? undefined : this.store.get(replaced);
    if (this.store.get(to)?.nlink === 0) return "ENOENT";
    if (!isDirectory(moved)) return old !== undefined && isDirectory(old) ? "EISDIR" : undefined;
    if (this.isWithin(to, ino)) return "EINVAL";
    if (old !== undefined && !isDirectory(old)) return "ENOTDIR";
    if (this.store.lower?.has(ino)) return "EXDEV";
    return old !== undefined && (old.entries?.size ?? 0) > 0 ? "ENOTEMPTY" : undefined;
  }

  private refuseName(directory: Ino, name: string): Done {
    const inode = this.store.get(directory);
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

  // ---- attributes

  change(ino: Ino, change: AttributeChange, now: Instant): Done {
    const inode = this.store.forWriting(ino, now);
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
    this.store.hold(ino);
  }

  release(ino: Ino): void {
    this.store.release(ino);
  }

  copyUp(ino: Ino, now: Instant): Done {
    const inode = this.store.forWriting(ino, now);
    return failed(inode) ? inode : undefined;
  }

  // ---- without the rules, for what builds trees from layers

  /** Puts an inode under a name that is free, with its own times and owner; its links are counted here. */
  graft(directory: Ino, name: string, inode: Inode): Ino {
    const ino = this.store.add(inode);
    assert(!failed(ino), "grafted onto a full disk");
    const parent = this.store.own(directory);
    inode.parent = directory;
    parent.entries?.set(name, ino);
    if (isDirectory(inode)) parent.nlink++;
    return ino;
  }

  /** Removes a name and all that is below it; nothing if it is not there. */
  prune(directory: Ino, name: string): void {
    const ino = this.store.get(directory)?.entries?.get(name);
    if (ino === undefined) return;
    for (const entry of this.list(ino)) this.prune(ino, entry.name);
    const parent = this.store.own(directory);
    this.store.dropEntry(parent, name, ino, parent.mtime);
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
