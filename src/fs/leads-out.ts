// Whether links on the way to a path of a tree climb out of its root. The kernel stays at the root then; who unpacks a
// layer refuses it (moby's go-archive goes through Go's os.Root). Absolute links begin at the root and are no way out.

import { failed } from "../base/errno.ts";
import { MAX_SYMLINKS } from "../base/limits.ts";
import { S_IFLNK, S_IFMT } from "./file-system.ts";
import { components } from "./path.ts";
import { resolve } from "./tree-paths.ts";
import type { Tree } from "./tree.ts";

/** `path` is relative to the root and has no `..` of its own. */
export function leadsOut(tree: Tree, path: string): boolean {
  let at: string[] = [];
  let rest = path.split("/");
  for (let links = 0; rest.length > 0 && links <= MAX_SYMLINKS;) {
    const [name = "", ...behind] = rest;
    rest = behind;
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (at.pop() === undefined) return true;
      continue;
    }
    const target = targetOf(tree, [...at, name].join("/"));
    if (target === undefined) {
      at.push(name);
      continue;
    }
    links++;
    if (target.startsWith("/")) at = [];
    rest = [...(target.startsWith("/") ? components(target) : target.split("/")), ...rest];
  }
  return false;
}

function targetOf(tree: Tree, path: string): string | undefined {
  const ino = resolve(tree, path, false);
  if (failed(ino) || ((tree.attributes(ino)?.mode ?? 0) & S_IFMT) !== S_IFLNK) return undefined;
  return tree.readlink(ino);
}
