// Volumes on the wire (moby api/types/volume).
// Which fields each answer has; how they are filled is the handlers' matter.

import {
  any,
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

const strings = map(string, string);

const usageDataType = struct("volume.UsageData", { RefCount: int64, Size: int64 });

export const volumeType = struct("volume.Volume", {
  CreatedAt: field(string, ",omitempty"),
  Driver: string,
  Labels: strings,
  Mountpoint: string,
  Name: string,
  Options: strings,
  Scope: string,
  Status: field(map(string, any), ",omitempty"),
  UsageData: field(pointer(usageDataType), ",omitempty"),
});

export const volumeListType = struct("volume.ListResponse", {
  Volumes: slice(pointer(volumeType)),
  Warnings: slice(string),
});

export const volumeCreateBodyType = struct("volume.CreateOptions", {
  Driver: field(string, ",omitempty"),
  DriverOpts: field(strings, ",omitempty"),
  Labels: field(strings, ",omitempty"),
  Name: field(string, ",omitempty"),
});

export const pruneVolumesAnswerType = struct("volume.PruneReport", {
  VolumesDeleted: slice(string),
  SpaceReclaimed: uint64,
});

export type WireVolume = DataOf<typeof volumeType>;
export type VolumeList = DataOf<typeof volumeListType>;
export type VolumeCreateBody = DataOf<typeof volumeCreateBodyType>;
