// docker load: images out of an archive (moby image/tarexport/load.go). The whole archive is unpacked first, where
// links cannot lead out of it; then one image after the other is put in place, and those before an error stay. The
// archives of Docker before 1.10 are legacy-load.ts.

import { must } from "../base/assert.ts";
import { digestOf, type Digest } from "../base/digest.ts";
import { fromJson, jsonKind, parseJson, type RawJson } from "../base/go/json-decode.ts";
import { quote } from "../base/go/quote.ts";
import { familiarReference, parseImageReference, type ImageReference } from "../base/image-reference.ts";
import { isSamePlatform, type Platform } from "../base/platform.ts";
import { decodeWithReplacement } from "../base/utf8.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { chainIdOf, type ChainId } from "../fs/snapshotter.ts";
import type { Image } from "../model/image.ts";
import { lookUp } from "../model/shelf.ts";
import { hexOf } from "../model/users.ts";
import type { Engine } from "./engine.ts";
import { MANIFEST, manifestItemsType, type ManifestItem } from "./image-archive.ts";
import { openImage, parseImageJson, type ImageJson } from "./image-json.ts";
import { chainIds, platformOf } from "./images.ts";
import { legacyLoad } from "./legacy-load.ts";
import { Loading } from "./loading.ts";
import { isPossibleParent, linkedParents } from "./parent-links.ts";

export interface LoadRequest {
  readonly archive: Uint8Array;
  /** only images for this one */
  readonly platform: Platform | undefined;
  readonly quiet: boolean;
}

/** What is told, in order, and what went wrong after it. */
export interface Loaded {
  readonly told: readonly Told[];
  readonly error: string | undefined;
}

/** A line of text, or how far a layer is. */
export type Told = { readonly text: string } | { readonly layer: string; readonly size: number };

export function loadImages(engine: Engine, request: LoadRequest): Loaded {
  const loading = new Loading(engine, request.quiet);
  const done = load(loading, request);
  return { told: loading.told, error: done.ok ? undefined : done.error };
}

function load(loading: Loading, { archive, platform }: LoadRequest): Result<undefined, string> {
  const opened = loading.unpack(archive);
  if (!opened.ok) return opened;
  const manifest = loading.read(MANIFEST);
  if (!manifest.ok) return manifest.missing ? legacyLoad(loading) : manifest;
  const items = parseManifest(decodeWithReplacement(manifest.value));
  return items.ok ? loadAll(loading, items.value, platform) : items;
}

function parseManifest(text: string): Result<readonly ManifestItem[], string> {
  if (text.trim() === "") return fail("EOF");
  const raw = parseJson(text);
  if (!raw.ok) return fail(raw.error === "unexpected end of JSON input" ? "unexpected EOF" : raw.error);
  if (raw.value === null) return fail("invalid manifest, manifest cannot be null (but can be [])");
  const cannot = (kind: string, place: string): Result<never, string> =>
    fail(`json: cannot unmarshal ${kind} into ${place}`);
  if (!Array.isArray(raw.value))
    return cannot(jsonKind(raw.value), "Go value of type []tarexport.manifestItem");
  const wrong = raw.value.findIndex((item) => item !== null && !(item instanceof Map));
  if (wrong >= 0)
    return cannot(jsonKind(raw.value[wrong] as RawJson), `.${wrong} of type tarexport.manifestItem`);
  const parsed = fromJson(manifestItemsType, text);
  return parsed.ok ? ok((parsed.value ?? []).map((item) => ({ ...EMPTY_ITEM, ...item }))) : parsed;
}

const EMPTY_ITEM: ManifestItem = { Config: "", RepoTags: null, Layers: null };

function loadAll(
  loading: Loading,
  items: readonly ManifestItem[],
  platform: Platform | undefined,
): Result<undefined, string> {
  const links: { id: Digest; parent: string }[] = [];
  let ids = "";
  let named = 0;
  for (const item of items) {
    const image = loadOne(loading, item, platform);
    if (!image.ok) return image;
    if (image.value === undefined) continue;
    const { id } = image.value;
    ids += `Loaded image ID: ${id}\n`;
    named = 0;
    for (const name of item.RepoTags ?? []) {
      const wrong = giveName(loading, name, id);
      if (wrong !== undefined) return fail(wrong);
      named++;
    }
    links.push({ id, parent: item.Parent ?? "" });
    loading.engine.commit({ kind: "image-loaded", image: id });
  }
  const wrong = setParents(loading.engine, links);
  if (wrong !== undefined) return fail(wrong);
  if (named === 0) loading.say(ids);
  return ok(undefined);
}

/** undefined for an image of another platform. */
function loadOne(
  loading: Loading,
  item: ManifestItem,
  platform: Platform | undefined,
): Result<Image | undefined, string> {
  const config = loading.read(item.Config);
  if (!config.ok) return config;
  const json = decodeWithReplacement(config.value);
  const said = parseImageJson(json);
  if (!said.ok) return said;
  const image = openImage(json, said.value, 0);
  if (image.os !== "" && image.os !== "linux") return fail(`cannot load ${image.os} image on linux`);
  if (platform !== undefined && !isSamePlatform(platformOf(image), platform)) return ok(undefined);
  const layers = item.Layers ?? [];
  if (layers.length !== image.diffIds.length)
    return fail(
      `invalid manifest, layers length mismatch: expected ${layers.length}, got ${image.diffIds.length}`,
    );
  const refused = loadLayers(loading, layers, image.diffIds);
  return refused === undefined ? createImage(loading.engine, json, said.value) : fail(refused);
}

function loadLayers(
  loading: Loading,
  paths: readonly string[],
  diffIds: readonly Digest[],
): string | undefined {
  let parent: ChainId | undefined;
  for (const [i, diffId] of diffIds.entries()) {
    const chainId = chainIdOf(parent, diffId);
    if (loading.engine.snapshots.get(chainId) === undefined) {
      const layer = loading.layer(paths[i] as string, diffId);
      if (!layer.ok) return layer.error;
      const actual = digestOf(must(layer.value.tar, "a layer out of a tar has it"));
      if (actual !== diffId)
        return `invalid diffID for layer ${i}: expected ${quote(diffId)}, got ${quote(actual)}`;
      loading.put(chainId, parent, layer.value);
    }
    parent = chainId;
  }
  return undefined;
}

/** moby's image.Store Create, after the layers are there. */
export function createImage(engine: Engine, json: string, said: ImageJson): Result<Image, string> {
  const image = openImage(json, said, 0);
  const layered = image.history.filter(({ emptyLayer }) => !emptyLayer).length;
  if (layered > image.diffIds.length) return fail("too many non-empty layers in History section");
  const known = lookUp(engine.state.images, hexOf(image.id));
  if (known !== undefined) return ok(known);
  const size = chainIds(image.diffIds).reduce((sum, id) => sum + (engine.snapshots.get(id)?.size ?? 0), 0);
  const created = { ...image, size };
  engine.commit({ kind: "image-added", image: created, how: "load" });
  return ok(created);
}

function giveName(loading: Loading, text: string, id: Digest): string | undefined {
  const parsed = parseImageReference(text);
  if (!parsed.ok) return parsed.error;
  if (parsed.value.tag === "") return `invalid tag ${quote(text)}`;
  tagLoaded(loading, parsed.value, id);
  loading.say(`Loaded image: ${familiarReference(parsed.value)}\n`);
  return undefined;
}

export function tagLoaded(loading: Loading, reference: ImageReference, id: Digest): void {
  const { engine } = loading;
  const name = familiarReference(reference);
  const before = lookUp(engine.state.references, name)?.image;
  if (before !== undefined && before !== id)
    loading.say(`The image ${name} already exists, renaming the old one with ID ${before} to empty string\n`);
  if (before !== id) engine.commit({ kind: "image-tagged", name, image: id, told: false });
}

function setParents(
  engine: Engine,
  links: readonly { readonly id: Digest; readonly parent: string }[],
): string | undefined {
  for (const [i, parentId] of linkedParents(links).entries()) {
    if (parentId === "") continue;
    const image = must(lookUp(engine.state.images, hexOf((links[i] as { id: Digest }).id)), "just loaded");
    const parent = must(lookUp(engine.state.images, hexOf(parentId)), "just loaded");
    if (!isPossibleParent(parent, image)) return `image ${parent.id} is not a valid parent for ${image.id}`;
    engine.commit({ kind: "image-parent-set", image: image.id, parent: parent.id });
  }
  return undefined;
}
