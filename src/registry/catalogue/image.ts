// One image of the catalogue: its layers and its config, in the form in which builders publish images (OCI
// image-spec config.md, members of the outermost object in order of their names as BuildKit writes them).
// The forms that the daemon writes itself are the engine's.

import { must } from "../../base/assert.ts";
import type { Digest } from "../../base/digest.ts";
import { toJson } from "../../base/go/json-encode.ts";
import { goTime } from "../../base/go/time-value.ts";
import { bool, emptyStruct, field, map, slice, string, struct, type DataOf } from "../../base/go/types.ts";
import type { Instant } from "../../base/time.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { HistoryEntry, Image } from "../../model/image.ts";
import { IMAGE_IDS } from "./digests.generated.ts";
import { stackOf, type CatalogueLayer } from "./layer.ts";

const list = slice(string);
const names = map(string, emptyStruct);

const configType = struct("v1.ImageConfig", {
  User: field(string, ",omitempty"),
  ExposedPorts: field(names, ",omitempty"),
  Env: field(list, ",omitempty"),
  Entrypoint: field(list, ",omitempty"),
  Cmd: field(list, ",omitempty"),
  Volumes: field(names, ",omitempty"),
  WorkingDir: field(string, ",omitempty"),
  Labels: field(map(string, string), ",omitempty"),
  StopSignal: field(string, ",omitempty"),
});

const historyType = struct("v1.History", {
  Created: field(goTime, "created"),
  CreatedBy: field(string, "created_by,omitempty"),
  Author: field(string, "author,omitempty"),
  Comment: field(string, "comment,omitempty"),
  EmptyLayer: field(bool, "empty_layer,omitempty"),
});

const rootFsType = struct("v1.RootFS", {
  Type: field(string, "type"),
  DiffIDs: field(list, "diff_ids"),
});

const imageType = struct("v1.Image", {
  Architecture: field(string, "architecture"),
  Config: field(configType, "config"),
  Created: field(goTime, "created"),
  History: field(slice(historyType), "history"),
  OS: field(string, "os"),
  RootFS: field(rootFsType, "rootfs"),
});

export type PublishedConfig = DataOf<typeof configType>;

export interface ImageDescription {
  /** familiar names with tags, the main one first */
  readonly references: readonly string[];
  readonly created: Instant;
  readonly top: CatalogueLayer;
  readonly config: PublishedConfig;
  readonly history: readonly HistoryEntry[];
}

export interface CatalogueImage {
  readonly references: readonly string[];
  readonly layers: readonly CatalogueLayer[];
  readonly image: Image;
  /** the bytes that the image's id is the digest of, with layers of these digests */
  readonly configJson: (diffIds: readonly Digest[]) => string;
}

/** What Docker writes down of one instruction of a Dockerfile. */
export const step = (created: Instant, createdBy: string, emptyLayer = false): HistoryEntry => ({
  created,
  createdBy,
  comment: "buildkit.dockerfile.v0",
  author: "",
  emptyLayer,
});

const jsonOf = ({ created, config, history }: ImageDescription, diffIds: readonly Digest[]): string =>
  toJson(imageType, {
    architecture: "amd64",
    config,
    created,
    history: history.map((entry) => ({
      created: entry.created ?? null,
      created_by: entry.createdBy,
      author: entry.author,
      comment: entry.comment,
      empty_layer: entry.emptyLayer,
    })),
    os: "linux",
    rootfs: { type: "layers", diff_ids: diffIds },
  });

export function catalogueImage(description: ImageDescription): CatalogueImage {
  const { references, created, top, config, history } = description;
  const layers = stackOf(top);
  let image: Image | undefined;
  const make = (): Image => {
    const diffIds = layers.map(({ diffId }) => diffId);
    return {
      id: must(IMAGE_IDS.get(references[0] as string), `no id of ${references[0]}`),
      parent: "",
      created,
      author: "",
      comment: history[history.length - 1]?.comment ?? "",
      dockerVersion: "",
      architecture: "amd64",
      os: "linux",
      config: { ...NO_CONFIG, ...config },
      diffIds,
      history,
      size: layers.reduce((sum, { size }) => sum + size, 0),
      json: jsonOf(description, diffIds),
      lastTagged: undefined,
    };
  };
  return {
    references,
    layers,
    configJson: (diffIds) => jsonOf(description, diffIds),
    get image() {
      return (image ??= make());
    },
  };
}

const NO_CONFIG: ContainerConfig = {
  Hostname: "",
  Domainname: "",
  User: "",
  AttachStdin: false,
  AttachStdout: false,
  AttachStderr: false,
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: null,
  Cmd: null,
  Image: "",
  Volumes: null,
  WorkingDir: "",
  Entrypoint: null,
  OnBuild: null,
  Labels: null,
};
