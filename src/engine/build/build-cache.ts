// The records of earlier builds as a whole: what they hold, which of them images share, and taking them away
// (BuildKit's cache/manager.go DiskUsage and Prune). One record more comes with every step (solve.ts).

import type { BuildCacheRecord } from "../../model/build.ts";
import { valuesOf } from "../../model/shelf.ts";
import type { EngineState } from "../../model/state.ts";
import type { Engine } from "../engine.ts";
import { chainIds } from "../images.ts";

/** Chain ids of all layers that images have. */
function layersOfImages(state: EngineState): Set<string> {
  const layers = new Set<string>();
  for (const { diffIds } of valuesOf(state.images)) for (const id of chainIds(diffIds)) layers.add(id);
  return layers;
}

/** Chain ids of all layers that records stand for, so that nobody else takes them away. */
export function layersOfBuilds(state: EngineState): Set<string> {
  const layers = new Set<string>();
  for (const { diffIds } of valuesOf(state.buildCache)) for (const id of chainIds(diffIds)) layers.add(id);
  return layers;
}

export interface UsedRecord extends BuildCacheRecord {
  /** an image has the layer as well */
  readonly shared: boolean;
}

export function buildCacheUsage({ state }: Engine): readonly UsedRecord[] {
  const images = layersOfImages(state);
  return [...valuesOf(state.buildCache)].map((record) => ({
    ...record,
    shared: images.has(chainIds(record.diffIds).at(-1) ?? ""),
  }));
}

export interface BuildPruning {
  /** also what images share */
  readonly all: boolean;
  readonly types: readonly string[];
  /** only what was last used before */
  readonly until: number | undefined;
}

export interface BuildPruned {
  readonly deleted: readonly string[];
  readonly reclaimed: number;
}

export function pruneBuildCache(engine: Engine, { all, types, until }: BuildPruning): BuildPruned {
  const gone = buildCacheUsage(engine).filter(
    ({ shared, type, lastUsedAt }) =>
      (all || !shared) &&
      (types.length === 0 || types.includes(type)) &&
      (until === undefined || lastUsedAt < until),
  );
  for (const { key, fileSystem } of gone) {
    engine.commit({ kind: "build-step-forgotten", key });
    if (fileSystem !== undefined) engine.kernel.fileSystems.remove(fileSystem);
  }
  releaseLayers(engine, gone);
  const reclaimed = gone.reduce((sum, { size, shared }) => sum + (shared && !all ? 0 : size), 0);
  engine.commit({ kind: "pruned", what: "builder", reclaimed });
  return { deleted: gone.map(({ id }) => id), reclaimed };
}

/** Layers that neither an image nor another record needs, highest first. */
function releaseLayers(engine: Engine, gone: readonly BuildCacheRecord[]): void {
  const needed = new Set([...layersOfImages(engine.state), ...layersOfBuilds(engine.state)]);
  const loose = gone.flatMap(({ diffIds }) => chainIds(diffIds).map((id, depth) => ({ id, depth })));
  for (const { id } of loose.sort((a, b) => b.depth - a.depth))
    if (!needed.has(id)) void engine.snapshots.remove(id);
}
