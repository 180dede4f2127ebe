// Removing images (moby daemon/images/image_delete.go): a name, or all names and the image itself, unless somebody
// needs it; parents without names go with it if asked.

import {
  familiarName,
  familiarReference,
  parseImageReference,
  withDefaultTag,
} from "../base/image-reference.ts";
import { dockerError, fail, ok, type DockerError, type Result } from "../base/result.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import type { Image } from "../model/image.ts";
import { findImage } from "../model/lookup.ts";
import { keysOf, lookUp, valuesOf } from "../model/shelf.ts";
import { hexOf, usersOfImage } from "../model/users.ts";
import type { ChainId } from "../fs/snapshotter.ts";
import { layersOfBuilds } from "./build/build-cache.ts";
import type { Engine } from "./engine.ts";
import { chainIds } from "./images.ts";

export interface Removed {
  readonly Untagged?: string;
  readonly Deleted?: string;
}

export interface RemoveOptions {
  readonly force: boolean;
  readonly prune: boolean;
}

const short = (id: string): string => hexOf(id).slice(0, 12);
const isCanonical = (name: string): boolean => name.includes("@");
const repositoryOf = (name: string): string => {
  const parsed = parseImageReference(name);
  return parsed.ok ? familiarName(parsed.value) : name;
};
const namesOf = (engine: Engine, id: string): readonly string[] => usersOfImage(engine.state, id).names;

export function removeImage(
  engine: Engine,
  given: string,
  options: RemoveOptions,
): Result<readonly Removed[]> {
  const found = findImage(engine.state, given);
  if (!found.ok) return found;
  const image = found.value;
  const byId = image.id.startsWith(given) || hexOf(image.id).startsWith(given);
  return byId ? removeById(engine, image, options) : removeName(engine, image, given, options);
}

function removeName(
  engine: Engine,
  image: Image,
  given: string,
  options: RemoveOptions,
): Result<readonly Removed[]> {
  const names = namesOf(engine, image.id);
  const user = options.force || !isSingle(names) ? undefined : userOf(engine, image.id, () => true);
  if (user !== undefined)
    return dockerError(
      "conflict",
      `conflict: unable to remove repository reference "${given}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${short(image.id)}`,
    );
  const reference = parseImageReference(given);
  if (!reference.ok) return dockerError("system", reference.error);
  const name = familiarReference(withDefaultTag(reference.value));
  const records: Removed[] = [untag(engine, image.id, name)];
  if (!isCanonical(name)) records.push(...dropDigests(engine, image.id, repositoryOf(name)));
  if (namesOf(engine, image.id).length > 0) return ok(records);
  const refused = deleteImage(engine, image, records, { ...options, quiet: true });
  return refused === undefined ? ok(records) : fail(refused);
}

/** A digest without a tag of the same repository leads nowhere that somebody asked for. */
function dropDigests(engine: Engine, id: string, repository: string): Removed[] {
  const ofRepository = namesOf(engine, id).filter((name) => repositoryOf(name) === repository);
  if (ofRepository.some((name) => !isCanonical(name))) return [];
  return ofRepository.map((name) => {
    engine.commit({ kind: "image-untagged", name, image: id, told: false });
    return { Untagged: name };
  });
}

function removeById(engine: Engine, image: Image, options: RemoveOptions): Result<readonly Removed[]> {
  const records: Removed[] = [];
  const names = namesOf(engine, image.id);
  if (isSingle(names)) {
    const refused = conflictOf(engine, image.id, { soft: !options.force, names: false });
    if (refused !== undefined) return refusal(image.id, refused);
    for (const name of names) records.push(untag(engine, image.id, name));
  }
  const refused = deleteImage(engine, image, records, { ...options, quiet: false });
  return refused === undefined ? ok(records) : fail(refused);
}

/** One name, or one with its digest. */
function isSingle(names: readonly string[]): boolean {
  if (names.length <= 1) return names.length === 1;
  const tags = names.filter((name) => !isCanonical(name));
  if (tags.length > 1) return false;
  const digests = new Set(names.filter(isCanonical).map(repositoryOf));
  return digests.size === 1 && digests.has(repositoryOf(tags[0] ?? (names[0] as string)));
}

function untag(engine: Engine, image: string, name: string): Removed {
  engine.commit({ kind: "image-untagged", name, image });
  return { Untagged: name };
}

interface Conflict {
  readonly hard: boolean;
  /** a container is in the way */
  readonly used: boolean;
  readonly why: string;
}

function conflictOf(
  engine: Engine,
  id: string,
  { soft, names }: { readonly soft: boolean; readonly names: boolean },
): Conflict | undefined {
  const users = usersOfImage(engine.state, id);
  if (users.children.length > 0) return { hard: true, used: false, why: "image has dependent child images" };
  const running = userOf(engine, id, ({ state }) => isRunning(state));
  if (running !== undefined)
    return {
      hard: true,
      used: true,
      why: `image is being used by running container ${running.id.slice(0, 12)}`,
    };
  if (!soft) return undefined;
  if (names && users.names.length > 0)
    return { hard: false, used: false, why: "image is referenced in multiple repositories" };
  const stopped = userOf(engine, id, ({ imageId }) => imageId === id);
  return (
    stopped && {
      hard: false,
      used: true,
      why: `image is being used by stopped container ${stopped.id.slice(0, 12)}`,
    }
  );
}

const refusal = (id: string, { hard, why }: Conflict) =>
  dockerError(
    "conflict",
    `conflict: unable to delete ${short(id)} (${hard ? "cannot" : "must"} be forced) - ${why}`,
  );

function userOf(
  engine: Engine,
  id: string,
  counts: (container: Container) => boolean,
): Container | undefined {
  for (const key of keysOf(usersOfImage(engine.state, id).containers)) {
    const container = lookUp(engine.state.containers, key);
    if (container !== undefined && counts(container)) return container;
  }
  return undefined;
}

interface Deleting extends RemoveOptions {
  /** what still needs the image is no error, unless nothing leads to it and nobody uses it */
  readonly quiet: boolean;
}

/** The image with its names and, if asked, its parents; what it tells is added to the records. */
function deleteImage(
  engine: Engine,
  image: Image,
  records: Removed[],
  how: Deleting,
): DockerError | undefined {
  const conflict = conflictOf(engine, image.id, { soft: !how.force, names: true });
  if (conflict !== undefined) {
    const { names, children } = usersOfImage(engine.state, image.id);
    const quiet = how.quiet && (names.length > 0 || children.length > 0 || conflict.used);
    return quiet ? undefined : refusal(image.id, conflict).error;
  }
  for (const name of namesOf(engine, image.id)) records.push(untag(engine, image.id, name));
  engine.commit({ kind: "image-deleted", image: image.id });
  records.push({ Deleted: image.id }, ...releaseLayers(engine, image));
  const parent = image.parent === "" ? undefined : lookUp(engine.state.images, hexOf(image.parent));
  if (!how.prune || parent === undefined) return undefined;
  return deleteImage(engine, parent, records, { force: false, prune: true, quiet: true });
}

/** Layers that neither an image nor a container needs any more, highest first. */
function releaseLayers(engine: Engine, image: Image): Removed[] {
  const needed: Set<ChainId> = layersOfBuilds(engine.state);
  for (const other of valuesOf(engine.state.images)) for (const id of chainIds(other.diffIds)) needed.add(id);
  const removed: Removed[] = [];
  for (const id of chainIds(image.diffIds).reverse()) {
    if (needed.has(id) || !engine.snapshots.remove(id).ok) break;
    removed.push({ Deleted: id });
  }
  return removed;
}
