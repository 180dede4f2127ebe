// The configs of single layers that Docker's first archives had and those of today still have: each layer is an image
// with an id of its own that follows from what is below it (moby image/v1 CreateID, image.V1Image).

import { digestOf, type Digest } from "../base/digest.ts";
import { toJson } from "../base/go/json-encode.ts";
import { field, pointer, string, struct, type DataOf } from "../base/go/types.ts";
import { containerConfigType } from "../model/container-config.ts";
import type { Image } from "../model/image.ts";
import { hexOf } from "../model/users.ts";
import { EMPTY_CONFIG, type ImageJson } from "./image-json.ts";
import { chainIds } from "./images.ts";

const config = containerConfigType;

const legacyType = struct("image.V1Image", {
  ID: field(string, "id,omitempty"),
  Parent: field(string, "parent,omitempty"),
  Comment: field(string, "comment,omitempty"),
  Created: field(pointer(string), "created"),
  Container: field(string, "container,omitempty"),
  ContainerConfig: field(config, "container_config,omitempty"),
  DockerVersion: field(string, "docker_version,omitempty"),
  Author: field(string, "author,omitempty"),
  Config: field(pointer(config), "config,omitempty"),
  Architecture: field(string, "architecture,omitempty"),
  Variant: field(string, "variant,omitempty"),
  OS: field(string, "os,omitempty"),
});

/** What an id is the digest of: the same in order of names, with what is below. */
const identityType = struct("map[string]*json.RawMessage", {
  Architecture: field(string, "architecture,omitempty"),
  Author: field(string, "author,omitempty"),
  Comment: field(string, "comment,omitempty"),
  Config: field(pointer(config), "config,omitempty"),
  Container: field(string, "container,omitempty"),
  ContainerConfig: field(config, "container_config,omitempty"),
  Created: field(pointer(string), "created"),
  DockerVersion: field(string, "docker_version,omitempty"),
  LayerID: field(string, "layer_id"),
  OS: field(string, "os,omitempty"),
  Parent: field(string, "parent,omitempty"),
  Variant: field(string, "variant,omitempty"),
});

export interface LegacyConfig {
  readonly id: Digest;
  readonly json: string;
}

type Content = Omit<DataOf<typeof legacyType>, "id" | "parent">;

/** All layers but the highest know nothing but that they are Linux's. */
const LOWER: Content = { created: "1970-01-01T00:00:00Z", config: null, container_config: EMPTY_CONFIG };

/** One for each layer, lowest first. */
export function legacyConfigs(image: Image, said: ImageJson): LegacyConfig[] {
  const { rootfs: _, history: __, ...top } = said;
  const configs: LegacyConfig[] = [];
  for (const chainId of chainIds(image.diffIds)) {
    const content = configs.length === image.diffIds.length - 1 ? top : LOWER;
    const parent = configs.at(-1)?.id ?? "";
    const id = digestOf(toJson(identityType, { ...content, layer_id: chainId, parent }));
    const legacy = { ...content, id: hexOf(id), parent: hexOf(parent), os: said.os };
    configs.push({ id, json: toJson(legacyType, legacy) });
  }
  return configs;
}
