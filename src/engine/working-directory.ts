// The working directory is made when the container is created, if the image has none of that name
// (moby container/container.go SetupWorkingDirectory).

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { makeDirectories } from "../fs/tree-paths.ts";
import type { Engine } from "./engine.ts";
import { cleanPath, isDirectoryIn } from "./paths.ts";

export function setUpWorkingDirectory(engine: Engine, treeId: number, given: string): Result<undefined> {
  if (given === "") return ok(undefined);
  const tree = engine.kernel.fileSystems.tree(treeId);
  const path = cleanPath(given);
  if (isDirectoryIn(tree, path)) return ok(undefined);
  const made = makeDirectories(tree, path, { now: engine.now });
  if (failed(made)) return dockerError("system", `Cannot mkdir: ${path} is not a directory`);
  return ok(undefined);
}
