// Everything that a task of dockerd may ask of the engine, by name: the engine's side of sys.invoke, which
// records the answers so that the task can be made anew in a fork. Answers are values that nobody changes.

import { REACHABILITY, reachabilityService } from "./reachability.ts";
import { must } from "../base/assert.ts";
import { formatPlatform, type Platform } from "../base/platform.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { Sys } from "../kernel/sys.ts";
import type { Container } from "../model/container.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Happening } from "../model/event.ts";
import { findContainer } from "../model/lookup.ts";
import { lookUp } from "../model/shelf.ts";
import { pauseContainer, renameContainer, resizeContainer, resizeExec, unpauseContainer } from "./control.ts";
import { buildCacheUsage, pruneBuildCache } from "./build/build-cache.ts";
import { loadContext } from "./build/context-tree.ts";
import { exportArchive, exportImage } from "./build/export-image.ts";
import { frontendOf, planBuild } from "./build/plan.ts";
import { resolveFrontend } from "./build/base-image.ts";
import { takeOutput } from "./build/run-step.ts";
import { finishStep, keepSource, loadedImages, solveStep } from "./build/solve.ts";
import { beginCapture, endCapture, takeCaptured } from "./captured-output.ts";
import { commitRun, dispatchClassic, dispatchTrigger } from "./classic-build/dispatch-classic.ts";
import { planClassicBuild } from "./classic-build/plan-classic.ts";
import { beginStage, stageBase } from "./classic-build/resolve-from.ts";
import { createContainer } from "./create.ts";
import { readDaemonConfig } from "./daemon-config.ts";
import { beginDaemon, endNow, leave, listenOn, startByPolicy } from "./daemon-life.ts";
import { processEnded } from "./end.ts";
import { answerQuery, DNS_SERVICE } from "./embedded-dns.ts";
import type { Engine } from "./engine.ts";
import { archiveContainerPath, exportContainer, putContainerArchive, statContainerPath } from "./archive.ts";
import { pruneContainers } from "./container-prune.ts";
import { hostFacts } from "./host-facts.ts";
import { createVolume, deleteVolume, pruneVolumes, volumeSize, type VolumeRequest } from "./volumes.ts";
import { commitContainer } from "./commit.ts";
import { referencesOf } from "./chosen-images.ts";
import { checkExec, createExec, findExec, startExec } from "./exec.ts";
import { beginProbe, endProbe, probePause } from "./health-checks.ts";
import { removeImage } from "./image-delete.ts";
import { layerSizes, pruneImages } from "./image-prune.ts";
import { nameImage } from "./image-tag.ts";
import { importImage } from "./import-image.ts";
import { findImage, tagImage } from "./images.ts";
import { loadImages } from "./load-images.ts";
import { saveImages } from "./save-images.ts";
import { anySignal, giveUpRestart, parseSignal, signalContainer, stopSignalOf } from "./kill.ts";
import { connectContainer, disconnectContainer } from "./network-connections.ts";
import { createNetwork, pruneNetworks, removeNetwork } from "./networks.ts";
import { pidsOf } from "./processes.ts";
import { containerStats } from "./stats.ts";
import type { LogPosition } from "./log-files.ts";
import { containerChanges } from "./changes.ts";
import { removeContainer } from "./remove.ts";
import { containerSizes } from "./sizes.ts";
import { refuseStart, startContainer } from "./start.ts";
import {
  attachOutput,
  closeStdin,
  connectionChannel,
  isConnected,
  detachOutput,
  isAttached,
  openStdin,
  printed,
} from "./streams.ts";
import { updateContainer } from "./update.ts";
import { removeLink } from "./links.ts";
import { verifySettings } from "./verify.ts";
import { beginWait, endWait, waitOutcome } from "./waiters.ts";

function start(engine: Engine, idOrName: string): Result<undefined> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const refused = refuseStart(found.value);
  if (refused !== undefined) return refused;
  const verified = verifySettings(engine, undefined, found.value.hostConfig);
  return verified.ok ? startContainer(engine, found.value, true) : verified;
}

/** The second half of docker restart, which looks at less. */
function startAgain(engine: Engine, id: string): Result<undefined> {
  const found = findContainer(engine.state, id);
  if (!found.ok) return found;
  const { state } = found.value;
  if (isRunning(state)) return ok(undefined);
  return refuseStart(found.value) ?? startContainer(engine, found.value, true);
}

/** Starts what waits for its back-off, if it still does. */
function restartByPolicy(engine: Engine, id: string, runs: number): void {
  const container = lookUp(engine.state.containers, id);
  if (container === undefined || container.state !== "restarting" || container.runs !== runs) return;
  if (startContainer(engine, container, false).ok) return;
  const after = lookUp(engine.state.containers, id);
  if (after !== undefined) giveUpRestart(engine, { ...after, exitCode: container.exitCode });
}

function signal(engine: Engine, idOrName: string, text: string): Result<undefined> {
  const parsed = parseSignal(text || "KILL");
  if (!parsed.ok) return parsed;
  const found = findContainer(engine.state, idOrName);
  return found.ok ? signalContainer(engine, found.value, parsed.value) : found;
}

/** The first signal of a stop; what is left to wait for, or nothing if it does not run. */
export interface Stopping {
  readonly id: string;
  readonly runs: number;
  /** seconds until it is killed; negative: never */
  readonly timeout: number;
}

const DEFAULT_STOP_TIMEOUT = 10;

function beginStop(
  engine: Engine,
  container: Container,
  signalText: string,
  timeout: number | undefined,
): Result<Stopping> {
  const signal = signalText === "" ? stopSignalOf(container) : anySignal(signalText);
  if (signal === undefined) return dockerError("invalid-parameter", `invalid signal: ${signalText}`);
  const stopping: Stopping = {
    id: container.id,
    runs: container.runs,
    timeout: timeout ?? container.config.StopTimeout ?? DEFAULT_STOP_TIMEOUT,
  };
  const sent = signalContainer(engine, container, signal);
  return sent.ok ? ok(stopping) : sent;
}

/** Of the run that is meant: whether it goes on. */
function goesOn(engine: Engine, id: string, runs: number): boolean {
  const container = lookUp(engine.state.containers, id);
  return (
    container !== undefined &&
    container.runs === runs &&
    (container.state === "running" || container.state === "paused")
  );
}

function commitIfThere(engine: Engine, id: string, ...happenings: Happening[]): void {
  if (lookUp(engine.state.containers, id) !== undefined) engine.commit(...happenings);
}

export const OPERATIONS = {
  state: (engine: Engine) => engine.state,
  settings: (engine: Engine) => engine.settings,
  findContainer: (engine: Engine, idOrName: string) => findContainer(engine.state, idOrName),
  findExec,
  inspectableExec: findExec,
  findImage: (engine: Engine, given: string, platform?: Platform) =>
    platform === undefined ? findImage(engine, given) : findImage(engine, given, formatPlatform(platform)),
  daemonProcess: (engine: Engine) => (engine.isUp ? engine.daemon : undefined),
  readDaemonConfig: (_: Engine, ...args: Parameters<typeof readDaemonConfig>) => readDaemonConfig(...args),
  beginDaemon,
  startByPolicy,
  leave,
  endNow,
  listenOn,
  createContainer,
  start,
  startAgain,
  restartByPolicy,
  signal,
  beginStop,
  goesOn,
  commitIfThere,
  pauseContainer,
  unpauseContainer,
  renameContainer,
  updateContainer,
  resizeContainer,
  resizeExec,
  removeContainer,
  removeLink,
  createExec,
  startExec,
  checkExec,
  containerSizes,
  beginWait,
  endWait,
  waitOutcome,
  isAttached: (engine: Engine, id: string) => isAttached(engine, id),
  attachOutput,
  detachOutput,
  openStdin,
  closeStdin,
  connectionChannel,
  isConnected,
  isLogging: (engine: Engine, id: string) => engine.logs.isOpen(id),
  readLog: (engine: Engine, id: string) => engine.logs.all(id),
  readLogSince: (engine: Engine, id: string, from: LogPosition) => engine.logs.since(id, from),
  eventCount: (engine: Engine) => engine.told.length,
  eventsFrom: (engine: Engine, from: number) => [...engine.told.from(from)],
  pidsOf,
  containerStats,
  probePause,
  beginProbe,
  endProbe,
  referencesOf: (engine: Engine, repository: string) => referencesOf(engine.state, repository),
  tagImage,
  nameImage,
  removeImage,
  pruneImages,
  layerSizes,
  commitContainer,
  pruneContainers,
  hostFacts,
  createVolume: (engine: Engine, request: VolumeRequest) => createVolume(engine, undefined, request),
  deleteVolume,
  pruneVolumes,
  volumeSize,
  createNetwork,
  removeNetwork,
  pruneNetworks,
  connectContainer,
  disconnectContainer,
  statContainerPath,
  archiveContainerPath,
  putContainerArchive,
  exportContainer,
  containerChanges,
  importImage,
  saveImages,
  loadImages,
  loadContext,
  frontendOf,
  resolveFrontend,
  planBuild,
  solveStep,
  keepSource,
  loadedImages,
  takeStepOutput: takeOutput,
  buildCacheUsage,
  pruneBuildCache,
  finishStep,
  exportImage,
  exportArchive,
  planClassicBuild,
  stageBase: (_: Engine, ...args: Parameters<typeof stageBase>) => stageBase(...args),
  beginStage,
  dispatchClassic,
  dispatchTrigger,
  commitRun,
  beginCapture,
  takeCaptured,
  endCapture,
} as const;

type Operations = typeof OPERATIONS;
type Arguments<F> = F extends (engine: Engine, ...args: infer A) => unknown ? A : never;

/** The engine as a task of dockerd sees it. */
export class EngineDoor {
  constructor(readonly sys: Sys) {}

  call<K extends keyof Operations>(name: K, ...args: Arguments<Operations[K]>): ReturnType<Operations[K]> {
    return this.sys.invoke("engine", name, args) as ReturnType<Operations[K]>;
  }
}

const BY_NAME: ReadonlyMap<string, (engine: Engine, ...args: never[]) => unknown> = new Map(
  Object.entries(OPERATIONS),
);

/** Connects an engine with its kernel: calls of tasks, output of containers, ends of processes. */
export function wireEngine(engine: Engine): void {
  const { kernel } = engine;
  kernel.services.set("engine", (caller, operation, args) => {
    engine.caller = caller;
    const act = must(BY_NAME.get(operation), `the engine has no operation ${operation}`);
    return act(engine, ...(args as never[]));
  });
  kernel.outlets.set("container", (key, bytes) => printed(engine, key, bytes));
  kernel.endHooks.set("container", (key, process, ending) => processEnded(engine, key, process, ending));
  kernel.services.set(REACHABILITY, reachabilityService(engine));
  kernel.datagramServices.set(DNS_SERVICE, (namespace, bytes) => answerQuery(engine, namespace, bytes));
  kernel.oomHooks.push((cgroup) => outOfMemory(engine, cgroup));
}

function outOfMemory(engine: Engine, cgroup: number): void {
  const id = /^.*\/([0-9a-f]{64})$/.exec(engine.kernel.cgroups.get(cgroup).path)?.[1];
  if (id !== undefined && lookUp(engine.state.containers, id) !== undefined)
    engine.commit({ kind: "container-oom", id });
}
