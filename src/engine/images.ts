// Images on this host: finding them by name or id, their trees, adding, tagging and removing them
// (moby daemon/images). Bytes of layers and configs for the outer world are a later issue's.

import { must } from "../base/assert.ts";
import type { Digest } from "../base/digest.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { chainIdOf, type ChainId } from "../fs/snapshotter.ts";
import type { Layer } from "../fs/layer.ts";
import type { Tree } from "../fs/tree.ts";
import { familiarReference, parseImageReference, withDefaultTag } from "../base/image-reference.ts";
import type { Image } from "../model/image.ts";
import { findImage as findImageIn } from "../model/lookup.ts";
import { lookUp, valuesOf } from "../model/shelf.ts";
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

/** Names that lead to an image, in order. */
export function namesOf(engine: Engine, id: Digest): string[] {
  const names: string[] = [];
  for (const { name, image } of valuesOf(engine.state.references)) if (image === id) names.push(name);
  return names.sort();
}

export interface LayerSource {
  readonly diffId: Digest;
  /** asked for only if the layer is not here yet */
  readonly layer: () => Layer;
}

export type ImageOrigin = "import" | "pull" | "load" | "build" | "commit" | "present";

/** Puts an image with its layers in place; layers that are here already are shared. */
export function addImage(
  engine: Engine,
  image: Image,
  layers: readonly LayerSource[],
  how: ImageOrigin,
): void {
  let parent: ChainId | undefined;
  for (const { diffId, layer } of layers) {
    const chainId = chainIdOf(parent, diffId);
    if (engine.snapshots.get(chainId) === undefined) {
      const applied = engine.snapshots.apply(chainId, parent, layer(), engine.now);
      must(applied.ok ? true : undefined, `layer ${diffId} does not apply`);
    }
    parent = chainId;
  }
  if (lookUp(engine.state.images, hexOf(image.id)) === undefined)
    engine.commit({ kind: "image-added", image, how });
}

/** Gives an image a name, which may be another's until now. */
export function tagImage(engine: Engine, image: Image, name: string): Result<undefined> {
  const reference = parseImageReference(name);
  if (!reference.ok) return dockerError("invalid-parameter", reference.error);
  const full = familiarReference(withDefaultTag(reference.value));
  engine.commit({ kind: "image-tagged", name: full, image: image.id });
  return ok(undefined);
}

// ---- removing (moby daemon/images/image_delete.go)

export interface Removed {
  readonly Untagged?: string;
  readonly Deleted?: string;
}

export interface RemoveOptions {
  readonly force: boolean;
  readonly prune: boolean;
}

export function removeImage(
  engine: Engine,
  given: string,
  options: RemoveOptions,
): Result<readonly Removed[]> {
  const found = findImage(engine, given);
  if (!found.ok) return found;
  const image = found.value;
  const names = namesOf(engine, image.id);
  const byId =
    new RegExp(`^(sha256:)?${hexOf(image.id).slice(0, 1)}[0-9a-f]*$`).test(given) &&
    hexOf(image.id).startsWith(given.replace("sha256:", ""));
  return byId && !names.includes(`${given}:latest`)
    ? removeById(engine, image, names, options)
    : removeByName(engine, image, names, given, options);
}

function removeByName(
  engine: Engine,
  image: Image,
  names: readonly string[],
  given: string,
  options: RemoveOptions,
): Result<readonly Removed[]> {
  const reference = parseImageReference(given);
  if (!reference.ok) return dockerError("invalid-parameter", reference.error);
  const name = familiarReference(withDefaultTag(reference.value));
  const last = names.length === 1;
  if (last) {
    const user = userOf(engine, image, () => true);
    if (user !== undefined && !options.force)
      return dockerError(
        "conflict",
        `conflict: unable to remove repository reference "${given}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${short(image)}`,
      );
    const running = options.force
      ? userOf(engine, image, (state) => state === "running" || state === "paused" || state === "restarting")
      : undefined;
    if (running !== undefined)
      return dockerError(
        "conflict",
        `conflict: unable to remove repository reference "${given}" (must force) - container ${running.id.slice(0, 12)} is using its referenced image ${short(image)}`,
      );
  }
  engine.commit({ kind: "image-untagged", name, image: image.id });
  const removed: Removed[] = [{ Untagged: name }];
  if (last) removed.push(...deleteImage(engine, image, options.prune));
  return ok(removed);
}

function removeById(
  engine: Engine,
  image: Image,
  names: readonly string[],
  options: RemoveOptions,
): Result<readonly Removed[]> {
  const repositories = new Set(names.map((name) => name.slice(0, name.lastIndexOf(":"))));
  const running = userOf(
    engine,
    image,
    (state) => state === "running" || state === "paused" || state === "restarting",
  );
  if (running !== undefined)
    return conflict(
      image,
      `cannot be forced) - image is being used by running container ${running.id.slice(0, 12)}`,
    );
  if (names.length > 1 && repositories.size > 1 && !options.force)
    return conflict(image, "must be forced) - image is referenced in multiple repositories");
  const user = userOf(engine, image, () => true);
  if (user !== undefined && !options.force)
    return conflict(
      image,
      `must be forced) - image is being used by stopped container ${user.id.slice(0, 12)}`,
    );
  const child = childOf(engine, image);
  if (child !== undefined && names.length === 0)
    return conflict(image, "cannot be forced) - image has dependent child images");
  const removed: Removed[] = names.map((name) => {
    engine.commit({ kind: "image-untagged", name, image: image.id });
    return { Untagged: name };
  });
  return ok([...removed, ...deleteImage(engine, image, options.prune)]);
}

const short = (image: Image): string => hexOf(image.id).slice(0, 12);
const conflict = (image: Image, why: string): Result<never> =>
  dockerError("conflict", `conflict: unable to delete ${short(image)} (${why}`);

function userOf(engine: Engine, image: Image, counts: (state: string) => boolean) {
  for (const container of valuesOf(engine.state.containers))
    if (container.imageId === image.id && counts(container.state)) return container;
  return undefined;
}

function childOf(engine: Engine, image: Image): Image | undefined {
  for (const other of valuesOf(engine.state.images)) if (other.parent === image.id) return other;
  return undefined;
}

/** The image and, if asked, parents without names; layers that nothing needs any more. */
function deleteImage(engine: Engine, image: Image, prune: boolean): Removed[] {
  if (childOf(engine, image) !== undefined || userOf(engine, image, () => true) !== undefined) return [];
  engine.commit({ kind: "image-deleted", image: image.id });
  const removed: Removed[] = [{ Deleted: image.id }, ...releaseLayers(engine, image)];
  const parent = image.parent === "" ? undefined : lookUp(engine.state.images, hexOf(image.parent));
  if (prune && parent !== undefined && namesOf(engine, parent.id).length === 0)
    removed.push(...deleteImage(engine, parent, prune));
  return removed;
}

function releaseLayers(engine: Engine, image: Image): Removed[] {
  const needed = new Set<ChainId>();
  for (const other of valuesOf(engine.state.images)) for (const id of chainIds(other.diffIds)) needed.add(id);
  const gone = chainIds(image.diffIds)
    .filter((id) => !needed.has(id))
    .reverse();
  for (const id of gone) engine.snapshots.remove(id);
  return gone.map((Deleted) => ({ Deleted }));
}
