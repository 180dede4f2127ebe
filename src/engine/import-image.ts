// docker import: an image of one layer out of a tar (moby daemon/images/image_import.go). The layer's digest is
// that of the tar as it came, unpacked from what it was compressed with.

import { digestOf } from "../base/digest.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { must } from "../base/assert.ts";
import { MAX_ARCHIVE_BYTES } from "../base/limits.ts";
import { HOST_PLATFORM, type Platform } from "../base/platform.ts";
import { decodeLayer } from "../fs/layer-tar.ts";
import { layerSize } from "../fs/layer.ts";
import { applyChanges } from "./dockerfile-changes.ts";
import type { Engine } from "./engine.ts";
import { unpackingError } from "./unpacking-error.ts";
import { EMPTY_CONFIG, sealImage } from "./image-json.ts";
import { addImage, tagImage } from "./images.ts";

export interface ImportRequest {
  /** familiar name with a tag */
  readonly name: string | undefined;
  /** the host's if none is said */
  readonly platform: Platform | undefined;
  readonly message: string;
  readonly changes: readonly string[];
  readonly tar: Uint8Array;
}

export function importImage(engine: Engine, request: ImportRequest): Result<string> {
  const { os, architecture, variant } = request.platform ?? HOST_PLATFORM;
  if (os !== "linux") return dockerError("invalid-parameter", "operating system is not supported");
  const config = applyChanges(EMPTY_CONFIG, request.changes);
  if (!config.ok) return config;
  const layer = decodeLayer(request.tar, engine.now, MAX_ARCHIVE_BYTES);
  if (!layer.ok) return dockerError("system", unpackingError(engine, layer.error.message));
  const diffId = digestOf(must(layer.value.tar, "a layer out of a tar has it"));
  const created = engine.now;
  const image = sealImage({
    parent: "",
    created,
    author: "",
    comment: request.message,
    dockerVersion: engine.settings.version,
    architecture,
    ...(variant === "" ? {} : { variant }),
    os,
    config: config.value,
    diffIds: [diffId],
    history: [{ created, createdBy: "", comment: request.message, author: "", emptyLayer: false }],
    size: layerSize(layer.value.entries),
    container: "",
    containerConfig: EMPTY_CONFIG,
  });
  addImage(engine, image, [{ diffId, layer: () => layer.value }], "import");
  const named = request.name === undefined ? ok(undefined) : tagImage(engine, image, request.name);
  if (!named.ok) return named;
  engine.commit({ kind: "image-imported", image: image.id });
  return ok(image.id);
}
