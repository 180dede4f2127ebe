// Making and removing networks (moby daemon/network.go, libnetwork/controller.go NewNetwork, network.go delete). Networks
// of the bridge driver have a bridge on the host, those of macvlan and ipvlan a parent; overlay is the swarm's.

import { dockerError, ok, type Result } from "../base/result.ts";
import type { Instant } from "../base/time.ts";
import { parseBool } from "../base/go/integers.ts";
import { quote } from "../base/go/quote.ts";
import type { Container, Endpoint } from "../model/container.ts";
import { findNetwork } from "../model/lookup.ts";
import { PREDEFINED, type Network } from "../model/network.ts";
import { lookUp, valuesOf } from "../model/shelf.ts";
import { gatewayMode, isInhibited, parseBridgeOptions } from "./bridge-options.ts";
import { DEFAULT_MTU, layBridge, removeBridge } from "./bridges.ts";
import type { Engine } from "./engine.ts";
import { guardBridge, unguardBridge } from "./firewall.ts";
import { hostNetNamespace } from "./host-network.ts";
import { allocatePools, type Addresses } from "./ipam.ts";
import { ipamComplaint, type NetworkRequest } from "./network-request.ts";
import {
  isRoutedOnly,
  isStacked,
  layParent,
  removeParent,
  stackedComplaint,
  type StackedDriver,
} from "./stacked-links.ts";

const NO_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
const DRIVERS = ["bridge", "host", "null", "macvlan", "ipvlan", "overlay"];

export function createNetwork(engine: Engine, request: NetworkRequest): Result<Network> {
  const settled = settle(engine, request);
  if (!settled.ok) return settled;
  const network = settled.value.configOnly
    ? configOnlyNetwork(engine, settled.value)
    : realNetwork(engine, settled.value);
  if (network.ok) engine.commit({ kind: "network-created", network: network.value });
  return network;
}

/** The request with its defaults, if there is nothing wrong with it. */
function settle(engine: Engine, request: NetworkRequest): Result<NetworkRequest> {
  const { name } = request;
  if ([...PREDEFINED, "default"].includes(name))
    return dockerError("forbidden", `operation is not permitted on predefined ${name} network`);
  const driver = request.driver || "bridge";
  if (driver === "overlay") return dockerError("forbidden", NO_SWARM);
  const families = settleFamilies(request);
  if (!families.ok) return families;
  const wrong = ipamComplaint(request.ipam, families.value.enableIpv6 === true);
  if (wrong !== undefined) return dockerError("invalid-parameter", wrong);
  if (name.trim() === "") return dockerError("invalid-parameter", "invalid name: name is empty");
  if ([...valuesOf(engine.state.networks)].some((other) => other.name === name))
    return dockerError("conflict", `network with name ${name} already exists`);
  const settled = { ...families.value, driver };
  const misused = configComplaint(settled);
  return misused === undefined ? ok(settled) : dockerError("forbidden", misused);
}

/** What an option of the driver says counts where no flag says it. */
function settleFamilies(request: NetworkRequest): Result<NetworkRequest> {
  const options = new Map(request.options);
  const read = (name: string, given: boolean | undefined, usual: boolean): Result<boolean> => {
    const value = options.get(name);
    if (given !== undefined) {
      options.delete(name);
      return ok(given);
    }
    if (value === undefined) return ok(usual);
    const parsed = parseBool(value);
    return parsed.ok
      ? parsed
      : dockerError("invalid-parameter", `driver-opt ${quote(name)} is not a valid bool`);
  };
  const enableIpv4 = read("com.docker.network.enable_ipv4", request.enableIpv4, true);
  if (!enableIpv4.ok) return enableIpv4;
  const enableIpv6 = read("com.docker.network.enable_ipv6", request.enableIpv6, false);
  if (!enableIpv6.ok) return enableIpv6;
  return ok({ ...request, options, enableIpv4: enableIpv4.value, enableIpv6: enableIpv6.value });
}

function configComplaint(request: NetworkRequest): string | undefined {
  const { configOnly, configFrom, ingress, internal, attachable, scope } = request;
  if (configOnly && (ingress || internal || attachable || scope !== ""))
    return "configuration network can only contain network specific fields. Network operator fields like [ ingress | internal | attachable | scope ] are not supported.";
  if (configFrom === "") return undefined;
  if (configOnly) return "a configuration network cannot depend on another configuration network";
  const { enableIpv4, enableIpv6, ipamDriver, ipamOptions, ipam, labels, options } = request;
  const hasOwn =
    (ipamDriver !== "" && ipamDriver !== "default") ||
    !enableIpv4 ||
    enableIpv6 ||
    labels.size + (ipamOptions?.size ?? 0) + ipam.length > 0;
  if (hasOwn)
    return "user specified configurations are not supported if the network depends on a configuration network";
  return options.size > 0
    ? "network driver options are not supported if the network depends on a configuration network"
    : undefined;
}

const recordOf = (engine: Engine, request: NetworkRequest): Omit<Network, keyof Addresses | "link"> => ({
  id: engine.newId(),
  name: request.name,
  createdAt: engine.now,
  scope: "local",
  driver: request.driver,
  enableIpv4: request.enableIpv4 === true,
  enableIpv6: request.enableIpv6 === true,
  ipamDriver: request.ipamDriver || "default",
  ipamOptions: request.ipamOptions,
  internal: request.internal,
  attachable: request.attachable,
  ingress: false,
  configOnly: request.configOnly,
  configFrom: request.configFrom,
  options: request.options,
  labels: request.labels,
});

/** Nothing but its record: others take their configuration from it. */
const configOnlyNetwork = (engine: Engine, request: NetworkRequest): Result<Network> =>
  ok({
    ...recordOf(engine, request),
    driver: "null",
    pools: request.ipam.map((pool) => ({ ...pool, askedGateway: pool.gateway, gateway: "" })),
    taken: {},
    taken6: [],
    link: undefined,
  });

function realNetwork(engine: Engine, given: NetworkRequest): Result<Network> {
  const { driver, scope } = given;
  if (!DRIVERS.includes(driver)) return dockerError("not-found", `plugin ${quote(driver)} not found`);
  if (given.ingress) return dockerError("forbidden", "Ingress network can only be global scope network");
  const configured = applyConfiguration(engine, given);
  if (!configured.ok) return configured;
  if (scope === "swarm")
    return dockerError("forbidden", "cannot create a swarm scoped network when swarm is not active");
  if (driver === "host" || driver === "null")
    return dockerError("forbidden", `only one instance of ${quote(driver)} network is allowed`);
  if (isStacked(driver)) return stackedNetwork(engine, configured.value, driver);
  if (driver !== "bridge")
    return dockerError("not-implemented", `networks of the driver ${driver} are not yet modelled`);
  return bridgeNetwork(engine, configured.value);
}

function stackedNetwork(engine: Engine, request: NetworkRequest, driver: StackedDriver): Result<Network> {
  const addresses = allocatePools(engine, {
    asked: request.ipam,
    ipv4: request.enableIpv4 === true,
    ipv6: request.enableIpv6 === true,
    needsGateway: !request.internal && !isRoutedOnly(driver, request.options),
  });
  if (!addresses.ok) return addresses;
  const wrong = stackedComplaint(driver, request.options);
  if (wrong !== undefined) return dockerError("system", wrong);
  const record = recordOf(engine, request);
  const parent = layParent(engine, driver, record);
  return parent.ok ? ok({ ...record, ...addresses.value, link: parent.value }) : parent;
}

function applyConfiguration(engine: Engine, request: NetworkRequest): Result<NetworkRequest> {
  if (request.configFrom === "") return ok(request);
  const from = [...valuesOf(engine.state.networks)].find(
    ({ name, configOnly }) => configOnly && name === request.configFrom,
  );
  if (from === undefined)
    return dockerError("not-found", `configuration network ${quote(request.configFrom)} does not exist`);
  return ok({
    ...request,
    enableIpv4: from.enableIpv4,
    enableIpv6: from.enableIpv6,
    ipamDriver: from.ipamDriver,
    ipamOptions: from.ipamOptions,
    ipam: from.pools.map((pool) => ({ ...pool, gateway: pool.askedGateway ?? "" })),
    options: from.options,
    labels: from.labels,
  });
}

function bridgeNetwork(engine: Engine, request: NetworkRequest): Result<Network> {
  const options = parseBridgeOptions(request.options);
  if (!options.ok) return dockerError("invalid-parameter", options.error);
  if (request.ipamDriver === "null") return dockerError("system", "ipv4 pool is empty");
  if (request.ipamDriver !== "" && request.ipamDriver !== "default")
    return dockerError("not-found", `plugin ${quote(request.ipamDriver)} not found`);
  const isIsolated = ([4, 6] as const).some((family) => gatewayMode(request.options, family) === "isolated");
  if (isIsolated && !request.internal)
    return dockerError(
      "invalid-parameter",
      "gateway mode 'isolated' can only be used for an internal network",
    );
  const addresses = allocatePools(engine, {
    asked: request.ipam,
    ipv4: request.enableIpv4 === true,
    ipv6: request.enableIpv6 === true,
    needsGateway: !isIsolated,
  });
  if (!addresses.ok) return addresses;
  const { pools } = addresses.value;
  if (pools.length === 0) return dockerError("invalid-parameter", "IPv4 or IPv6 must be enabled");
  const families = pools.map(({ subnet }) => subnet.includes(":"));
  if (new Set(families).size < families.length)
    return dockerError("forbidden", "bridge driver doesn't support multiple subnets");
  const record = recordOf(engine, request);
  const name = options.value.name || `br-${record.id.slice(0, 12)}`;
  const refused = bridgeComplaint(engine, record.id, name);
  if (refused !== undefined) return dockerError("forbidden", refused);
  const link = layBridge(engine, {
    name,
    mtu: options.value.mtu ?? DEFAULT_MTU,
    pools,
    inhibited: isInhibited(request.options),
  });
  const network = { ...record, ...addresses.value, link };
  guardBridge(engine, network, name);
  return ok(network);
}

const LONGEST_NAME = 15;

function bridgeComplaint(engine: Engine, id: string, name: string): string | undefined {
  for (const other of valuesOf(engine.state.networks))
    if (bridgeNameOf(other) === name)
      return `cannot create network ${id} (${name}): conflicts with network ${other.id} (${name}): networks have same bridge name`;
  const { links } = engine.kernel.netNamespaces.get(hostNetNamespace(engine));
  const there = links.find((link) => link.name === name);
  if (there !== undefined && there.kind !== "bridge") return `existing interface ${name} is not a bridge`;
  return name.length > LONGEST_NAME ? "numerical result out of range" : undefined;
}

/** Of a network of the bridge driver, else "". */
export const bridgeNameOf = ({ driver, id, options }: Network): string =>
  driver === "bridge" ? (options.get("com.docker.network.bridge.name") ?? `br-${id.slice(0, 12)}`) : "";

// ---- removing

/** Endpoints that containers have on a network now. */
export function* endpointsOn(
  engine: Engine,
  network: string,
): Generator<{ readonly container: Container; readonly endpoint: Endpoint }> {
  for (const container of valuesOf(engine.state.containers))
    for (const endpoint of container.endpoints)
      if (endpoint.settings.NetworkID === network && endpoint.settings.EndpointID !== "")
        yield { container, endpoint };
}

export function removeNetwork(engine: Engine, idOrName: string): Result<undefined> {
  const found = findNetwork(engine.state, idOrName);
  if (!found.ok) return found;
  const network = found.value;
  if (PREDEFINED.includes(network.name))
    return dockerError("forbidden", `${network.name} is a pre-defined network and cannot be removed`);
  const used = useOf(engine, network);
  if (used !== undefined) return dockerError("forbidden", `error while removing network: ${used}`);
  takeAway(engine, network);
  return ok(undefined);
}

function useOf(engine: Engine, { id, name, configOnly }: Network): string | undefined {
  if (configOnly && [...valuesOf(engine.state.networks)].some(({ configFrom }) => configFrom === name))
    return `configuration network ${quote(name)} is in use`;
  const byAge = [...endpointsOn(engine, id)].sort((a, b) => a.container.createdAt - b.container.createdAt);
  const endpoints = byAge.map(
    ({ container, endpoint }) =>
      `name:${quote(container.name)} id:${quote(endpoint.settings.EndpointID.slice(0, 12))}`,
  );
  return endpoints.length === 0
    ? undefined
    : `network ${name} has active endpoints (${endpoints.join(", ")})`;
}

function takeAway(engine: Engine, network: Network): void {
  if (network.link !== undefined && isStacked(network.driver)) removeParent(engine, network.link);
  else if (network.link !== undefined) {
    unguardBridge(engine, network, bridgeNameOf(network));
    removeBridge(engine, network.link);
  }
  engine.commit({ kind: "network-removed", network: network.id });
}

export interface NetworkPruning {
  /** none that is younger goes */
  readonly until: Instant | undefined;
  readonly labels: (labels: ReadonlyMap<string, string> | null) => boolean;
}

export function pruneNetworks(engine: Engine, { until, labels }: NetworkPruning): readonly string[] {
  const names: string[] = [];
  for (const { id } of [...valuesOf(engine.state.networks)]) {
    const network = lookUp(engine.state.networks, id);
    if (network === undefined || network.configOnly || PREDEFINED.includes(network.name)) continue;
    if (until !== undefined && network.createdAt > until) continue;
    if (!labels(network.labels) || useOf(engine, network) !== undefined) continue;
    takeAway(engine, network);
    names.push(network.name);
  }
  engine.commit({ kind: "pruned", what: "network", reclaimed: 0 });
  return names;
}
