// Images on this host: finding them by name or id, their trees, adding and tagging them (moby daemon/images).
// Removing is image-delete.ts; archives of images are save-images.ts and load-images.ts.

import { must } from "../base/assert.ts";
import type { Digest } from "../base/digest.ts";
import type { Platform } from "../base/platform.ts";
import type { Instant } from "../base/time.ts";
import { dockerError, ok, type DockerError, type Fail, type Result } from "../base/result.ts";
import { chainIdOf, type ChainId, type Snapshot, type Snapshotter } from "../fs/snapshotter.ts";
import type { Layer } from "../fs/layer.ts";
import type { Tree } from "../fs/tree.ts";
import {
  familiarName,
  familiarReference,
  parseImageReference,
  withDefaultTag,
} from "../base/image-reference.ts";
import type { Image } from "../model/image.ts";
import { findImage as findImageIn } from "../model/lookup.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";

const hexOf = (digest: string): string => digest.slice(digest.indexOf(":") + 1);

/** Chain ids of an image's layers, lowest first. */
export function chainIds(diffIds: readonly Digest[]): ChainId[] {
  const ids: ChainId[] = [];
  for (const diffId of diffIds) ids.push(chainIdOf(ids[ids.length - 1], diffId));
  return ids;
}

/** The flattened file tree of an image; an image without layers has an empty one. */
export function imageTree(engine: Engine, image: Image): Tree {
  const top = chainIds(image.diffIds).at(-1);
  return top === undefined ? engine.emptyTree : must(engine.snapshots.get(top), `no snapshot ${top}`).tree;
}

/** The image that is meant; with a platform, only if it is for that. */
export function findImage(engine: Engine, given: string, platform?: string): Result<Image> {
  const found = findImageIn(engine.state, given);
  if (!found.ok || platform === undefined || platform === "") return found;
  const [os, architecture] = platform.split("/");
  const { value } = found;
  if (os === value.os && (architecture === undefined || architecture === value.architecture)) return found;
  return dockerError(
    "not-found",
    `image with reference ${given} was found but its platform (${value.os}/${value.architecture}) does not match the specified platform (${platform})`,
  );
}

export const platformOf = ({ os, architecture, variant = "" }: Image): Platform => ({
  os,
  architecture,
  variant,
});

/** What the store of images says of an id that it does not have. */
export const noSuchContent = ({ settings: { dataRoot } }: Engine, id: Digest): Fail<DockerError> =>
  dockerError(
    "system",
    `failed to get digest ${id}: open ${dataRoot}/image/overlay2/imagedb/content/${id.replace(":", "/")}: no such file or directory`,
  );

export interface LayerSource {
  readonly diffId: Digest;
  /** asked for only if the layer is not here yet */
  readonly layer: () => Layer;
  /** the layer on top of those below it, where many hosts have the same */
  readonly snapshot?: Snapshot;
}

export type ImageOrigin = "import" | "pull" | "load" | "build" | "commit" | "present";

/** Puts an image with its layers in place; layers that are here already are shared. */
export function addImage(
  engine: Engine,
  image: Image,
  layers: readonly LayerSource[],
  how: ImageOrigin,
): void {
  putLayers(engine.snapshots, layers, engine.now);
  if (lookUp(engine.state.images, hexOf(image.id)) === undefined)
    engine.commit({ kind: "image-added", image, how });
}

/** Commits the layers of an image, lowest first, that are not there yet. */
export function putLayers(snapshots: Snapshotter, layers: readonly LayerSource[], now: Instant): void {
  let parent: ChainId | undefined;
  for (const { diffId, layer, snapshot } of layers) {
    const chainId = chainIdOf(parent, diffId);
    if (snapshots.get(chainId) === undefined) {
      const applied =
        snapshot === undefined
          ? snapshots.apply(chainId, parent, layer(), now)
          : snapshots.adopt(chainId, snapshot);
      must(applied.ok || undefined, `layer ${diffId} does not apply`);
    }
    parent = chainId;
  }
}

/** Gives an image a name, which may be another's until now. */
export function tagImage(engine: Engine, image: Image, name: string): Result<undefined> {
  const reference = parseImageReference(name);
  if (!reference.ok) return dockerError("invalid-parameter", reference.error);
  if (familiarName(reference.value) === "sha256")
    return dockerError(
      "invalid-parameter",
      "refusing to create an ambiguous tag using digest algorithm as name",
    );
  const full = familiarReference(withDefaultTag(reference.value));
  engine.commit({ kind: "image-tagged", name: full, image: image.id });
  return ok(undefined);
}
