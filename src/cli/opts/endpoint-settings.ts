// The endpoints of a new container: --network in both forms together with --network-alias, --link, --ip, --ip6,
// --mac-address and --link-local-ip, which go to the first network (docker/cli container/opts.go parseNetworkOpts).

import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { EndpointSettings } from "./create-request.ts";
import { macAddressError } from "./mac-address.ts";
import { type NetworkAttachment, plainAttachment } from "./network-attachment.ts";
import { isUserDefinedNetwork } from "./network-mode.ts";

/** The flags outside of --network that speak of an endpoint. */
export interface EndpointFlags {
  readonly aliases: readonly string[];
  readonly links: readonly string[];
  readonly ipv4: string;
  readonly ipv6: string;
  readonly macAddress: string;
  readonly linkLocalIps: readonly string[];
}

type Endpoints = Map<string, EndpointSettings>;

export function parseEndpoints(
  networks: readonly NetworkAttachment[],
  flags: EndpointFlags,
): Result<Endpoints, string> {
  const endpoints: Endpoints = new Map();
  const given = networks.length === 0 ? [plainAttachment("default")] : networks;
  for (const [i, network] of given.entries()) {
    const whole = i === 0 ? withFlags(network, flags) : ok(network);
    if (!whole.ok) return whole;
    const endpoint = endpointSettings(whole.value);
    if (!endpoint.ok) return endpoint;
    if (endpoints.has(network.target))
      return fail(`network ${quote(network.target)} is specified multiple times`);
    // the daemon makes it anyway: left out where nothing is said of it
    if (networks.length === 1 && isEmpty(endpoint.value)) continue;
    endpoints.set(network.target, endpoint.value);
  }
  const userDefined = networks.filter((network) => isUserDefinedNetwork(network.target)).length;
  if (userDefined > 0 && userDefined < networks.length)
    return fail("conflicting options: cannot attach both user-defined and non-user-defined network-modes");
  return ok(endpoints);
}

function withFlags(network: NetworkAttachment, flags: EndpointFlags): Result<NetworkAttachment, string> {
  const wrong = conflict(network, flags);
  if (wrong !== undefined) return fail(`conflicting options: cannot specify both ${wrong}`);
  const pick = <T extends string | readonly string[]>(flag: T, own: T): T => (flag.length > 0 ? flag : own);
  return ok({
    ...network,
    aliases: pick(flags.aliases, network.aliases),
    links: isUserDefinedNetwork(network.target) ? pick(flags.links, network.links) : network.links,
    ipv4: pick(flags.ipv4, network.ipv4),
    ipv6: pick(flags.ipv6, network.ipv6),
    macAddress: pick(flags.macAddress, network.macAddress),
    linkLocalIps: pick(flags.linkLocalIps, network.linkLocalIps),
  });
}

function conflict(network: NetworkAttachment, flags: EndpointFlags): string | undefined {
  const both = (key: keyof EndpointFlags): boolean => network[key].length > 0 && flags[key].length > 0;
  if (both("aliases")) return "--network-alias and per-network alias";
  if (both("links")) return "--link and per-network links";
  if (both("ipv4")) return "--ip and per-network IPv4 address";
  if (both("ipv6")) return "--ip6 and per-network IPv6 address";
  if (both("macAddress")) return "--mac-address and per-network MAC address";
  if (both("linkLocalIps")) return "--link-local-ip and per-network link-local IP addresses";
  return undefined;
}

function endpointSettings(network: NetworkAttachment): Result<EndpointSettings, string> {
  if (network.target.trim() === "") return fail("no name set for network");
  if (!isUserDefinedNetwork(network.target)) {
    if (network.aliases.length > 0)
      return fail("network-scoped aliases are only supported for user-defined networks");
    if (network.links.length > 0) return fail("links are only supported for user-defined networks");
  }
  const wrong = network.macAddress === "" ? undefined : macAddressError(network.macAddress);
  if (wrong !== undefined) return fail(wrong);
  const addressed = network.ipv4 !== "" || network.ipv6 !== "" || network.linkLocalIps.length > 0;
  return ok({
    IPAMConfig: addressed ? ipamConfig(network) : null,
    Links: network.links.length > 0 ? network.links : null,
    Aliases: network.aliases.length > 0 ? network.aliases : null,
    MacAddress: network.macAddress,
    DriverOpts: network.driverOpts.size > 0 ? network.driverOpts : null,
    GwPriority: network.gwPriority,
  });
}

const ipamConfig = (network: NetworkAttachment): NonNullable<EndpointSettings["IPAMConfig"]> => ({
  ...(network.ipv4 !== "" && { IPv4Address: network.ipv4 }),
  ...(network.ipv6 !== "" && { IPv6Address: network.ipv6 }),
  ...(network.linkLocalIps.length > 0 && { LinkLocalIPs: network.linkLocalIps }),
});

const isEmpty = (endpoint: EndpointSettings): boolean =>
  endpoint.IPAMConfig === null &&
  endpoint.Links === null &&
  endpoint.Aliases === null &&
  endpoint.MacAddress === "" &&
  endpoint.DriverOpts === null &&
  endpoint.GwPriority === 0;
