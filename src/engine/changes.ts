// docker diff (moby daemon/changes.go): what a container changed in its tree, in order of the paths. What is
// mounted over it by the daemon itself is in the layer below and shows nowhere.

import { ok, type Result } from "../base/result.ts";
import { changesOf } from "../fs/diff.ts";
import { findContainer } from "../model/lookup.ts";
import type { Engine } from "./engine.ts";

export interface FileChange {
  readonly Path: string;
  /** 0 changed, 1 added, 2 deleted */
  readonly Kind: number;
}

const KINDS = { modify: 0, add: 1, delete: 2 } as const;

export function containerChanges(engine: Engine, idOrName: string): Result<readonly FileChange[]> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const changes = changesOf(engine.kernel.fileSystems.tree(found.value.tree));
  return ok(changes.map(({ path, kind }) => ({ Path: path, Kind: KINDS[kind] })));
}
