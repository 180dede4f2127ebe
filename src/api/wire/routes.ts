// Method and path of each operation (moby docs/api/v1.51.yaml): what a request is called where it travels as HTTP, and
// what clients show of one that did not get through. `{}` stands for the request's target.

import type { OperationName } from "./operations.ts";

export type Method = "Get" | "Head" | "Post" | "Put" | "Delete";

export const ROUTES: Readonly<Record<OperationName, readonly [method: Method, path: string]>> = {
  SystemPing: ["Head", "/_ping"],
  SystemInfo: ["Get", "/info"],
  SystemVersion: ["Get", "/version"],
  SystemEvents: ["Get", "/events"],
  SystemDataUsage: ["Get", "/system/df"],

  ContainerList: ["Get", "/containers/json"],
  ContainerCreate: ["Post", "/containers/create"],
  ContainerInspect: ["Get", "/containers/{}/json"],
  ContainerTop: ["Get", "/containers/{}/top"],
  ContainerLogs: ["Get", "/containers/{}/logs"],
  ContainerChanges: ["Get", "/containers/{}/changes"],
  ContainerExport: ["Get", "/containers/{}/export"],
  ContainerStats: ["Get", "/containers/{}/stats"],
  ContainerResize: ["Post", "/containers/{}/resize"],
  ContainerStart: ["Post", "/containers/{}/start"],
  ContainerStop: ["Post", "/containers/{}/stop"],
  ContainerRestart: ["Post", "/containers/{}/restart"],
  ContainerKill: ["Post", "/containers/{}/kill"],
  ContainerUpdate: ["Post", "/containers/{}/update"],
  ContainerRename: ["Post", "/containers/{}/rename"],
  ContainerPause: ["Post", "/containers/{}/pause"],
  ContainerUnpause: ["Post", "/containers/{}/unpause"],
  ContainerAttach: ["Post", "/containers/{}/attach"],
  ContainerWait: ["Post", "/containers/{}/wait"],
  ContainerDelete: ["Delete", "/containers/{}"],
  ContainerArchiveInfo: ["Head", "/containers/{}/archive"],
  ContainerArchive: ["Get", "/containers/{}/archive"],
  PutContainerArchive: ["Put", "/containers/{}/archive"],
  ContainerPrune: ["Post", "/containers/prune"],

  ContainerExec: ["Post", "/containers/{}/exec"],
  ExecStart: ["Post", "/exec/{}/start"],
  ExecResize: ["Post", "/exec/{}/resize"],
  ExecInspect: ["Get", "/exec/{}/json"],

  ImageList: ["Get", "/images/json"],
  ImageInspect: ["Get", "/images/{}/json"],
  ImageHistory: ["Get", "/images/{}/history"],
  ImageTag: ["Post", "/images/{}/tag"],
  ImageDelete: ["Delete", "/images/{}"],
  ImagePrune: ["Post", "/images/prune"],
  ImageCommit: ["Post", "/commit"],
  ImageCreate: ["Post", "/images/create"],
  ImageGetAll: ["Get", "/images/get"],
  ImageLoad: ["Post", "/images/load"],
  ImagePush: ["Post", "/images/{}/push"],
  ImageSearch: ["Get", "/images/search"],
  SystemAuth: ["Post", "/auth"],

  VolumeList: ["Get", "/volumes"],
  VolumeCreate: ["Post", "/volumes/create"],
  VolumeInspect: ["Get", "/volumes/{}"],
  VolumeDelete: ["Delete", "/volumes/{}"],
  VolumePrune: ["Post", "/volumes/prune"],

  NetworkList: ["Get", "/networks"],
  NetworkInspect: ["Get", "/networks/{}"],
  NetworkCreate: ["Post", "/networks/create"],
  NetworkConnect: ["Post", "/networks/{}/connect"],
  NetworkDisconnect: ["Post", "/networks/{}/disconnect"],
  NetworkDelete: ["Delete", "/networks/{}"],
  NetworkPrune: ["Post", "/networks/prune"],

  PluginInspect: ["Get", "/plugins/{}/json"],
  NodeInspect: ["Get", "/nodes/{}"],
  ServiceInspect: ["Get", "/services/{}"],
  TaskInspect: ["Get", "/tasks/{}"],
  SecretInspect: ["Get", "/secrets/{}"],
  ConfigInspect: ["Get", "/configs/{}"],

  ImageBuild: ["Post", "/build"],
  BuildPrune: ["Post", "/build/prune"],
  BuildSolve: ["Post", "/grpc"],
};
