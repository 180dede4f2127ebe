// Which handler answers which operation, in one table that both doors use: structured requests of clients in the
// world, and HTTP. What is missing answers 501 "not yet modelled" (server.ts).

import type { OperationName } from "../wire/operations.ts";
import { solveBuild } from "./build.ts";
import { buildClassic } from "./classic-build.ts";
import { pruneBuildCache } from "./build-cache.ts";
import * as files from "./container-files.ts";
import * as containers from "./containers.ts";
import type { Handler } from "./context.ts";
import { createImage } from "./create-image.ts";
import { systemEvents } from "./events.ts";
import { loadImages, saveImages } from "./image-archives.ts";
import * as images from "./images.ts";
import { inspectOne, listContainers } from "./list-containers.ts";
import { containerLogs } from "./logs.ts";
import * as networks from "./networks.ts";
import { logIn, pushImage, searchImages } from "./registry-images.ts";
import { containerStats } from "./stats.ts";
import * as streams from "./streams.ts";
import { noPlugin, noSwarm } from "./swarm.ts";
import * as system from "./system.ts";
import { containerTop } from "./top.ts";
import * as volumes from "./volumes.ts";

export const HANDLERS: ReadonlyMap<OperationName, Handler> = new Map<OperationName, Handler>([
  ["SystemPing", system.ping],
  ["SystemInfo", system.info],
  ["SystemVersion", system.version],
  ["SystemEvents", systemEvents],
  ["SystemDataUsage", system.diskUsage],
  ["ContainerList", listContainers],
  ["ContainerCreate", containers.createContainer],
  ["ContainerInspect", inspectOne],
  ["ContainerTop", containerTop],
  ["ContainerLogs", containerLogs],
  ["ContainerChanges", files.containerChanges],
  ["ContainerExport", files.exportContainer],
  ["ContainerStats", containerStats],
  ["ContainerResize", containers.resizeContainer],
  ["ContainerStart", containers.startContainer],
  ["ContainerStop", containers.stopContainer],
  ["ContainerRestart", containers.restartContainer],
  ["ContainerKill", containers.killContainer],
  ["ContainerUpdate", containers.updateContainer],
  ["ContainerRename", containers.renameContainer],
  ["ContainerPause", containers.pauseContainer],
  ["ContainerUnpause", containers.unpauseContainer],
  ["ContainerAttach", streams.attachContainer],
  ["ContainerWait", streams.waitContainer],
  ["ContainerDelete", containers.deleteContainer],
  ["ContainerArchiveInfo", files.archiveInfo],
  ["ContainerArchive", files.archiveOut],
  ["PutContainerArchive", files.archiveIn],
  ["ContainerPrune", containers.pruneContainers],
  ["ContainerExec", streams.createExec],
  ["ExecStart", streams.startExec],
  ["ExecResize", streams.resizeExec],
  ["ExecInspect", streams.inspectExec],
  ["ImageList", images.listImages],
  ["ImageInspect", images.inspectOneImage],
  ["ImageHistory", images.imageHistory],
  ["ImageTag", images.tagOneImage],
  ["ImageDelete", images.deleteImage],
  ["ImagePrune", images.pruneImages],
  ["ImageCommit", images.commitImage],
  ["ImageCreate", createImage],
  ["ImageGetAll", saveImages],
  ["ImageLoad", loadImages],
  ["ImagePush", pushImage],
  ["ImageSearch", searchImages],
  ["SystemAuth", logIn],
  ["VolumeList", volumes.listVolumes],
  ["VolumeCreate", volumes.createVolume],
  ["VolumeInspect", volumes.inspectVolume],
  ["VolumeDelete", volumes.deleteVolume],
  ["VolumePrune", volumes.pruneVolumes],
  ["NetworkList", networks.listNetworks],
  ["NetworkInspect", networks.inspectNetwork],
  ["NetworkCreate", networks.createNetwork],
  ["NetworkConnect", networks.connectContainer],
  ["NetworkDisconnect", networks.disconnectContainer],
  ["NetworkDelete", networks.deleteNetwork],
  ["NetworkPrune", networks.pruneNetworks],
  ["PluginInspect", noPlugin],
  ["NodeInspect", noSwarm],
  ["ServiceInspect", noSwarm],
  ["TaskInspect", noSwarm],
  ["SecretInspect", noSwarm],
  ["ConfigInspect", noSwarm],
  ["ImageBuild", buildClassic],
  ["BuildPrune", pruneBuildCache],
  ["BuildSolve", solveBuild],
]);
