// The daemon's own life: it takes up what it finds when it starts, and puts containers to rest before it ends (moby
// daemon/daemon.go restore, Shutdown). Its process is a program (api/dockerd.ts); what it was told to be is
// daemon-config.ts.

import { failed, type Errno } from "../base/errno.ts";
import { SIGKILL } from "../base/signals.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { isDue } from "../model/restart-policy.ts";
import { lookUp, valuesOf } from "../model/shelf.ts";
import type { ForkEntry, Pid } from "../kernel/sys.ts";
import { listenAsTask } from "../kernel/unix-sockets.ts";
import type { Engine } from "./engine.ts";
import { giveUpRestart, stopSignalOf } from "./kill.ts";
import { unpauseContainer } from "./control.ts";
import type { EngineSettings } from "./settings.ts";
import { startContainer } from "./start.ts";

/** What is left to wait for of a container that was told to stop. */
export interface Resting {
  readonly id: string;
  readonly runs: number;
  /** seconds until it is killed; negative: never */
  readonly timeout: number;
}

const DEFAULT_STOP_TIMEOUT = 10;

const byAge = (engine: Engine): Container[] =>
  [...valuesOf(engine.state.containers)].sort((a, b) => a.createdAt - b.createdAt);

/** A new process is the daemon, set to this. Containers that ran on without one are put to rest, unless told otherwise. */
export function beginDaemon(engine: Engine, pid: Pid, changes: Partial<EngineSettings>): readonly Resting[] {
  engine.daemon = pid;
  engine.settings = { ...engine.original, ...changes };
  engine.isLeaving = false;
  for (const container of byAge(engine))
    if (container.state === "restarting") giveUpRestart(engine, container);
  return engine.settings.liveRestore ? [] : restAll(engine);
}

/** Starts what its policy wants to run whenever the daemon does. */
export function startByPolicy(engine: Engine): void {
  for (const container of byAge(engine))
    if (!isRunning(container.state) && wantsToRun(container)) void startContainer(engine, container, false);
}

/** As its restart policy is asked when the daemon starts (moby container.ShouldRestart). */
const wantsToRun = ({ hostConfig, startedAt, stoppedByHand, exitCode, restartCount }: Container): boolean =>
  startedAt !== undefined &&
  isDue(hostConfig.RestartPolicy, {
    exitCode,
    restartCount,
    byHand: stoppedByHand,
    canceled: false,
    ran: 0,
    lastDelay: 0,
  });

/** The daemon is about to end: nothing is restarted from now on, and everything that runs is told to stop. */
export function leave(engine: Engine): readonly Resting[] {
  engine.isLeaving = true;
  for (const container of byAge(engine))
    if (container.state === "restarting") giveUpRestart(engine, container);
  return engine.settings.liveRestore ? [] : restAll(engine);
}

function restAll(engine: Engine): Resting[] {
  return byAge(engine)
    .filter(({ state }) => state === "running" || state === "paused")
    .map((container) => rest(engine, container))
    .sort((a, b) => a.timeout - b.timeout);
}

function rest(engine: Engine, container: Container): Resting {
  const { id, runs, config, state, pid } = container;
  const signal = stopSignalOf(container);
  engine.commit({ kind: "container-killed", id, signal, cancels: false, byDaemon: true, told: true });
  const process = engine.kernel.processes.find(pid);
  if (process !== undefined) engine.kernel.signals.send(process, signal, undefined);
  if (state === "paused") void unpauseContainer(engine, id);
  return { id, runs, timeout: config.StopTimeout ?? DEFAULT_STOP_TIMEOUT };
}

/** What did not stop in time. */
export function endNow(engine: Engine, id: string): void {
  const container = lookUp(engine.state.containers, id);
  const process = container && engine.kernel.processes.find(container.pid);
  if (process === undefined) return;
  engine.commit({
    kind: "container-killed",
    id,
    signal: SIGKILL,
    cancels: false,
    byDaemon: true,
    told: true,
  });
  engine.kernel.signals.send(process, SIGKILL, undefined);
}

/** A socket of the daemon's own, as -H unix://PATH asks for it; what may be wrong with that. */
export function listenOn(engine: Engine, path: string, entry: ForkEntry<unknown>): Errno | undefined {
  const { kernel, daemon } = engine;
  void kernel.vfs.remove(engine.files.view, path, false, engine.now);
  const made = listenAsTask(kernel, engine.base, path, { process: daemon, entry, data: undefined });
  return failed(made) ? made : undefined;
}
