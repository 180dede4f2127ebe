// The daemon of one host: what it knows (an immutable state), what it was told to be, and the kernel that it
// works on. An operation looks at the state, decides, lets events happen with `commit`, and carries out what
// follows on the kernel; effects.ts undoes the latter in reverse if one step fails. Operations are plain
// functions in the files beside this one; whatever has to wait is a task of dockerd's (tasks.ts).
//
// Not here: the API's shapes and routes (api), how a command line becomes a request (cli).

import type { Forwarding } from "./port-forwarding.ts";
import { SIGKILL } from "../base/signals.ts";
import { AppendLog } from "../base/append-log.ts";
import { Random } from "../base/random.ts";
import { Snapshotter } from "../fs/snapshotter.ts";
import { Tree } from "../fs/tree.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { INIT } from "../kernel/process-store.ts";
import type { Process } from "../kernel/process.ts";
import type { ForkEntry, Pid } from "../kernel/sys.ts";
import { apply } from "../model/apply.ts";
import { dockerEventsOf, type DockerEvent } from "../model/docker-event.ts";
import type { Exec } from "../model/container.ts";
import type { Event, Happening } from "../model/event.ts";
import { lookUp } from "../model/shelf.ts";
import { emptyState, type EngineState } from "../model/state.ts";
import type { Attachment } from "./attachments.ts";
import type { Beginning } from "./beginning.ts";
import type { BuildStep } from "./build-step.ts";
import type { PrintedPiece } from "./captured-output.ts";
import { containerChannel, EVENTS_CHANNEL } from "./channels.ts";
import { HostFiles } from "./host-files.ts";
import { LogFiles } from "./log-files.ts";
import type { EngineSettings } from "./settings.ts";
import { tellWaiters, type Waiter } from "./waiters.ts";

/** Published ports of an endpoint, and the processes that carry connections to them. */
export interface Forwarded {
  readonly ports: readonly Forwarding[];
  readonly proxies: readonly Pid[];
}

/** Who is told of everything that happens, in the order in which it does. */
export type EventListener = (event: Event, before: EngineState, after: EngineState) => void;

export class Engine {
  state: EngineState;
  /** what the daemon that runs, or ran last, was told to be */
  settings: EngineSettings;
  /** the daemon is about to end */
  isLeaving: boolean;
  /** what `docker events` tells, from the beginning */
  told: AppendLog<DockerEvent>;
  readonly snapshots: Snapshotter;
  readonly files: HostFiles;
  readonly logs: LogFiles;
  readonly random: Random;
  /** container or exec id -> who sees what it prints; lists are replaced, never changed */
  readonly attachments: Map<string, readonly Attachment[]>;
  /** exec id of a running probe -> what it has printed */
  readonly probeOutput: Map<string, string>;
  /** steps of builds that run, or have ended and were not looked at yet; records are replaced, never changed */
  readonly buildSteps: Map<string, BuildStep>;
  /** container of a classic build -> what it printed and nobody took yet; replaced, never changed */
  readonly captured: Map<string, readonly PrintedPiece[]>;
  readonly waiters: Map<number, Waiter>;
  /** endpoint id -> what makes its published ports reachable */
  readonly forwarded: Map<string, Forwarded>;
  nextWaiter: number;
  readonly listeners: EventListener[] = [];
  /** told of bytes that go into logs, as a world keeps account of what it is filled with */
  onLogged: ((bytes: number) => void) | undefined;
  /** whose call is being carried out */
  caller: Process | undefined;

  constructor(
    readonly kernel: Kernel,
    /** what it is set to while nobody says otherwise */
    readonly original: EngineSettings,
    /** dockerd's process, or the last there was; its tasks serve requests */
    public daemon: Pid,
    random: Random,
    origin?: Engine,
    beginning?: Beginning,
  ) {
    this.random = origin ? Random.from(origin.random.state) : random;
    this.state = (origin ?? beginning)?.state ?? emptyState();
    this.told = origin ? origin.told.fork() : new AppendLog();
    this.snapshots = (origin ?? beginning)?.snapshots.fork() ?? new Snapshotter();
    this.attachments = new Map(origin?.attachments);
    this.probeOutput = new Map(origin?.probeOutput);
    this.buildSteps = new Map(origin?.buildSteps);
    this.captured = new Map(origin?.captured);
    this.waiters = new Map(origin?.waiters);
    this.forwarded = new Map(origin?.forwarded);
    this.nextWaiter = origin ? origin.nextWaiter : 1;
    this.settings = origin ? origin.settings : original;
    this.isLeaving = origin ? origin.isLeaving : false;
    this.files = new HostFiles(kernel);
    this.logs = new LogFiles(this, origin?.logs);
  }

  /** What an image without layers holds. */
  readonly emptyTree = new Tree({ type: "overlay" });

  /** Whether there is a daemon. Containers live and end without one, but nobody tells of it. */
  get isUp(): boolean {
    const process = this.kernel.processes.find(this.daemon);
    return process !== undefined && process.state !== "zombie";
  }

  /** Whose files, namespaces and rights the daemon has, and whatever it starts. */
  get base(): Process {
    return this.kernel.processes.get(INIT);
  }

  get now(): number {
    return this.kernel.now;
  }

  /** Lets things happen: the state moves on, and whoever waits for news of them looks again. */
  commit(...happenings: Happening[]): void {
    const at = this.kernel.now;
    for (const happening of happenings) {
      const event: Event = { ...happening, at };
      const before = this.state;
      this.state = apply(before, [event]);
      if ("id" in event) this.tellWaiters(event, before);
      if (this.isUp) for (const told of dockerEventsOf(event, before, this.state)) this.told.push(told);
      for (const listener of this.listeners) listener(event, before, this.state);
      if ("id" in event) this.kernel.wake(containerChannel(event.id));
    }
    this.kernel.wake(EVENTS_CHANNEL);
  }

  /** For what the daemon finds when it starts. */
  forgetEvents(): void {
    this.told = new AppendLog();
  }

  private tellWaiters(event: Event & { readonly id: string }, before: EngineState): void {
    const container = lookUp(this.state.containers, event.id) ?? lookUp(before.containers, event.id);
    if (container !== undefined)
      tellWaiters(this, event, { exitCode: container.exitCode, error: container.error });
  }

  newId(): string {
    return this.random.hex(64);
  }

  /** How often a container was started: names one run of it. */
  runsOf(id: string): number {
    return lookUp(this.state.containers, id)?.runs ?? 0;
  }

  /** Something of dockerd's that takes time. */
  spawnTask<D>(entry: ForkEntry<D>, data: D): void {
    this.kernel.processes.spawnTask(this.daemon, entry as ForkEntry<unknown>, data, new Map());
  }

  killExec(exec: Exec): void {
    const process = this.kernel.processes.find(exec.pid);
    if (process !== undefined) this.kernel.signals.send(process, SIGKILL, undefined);
  }
}
