// The next state after an event: the only writer of what the daemon knows. Pure: shelves and the records
// on them are replaced. Every case says just what changes; whether it may happen was decided before (engine).

import { assert, must } from "../base/assert.ts";
import { SECOND, type Instant } from "../base/time.ts";
import type { Container, Endpoint } from "./container.ts";
import { transition, type LifecycleEvent } from "./container-lifecycle.ts";
import type { BuildEvent, ContainerEvent, Event, ImageEvent, NetworkEvent, VolumeEvent } from "./event.ts";
import { unwatched } from "./health.ts";
import { addLinks, dropLink, dropLinks, renameLinks } from "./links.ts";
import { withoutTaken, withTaken, type Network } from "./network.ts";
import { changeContainer, containerAt, type ContainerDraft, type NextState } from "./next-state.ts";
import { lookUp, putOn, takeOff } from "./shelf.ts";
import { addChild, addName, addUser, dropChild, dropName, dropUser, hexOf } from "./users.ts";
import { familyOf, portKey, type EngineState, type TakenPort } from "./state.ts";

export function apply(state: EngineState, events: readonly Event[]): EngineState {
  const next: NextState = { ...state };
  for (const event of events) {
    applyOne(next, event);
    next.eventCount++;
  }
  return next;
}

function applyOne(state: NextState, event: Event): void {
  if ("id" in event) applyToContainer(state, event);
  else if (event.kind.startsWith("image-")) applyToImages(state, event as ImageEvent & Event);
  else if (event.kind.startsWith("network-")) applyToNetworks(state, event as NetworkEvent);
  else if (event.kind.startsWith("volume-")) applyToVolumes(state, event as VolumeEvent);
  else if (event.kind.startsWith("build-")) applyToBuildCache(state, event as BuildEvent);
}

// ---- containers

function move(draft: ContainerDraft, event: LifecycleEvent): void {
  const next = transition(draft.state, event);
  assert(next, `container ${draft.id} is ${draft.state}: it cannot ${event}`);
  draft.state = next;
}

function applyToContainer(
  state: NextState,
  event: ContainerEvent & { readonly id: string; readonly at: number },
): void {
  if (event.kind === "container-created") {
    state.containers = putOn(state.containers, event.id, event.container);
    state.containerNames = putOn(state.containerNames, event.container.name, event.id);
    addLinks(state, event.container);
    addUser(state, event.container);
    return;
  }
  if (event.kind === "container-destroyed") return destroy(state, event.id);
  if (event.kind.startsWith("exec-")) return applyToExec(state, event);
  changeContainer(state, event.id, (draft) => {
    changeLife(state, draft, event);
    changeRecord(state, draft, event);
  });
}

function destroy(state: NextState, id: string): void {
  const gone = containerAt(state, id);
  const { name, execs, endedExecs } = gone;
  if (lookUp(state.containerNames, name) === id) state.containerNames = takeOff(state.containerNames, name);
  dropLinks(state, gone);
  for (const exec of [...execs, ...endedExecs.map(([ended]) => ended)])
    state.execs = takeOff(state.execs, exec);
  dropUser(state, gone);
  state.containers = takeOff(state.containers, id);
}

/** Events that move it from one state of its lifecycle to another. */
function changeLife(
  state: NextState,
  draft: ContainerDraft,
  event: ContainerEvent & { readonly at: number },
): void {
  switch (event.kind) {
    case "container-started":
      return started(state, draft, event);
    case "container-died":
      return died(state, draft, event);
    case "container-restart-canceled":
      move(draft, "stop");
      if (event.exitCode !== undefined) draft.exitCode = event.exitCode;
      return;
    case "container-paused":
      draft.health = unwatched(draft.health);
      return move(draft, "pause");
    case "container-unpaused":
      return move(draft, "unpause");
    case "container-removal-begun":
      return move(draft, "remove");
    default:
  }
}

function started(
  state: NextState,
  draft: ContainerDraft,
  event: Extract<ContainerEvent, { kind: "container-started" }> & { readonly at: number },
): void {
  move(draft, draft.state === "restarting" ? "due" : "start");
  draft.pid = event.pid;
  draft.sandbox = event.sandbox;
  draft.health = event.health;
  const isFirst = draft.startedAt === undefined;
  draft.startedAt = event.at;
  if (isFirst && draft.mountPoints.some(({ origin }) => origin === "volumes-from")) addUser(state, draft);
  draft.exitCode = 0;
  draft.error = "";
  draft.oomKilled = false;
  draft.restartedByHand = false;
  draft.runs++;
  if (!event.byHand) return;
  draft.stoppedByHand = false;
  draft.restartCanceled = false;
  draft.restartCount = 0;
  draft.lastDelay = 0;
}

function died(
  state: NextState,
  draft: ContainerDraft,
  event: Extract<ContainerEvent, { kind: "container-died" }> & { readonly at: number },
): void {
  move(draft, event.restartIn === undefined ? "exit" : "exit-to-restart");
  draft.pid = 0;
  draft.exitCode = event.exitCode;
  draft.health = unwatched(draft.health);
  draft.finishedAt = event.at;
  draft.sandbox = undefined;
  withdraw(state, draft);
  if (event.restartIn === undefined) return;
  draft.restartCount++;
  draft.lastDelay = event.restartIn;
}

const NO_PORTS: Container["ports"] = new Map();

function withdraw(state: NextState, draft: ContainerDraft): void {
  for (const { protocol, address, port } of draft.takenPorts) {
    const key = portKey(protocol, familyOf(address), port);
    const left = (lookUp(state.portHolders, key) ?? []).filter((other) => other !== address);
    if (left.length === 0) state.portHolders = takeOff(state.portHolders, key);
    else state.portHolders = putOn(state.portHolders, key, left);
  }
  if (draft.takenPorts.length > 0) draft.takenPorts = [];
  if (draft.ports.size > 0) draft.ports = NO_PORTS;
}

function takePorts(state: NextState, taken: readonly TakenPort[]): void {
  for (const { protocol, address, port } of taken) {
    const key = portKey(protocol, familyOf(address), port);
    state.portHolders = putOn(state.portHolders, key, [...(lookUp(state.portHolders, key) ?? []), address]);
  }
}

/** Events that change something else of it. */
function changeRecord(state: NextState, draft: ContainerDraft, event: ContainerEvent): void {
  switch (event.kind) {
    case "container-start-failed":
      draft.exitCode = event.exitCode;
      draft.error = event.error;
      return;
    case "container-killed":
      if (event.byDaemon !== true) draft.stoppedByHand = true;
      if (event.cancels) draft.restartCanceled = true;
      return;
    case "container-hostname-taken":
      draft.config = { ...draft.config, Hostname: event.hostname, Domainname: event.domainname };
      return;
    case "container-restart-begun":
      draft.restartedByHand = true;
      return;
    case "container-oom":
      draft.oomKilled = true;
      return;
    case "container-stdin-closed":
      if (draft.sandbox !== undefined) draft.sandbox = { ...draft.sandbox, stdin: undefined };
      return;
    case "container-renamed":
      state.containerNames = takeOff(state.containerNames, event.oldName);
      state.containerNames = putOn(state.containerNames, event.name, draft.id);
      renameLinks(state, draft, event.oldName, event.name);
      draft.name = event.name;
      return;
    case "container-unlinked":
      draft.links = dropLink(state, draft, event.alias);
      return;
    case "container-updated":
      draft.hostConfig = event.hostConfig;
      return;
    case "container-probed":
      draft.health = event.health;
      return;
    case "container-resized":
      draft.terminal = [event.rows, event.columns];
      return;
    case "ports-published":
      draft.ports = event.ports;
      draft.takenPorts = event.taken;
      takePorts(state, event.taken);
      if (event.last.size > 0) state.lastPorts = new Map([...state.lastPorts, ...event.last]);
      return;
    case "ports-withdrawn":
      return withdraw(state, draft);
    default:
  }
}

/** moby daemon/exec.go execCommandGC: marks every five minutes, removes what was marked before. */
const EXEC_KEPT = 10 * 60 * SECOND;

/** Forgets those that ended long ago; those that are still remembered. */
function forgetExecs(state: NextState, { endedExecs }: Container, now: Instant): Container["endedExecs"] {
  const isOld = ([, at]: readonly [string, Instant]): boolean => at + EXEC_KEPT < now;
  for (const [id] of endedExecs.filter(isOld)) state.execs = takeOff(state.execs, id);
  return endedExecs.filter((ended) => !isOld(ended));
}

function applyToExec(
  state: NextState,
  event: ContainerEvent & { readonly id: string; readonly at: Instant },
): void {
  switch (event.kind) {
    case "exec-created":
      state.execs = putOn(state.execs, event.exec.id, event.exec);
      changeContainer(state, event.id, (draft) => {
        draft.execs = [...draft.execs, event.exec.id];
      });
      return;
    case "exec-started": {
      const exec = must(lookUp(state.execs, event.exec), `no exec ${event.exec}`);
      state.execs = putOn(state.execs, event.exec, {
        ...exec,
        state: "running",
        pid: event.pid,
        stdin: event.stdin,
        pty: event.pty,
      });
      return;
    }
    case "exec-stdin-closed": {
      const exec = must(lookUp(state.execs, event.exec), `no exec ${event.exec}`);
      state.execs = putOn(state.execs, event.exec, { ...exec, stdin: undefined });
      return;
    }
    case "exec-died": {
      const exec = must(lookUp(state.execs, event.exec), `no exec ${event.exec}`);
      state.execs = putOn(state.execs, event.exec, {
        ...exec,
        state: "ended",
        pid: 0,
        exitCode: event.exitCode,
        stdin: undefined,
        pty: undefined,
      });
      const ended = forgetExecs(state, containerAt(state, event.id), event.at);
      changeContainer(state, event.id, (draft) => {
        draft.execs = draft.execs.filter((id) => id !== event.exec);
        draft.endedExecs = [...ended, [event.exec, event.at]];
      });
      return;
    }
    default:
  }
}

// ---- images

function applyToImages(state: NextState, event: ImageEvent & { readonly at: number }): void {
  switch (event.kind) {
    case "image-added":
      state.images = putOn(state.images, hexOf(event.image.id), event.image);
      if (event.image.parent !== "") addChild(state, event.image.parent, event.image.id);
      return;
    case "image-tagged": {
      const before = lookUp(state.references, event.name);
      if (before !== undefined) dropName(state, before.image, event.name);
      state.references = putOn(state.references, event.name, { name: event.name, image: event.image });
      addName(state, event.image, event.name);
      const image = lookUp(state.images, hexOf(event.image));
      if (image !== undefined && event.told !== false)
        state.images = putOn(state.images, hexOf(event.image), { ...image, lastTagged: event.at });
      return;
    }
    case "image-parent-set": {
      const image = lookUp(state.images, hexOf(event.image));
      if (image === undefined || image.parent === event.parent) return;
      if (image.parent !== "") dropChild(state, image.parent, event.image);
      state.images = putOn(state.images, hexOf(event.image), { ...image, parent: event.parent });
      addChild(state, event.parent, event.image);
      return;
    }
    case "image-untagged":
      state.references = takeOff(state.references, event.name);
      dropName(state, event.image, event.name);
      return;
    case "image-deleted": {
      const image = lookUp(state.images, hexOf(event.image));
      if (image !== undefined && image.parent !== "") dropChild(state, image.parent, event.image);
      state.images = takeOff(state.images, hexOf(event.image));
      return;
    }
    default:
  }
}

// ---- networks and volumes

function applyToNetworks(state: NextState, event: NetworkEvent): void {
  if (event.kind === "network-created") {
    state.networks = putOn(state.networks, event.network.id, event.network);
    if (lookUp(state.networkNames, event.network.name) === undefined)
      state.networkNames = putOn(state.networkNames, event.network.name, event.network.id);
    return;
  }
  if (event.kind === "network-endpoint-set")
    return changeEndpoints(state, event.container, (all) => withEndpoint(all, event.endpoint));
  if (event.kind === "network-endpoint-dropped")
    return changeEndpoints(state, event.container, (all) => all.filter((e) => e.network !== event.network));
  const network = must(lookUp(state.networks, event.network), `no network ${event.network}`);
  const { id, name } = network;
  switch (event.kind) {
    case "network-removed":
      state.networks = takeOff(state.networks, id);
      if (lookUp(state.networkNames, name) === id) state.networkNames = takeOff(state.networkNames, name);
      return;
    case "network-connected":
    case "network-disconnected":
      settleAddresses(state, network, event, event.kind === "network-connected");
      changeEndpoints(state, event.container, (all) => withEndpoint(all, event.endpoint));
      return;
    case "network-address-taken":
    case "network-address-given-back":
      settleAddresses(state, network, event, event.kind === "network-address-taken");
      return;
  }
}

interface Addresses {
  readonly address?: number | undefined;
  readonly address6?: string | undefined;
}

/** Of an endpoint that comes, or one that goes. */
function settleAddresses(
  state: NextState,
  network: Network,
  { address, address6 }: Addresses,
  takes: boolean,
): void {
  if (address === undefined && address6 === undefined) return;
  const { taken, taken6 } = network;
  state.networks = putOn(state.networks, network.id, {
    ...network,
    taken: address === undefined ? taken : (takes ? withTaken : withoutTaken)(taken, address),
    taken6: takes
      ? address6 === undefined
        ? taken6
        : [...taken6, address6]
      : taken6.filter((other) => other !== address6),
  });
}

type Endpoints = Container["endpoints"];

function changeEndpoints(state: NextState, id: string, change: (all: Endpoints) => Endpoints): void {
  if (lookUp(state.containers, id) === undefined) return;
  changeContainer(state, id, (draft) => {
    draft.endpoints = change(draft.endpoints);
  });
}

/** In the place of the one on the same network, else as the last. */
const withEndpoint = (all: Endpoints, endpoint: Endpoint): Endpoints =>
  all.some(({ network }) => network === endpoint.network)
    ? all.map((other) => (other.network === endpoint.network ? endpoint : other))
    : [...all, endpoint];

function applyToVolumes(state: NextState, event: VolumeEvent): void {
  if (event.kind === "volume-created") state.volumes = putOn(state.volumes, event.volume.name, event.volume);
  else if (event.kind === "volume-removed") state.volumes = takeOff(state.volumes, event.volume);
}

function applyToBuildCache(state: NextState, event: BuildEvent): void {
  if (event.kind === "build-step-cached")
    state.buildCache = putOn(state.buildCache, event.record.key, event.record);
  else state.buildCache = takeOff(state.buildCache, event.key);
}
