// Images on the wire (moby api/types/image).
// Which fields each answer has; how they are filled is the handlers' matter.

import {
  bool,
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
import { healthConfigType } from "../../model/container-config.ts";

const strings = map(string, string);

/** The config as the OCI image-spec has it, with Docker's additions. */
const imageConfigType = struct("dockerspec.DockerOCIImageConfig", {
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

export const imageInspectType = struct("image.InspectResponse", {
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
  GraphDriver: pointer(struct("storage.DriverData", { Data: strings, Name: string })),
  RootFS: struct("image.RootFS", {
    Type: field(string, ",omitempty"),
    Layers: field(slice(string), ",omitempty"),
  }),
  Metadata: struct("image.Metadata", { LastTagTime: field(time, ",omitempty") }),
  Config: pointer(imageConfigType),
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

export type ImageInspect = DataOf<typeof imageInspectType>;
export type ImageSummary = DataOf<typeof imageSummaryType>;
export type HistoryItem = DataOf<typeof historyItemType>;
export type DeleteItem = DataOf<typeof deleteItemType>;
export type PruneImagesAnswer = DataOf<typeof pruneImagesAnswerType>;
