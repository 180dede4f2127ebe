// The working directory is made when the container is created, if the image has none of that name
// (moby container/container.go SetupWorkingDirectory).

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { makeDirectories } from "../fs/tree-paths.ts";
import type { Tree } from "../fs/tree.ts";
import type { Engine } from "./engine.ts";
import { cleanPath, isDirectoryIn, isFileIn } from "./paths.ts";

/** `merged` is where the daemon sees the container's root. */
export function setUpWorkingDirectory(
  engine: Engine,
  treeId: number,
  merged: string,
  given: string,
): Result<undefined> {
  if (given === "") return ok(undefined);
  const tree = engine.kernel.fileSystems.tree(treeId);
  const path = cleanPath(given);
  if (isDirectoryIn(tree, path)) return ok(undefined);
  const beyond = belowFile(tree, path);
  if (beyond !== undefined) return dockerError("system", `lstat ${merged}${beyond}: not a directory`);
  const made = makeDirectories(tree, path, { now: engine.now });
  if (failed(made)) return dockerError("system", `Cannot mkdir: ${path} is not a directory`);
  return ok(undefined);
}

/** The first part of the path that would have to be in a file. */
function belowFile(tree: Tree, path: string): string | undefined {
  const names = path.split("/");
  const prefixes = names.map((_, i) => names.slice(0, i + 1).join("/"));
  const file = prefixes.slice(1, -1).findIndex((prefix) => isFileIn(tree, prefix));
  return file < 0 ? undefined : prefixes[file + 2];
}
