// A container's network while it runs: its namespace, an address from the bridge's pool, a veth pair, what
// its ports are published as. Frames and translation come later and find their links and ports here.

import { must } from "../base/assert.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { Link } from "../netsim/net-namespace.ts";
import type { EndpointSettings, PortBinding } from "../model/container-config.ts";
import type { Container, Endpoint } from "../model/container.ts";
import { findContainer, findNetwork } from "../model/lookup.ts";
import { lowestFree, type Network } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { emptyEndpointSettings } from "./endpoint-settings.ts";
import { formatAddress, parseAddress, parseSubnet } from "../netsim/address.ts";

export interface SandboxNetwork {
  readonly netNamespace: number;
  readonly owned: boolean;
  /** those that the container's own name leads to */
  readonly addresses: readonly string[];
}

export function joinNetwork(engine: Engine, effects: Effects, container: Container): Result<SandboxNetwork> {
  const mode = container.hostConfig.NetworkMode;
  if (mode.startsWith("container:")) return joinOther(engine, mode.slice("container:".length));
  if (mode === "host") return ok({ netNamespace: hostNetNamespace(engine), owned: false, addresses: [] });
  return createSandbox(engine, effects, container);
}

export const hostNetNamespace = (engine: Engine): number =>
  engine.kernel.processes.get(engine.daemon).netNamespace;

function joinOther(engine: Engine, id: string): Result<SandboxNetwork> {
  const other = findContainer(engine.state, id);
  if (!other.ok)
    return dockerError("system", `joining network namespace of container: ${other.error.message}`);
  const { sandbox } = other.value;
  if (sandbox === undefined)
    return dockerError("conflict", `cannot join network of a non running container: ${other.value.id}`);
  return ok({ netNamespace: sandbox.netNamespace, owned: false, addresses: [] });
}

function createSandbox(engine: Engine, effects: Effects, container: Container): Result<SandboxNetwork> {
  const { kernel } = engine;
  const namespace = kernel.netNamespaces.create();
  effects.done(namespace.id, (id) => kernel.netNamespaces.remove(id));
  // Ports below 1024 are open to everybody in a container (moby daemon/oci_linux.go).
  namespace.firstFreePort = 0;
  const addresses: string[] = [];
  for (const endpoint of container.endpoints) {
    const network = findNetwork(engine.state, endpoint.network);
    if (!network.ok)
      return dockerError("not-found", `failed to set up container networking: ${network.error.message}`);
    const joined = joinOne(engine, effects, container, endpoint, network.value, namespace.id);
    if (!joined.ok) return joined;
    if (joined.value !== undefined) addresses.push(joined.value);
  }
  return ok({ netNamespace: namespace.id, owned: true, addresses });
}

/** The address that it got; none on a network of the null driver. */
function joinOne(
  engine: Engine,
  effects: Effects,
  container: Container,
  endpoint: Endpoint,
  network: Network,
  namespace: number,
): Result<string | undefined> {
  const endpointId = engine.newId();
  if (network.driver !== "bridge") {
    const settings = { ...endpoint.settings, NetworkID: network.id, EndpointID: endpointId };
    connect(engine, effects, container, { ...endpoint, settings, veth: "" }, network, undefined);
    return ok(undefined);
  }
  const pool = must(network.pools[0], `network ${network.name} has no pool`);
  const { base, prefix } = must(parseSubnet(pool.subnet), `bad subnet ${pool.subnet}`);
  const number = lowestFree(network.taken, 1, 2 ** (32 - prefix) - 2);
  if (number === undefined)
    return dockerError(
      "system",
      `failed to set up container networking: no available IPv4 addresses on this network's address pools: ${network.name} (${network.id})`,
    );
  const address = formatAddress(base + number);
  const mac = endpoint.settings.MacAddress || container.config.MacAddress || randomMac(engine);
  const veth = `veth${engine.random.hex(7)}`;
  const settings: EndpointSettings = {
    ...(endpoint.settings ?? emptyEndpointSettings()),
    NetworkID: network.id,
    EndpointID: endpointId,
    Gateway: pool.gateway,
    IPAddress: address,
    IPPrefixLen: prefix,
    MacAddress: mac,
  };
  layVeth(engine, effects, { namespace, network, veth, mac, address, prefix, gateway: pool.gateway });
  connect(engine, effects, container, { ...endpoint, settings, veth }, network, number);
  return ok(address);
}

function connect(
  engine: Engine,
  effects: Effects,
  container: Container,
  endpoint: Endpoint,
  network: Network,
  address: number | undefined,
): void {
  engine.commit({
    kind: "network-connected",
    network: network.id,
    container: container.id,
    endpoint,
    address,
  });
  effects.done(endpoint, () => leaveOne(engine, container.id, endpoint));
}

/** Gives the address and the links of one endpoint back. */
export function leaveOne(engine: Engine, container: string, endpoint: Endpoint): void {
  const network = lookUp(engine.state.networks, endpoint.settings.NetworkID);
  if (network === undefined || endpoint.settings.EndpointID === "") return;
  const base = network.pools[0] === undefined ? undefined : parseSubnet(network.pools[0].subnet)?.base;
  const own = endpoint.settings.IPAddress;
  const address = own === "" || base === undefined ? undefined : (parseAddress(own) as number) - base;
  if (endpoint.veth !== "") removeLink(engine, endpoint.veth);
  const { IPAMConfig, Links, Aliases, DriverOpts, GwPriority } = endpoint.settings;
  const asked = { ...emptyEndpointSettings(), IPAMConfig, Links, Aliases, DriverOpts, GwPriority };
  engine.commit({
    kind: "network-disconnected",
    network: network.id,
    container,
    endpoint: { ...endpoint, settings: asked, veth: "" },
    address,
  });
}

/** Everything that a container has of networks, when it ends. */
export function leaveNetworks(engine: Engine, container: Container): void {
  for (const endpoint of container.endpoints) leaveOne(engine, container.id, endpoint);
  if (container.sandbox?.ownsNetwork) engine.kernel.netNamespaces.remove(container.sandbox.netNamespace);
}

// ---- links

interface VethPlan {
  readonly namespace: number;
  readonly network: Network;
  readonly veth: string;
  readonly mac: string;
  readonly address: string;
  readonly prefix: number;
  readonly gateway: string;
}

function layVeth(engine: Engine, effects: Effects, plan: VethPlan): void {
  const { netNamespaces } = engine.kernel;
  const outer = netNamespaces.takeLinkIndex();
  const inside = netNamespaces.own(plan.namespace);
  const index = inside.links.length + 1;
  const eth: Link = {
    index,
    name: `eth${index - 2}`,
    kind: "veth",
    mac: plan.mac,
    mtu: 1500,
    up: true,
    addresses: [{ address: plan.address, prefix: plan.prefix }],
    peer: outer,
  };
  inside.links = [...inside.links, eth];
  const subnet = must(plan.network.pools[0], "a bridge without a pool").subnet;
  inside.routes = [
    ...(inside.routes.some((route) => route.to === "default")
      ? []
      : [{ to: "default", via: plan.gateway, link: eth.name, source: undefined }]),
    ...inside.routes,
    { to: subnet, via: undefined, link: eth.name, source: plan.address },
  ];
  const host = netNamespaces.own(hostNetNamespace(engine));
  const port: Link = {
    index: outer,
    name: plan.veth,
    kind: "veth",
    mac: randomMac(engine),
    mtu: 1500,
    up: true,
    addresses: [],
    peer: index,
    ...(plan.network.link === undefined ? {} : { master: plan.network.link }),
  };
  host.links = [...host.links, port];
  effects.done(plan.veth, (name) => removeLink(engine, name));
}

function removeLink(engine: Engine, name: string): void {
  const host = engine.kernel.netNamespaces.own(hostNetNamespace(engine));
  host.links = host.links.filter((link) => link.name !== name);
}

/** Locally administered, not a group's (moby libnetwork/netutils GenerateRandomMAC). */
export function randomMac(engine: Engine): string {
  const bytes = engine.random.bytes(6);
  bytes[0] = ((bytes[0] as number) & 0xfe) | 0x02;
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(":");
}

// ---- published ports

/** What each exposed port is published as; null for one that is only exposed. */
export function publishedPorts(
  engine: Engine,
  container: Container,
): ReadonlyMap<string, readonly PortBinding[] | null> {
  const mode = container.hostConfig.NetworkMode;
  if (mode === "host" || mode === "none" || mode.startsWith("container:")) return new Map();
  const all = new Map<string, readonly PortBinding[] | null>();
  const exposed = new Set([
    ...(container.config.ExposedPorts?.keys() ?? []),
    ...(container.hostConfig.PortBindings?.keys() ?? []),
  ]);
  for (const port of exposed) {
    const bindings =
      container.hostConfig.PortBindings?.get(port) ??
      (container.hostConfig.PublishAllPorts ? [{ HostIp: "", HostPort: "" }] : []);
    all.set(port, bindings.length === 0 ? null : bindings.flatMap((binding) => publish(engine, binding)));
  }
  return all;
}

const FIRST_DYNAMIC = 32_768;

function publish(engine: Engine, { HostIp, HostPort }: PortBinding): PortBinding[] {
  const port =
    HostPort === "" || HostPort === "0"
      ? String(FIRST_DYNAMIC + engine.random.below(28_232))
      : (HostPort.split("-")[0] as string);
  const addresses = HostIp === "" ? ["0.0.0.0", "::"] : [HostIp];
  return addresses.map((address) => ({ HostIp: address, HostPort: port }));
}
