// What `docker diff` tells: a container's tree against what it was forked from, as moby's
// archive.ChangesDirs compares two directories. It looks at names and at what stat shows, so what was
// copied up and put back is no change; a directory in which something changed is one. Records that both
// sides share are not looked into, so the cost follows what was written and not the size of the image.

import { must } from "../base/assert.ts";
import { SECOND, type Instant } from "../base/time.ts";
import type { Ino } from "./file-system.ts";
import { isDirectory, sizeOf, type Inode } from "./inode.ts";
import { byteOrder } from "./path.ts";
import type { Tree } from "./tree.ts";

export interface Change {
  /** absolute */
  readonly path: string;
  /** C, A and D in the client */
  readonly kind: "modify" | "add" | "delete";
}

/** Directories before what is in them, names in byte order. `tree` was made by `forkAbove`. */
export function changesOf(tree: Tree): Change[] {
  const changes: Change[] = [];
  const root = must(tree.inodes.get(tree.root), "a tree without a root");
  compareDirectories(tree, "", root, must(tree.lower, "nothing below").get(tree.root), changes);
  return changes;
}

function compareDirectories(
  tree: Tree,
  path: string,
  now: Inode,
  before: Inode | undefined,
  changes: Change[],
): void {
  const was = before?.entries;
  const names: string[] = [];
  for (const [name, ino] of now.entries ?? [])
    if (!was || isNew(tree, name, ino, was.get(name))) names.push(name);
  for (const [name] of was ?? []) if (!now.entries?.has(name)) names.push(name);
  for (const name of names.sort(byteOrder)) {
    const ino = now.entries?.get(name);
    const old = was?.get(name);
    const oldInode = old === undefined ? undefined : tree.lower?.get(old);
    if (ino === undefined) changes.push({ path: `${path}/${name}`, kind: "delete" });
    else
      compare(tree, `${path}/${name}`, must(tree.inodes.get(ino), "a name leads nowhere"), oldInode, changes);
  }
}

/** Whether there can be a difference: not where the very same record stands on both sides. */
const isNew = (tree: Tree, _name: string, ino: Ino, old: Ino | undefined): boolean =>
  ino !== old || tree.inodes.get(ino) !== tree.lower?.get(ino);

function compare(tree: Tree, path: string, now: Inode, before: Inode | undefined, changes: Change[]): void {
  const start = changes.length;
  if (before === undefined) changes.push({ path, kind: "add" });
  else if (looksDifferent(before, now)) changes.push({ path, kind: "modify" });
  const told = changes.length > start;
  if (!isDirectory(now)) return;
  compareDirectories(tree, path, now, before, changes);
  if (!told && changes.length > start) changes.splice(start, 0, { path, kind: "modify" });
}

function looksDifferent(a: Inode, b: Inode): boolean {
  if (a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid || a.rdev !== b.rdev) return true;
  if (!sameBytes(a.xattrs?.get(CAPABILITY), b.xattrs?.get(CAPABILITY))) return true;
  return !isDirectory(a) && (!isSameTime(a.mtime, b.mtime) || sizeOf(a, false) !== sizeOf(b, false));
}

const CAPABILITY = "security.capability";

/** Tars hold whole seconds, so a time without a fraction is taken for any within its second. */
function isSameTime(a: Instant, b: Instant): boolean {
  if (a === b) return true;
  return Math.floor(a / SECOND) === Math.floor(b / SECOND) && (a % SECOND === 0 || b % SECOND === 0);
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
