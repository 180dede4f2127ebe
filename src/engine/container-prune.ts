// docker container prune (moby daemon/prune.go): everything that does not run goes, with its own volumes left.
// Filters come checked (api/handlers/prune-filters.ts).

import type { Instant } from "../base/time.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import { containersByAge } from "../model/lookup.ts";
import type { Engine } from "./engine.ts";
import { removeContainer } from "./remove.ts";
import { containerSizes } from "./sizes.ts";

export interface ContainerPruning {
  /** only what was made before */
  readonly until: Instant | undefined;
  readonly labels: (labels: ReadonlyMap<string, string> | null) => boolean;
}

export interface PrunedContainers {
  readonly ids: readonly string[];
  readonly reclaimed: number;
}

export function pruneContainers(engine: Engine, { until, labels }: ContainerPruning): PrunedContainers {
  const ids: string[] = [];
  let reclaimed = 0;
  for (const { id, state, createdAt, config } of containersByAge(engine.state)) {
    if (isRunning(state) || (until !== undefined && createdAt > until) || !labels(config.Labels)) continue;
    const size = containerSizes(engine, id)?.rw ?? 0;
    if (!removeContainer(engine, id, { force: false, volumes: false }).ok) continue;
    ids.push(id);
    reclaimed += size;
  }
  engine.commit({ kind: "pruned", what: "container", reclaimed });
  return { ids, reclaimed };
}
