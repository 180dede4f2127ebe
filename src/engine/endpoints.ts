// A container's endpoints on its networks while it runs: an address from the bridge's pool, a veth pair, ports on
// the host (moby daemon/container_operations.go connectToNetwork). Frames and translation are laid later and find
// their links and ports here.

import { must } from "../base/assert.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { EndpointSettings } from "../model/container-config.ts";
import type { Container, Endpoint } from "../model/container.ts";
import { findNetwork } from "../model/lookup.ts";
import { lowestFree, type Network } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import { formatAddress, parseAddress, parseSubnet } from "../netsim/address.ts";
import type { Link } from "../netsim/net-namespace.ts";
import type { Effects } from "./effects.ts";
import { emptyEndpointSettings } from "./endpoint-settings.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace, randomMac } from "./host-network.ts";
import { publishPorts } from "./ports.ts";
import { networkFailure } from "./runc-errors.ts";

/** Connects all of them; the addresses that the container's own name leads to. */
export function connectAll(
  engine: Engine,
  effects: Effects,
  container: Container,
  namespace: number,
): Result<readonly string[]> {
  const addresses: string[] = [];
  for (const endpoint of container.endpoints) {
    const network = findNetwork(engine.state, endpoint.network);
    if (!network.ok) return networkFailure(network.error);
    const joined = joinOne(engine, effects, container, endpoint, network.value, namespace);
    if (!joined.ok) return networkFailure(joined.error);
    if (joined.value !== undefined) addresses.push(joined.value);
  }
  return ok(addresses);
}

const isLinkLocal = (address: string): boolean => /^(?:169\.254\.|fe[89ab])/i.test(address);

/** The address that it got; none on a network of the null or host driver. */
function joinOne(
  engine: Engine,
  effects: Effects,
  container: Container,
  endpoint: Endpoint,
  network: Network,
  namespace: number,
): Result<string | undefined> {
  const local = endpoint.settings.IPAMConfig?.LinkLocalIPs?.find((address) => !isLinkLocal(address));
  if (local !== undefined) return dockerError("system", `invalid link local IP address: ${local}`);
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
      `no available IPv4 addresses on this network's address pools: ${network.name} (${network.id})`,
    );
  const address = formatAddress(base + number);
  const mac = endpoint.settings.MacAddress || container.config.MacAddress || randomMac(engine);
  const veth = `veth${engine.random.hex(7)}`;
  const settings: EndpointSettings = {
    ...endpoint.settings,
    NetworkID: network.id,
    EndpointID: endpointId,
    Gateway: pool.gateway,
    IPAddress: address,
    IPPrefixLen: prefix,
    MacAddress: mac,
  };
  layVeth(engine, effects, { namespace, network, veth, mac, address, prefix, gateway: pool.gateway });
  connect(
    engine,
    effects,
    container,
    { ...endpoint, settings, veth, asked: endpoint.settings },
    network,
    number,
  );
  return publish(engine, effects, container, address, endpointId);
}

function publish(
  engine: Engine,
  effects: Effects,
  container: Container,
  address: string,
  endpointId: string,
): Result<string> {
  const { id } = container;
  const current = must(lookUp(engine.state.containers, id), `container ${id} vanished while it was started`);
  const hasNone = (container.config.ExposedPorts?.size ?? 0) === 0;
  if (hasNone || current.ports.size > 0) return ok(address);
  const published = publishPorts(engine, container, address, `${container.name} (${endpointId})`);
  if (!published.ok) return published;
  engine.commit({ kind: "ports-published", id, ...published.value });
  effects.done(id, () => engine.commit({ kind: "ports-withdrawn", id }));
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
function leaveOne(engine: Engine, container: string, endpoint: Endpoint): void {
  const network = lookUp(engine.state.networks, endpoint.settings.NetworkID);
  if (network === undefined || endpoint.settings.EndpointID === "") return;
  const base = network.pools[0] === undefined ? undefined : parseSubnet(network.pools[0].subnet)?.base;
  const own = endpoint.settings.IPAddress;
  const address = own === "" || base === undefined ? undefined : (parseAddress(own) as number) - base;
  if (endpoint.veth !== "") removeLink(engine, endpoint.veth);
  const { IPAMConfig, Links, Aliases, DriverOpts, GwPriority, NetworkID, DNSNames } = endpoint.settings;
  const asked = {
    ...emptyEndpointSettings(),
    IPAMConfig,
    Links,
    Aliases,
    DriverOpts,
    GwPriority,
    NetworkID,
    DNSNames,
    MacAddress: endpoint.asked?.MacAddress ?? "",
  };
  engine.commit({
    kind: "network-disconnected",
    network: network.id,
    container,
    endpoint: { network: endpoint.network, settings: asked, veth: "" },
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
