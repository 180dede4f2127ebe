// docker image prune (moby daemon/images/image_prune.go): images without names and without children, or all that
// nobody uses. Filters are the API's; here they are two questions.

import type { Instant } from "../base/time.ts";
import { parseImageReference } from "../base/image-reference.ts";
import type { ChainId } from "../fs/snapshotter.ts";
import type { Image } from "../model/image.ts";
import { lookUp, valuesOf } from "../model/shelf.ts";
import { hexOf, usersOfImage } from "../model/users.ts";
import type { Engine } from "./engine.ts";
import { removeImage, type Removed } from "./image-delete.ts";
import { chainIds } from "./images.ts";

export interface ImagePruning {
  readonly danglingOnly: boolean;
  /** only what is older */
  readonly until: Instant | undefined;
  readonly labels: (labels: ReadonlyMap<string, string> | null) => boolean;
}

export interface Pruned {
  readonly removed: readonly Removed[];
  readonly reclaimed: number;
}

export function pruneImages(engine: Engine, how: ImagePruning): Pruned {
  const sizes = layerSizes(engine);
  const removed: Removed[] = [];
  for (const image of candidates(engine, how)) {
    if (lookUp(engine.state.images, hexOf(image.id)) === undefined) continue;
    for (const name of namesToRemove(engine, image, how)) {
      const done = removeImage(engine, name, { force: false, prune: true });
      if (done.ok) removed.push(...done.value);
    }
  }
  const reclaimed = removed.reduce((sum, { Deleted }) => sum + (sizes.get(Deleted ?? "") ?? 0), 0);
  engine.commit({ kind: "pruned", what: "image", reclaimed });
  return { removed, reclaimed };
}

function candidates(engine: Engine, { danglingOnly, until, labels }: ImagePruning): Image[] {
  const oldestFirst = [...valuesOf(engine.state.images)].sort((a, b) => (a.created ?? 0) - (b.created ?? 0));
  return oldestFirst.filter((image) => {
    const { names, children } = usersOfImage(engine.state, image.id);
    if (children.length > 0 && (danglingOnly || names.length === 0)) return false;
    if (until !== undefined && (image.created === undefined || image.created > until)) return false;
    return labels(image.config.Labels);
  });
}

/** What to ask the removal of; an id for an image without names. */
function namesToRemove(engine: Engine, image: Image, { danglingOnly }: ImagePruning): readonly string[] {
  const { names } = usersOfImage(engine.state, image.id);
  if (names.length === 0) return [hexOf(image.id)];
  const tagged = names.some((name) => {
    const reference = parseImageReference(name);
    return reference.ok && reference.value.tag !== "";
  });
  return danglingOnly && tagged ? [] : names;
}

/** Bytes of each layer that there is, by chain id. */
export function layerSizes(engine: Engine): ReadonlyMap<string, number> {
  const sizes = new Map<ChainId, number>();
  for (const { diffIds } of valuesOf(engine.state.images))
    for (const id of chainIds(diffIds))
      if (!sizes.has(id)) sizes.set(id, engine.snapshots.get(id)?.size ?? 0);
  return sizes;
}
