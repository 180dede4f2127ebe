// The config of an image as moby writes it, byte for byte, as its digest is the image's id (moby image/image.go
// MarshalJSON: members of the outermost object in order of their names, those inside in Go's order).

import { digestOf } from "../base/digest.ts";
import { toJson } from "../base/go/json-encode.ts";
import { goTime } from "../base/go/time-value.ts";
import { bool, field, pointer, slice, string, struct, type DataOf } from "../base/go/types.ts";
import { containerConfigType } from "../model/container-config.ts";
import type { HistoryEntry, Image } from "../model/image.ts";

const historyType = struct("v1.History", {
  Created: field(pointer(goTime), "created,omitempty"),
  CreatedBy: field(string, "created_by,omitempty"),
  Author: field(string, "author,omitempty"),
  Comment: field(string, "comment,omitempty"),
  EmptyLayer: field(bool, "empty_layer,omitempty"),
});

const rootFsType = struct("image.RootFS", {
  Type: field(string, "type"),
  DiffIDs: field(slice(string), "diff_ids,omitempty"),
});

const imageType = struct("image.Image", {
  Architecture: field(string, "architecture,omitempty"),
  Author: field(string, "author,omitempty"),
  Comment: field(string, "comment,omitempty"),
  Config: field(pointer(containerConfigType), "config,omitempty"),
  Container: field(string, "container,omitempty"),
  ContainerConfig: field(containerConfigType, "container_config,omitempty"),
  Created: field(pointer(goTime), "created"),
  DockerVersion: field(string, "docker_version,omitempty"),
  History: field(slice(historyType), "history,omitempty"),
  OS: field(string, "os,omitempty"),
  RootFS: field(pointer(rootFsType), "rootfs,omitempty"),
  Variant: field(string, "variant,omitempty"),
});

const historyOf = (entry: HistoryEntry): DataOf<typeof historyType> => ({
  created: entry.created ?? null,
  created_by: entry.createdBy,
  author: entry.author,
  comment: entry.comment,
  empty_layer: entry.emptyLayer,
});

export type NewImage = Omit<Image, "id" | "json" | "lastTagged"> & {
  readonly container: string;
  /** what the container was that it was made from */
  readonly containerConfig: Image["config"];
};

/** The image with its bytes and its id. */
export function sealImage({ container, containerConfig, ...image }: NewImage): Image {
  const json = toJson(imageType, {
    architecture: image.architecture,
    author: image.author,
    comment: image.comment,
    config: image.config,
    container,
    container_config: containerConfig,
    created: image.created ?? null,
    docker_version: image.dockerVersion,
    history: image.history.map(historyOf),
    os: image.os,
    rootfs: { type: "layers", diff_ids: image.diffIds },
    variant: "",
  });
  return { ...image, id: digestOf(json), json, lastTagged: undefined };
}
