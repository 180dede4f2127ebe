// Paths inside of containers, as the daemon looks at them: absolute, and never out of the container's root.
// Links are not followed here: that takes a tree (fs/tree-paths.ts).

import { failed } from "../base/errno.ts";
import { S_IFDIR, S_IFMT, type Ino } from "../fs/file-system.ts";
import { resolve } from "../fs/tree-paths.ts";
import type { Tree } from "../fs/tree.ts";

/** Go's path.Clean for an absolute or relative path. */
export function cleanPath(path: string): string {
  const absolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts[parts.length - 1] !== "..") parts.pop();
    else if (!absolute) parts.push("..");
  }
  const text = parts.join("/");
  return absolute ? `/${text}` : text || ".";
}

/** The inode at a path of a tree, symbolic links followed inside of it; undefined if there is none. */
export function inodeIn(tree: Tree, path: string): Ino | undefined {
  const ino = resolve(tree, path);
  return failed(ino) ? undefined : ino;
}

export function isDirectoryIn(tree: Tree, path: string): boolean {
  const ino = inodeIn(tree, path);
  return ino !== undefined && ((tree.attributes(ino)?.mode ?? 0) & S_IFMT) === S_IFDIR;
}

/** There is something, and it is no directory. */
export const isFileIn = (tree: Tree, path: string): boolean =>
  inodeIn(tree, path) !== undefined && !isDirectoryIn(tree, path);
