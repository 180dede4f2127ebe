// docker import: an image of one layer out of a tar (moby daemon/images/image_import.go). The layer's digest is
// that of the tar as it came, unpacked from what it was compressed with.

import { digestOf } from "../base/digest.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { decompress } from "../base/formats/compression.ts";
import { decodeLayer } from "../fs/layer-tar.ts";
import { layerSize } from "../fs/layer.ts";
import { applyChanges } from "./dockerfile-changes.ts";
import type { Engine } from "./engine.ts";
import { EMPTY_CONFIG, sealImage } from "./image-json.ts";
import { addImage, tagImage } from "./images.ts";

export interface ImportRequest {
  /** familiar name with a tag */
  readonly name: string | undefined;
  readonly platform: string;
  readonly message: string;
  readonly changes: readonly string[];
  readonly tar: Uint8Array;
}

export function importImage(engine: Engine, request: ImportRequest): Result<string> {
  const [os = "linux", architecture = "amd64"] = request.platform === "" ? [] : request.platform.split("/");
  if (os !== "linux") return dockerError("invalid-parameter", `operating system is not supported`);
  const config = applyChanges(EMPTY_CONFIG, request.changes);
  if (!config.ok) return config;
  const inflated = decompress(request.tar);
  if (inflated.error !== undefined) return dockerError("system", inflated.error);
  const layer = decodeLayer(inflated.bytes, engine.now);
  if (!layer.ok) return dockerError("system", layer.error.message);
  const diffId = digestOf(inflated.bytes);
  const created = engine.now;
  const image = sealImage({
    parent: "",
    created,
    author: "",
    comment: request.message,
    dockerVersion: engine.settings.version,
    architecture,
    os,
    config: config.value,
    diffIds: [diffId],
    history: [{ created, createdBy: "", comment: request.message, author: "", emptyLayer: false }],
    size: layerSize(layer.value.entries),
    container: "",
    containerConfig: EMPTY_CONFIG,
  });
  addImage(engine, image, [{ diffId, layer: () => layer.value }], "import");
  if (request.name !== undefined) void tagImage(engine, image, request.name);
  engine.commit({ kind: "image-imported", image: image.id });
  return ok(image.id);
}
