// Which images `docker save` means by names, and under which of them each is saved (moby image/tarexport parseNames): a
// repository means all its tags, an id brings no name.

import { byteOrder } from "../base/byte-order.ts";
import {
  familiarName,
  familiarReference,
  parseImageReference,
  type ImageReference,
} from "../base/image-reference.ts";
import { formatPlatform, isSamePlatform, type Platform } from "../base/platform.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { Image } from "../model/image.ts";
import { keysOf, lookUp, withPrefix } from "../model/shelf.ts";
import type { EngineState } from "../model/state.ts";
import { hexOf } from "../model/users.ts";
import type { Engine } from "./engine.ts";
import { noSuchContent, platformOf } from "./images.ts";

export interface SavedName {
  /** familiar: `busybox` */
  readonly repository: string;
  readonly tag: string;
  /** docker.io/library/busybox:latest */
  readonly full: string;
}

export interface Chosen {
  readonly image: Image;
  readonly names: readonly SavedName[];
}

const savedName = (reference: ImageReference): SavedName => ({
  repository: familiarName(reference),
  tag: reference.tag,
  full: `${reference.domain}/${reference.path}:${reference.tag}`,
});

/** What one name leads to; a name of it only where it was asked for by one. */
type Found = readonly (readonly [id: string, name: SavedName | undefined])[];

/** In the order in which they were first named. */
export function chooseImages(
  engine: Engine,
  given: readonly string[],
  platform: Platform | undefined,
): Result<Chosen[]> {
  const { state } = engine;
  const chosen = new Map<string, { image: Image; names: SavedName[] }>();
  for (const text of given) {
    const found = findAll(state, text);
    if (!found.ok) return found;
    for (const [id, name] of found.value) {
      const image = lookUp(state.images, hexOf(id));
      if (image === undefined) return noSuchContent(engine, id);
      if (platform !== undefined && !isSamePlatform(platformOf(image), platform))
        return dockerError(
          "system",
          `no suitable export target found for platform ${formatPlatform(platform)}`,
        );
      const one = chosen.get(id) ?? { image, names: [] };
      chosen.set(id, one);
      if (name !== undefined && !one.names.some(({ full }) => full === name.full)) one.names.push(name);
    }
  }
  return ok([...chosen.values()]);
}

function findAll(state: EngineState, text: string): Result<Found> {
  const hex = /^(?:sha256:)?([0-9a-f]{64})$/.exec(text)?.[1];
  if (hex !== undefined) return ok([[`sha256:${hex}`, undefined]]);
  const parsed = parseImageReference(text);
  if (!parsed.ok) return dockerError("system", parsed.error);
  const reference = parsed.value;
  if (familiarName(reference) === "sha256") return byPrefix(state, text);
  if (reference.tag !== "" || reference.digest !== "") return byReference(state, reference);
  const all = ofRepository(state, reference);
  return all.length === 0 ? byPrefix(state, text) : ok(all);
}

function byPrefix(state: EngineState, text: string): Result<Found> {
  const prefix = /^(?:sha256:)?([0-9a-f]{1,64})$/.exec(text)?.[1];
  const found = prefix === undefined ? [] : withPrefix(state.images, prefix);
  if (found.length > 1) return dockerError("system", "digest prefix is ambiguous");
  const [image] = found;
  return image === undefined
    ? dockerError("not-found", `No such image: ${text}`)
    : ok([[image.id, undefined]]);
}

function byReference(state: EngineState, reference: ImageReference): Result<Found> {
  const wanted = reference.digest === "" ? reference : { ...reference, tag: "" };
  const named = lookUp(state.references, familiarReference(wanted));
  if (named === undefined) return dockerError("not-found", "reference does not exist");
  return ok([[named.image, reference.digest === "" ? savedName(reference) : undefined]]);
}

/** All tags and digests of a repository, which has its familiar name, in order. */
export function referencesOf(state: EngineState, repository: string): ImageReference[] {
  return [...keysOf(state.references)].sort(byteOrder).flatMap((name) => {
    const parsed = parseImageReference(name);
    return parsed.ok && familiarName(parsed.value) === repository ? [parsed.value] : [];
  });
}

const ofRepository = (state: EngineState, reference: ImageReference): Found =>
  referencesOf(state, familiarName(reference)).map((found) => {
    const id = lookUp(state.references, familiarReference(found))?.image ?? "";
    return [id, found.digest === "" ? savedName(found) : undefined];
  });
