// The inodes of one tree: which there are, who holds them, what space they take, and in an overlay which
// come from below and are copied up when they are written. Rules of names and bytes are tree.ts.

import { must } from "../base/assert.ts";
import { failed, type Errno } from "../base/errno.ts";
import { Table } from "../base/table.ts";
import type { Instant } from "../base/time.ts";
import { Account, type Disk } from "./disk.ts";
import { S_IFDIR, type Ino } from "./file-system.ts";
import { blocksOf, copyInode, isDirectory, newInode, type Inode, type InodeSeed } from "./inode.ts";

export class InodeStore {
  readonly table: Table<Inode>;
  /** in an overlay, the inodes of the layers below */
  lower: Table<Inode> | undefined;
  /** refuses every change with EROFS */
  readOnly = false;
  /** when the one whiteout was made that overlayfs links to wherever something from below is removed */
  whiteoutTime: Instant | undefined;
  account: Account;
  private next: Ino;
  private holds = new Map<Ino, number>();
  /** names of files beyond their first */
  private extraNames = 0;

  /** With nothing in it, or with what `origin` has now. */
  constructor(
    readonly root: Ino,
    readonly isTmpfs: boolean,
    disk: Disk,
    origin?: InodeStore,
  ) {
    this.account = new Account(disk);
    this.next = origin?.next ?? root + 1;
    this.table = origin?.table.fork() ?? new Table(copyInode);
  }

  makeRoot(seed: InodeSeed, now: Instant): void {
    const root = newInode(seed, this.root, now);
    this.table.insert(this.root, root);
    this.account.take(spaceOf(root, this.isTmpfs), 1);
  }

  fork(disk: Disk): InodeStore {
    const twin = new InodeStore(this.root, this.isTmpfs, disk, this);
    twin.lower = this.lower;
    twin.readOnly = this.readOnly;
    twin.whiteoutTime = this.whiteoutTime;
    twin.account = this.account.fork(disk);
    if (this.holds.size > 0) twin.holds = new Map(this.holds);
    twin.extraNames = this.extraNames;
    return twin;
  }

  /** See Tree.forkAbove. */
  forkAbove(disk: Disk, now: Instant): InodeStore {
    const above = new InodeStore(this.root, false, disk, this);
    if (this.extraNames > 0) above.partNames();
    above.lower = above.table.fork();
    const root = { mode: S_IFDIR | 0o755, uid: 0, gid: 0, atime: now, mtime: now, ctime: now, merged: true };
    Object.assign(above.own(this.root), root);
    return above;
  }

  private partNames(): void {
    const counts = new Map<Ino, number>();
    for (const [directory, name, ino] of this.names()) {
      const inode = must(this.table.get(ino), "a name leads nowhere");
      const nlink = counts.get(ino) ?? inode.nlink;
      if (isDirectory(inode) || nlink < 2) continue;
      const first = !counts.has(ino);
      counts.set(ino, nlink);
      const part = first ? this.own(ino) : copyInode(inode);
      Object.assign(part, { nlink: 1, parent: directory, peers: { ino, nlink } });
      if (first) continue;
      this.table.insert(this.next, part);
      this.own(directory).entries?.set(name, this.next++);
    }
  }

  private names(): (readonly [Ino, string, Ino])[] {
    const names: (readonly [Ino, string, Ino])[] = [];
    for (const [directory, { entries }] of this.table.entries()) {
      entries?.forEach((name, ino) => names.push([directory, name, ino]));
    }
    return names;
  }

  get(ino: Ino): Inode | undefined {
    return this.table.get(ino);
  }

  /** The inode for writing as it is, without copying up. */
  own(ino: Ino): Inode {
    return must(this.table.own(ino), `inode ${ino} is not there`);
  }

  /** The number of a new inode; ENOSPC if there is no room for it. */
  add(inode: Inode): Ino | Errno {
    if (!this.account.reserve(spaceOf(inode, this.isTmpfs), 1)) return "ENOSPC";
    this.table.insert(this.next, inode);
    return this.next++;
  }

  /** The inode for writing, in an overlay copied up with the directories that lead to it. */
  forWriting(ino: Ino, now: Instant): Inode | Errno {
    if (this.readOnly) return "EROFS";
    const inode = this.table.get(ino);
    if (inode === undefined) return "ENOENT";
    return this.isLower(ino, inode) ? this.raise(ino, inode, now) : this.own(ino);
  }

  private raise(ino: Ino, below: Inode, now: Instant): Inode | Errno {
    const directory = this.forWriting(below.parent, now);
    if (failed(directory)) return directory;
    if (!this.account.reserve(spaceOf(below, false), 1)) return "ENOSPC";
    const inode = this.own(ino);
    inode.merged = isDirectory(inode);
    inode.opaque = false;
    inode.peers = undefined;
    inode.ctime = now;
    return inode;
  }

  // ---- links and holders

  addLink(inode: Inode): void {
    inode.nlink++;
    this.extraNames++;
  }

  /** Takes a name away, and the inode with its last one. */
  dropEntry(parent: Inode, name: string, ino: Ino, now: Instant): void {
    parent.entries?.delete(name);
    const inode = must(this.table.get(ino), "a name leads nowhere");
    if (isDirectory(inode)) parent.nlink--;
    if (!isDirectory(inode) && inode.nlink > 1) {
      const left = this.own(ino);
      left.nlink--;
      left.ctime = now;
      this.extraNames--;
    } else if (this.holds.has(ino)) this.orphan(ino, inode, now);
    else this.free(ino, inode);
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
    const inode = this.table.get(ino);
    if (inode?.nlink === 0) this.free(ino, inode);
  }

  private orphan(ino: Ino, inode: Inode, now: Instant): void {
    if (this.isLower(ino, inode)) this.account.take(spaceOf(inode, this.isTmpfs), 1);
    const own = this.own(ino);
    own.nlink = 0;
    own.ctime = now;
  }

  private free(ino: Ino, inode: Inode): void {
    if (!this.isLower(ino, inode)) this.account.release(spaceOf(inode, this.isTmpfs), 1);
    this.table.delete(ino);
  }

  // ---- the overlay

  /** Whether it is in the upper layer: made here, or copied up. */
  isUpper(ino: Ino): boolean {
    const inode = this.table.get(ino);
    return inode !== undefined && !this.isLower(ino, inode);
  }

  private isLower(ino: Ino, inode: Inode): boolean {
    return this.lower !== undefined && this.lower.get(ino) === inode;
  }

  /** Whether the layers below have this name in what they contribute to the directory. */
  isBelow(directory: Ino, name: string): boolean {
    return this.lower?.get(directory)?.entries?.has(name) ?? false;
  }

  noteWhiteout(directory: Ino, name: string, now: Instant): void {
    if (this.isBelow(directory, name)) this.whiteoutTime ??= now;
  }
}

/** Blocks that it takes on the disk; a directory's growth is not counted. */
const spaceOf = (inode: Inode, tmpfs: boolean): number =>
  inode.entries === undefined ? blocksOf(inode, tmpfs) : tmpfs ? 0 : 1;
