// Mount namespaces: which file system covers which directory or file, and the order in which they were
// mounted. A place is an inode seen through a mount. The records live in a Table of the kernel.
// Propagation between namespaces is not modelled: every namespace is private.

import type { Owned } from "../base/table.ts";
import type { Ino } from "./file-system.ts";

export type MountId = number;

export interface Place {
  readonly mount: MountId;
  readonly ino: Ino;
}

export interface Mount {
  readonly id: MountId;
  /** number of the file system in the kernel's table */
  readonly fs: number;
  /** the inode that shows at the mount point: another than the file system's root in a bind mount */
  readonly root: Ino;
  /** what it stands on; the root mount stands on itself */
  readonly parent: MountId;
  readonly at: Ino;
  /** path of the mount point from the namespace's root, as it was when it was mounted */
  readonly target: string;
  readonly readOnly: boolean;
  /** first field of /proc/mounts */
  readonly source: string;
  /** fourth field of /proc/mounts, without the leading ro or rw */
  readonly options: string;
  /** the device number that stat shows for its files */
  readonly device: number;
}

export interface MountNamespace extends Owned {
  readonly id: number;
  /** in the order of mounting */
  readonly mounts: Map<MountId, Mount>;
  /** covered place -> the mount on top of it */
  readonly covers: Map<number, MountId>;
  root: MountId;
}

/** One number for a place: inode numbers stay below 2^32, so the sum is exact. */
export const placeKey = (mount: MountId, ino: Ino): number => mount * 0x1_0000_0000 + ino;

export const samePlace = (a: Place, b: Place): boolean => a.ino === b.ino && a.mount === b.mount;

export const newMountNamespace = (id: number): MountNamespace => ({
  owner: {},
  id,
  mounts: new Map(),
  covers: new Map(),
  root: 0,
});

export const copyMountNamespace = (ns: MountNamespace): MountNamespace => ({
  ...ns,
  mounts: new Map(ns.mounts),
  covers: new Map(ns.covers),
});

/** Puts a mount on top of a place (on nothing if it is the first, the root). */
export function attach(ns: MountNamespace, mount: Mount): void {
  ns.mounts.set(mount.id, mount);
  if (mount.parent === mount.id) ns.root = mount.id;
  else ns.covers.set(placeKey(mount.parent, mount.at), mount.id);
}

/** Whether other mounts stand on this one. */
export function carriesMounts(ns: MountNamespace, id: MountId): boolean {
  for (const mount of ns.mounts.values()) if (mount.parent === id && mount.id !== id) return true;
  return false;
}

/** Takes a mount away; those on top of it go first (MNT_DETACH of a whole subtree). */
export function detach(ns: MountNamespace, id: MountId): Mount[] {
  const mount = ns.mounts.get(id);
  if (mount === undefined) return [];
  const gone: Mount[] = [];
  for (const other of [...ns.mounts.values()])
    if (other.parent === id && other.id !== id) gone.push(...detach(ns, other.id));
  ns.mounts.delete(id);
  ns.covers.delete(placeKey(mount.parent, mount.at));
  return [...gone, mount];
}

/** The same place seen from on top: what covers it, and what covers that. */
export function topmost(ns: MountNamespace, place: Place): Place {
  let at = place;
  for (;;) {
    const over = ns.covers.get(placeKey(at.mount, at.ino));
    if (over === undefined) return at;
    at = { mount: over, ino: (ns.mounts.get(over) as Mount).root };
  }
}
