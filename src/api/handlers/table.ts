// Which handler answers which operation. What is missing answers 501 "not yet modelled" (server.ts).

import type { OperationName } from "../wire/operations.ts";
import * as containers from "./containers.ts";
import { answer, type Handler } from "./context.ts";
import { inspectOne, listContainers } from "./list-containers.ts";
import * as streams from "./streams.ts";

const ping: Handler = function* ({ engine }) {
  return answer({ apiVersion: engine.call("settings").apiVersion, osType: "linux", builderVersion: "2" });
};

export const HANDLERS: ReadonlyMap<OperationName, Handler> = new Map<OperationName, Handler>([
  ["SystemPing", ping],
  ["ContainerList", listContainers],
  ["ContainerCreate", containers.createContainer],
  ["ContainerInspect", inspectOne],
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
  ["ContainerExec", streams.createExec],
  ["ExecStart", streams.startExec],
]);
