// What the executables of a file tree run: which program a path leads to, and which programs a tree names. For
// tests of images and hosts, which are described before all of their programs are written.

import { failed } from "../../src/base/errno.ts";
import { S_IFMT, S_IFREG } from "../../src/fs/file-system.ts";
import { readFile, stat, walk } from "../../src/fs/tree-paths.ts";
import type { Tree } from "../../src/fs/tree.ts";
import { HEAD_LENGTH, recogniseExecutable } from "../../src/kernel/executables.ts";

/** The program that a path runs, through `#!` lines; what is wrong with it, in brackets, if it runs none. */
export function programAt(tree: Tree, path: string): string {
  const attributes = stat(tree, path);
  if (attributes === undefined) return `(${path} is not there)`;
  if ((attributes.mode & S_IFMT) !== S_IFREG || (attributes.mode & 0o111) === 0)
    return `(${path} is not executable)`;
  const bytes = readFile(tree, path);
  const kind = failed(bytes) ? undefined : recogniseExecutable(bytes.subarray(0, HEAD_LENGTH));
  if (kind?.kind === "program") return kind.name;
  return kind?.kind === "script" ? programAt(tree, kind.interpreter) : `(${path} is ${kind?.kind})`;
}

/** The program that a name leads to along a path of directories. */
export function programNamed(tree: Tree, name: string, path: string): string {
  if (name.includes("/")) return programAt(tree, name);
  const found = path.split(":").find((directory) => stat(tree, `${directory}/${name}`) !== undefined);
  return found === undefined ? `(${name} is not found)` : programAt(tree, `${found}/${name}`);
}

/** Symbolic links that lead nowhere. */
export function danglingLinks(tree: Tree): string[] {
  const links: string[] = [];
  for (const { path, ino } of walk(tree))
    if (tree.readlink(ino) !== "" && stat(tree, path) === undefined)
      links.push(`${path} -> ${tree.readlink(ino)}`);
  return links;
}
