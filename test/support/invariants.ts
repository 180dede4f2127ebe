// What must hold in a host between any two commands, whatever they were and however they failed: what the daemon
// knows agrees with itself, with what the kernel holds, and nothing is held for a container that does not run.

import { expect } from "vitest";
import { must } from "../../src/base/assert.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Container } from "../../src/model/container.ts";
import type { Lifecycle } from "../../src/model/container-lifecycle.ts";
import { keysOf, lookUp, valuesOf, type Shelf } from "../../src/model/shelf.ts";
import { familyOf, portKey, type EngineState } from "../../src/model/state.ts";
import { hexOf } from "../../src/model/users.ts";
import type { Host } from "../../src/world/host.ts";

export function checkInvariants(host: Host): void {
  const engine = must(host.engine, "a host with Docker");
  checkNames(engine.state);
  checkUsers(engine.state);
  checkPorts(engine.state);
  checkAddresses(engine.state);
  checkSandboxes(engine);
}

/** How many of each thing the kernel holds: two moments at which the same containers are there agree in it. */
export function holdings({ kernel, engine }: Host): Record<string, number> {
  return {
    processes: kernel.processes.count,
    pidNamespaces: kernel.processes.pidNamespaceCount,
    fileSystems: kernel.fileSystems.size,
    mountNamespaces: kernel.mountNamespaces.size,
    netNamespaces: kernel.netNamespaces.count,
    cgroups: kernel.cgroups.count,
    openFiles: kernel.openFiles.count,
    pipes: kernel.pipes.count,
    terminals: kernel.ptys.count,
    sockets: kernel.sockets.count,
    links: kernel.netNamespaces.get(0).links.length,
    attachments: engine?.attachments.size ?? 0,
    waiters: engine?.waiters.size ?? 0,
    probes: engine?.probeOutput.size ?? 0,
    execs: engine?.state.execs.count ?? 0,
  };
}

/** It has a first process. */
const isLive = (state: Lifecycle): boolean => state === "running" || state === "paused";

const sorted = (values: Iterable<string>): string[] => [...values].sort();

function checkShelf(shelf: Shelf<unknown>): void {
  expect([...keysOf(shelf)].length).toBe(shelf.count);
}

// ---- what the daemon knows

function checkNames(state: EngineState): void {
  for (const shelf of Object.values(state) as unknown[])
    if (typeof shelf === "object" && shelf !== null && "boxes" in shelf) checkShelf(shelf as Shelf<unknown>);
  const containers = [...valuesOf(state.containers)];
  expect(sorted(keysOf(state.containerNames))).toEqual(sorted(containers.map(({ name }) => name)));
  for (const { id, name } of containers) expect(lookUp(state.containerNames, name)).toBe(id);
  for (const name of keysOf(state.networkNames)) {
    const id = must(lookUp(state.networkNames, name), name);
    expect(lookUp(state.networks, id)?.name).toBe(name);
  }
  for (const { name, image } of valuesOf(state.references)) {
    expect(lookUp(state.images, hexOf(image)), name).toBeDefined();
  }
}

/** A table of lists, each without what is there twice, and none empty. */
class Lists {
  readonly lists = new Map<string, Set<string>>();
  add(key: string, value: string): void {
    const list = this.lists.get(key) ?? new Set();
    this.lists.set(key, list.add(value));
  }
  sorted(): [string, string[]][] {
    return [...this.lists]
      .map(([key, list]): [string, string[]] => [key, sorted(list)])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** The indexes of who needs an image or a volume are what a search through all containers finds. */
function checkUsers(state: EngineState): void {
  const [ofImages, ofVolumes] = [new Lists(), new Lists()];
  for (const { id, imageId, mountPoints, startedAt } of valuesOf(state.containers)) {
    if (imageId !== "") ofImages.add(hexOf(imageId), id);
    for (const { type, name, image, origin } of mountPoints) {
      if (image !== undefined) ofImages.add(hexOf(image), id);
      if (type !== "volume" || (origin === "volumes-from" && startedAt === undefined)) continue;
      ofVolumes.add(name, id);
      if (origin !== "volumes-from") expect(lookUp(state.volumes, name), `volume ${name}`).toBeDefined();
    }
  }
  const [imagesNow, volumesNow] = [new Lists(), new Lists()];
  for (const key of keysOf(state.imageUsers)) {
    const { containers, names, children } = must(lookUp(state.imageUsers, key), key);
    expect(containers.count + names.length + children.length).toBeGreaterThan(0);
    for (const id of keysOf(containers)) imagesNow.add(key, id);
    for (const name of names) expect(lookUp(state.references, name)?.image).toBe(`sha256:${key}`);
  }
  for (const key of keysOf(state.volumeUsers))
    for (const id of keysOf(must(lookUp(state.volumeUsers, key), key))) volumesNow.add(key, id);
  expect(imagesNow.sorted()).toEqual(ofImages.sorted());
  expect(volumesNow.sorted()).toEqual(ofVolumes.sorted());
}

function checkPorts(state: EngineState): void {
  const [held, now] = [new Lists(), new Lists()];
  for (const container of valuesOf(state.containers)) {
    for (const { protocol, address, port } of container.takenPorts)
      held.add(portKey(protocol, familyOf(address), port), address);
    if (!isLive(container.state)) expect(container.takenPorts).toEqual([]);
  }
  for (const key of keysOf(state.portHolders))
    for (const address of must(lookUp(state.portHolders, key), key)) now.add(key, address);
  expect(now.sorted()).toEqual(held.sorted());
}

function checkAddresses(state: EngineState): void {
  for (const { id, name, taken, pools } of valuesOf(state.networks)) {
    if (pools[0] === undefined) continue;
    const numbers = Object.entries(taken).flatMap(([word, bits]) =>
      Array.from({ length: 32 }, (_, bit) => bit)
        .filter((bit) => (bits & (1 << bit)) !== 0)
        .map((bit) => Number(word) * 32 + bit),
    );
    const held = [...valuesOf(state.containers)].flatMap(({ endpoints }) =>
      endpoints
        .filter(({ settings }) => settings.NetworkID === id && settings.IPAddress !== "")
        .map(({ settings }) => settings.IPAddress),
    );
    const gateways = pools[0].gateway === "" ? 0 : 1;
    expect(new Set(held).size, `addresses of ${name}`).toBe(held.length);
    expect(numbers.length, `addresses of ${name}`).toBe(held.length + gateways);
  }
}

// ---- what the kernel holds for containers

function checkSandboxes(engine: Engine): void {
  const { kernel, state } = engine;
  const containers = [...valuesOf(state.containers)];
  for (const container of containers) checkSandbox(engine, container);
  const live = containers.filter(({ sandbox }) => sandbox !== undefined);
  const own = kernel.mountNamespaces.get(kernel.processes.get(engine.daemon).mountNamespace).id;
  const used = new Set([...kernel.processes.values()].map(({ mountNamespace }) => mountNamespace));
  for (const { id } of kernel.mountNamespaces.values())
    if (id !== own && !used.has(id)) expect(live.map(({ sandbox }) => sandbox?.mountNamespace)).toContain(id);
  const veths = live
    .flatMap(({ endpoints }) => endpoints.map(({ veth }) => veth))
    .filter((veth) => veth !== "");
  const links = kernel.netNamespaces.get(0).links.filter(({ kind }) => kind === "veth");
  expect(sorted(links.map(({ name }) => name))).toEqual(sorted(veths));
  const groups = [...kernel.cgroups.values()].filter(({ path }) => /\/[0-9a-f]{64}$/.test(path));
  expect(sorted(groups.map(({ path }) => path.slice(-64)))).toEqual(sorted(live.map(({ id }) => id)));
}

function checkSandbox({ kernel, state }: Engine, container: Container): void {
  const { id, name, pid, sandbox, endpoints, execs, tree } = container;
  expect(kernel.fileSystems.isDynamic(tree), `files of ${name}`).toBe(false);
  expect(isLive(container.state), `${name} is ${container.state}`).toBe(sandbox !== undefined);
  if (sandbox === undefined) {
    expect([pid, execs], name).toEqual([0, []]);
    for (const { veth, settings } of endpoints) expect([veth, settings.IPAddress]).toEqual(["", ""]);
    return;
  }
  expect(kernel.processes.find(pid), `process of ${name}`).toBeDefined();
  expect(kernel.processes.find(sandbox.shim), `shim of ${name}`).toBeDefined();
  expect(kernel.processes.get(pid).cgroup).toBe(sandbox.cgroup);
  for (const exec of execs) expect(lookUp(state.execs, exec)?.container).toBe(id);
}
