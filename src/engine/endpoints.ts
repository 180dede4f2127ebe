// A container's endpoints on its networks while it runs: addresses from their pools, a veth pair, ports on the host
// (moby daemon/container_operations.go connectToNetwork). Frames and translation are laid later and find their links
// and ports here.

import { must } from "../base/assert.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { EndpointSettings } from "../model/container-config.ts";
import type { Container, Endpoint } from "../model/container.ts";
import { findNetwork } from "../model/lookup.ts";
import { isUserDefined, poolOf, type Network } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import { formatAddress, parseAddress, parseSubnet } from "../netsim/address.ts";
import { linkLocal } from "../netsim/link-local.ts";
import type { LinkAddress } from "../netsim/net-namespace.ts";
import type { Effects } from "./effects.ts";
import { interfacePrefix } from "./bridge-options.ts";
import { linkSysctls } from "./endpoint-sysctls.ts";
import { dnsNamesOf, endpointComplaint, refuseTogether } from "./endpoint-checks.ts";
import { layVeth, removeLink, type VethPlan } from "./endpoint-links.ts";
import { closeResolver, openResolver } from "./embedded-dns.ts";
import { emptyEndpointSettings } from "./endpoint-settings.ts";
import type { Engine } from "./engine.ts";
import { enterFirewall, leaveFirewall, withdrawPorts } from "./forwarded-ports.ts";
import { settleDefaultRoutes } from "./gateways.ts";
import { hostNetNamespace, randomMac } from "./host-network.ts";
import { addressFailure, freeAddress4, freeAddress6 } from "./ipam.ts";
import { networkFailure } from "./runc-errors.ts";
import { settlePorts } from "./settle-ports.ts";
import { isStacked, layStacked, takeStacked } from "./stacked-links.ts";

/** Connects all of them; the addresses that the container's own name leads to. */
export function connectAll(
  engine: Engine,
  effects: Effects,
  container: Container,
  namespace: number,
): Result<readonly string[]> {
  const addresses: string[] = [];
  for (const { network, settings, asked } of container.endpoints) {
    const named = isUserDefined(network) && settings.NetworkID !== "" ? settings.NetworkID : network;
    const wanted = { ...settings, MacAddress: settings.MacAddress || (asked?.MacAddress ?? "") };
    const joined = connectOne(engine, effects, container.id, named, wanted, namespace);
    if (!joined.ok) return networkFailure(joined.error);
    addresses.push(...joined.value);
  }
  return ok(addresses);
}

const isLinkLocal = (address: string): boolean => /^(?:169\.254\.|fe[89ab])/i.test(address);

/** The addresses that it got; none on a network of the null or host driver. */
export function connectOne(
  engine: Engine,
  effects: Effects,
  id: string,
  idOrName: string,
  asked: EndpointSettings,
  namespace: number,
): Result<readonly string[]> {
  const container = must(
    lookUp(engine.state.containers, id),
    `container ${id} vanished while it was started`,
  );
  const found = findNetwork(engine.state, idOrName);
  if (!found.ok) return found;
  const network = found.value;
  const wrong = endpointComplaint(network, network.name, asked);
  if (wrong !== undefined) return dockerError("invalid-parameter", wrong);
  const together = refuseTogether(engine.state, container, network);
  if (!together.ok) return together;
  const settings = isUserDefined(network.name)
    ? { ...asked, DNSNames: dnsNamesOf(container, asked.Aliases) }
    : asked;
  if (network.configOnly)
    return dockerError("forbidden", "cannot create endpoint on configuration-only network");
  const there = container.endpoints.find((other) => other.network === network.name);
  if (there !== undefined && there.settings.EndpointID !== "")
    return dockerError(
      "forbidden",
      `endpoint with name ${container.name} already exists in network ${network.name}`,
    );
  const local = asked.IPAMConfig?.LinkLocalIPs?.find((address) => !isLinkLocal(address));
  if (local !== undefined) return dockerError("system", `invalid link local IP address: ${local}`);
  if (network.driver !== "bridge" && !isStacked(network.driver))
    return joinPlain(engine, effects, container, network, settings);
  return joinLinked(engine, effects, container, network, settings, namespace);
}

/** What does without links: the networks host and none. */
function joinPlain(
  engine: Engine,
  effects: Effects,
  container: Container,
  network: Network,
  asked: EndpointSettings,
): Result<readonly string[]> {
  const settings = { ...asked, NetworkID: network.id, EndpointID: engine.newId() };
  connect(engine, effects, container, { network: network.name, settings, veth: "" }, {});
  return ok([]);
}

export interface Given {
  /** as the number in the pool, and as a text */
  readonly address?: number;
  readonly address6?: string;
}

export function chooseAddresses(network: Network, asked: EndpointSettings): Result<Given> {
  const pool = poolOf(network, 4);
  const pool6 = poolOf(network, 6);
  const address = pool && freeAddress4(network.taken, pool, asked.IPAMConfig?.IPv4Address ?? "");
  if (address?.ok === false) return addressFailure(network, 4, address.error);
  const address6 = pool6 && freeAddress6(network.taken6, pool6, asked.IPAMConfig?.IPv6Address ?? "");
  if (address6?.ok === false) return addressFailure(network, 6, address6.error);
  return ok({
    ...(address === undefined ? {} : { address: address.value }),
    ...(address6 === undefined ? {} : { address6: address6.value }),
  });
}

function joinLinked(
  engine: Engine,
  effects: Effects,
  container: Container,
  network: Network,
  asked: EndpointSettings,
  namespace: number,
): Result<readonly string[]> {
  const endpointId = engine.newId();
  const given = chooseAddresses(network, asked);
  if (!given.ok) return given;
  const mac = (asked.MacAddress || container.config.MacAddress || randomMac(engine))
    .toLowerCase()
    .replaceAll("-", ":");
  const veth = isStacked(network.driver) ? "" : `veth${engine.random.hex(7)}`;
  if (isGroup(mac))
    return dockerError(
      "system",
      `failed to add interface ${veth} to sandbox: error setting interface "${veth}" MAC to "${mac}": cannot assign requested address`,
    );
  const settings: EndpointSettings = {
    ...asked,
    NetworkID: network.id,
    EndpointID: endpointId,
    MacAddress: mac,
    ...settingsOf(network, given.value),
  };
  const plan = {
    namespace,
    network,
    mac,
    prefix: asked.DriverOpts?.get("com.docker.network.endpoint.ifname") ?? interfacePrefix(network.options),
    sysctls: (device: string) => linkSysctls(asked, device),
    addresses: linkAddresses(settings),
    subnet: subnetOf(network, settings),
  };
  const laid = isStacked(network.driver)
    ? layStacked(engine, effects, { ...plan, driver: network.driver })
    : ok(layVeth(engine, effects, { ...plan, veth }));
  if (!laid.ok) return laid;
  const endpoint = { network: network.name, settings, veth, device: laid.value, asked };
  connect(engine, effects, container, endpoint, given.value);
  enterFirewall(engine, endpoint, network);
  if (isUserDefined(network.name)) openResolver(engine, namespace);
  settleDefaultRoutes(engine, container.id, namespace);
  const published = settlePorts(engine, effects, container.id);
  if (!published.ok) return published;
  return ok([settings.IPAddress, settings.GlobalIPv6Address].filter((address) => address !== ""));
}

/** Of several receivers: no link's own. */
const isGroup = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;

type AddressSettings = Pick<
  EndpointSettings,
  "Gateway" | "IPAddress" | "IPPrefixLen" | "IPv6Gateway" | "GlobalIPv6Address" | "GlobalIPv6PrefixLen"
>;

/** An internal network has no gateway to the outside. */
export function settingsOf(network: Network, { address, address6 }: Given): AddressSettings {
  const pool = poolOf(network, 4);
  const pool6 = poolOf(network, 6);
  const { base, prefix } = parseSubnet(pool?.subnet ?? "") ?? { base: 0, prefix: 0 };
  return {
    Gateway: network.internal ? "" : (pool?.gateway ?? ""),
    IPAddress: address === undefined ? "" : formatAddress(base + address),
    IPPrefixLen: prefix,
    IPv6Gateway: network.internal ? "" : (pool6?.gateway ?? ""),
    GlobalIPv6Address: address6 ?? "",
    GlobalIPv6PrefixLen: pool6 === undefined ? 0 : prefixLength(pool6.subnet),
  };
}

/** What an endpoint reaches without a gateway. */
export function subnetOf(network: Network, { IPAddress }: EndpointSettings): VethPlan["subnet"] {
  const subnet = poolOf(network, 4)?.subnet;
  return subnet === undefined ? undefined : { to: subnet, source: IPAddress };
}

const prefixLength = (subnet: string): number => Number(subnet.slice(subnet.lastIndexOf("/") + 1));

const LINK_LOCAL_PREFIX = 64;
const LINK_LOCAL_PREFIX_4 = 16;

export function linkAddresses(settings: EndpointSettings): LinkAddress[] {
  const { IPAddress: v4, GlobalIPv6Address: v6 } = settings;
  return [
    ...(v4 === "" ? [] : [{ address: v4, prefix: settings.IPPrefixLen }]),
    ...(settings.IPAMConfig?.LinkLocalIPs ?? []).map((address) => ({
      address,
      prefix: address.includes(":") ? LINK_LOCAL_PREFIX : LINK_LOCAL_PREFIX_4,
    })),
    ...(v6 === ""
      ? []
      : [
          { address: v6, prefix: settings.GlobalIPv6PrefixLen },
          { address: linkLocal(settings.MacAddress), prefix: LINK_LOCAL_PREFIX },
        ]),
  ];
}

function connect(
  engine: Engine,
  effects: Effects,
  container: Container,
  endpoint: Endpoint,
  { address, address6 }: Given,
): void {
  const network = endpoint.settings.NetworkID;
  engine.commit({ kind: "network-connected", network, container: container.id, endpoint, address, address6 });
  effects.done(endpoint, () => leaveOne(engine, container.id, endpoint));
}

/** Gives the addresses and the links of one endpoint back; what was asked for stays. */
export function leaveOne(engine: Engine, container: string, endpoint: Endpoint): void {
  const network = lookUp(engine.state.networks, endpoint.settings.NetworkID);
  if (network === undefined || endpoint.settings.EndpointID === "") return;
  const subnet = poolOf(network, 4)?.subnet;
  const own = endpoint.settings.IPAddress;
  const address =
    own === "" || subnet === undefined
      ? undefined
      : (parseAddress(own) as number) - must(parseSubnet(subnet), `bad subnet ${subnet}`).base;
  withdrawPorts(engine, endpoint, network);
  leaveFirewall(engine, endpoint, network);
  if (endpoint.veth !== "") removeLink(engine, hostNetNamespace(engine), endpoint.veth);
  const sandbox = lookUp(engine.state.containers, container)?.sandbox;
  if (isStacked(network.driver) && sandbox !== undefined && endpoint.device !== undefined)
    takeStacked(engine, sandbox.netNamespace, endpoint.device);
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
  };
  engine.commit({
    kind: "network-disconnected",
    network: network.id,
    container,
    endpoint: {
      network: endpoint.network,
      settings: asked,
      veth: "",
      ...(endpoint.asked === undefined ? {} : { asked: endpoint.asked }),
    },
    address,
    address6: endpoint.settings.GlobalIPv6Address || undefined,
  });
}

/** Everything that a container has of networks, when it ends; those that joined its namespace stay behind there. */
export function leaveNetworks(engine: Engine, container: Container): void {
  for (const endpoint of container.endpoints) leaveOne(engine, container.id, endpoint);
  const { sandbox } = container;
  if (sandbox?.ownsNetwork !== true) return;
  closeResolver(engine, sandbox.netNamespace);
  for (const { device } of container.endpoints)
    if (device !== undefined) removeLink(engine, sandbox.netNamespace, device);
  engine.kernel.netNamespaces.release(sandbox.netNamespace);
}

/** What a container has of a namespace that is not its own. */
export function leaveShared(engine: Engine, container: Container): void {
  const { sandbox } = container;
  if (sandbox === undefined || sandbox.ownsNetwork || sandbox.netNamespace === hostNetNamespace(engine))
    return;
  engine.kernel.netNamespaces.release(sandbox.netNamespace);
}
