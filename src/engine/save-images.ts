// docker save: an archive of images with all their layers, readable by Docker of all ages and as an OCI layout, byte
// for byte as moby writes it (image/tarexport/save.go). Images come in the order in which they were asked for, where
// the real one leaves it to chance.

import { digestOf, type Digest } from "../base/digest.ts";
import { toJson } from "../base/go/json-encode.ts";
import { DIRECTORY, REGULAR } from "../base/formats/tar-header.ts";
import { must } from "../base/assert.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { SECOND, type Instant } from "../base/time.ts";
import { concat, encode } from "../base/utf8.ts";
import { Content } from "../fs/content.ts";
import { encodeLayer } from "../fs/layer-tar.ts";
import { byteOrder } from "../base/byte-order.ts";
import type { ChainId } from "../fs/snapshotter.ts";
import type { TarEntry } from "../fs/tar.ts";
import { tarOf } from "../fs/tar-writer.ts";
import type { Image } from "../model/image.ts";
import { hexOf } from "../model/users.ts";
import {
  blobPath,
  INDEX,
  indexType,
  LAYOUT,
  LAYOUT_CONTENT,
  MANIFEST,
  manifestItemsType,
  manifestType,
  MEDIA_TYPES,
  REPOSITORIES,
  repositoriesType,
  type Descriptor,
  type ManifestItem,
} from "./image-archive.ts";
import { chooseImages, type Chosen, type SavedName } from "./chosen-images.ts";
import type { Engine } from "./engine.ts";
import { parseImageJson, type ImageJson } from "./image-json.ts";
import { chainIds } from "./images.ts";
import { legacyConfigs } from "./legacy-config.ts";
import type { Platform } from "../base/platform.ts";
import { linkedParents } from "./parent-links.ts";

/** The archive's bytes. */
export function saveImages(
  engine: Engine,
  names: readonly string[],
  platform: Platform | undefined,
): Result<Uint8Array> {
  const chosen = chooseImages(engine, names, platform);
  if (!chosen.ok) return chosen;
  if (chosen.value.some(({ image }) => image.diffIds.length === 0))
    return dockerError("system", "empty export - not implemented");
  const archive = new Archive(engine);
  for (const image of chosen.value) {
    archive.addImage(image);
    engine.commit({ kind: "image-saved", image: image.image.id });
  }
  return ok(archive.tar(chosen.value));
}

interface Blob {
  readonly bytes: Uint8Array;
  readonly mtime: Instant;
}

class Archive {
  private readonly blobs = new Map<Digest, Blob>();
  private readonly manifests: Descriptor[] = [];
  private readonly items: ManifestItem[] = [];
  private readonly repositories = new Map<string, Map<string, string>>();
  private newest: Instant = 0;

  constructor(private readonly engine: Engine) {}

  /** Who put something there first says of when it is. */
  private put(bytes: Uint8Array, mtime: Instant, digest = digestOf(bytes)): Digest {
    if (!this.blobs.has(digest)) this.blobs.set(digest, { bytes, mtime });
    return digest;
  }

  addImage({ image, names }: Chosen): void {
    const said = must(valueOf(parseImageJson(image.json)), `${image.id} has a config that cannot be read`);
    const created = image.created ?? 0;
    this.newest = created;
    for (const { json } of legacyConfigs(image, said)) this.put(encode(json), created);
    for (const [i, chainId] of chainIds(image.diffIds).entries()) {
      const { layer } = must(this.engine.snapshots.get(chainId), `no snapshot ${chainId}`);
      const diffId = image.diffIds[i] as Digest;
      if (this.blobs.has(diffId)) this.hold(chainId);
      else this.put(concat([...encodeLayer(layer)]), created, diffId);
    }
    this.put(encode(image.json), created, image.id);
    this.addManifest(image, names);
    this.addItem(image, names);
  }

  /** moby takes a layer again that it has saved already, and never lets go: no `docker rmi` tells of it any more. */
  private hold(chainId: ChainId): void {
    const { snapshots, random } = this.engine;
    void snapshots.view(`saved ${random.hex(16)}`, chainId);
  }

  private addManifest(image: Image, names: readonly SavedName[]): void {
    const data = toJson(manifestType, {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: { mediaType: MEDIA_TYPES.config, digest: image.id, size: this.sizeOf(image.id) },
      layers: image.diffIds.map((digest) => this.layer(digest)),
    });
    const bytes = encode(data);
    const digest = this.put(bytes, 0);
    const untagged = { mediaType: MEDIA_TYPES.manifest, digest, size: bytes.length };
    for (const { full, tag } of names) {
      const annotations = new Map([
        ["io.containerd.image.name", full],
        ["org.opencontainers.image.ref.name", tag],
      ]);
      this.manifests.push({ ...untagged, annotations });
    }
    if (this.manifests.length === 0) this.manifests.push(untagged);
  }

  private addItem({ id, diffIds }: Image, names: readonly SavedName[]): void {
    for (const { repository, tag } of names) {
      const tags = this.repositories.get(repository) ?? new Map<string, string>();
      this.repositories.set(repository, tags.set(tag, hexOf(diffIds.at(-1) as string)));
    }
    this.items.push({
      Config: blobPath(id),
      RepoTags: names.length === 0 ? null : names.map(({ repository, tag }) => `${repository}:${tag}`),
      Layers: diffIds.map(blobPath),
      LayerSources: new Map(diffIds.map((digest) => [digest, this.layer(digest)])),
    });
  }

  private layer(digest: Digest): Descriptor {
    return { mediaType: MEDIA_TYPES.layer, digest, size: this.sizeOf(digest) };
  }

  private sizeOf(digest: Digest): number {
    return this.blobs.get(digest)?.bytes.length ?? 0;
  }

  tar(chosen: readonly Chosen[]): Uint8Array {
    const parents = linkedParents(chosen.map(({ image }) => ({ id: image.id, parent: image.parent })));
    const items = this.items.map((item, i) => ({ ...item, Parent: parents[i] ?? "" }));
    const manifests = this.manifests;
    const index = toJson(indexType, { schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests });
    return tarOf([
      directory("blobs/", this.newest),
      directory("blobs/sha256/", this.engine.now),
      ...[...this.blobs]
        .sort(([a], [b]) => byteOrder(a, b))
        .map(([digest, { bytes, mtime }]) => file(blobPath(digest), bytes, mtime)),
      file(INDEX, encode(index), 0),
      file(MANIFEST, encode(`${toJson(manifestItemsType, items)}\n`), 0),
      file(LAYOUT, encode(LAYOUT_CONTENT), 0),
      ...(this.repositories.size === 0
        ? []
        : [file(REPOSITORIES, encode(`${toJson(repositoriesType, this.repositories)}\n`), 0)]),
    ]);
  }
}

const valueOf = (parsed: Result<ImageJson, string>): ImageJson | undefined =>
  parsed.ok ? parsed.value : undefined;

const wholeSeconds = (instant: Instant): Instant => Math.floor(instant / SECOND) * SECOND;

const directory = (name: string, mtime: Instant): TarEntry => ({
  name,
  type: DIRECTORY,
  mode: 0o755,
  uid: 0,
  gid: 0,
  mtime: wholeSeconds(mtime),
});

const file = (name: string, bytes: Uint8Array, mtime: Instant): TarEntry => ({
  name,
  type: REGULAR,
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: wholeSeconds(mtime),
  content: Content.of(bytes),
});
