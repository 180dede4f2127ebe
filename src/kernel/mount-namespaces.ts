// The mount namespaces of one host (mount_namespaces(7)) and mounting in them. What a mount is and how paths
// walk over it is in fs/mounts.ts and fs/vfs.ts; mount(2) as programs call it is in mounting.ts.

import { assert } from "../base/assert.ts";
import { Table } from "../base/table.ts";
import { S_IFDIR, S_IFMT } from "../fs/file-system.ts";
import {
  attach,
  copyMountNamespace,
  detach,
  newMountNamespace,
  type Mount,
  type MountNamespace,
  type Place,
} from "../fs/mounts.ts";
import type { FileSystems } from "./file-systems.ts";

export type MountOptions = Pick<Mount, "target" | "readOnly" | "source" | "options"> & {
  readonly root?: number;
};

/** st_dev of a mount is that of its file system; small numbers are taken by the kernel's own. */
const FIRST_DEVICE = 30;

export class MountNamespaces {
  private readonly table: Table<MountNamespace>;
  private nextId: number;
  private nextMount: number;

  constructor(
    private readonly fileSystems: FileSystems,
    origin?: MountNamespaces,
  ) {
    this.table = origin ? origin.table.fork() : new Table<MountNamespace>(copyMountNamespace);
    this.nextId = origin ? origin.nextId : 1;
    this.nextMount = origin ? origin.nextMount : 1;
  }

  get size(): number {
    return this.table.size;
  }

  create(): MountNamespace {
    const id = this.nextId++;
    return this.table.insert(id, newMountNamespace(id));
  }

  /** With the same mounts; from now on neither sees what the other mounts. */
  copy(origin: MountNamespace): MountNamespace {
    const id = this.nextId++;
    for (const mount of origin.mounts.values()) this.hold(mount);
    return this.table.insert(id, { ...copyMountNamespace(origin), id });
  }

  find(id: number): MountNamespace | undefined {
    return this.table.get(id);
  }

  get(id: number): MountNamespace {
    const ns = this.table.get(id);
    assert(ns, `mount namespace ${id} is gone`);
    return ns;
  }

  own(id: number): MountNamespace {
    const ns = this.table.own(id);
    assert(ns, `mount namespace ${id} is gone`);
    return ns;
  }

  remove(id: number): void {
    for (const mount of this.find(id)?.mounts.values() ?? []) this.release(mount);
    this.table.delete(id);
  }

  values(): Iterable<MountNamespace> {
    return this.table.values();
  }

  /** Mounts a file system on a place of a namespace; on nothing if `on` is undefined (the root). */
  mount(namespace: number, fs: number, on: Place | undefined, more: MountOptions): Mount {
    const id = this.nextMount++;
    const mount: Mount = {
      id,
      fs,
      root: more.root ?? this.fileSystems.get(fs).root,
      parent: on?.mount ?? id,
      at: on?.ino ?? 0,
      target: more.target,
      readOnly: more.readOnly,
      source: more.source,
      options: more.options,
      device: FIRST_DEVICE + fs,
    };
    this.hold(mount);
    attach(this.own(namespace), mount);
    return mount;
  }

  /** With all that stands on it. */
  unmount(namespace: number, id: number): void {
    for (const mount of detach(this.own(namespace), id)) this.release(mount);
  }

  // ---- a file that is mounted stays when its last name goes

  private isFile({ fs, root }: Mount): boolean {
    const tree = this.fileSystems.get(fs);
    return root !== tree.root && ((tree.attributes(root)?.mode ?? S_IFDIR) & S_IFMT) !== S_IFDIR;
  }

  private hold(mount: Mount): void {
    if (this.isFile(mount)) this.fileSystems.own(mount.fs).hold(mount.root);
  }

  /** The file system may have gone before. */
  private release(mount: Mount): void {
    if (this.fileSystems.has(mount.fs) && this.isFile(mount))
      this.fileSystems.own(mount.fs).release(mount.root);
  }
}
