// Putting a layer onto the flattened tree of the layers below it (OCI image-spec, layer.md "Applying
// Changesets"), so that nobody has to look through layers later. What can be seen of the layers in a
// container is kept on the inodes: `merged` directories, and `peers` of files with several names.

import { must } from "../base/assert.ts";
import { failed } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import { S_IFDIR, S_IFMT, type Ino } from "./file-system.ts";
import { copyInode, isDirectory, newInode, type Inode } from "./inode.ts";
import type { Layer, NodeEntry } from "./layer.ts";
import type { Tree } from "./tree.ts";

/**
 * A directory that both have keeps what is in it unless it is opaque; anything else is replaced. `now` is
 * when the layer is unpacked: the ctime of what is new.
 */
export function applyLayer(tree: Tree, layer: Layer, now: Instant): void {
  const directories = new Map<string, Ino>([["", tree.root]]);
  const files = new Map<string, Ino>();
  const links = countLinks(layer);
  for (const entry of layer.entries) {
    const slash = entry.path.lastIndexOf("/");
    const name = entry.path.slice(slash + 1);
    const directory = must(
      directories.get(entry.path.slice(0, Math.max(slash, 0))),
      `${entry.path}: no directory`,
    );
    if (entry.kind === "whiteout") tree.prune(directory, name);
    else if ((entry.mode & S_IFMT) === S_IFDIR)
      directories.set(entry.path, putDirectory(tree, directory, name, entry, now));
    else {
      const ino = putFile(tree, directory, name, firstName(tree, files, entry) ?? inodeOf(entry, now));
      const nlink = 1 + (links.get(entry.path) ?? 0);
      if (nlink > 1) tree.store.own(ino).peers = { ino, nlink };
      files.set(entry.path, ino);
    }
  }
}

function countLinks(layer: Layer): Map<string, number> {
  const links = new Map<string, number>();
  for (const entry of layer.entries) {
    if (entry.kind === "node" && entry.link !== undefined)
      links.set(entry.link, 1 + (links.get(entry.link) ?? 0));
  }
  return links;
}

function putDirectory(tree: Tree, directory: Ino, name: string, entry: NodeEntry, now: Instant): Ino {
  const ino = tree.lookup(directory, name);
  const old = failed(ino) ? undefined : tree.store.get(ino);
  if (failed(ino) || old === undefined || !isDirectory(old) || entry.opaque) {
    tree.prune(directory, name);
    return tree.graft(directory, name, inodeOf(entry, now));
  }
  const { mode, uid, gid, mtime, xattrs } = entry;
  const merged = tree.store.own(ino);
  Object.assign(merged, { mode, uid, gid, mtime, xattrs, atime: mtime, ctime: now, merged: true });
  return ino;
}

function putFile(tree: Tree, directory: Ino, name: string, inode: Inode): Ino {
  tree.prune(directory, name);
  return tree.graft(directory, name, inode);
}

/** A further name of a file: an inode like that of the first one, which knows how many there are. */
function firstName(tree: Tree, files: ReadonlyMap<string, Ino>, entry: NodeEntry): Inode | undefined {
  if (entry.link === undefined) return undefined;
  const first = tree.store.get(must(files.get(entry.link), `${entry.path}: a link to what comes later`));
  return copyInode(must(first, "just made"));
}

function inodeOf(entry: NodeEntry, now: Instant): Inode {
  const inode = newInode(entry, 0, now);
  inode.atime = inode.mtime = entry.mtime;
  inode.content = entry.content?.fork();
  inode.xattrs = entry.xattrs;
  return inode;
}
