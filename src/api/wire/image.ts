// Images on the wire (moby api/types/image).
// Which fields each answer has; how they are filled is the handlers' matter.

import {
  bool,
  embed,
  emptyStruct,
  field,
  int64,
  map,
  pointer,
  slice,
  string,
  struct,
  uint64,
  type DataOf,
} from "../../base/go/types.ts";
import { goTime as time } from "../../base/go/time-value.ts";
import { containerConfigType, healthConfigType } from "../../model/container-config.ts";

const strings = map(string, string);

/** The config as the daemon writes it: names in order, and what clients of old asked for is always there. */
const imageConfigJsonType = struct("map[string]any", {
  ArgsEscaped: field(bool, ",omitempty"),
  Cmd: slice(string),
  Entrypoint: slice(string),
  Env: slice(string),
  ExposedPorts: field(map(string, emptyStruct), ",omitempty"),
  Healthcheck: field(pointer(healthConfigType), ",omitempty"),
  Labels: strings,
  OnBuild: slice(string),
  Shell: field(slice(string), ",omitempty"),
  StopSignal: field(string, ",omitempty"),
  User: string,
  Volumes: map(string, emptyStruct),
  WorkingDir: string,
});

/** The config as clients know it: the OCI image-spec's, with Docker's additions. */
const imageConfigType = struct("v1.DockerOCIImageConfig", {
  ImageConfig: embed(
    struct("v1.ImageConfig", {
      User: field(string, ",omitempty"),
      ExposedPorts: field(map(string, emptyStruct), ",omitempty"),
      Env: field(slice(string), ",omitempty"),
      Entrypoint: field(slice(string), ",omitempty"),
      Cmd: field(slice(string), ",omitempty"),
      Volumes: field(map(string, emptyStruct), ",omitempty"),
      WorkingDir: field(string, ",omitempty"),
      Labels: field(strings, ",omitempty"),
      StopSignal: field(string, ",omitempty"),
      ArgsEscaped: field(bool, ",omitempty"),
    }),
  ),
  DockerOCIImageConfigExt: embed(
    struct("v1.DockerOCIImageConfigExt", {
      Healthcheck: field(pointer(healthConfigType), ",omitempty"),
      OnBuild: field(slice(string), ",omitempty"),
      Shell: field(slice(string), ",omitempty"),
    }),
  ),
});

const graphDriverType = struct("storage.DriverData", { Data: strings, Name: string });
const rootFsType = struct("image.RootFS", {
  Type: field(string, ",omitempty"),
  Layers: field(slice(string), ",omitempty"),
});
const metadataType = struct("image.Metadata", { LastTagTime: field(time, ",omitempty") });

/** What the daemon sends, as `docker inspect` without a template shows it. */
export const imageInspectJsonType = struct("image.InspectResponse", {
  ID: field(string, "Id"),
  RepoTags: slice(string),
  RepoDigests: slice(string),
  Parent: string,
  Comment: string,
  Created: field(string, ",omitempty"),
  DockerVersion: string,
  Author: string,
  Architecture: string,
  Variant: field(string, ",omitempty"),
  Os: string,
  OsVersion: field(string, ",omitempty"),
  Size: int64,
  GraphDriver: graphDriverType,
  RootFS: rootFsType,
  Metadata: metadataType,
  Config: pointer(imageConfigJsonType),
});

/** The same as templates see it. */
export const imageInspectType = struct("image.InspectResponse", {
  ID: field(string, "Id"),
  RepoTags: slice(string),
  RepoDigests: slice(string),
  Parent: string,
  Comment: string,
  Created: field(string, ",omitempty"),
  Container: field(string, ",omitempty"),
  ContainerConfig: field(pointer(containerConfigType), ",omitempty"),
  DockerVersion: string,
  Author: string,
  Config: pointer(imageConfigType),
  Architecture: string,
  Variant: field(string, ",omitempty"),
  Os: string,
  OsVersion: field(string, ",omitempty"),
  Size: int64,
  VirtualSize: field(int64, ",omitempty"),
  GraphDriver: graphDriverType,
  RootFS: rootFsType,
  Metadata: metadataType,
  Descriptor: field(pointer(emptyStruct), ",omitempty"),
  Manifests: field(slice(emptyStruct), ",omitempty"),
});

export const imageSummaryType = struct("image.Summary", {
  Containers: int64,
  Created: int64,
  ID: field(string, "Id"),
  Labels: strings,
  ParentID: field(string, "ParentId"),
  RepoDigests: slice(string),
  RepoTags: slice(string),
  SharedSize: int64,
  Size: int64,
});

export const historyItemType = struct("image.HistoryResponseItem", {
  Comment: string,
  Created: int64,
  CreatedBy: string,
  ID: field(string, "Id"),
  Size: int64,
  Tags: slice(string),
});

export const deleteItemType = struct("image.DeleteResponse", {
  Deleted: field(string, ",omitempty"),
  Untagged: field(string, ",omitempty"),
});

export const pruneImagesAnswerType = struct("image.PruneReport", {
  ImagesDeleted: slice(deleteItemType),
  SpaceReclaimed: uint64,
});

export const commitAnswerType = struct("container.CommitResponse", { ID: field(string, "Id") });

export type ImageInspect = DataOf<typeof imageInspectJsonType>;
export type ImageSummary = DataOf<typeof imageSummaryType>;
export type HistoryItem = DataOf<typeof historyItemType>;
export type DeleteItem = DataOf<typeof deleteItemType>;
export type PruneImagesAnswer = DataOf<typeof pruneImagesAnswerType>;
