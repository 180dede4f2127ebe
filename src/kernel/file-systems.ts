// The file systems of one host, by number: trees, which are data, and file systems that show the kernel
// itself and are made anew in every fork. A disk that several trees are on is copied once for a fork,
// however many of its trees are.

import { assert } from "../base/assert.ts";
import { Table, type Owned } from "../base/table.ts";
import type { Disk } from "../fs/disk.ts";
import type { FileSystem } from "../fs/file-system.ts";
import type { Tree } from "../fs/tree.ts";
import type { Kernel } from "./kernel.ts";

export type DynamicFileSystem = (kernel: Kernel) => FileSystem;

interface FileSystemRecord extends Owned {
  readonly tree: Tree | undefined;
  readonly dynamic: DynamicFileSystem | undefined;
}

/** The first tree that a host gets is its root. */
const HOST_TREE = 1;

export class FileSystems {
  private readonly table: Table<FileSystemRecord>;
  private readonly dynamic = new Map<number, FileSystem>();
  /** this kernel's own twin of each disk that it shares with a fork */
  // oxlint-disable-next-line typescript/prefer-readonly -- a fork begins a new one for its origin
  private disks = new Map<Disk, Disk>();
  private nextId: number;

  constructor(
    private readonly kernel: Kernel,
    origin?: FileSystems,
  ) {
    const copy = (r: FileSystemRecord): FileSystemRecord => ({ ...r, tree: r.tree?.fork(this.ownDisk) });
    this.table = origin ? origin.table.fork(copy) : new Table<FileSystemRecord>(copy);
    if (origin !== undefined) origin.disks = new Map();
    this.nextId = origin ? origin.nextId : HOST_TREE;
  }

  private readonly ownDisk = (disk: Disk): Disk => {
    const known = this.disks.get(disk);
    if (known !== undefined) return known;
    const twin = disk.fork();
    this.disks.set(disk, twin).set(twin, twin);
    return twin;
  };

  get size(): number {
    return this.table.size;
  }

  has(id: number): boolean {
    return this.table.get(id) !== undefined;
  }

  get(id: number): FileSystem {
    const record = this.table.get(id);
    assert(record, `file system ${id} is gone`);
    return record.tree ?? this.dynamicAt(id, record);
  }

  own(id: number): FileSystem {
    const record = this.table.own(id);
    assert(record, `file system ${id} is gone`);
    return record.tree ?? this.dynamicAt(id, record);
  }

  private dynamicAt(id: number, record: FileSystemRecord): FileSystem {
    let fs = this.dynamic.get(id);
    if (fs === undefined) {
      fs = record.dynamic!(this.kernel);
      this.dynamic.set(id, fs);
    }
    return fs;
  }

  isDynamic(id: number): boolean {
    return this.table.get(id)?.tree === undefined;
  }

  /** The tree behind a number, for writing; the engine builds and reads layers with it. */
  tree(id: number): Tree {
    const tree = this.table.own(id)?.tree;
    assert(tree, `file system ${id} is no tree`);
    return tree;
  }

  /** The disk that the host's own files are on, and images and containers with them. */
  get hostDisk(): Disk {
    return this.tree(HOST_TREE).disk;
  }

  addTree(tree: Tree): number {
    return this.add({ owner: {}, tree, dynamic: undefined });
  }

  addDynamic(dynamic: DynamicFileSystem): number {
    return this.add({ owner: {}, tree: undefined, dynamic });
  }

  private add(record: FileSystemRecord): number {
    const id = this.nextId++;
    this.table.insert(id, record);
    return id;
  }

  remove(id: number): void {
    this.table.delete(id);
    this.dynamic.delete(id);
  }
}
