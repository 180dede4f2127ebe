// What `docker diff` tells: a container's tree against what it was forked from, as moby's
// archive.ChangesDirs compares two directories. It looks at names and at what stat shows, so what was
// copied up and put back is no change; a directory in which something changed is one. Records that both
// sides share are not looked into, so the cost follows what was written and not the size of the image.

import { must } from "../base/assert.ts";
import type { Table } from "../base/table.ts";
import { SECOND, type Instant } from "../base/time.ts";
import type { Ino } from "./file-system.ts";
import { isDirectory, sizeOf, type Inode } from "./inode.ts";
import { byteOrder } from "../base/byte-order.ts";
import type { Tree } from "./tree.ts";

export interface Change {
  /** absolute */
  readonly path: string;
  /** C, A and D in the client */
  readonly kind: "modify" | "add" | "delete";
}

/** Directories before what is in them, names in byte order. `tree` was made by `forkAbove`. */
export function changesOf(tree: Tree): Change[] {
  const lower = must(tree.store.lower, "only what was forked above something has changes");
  const written = new Set<Ino>();
  tree.store.table.changes(lower, (ino) => written.add(ino));
  const comparison = new Comparison(tree.store.table, lower, written);
  const root = must(tree.store.get(tree.root), "a tree without a root");
  comparison.compareDirectories("", root, lower.get(tree.root));
  return comparison.changes;
}

class Comparison {
  readonly changes: Change[] = [];

  constructor(
    private readonly inodes: Table<Inode>,
    private readonly lower: Table<Inode>,
    private readonly written: ReadonlySet<Ino>,
  ) {}

  compareDirectories(path: string, now: Inode, before: Inode | undefined): void {
    const is = now.entries;
    const was = before?.entries;
    const names: string[] = [];
    is?.forEach((name, ino) => {
      if (this.written.has(ino)) names.push(name);
    });
    const added = was === undefined ? 0 : names.filter((name) => !was.has(name)).length;
    if (was !== undefined && was.size > (is?.size ?? 0) - added) {
      was.forEach((name) => {
        if (!is?.has(name)) names.push(name);
      });
    }
    for (const name of names.sort(byteOrder)) {
      const inode = this.at(this.inodes, is?.get(name));
      if (inode === undefined) this.changes.push({ path: `${path}/${name}`, kind: "delete" });
      else this.compare(`${path}/${name}`, inode, this.at(this.lower, was?.get(name)));
    }
  }

  private at(table: Table<Inode>, ino: Ino | undefined): Inode | undefined {
    return ino === undefined ? undefined : table.get(ino);
  }

  private compare(path: string, now: Inode, before: Inode | undefined): void {
    const start = this.changes.length;
    if (before === undefined) this.changes.push({ path, kind: "add" });
    else if (looksDifferent(before, now)) this.changes.push({ path, kind: "modify" });
    const told = this.changes.length > start;
    if (!isDirectory(now)) return;
    this.compareDirectories(path, now, before);
    if (!told && this.changes.length > start) this.changes.splice(start, 0, { path, kind: "modify" });
  }
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
