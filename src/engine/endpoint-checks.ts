// What must be true of an endpoint before a container gets it: settings that make sense on its network, and networks that
// go together (moby daemon/container_operations.go validateEndpointSettings, updateNetworkSettings).

import { dockerError, ok, type Result } from "../base/result.ts";
import type { EndpointSettings } from "../model/container-config.ts";
import type { Container } from "../model/container.ts";
import { findNetwork } from "../model/lookup.ts";
import { isUserDefined, type Network } from "../model/network.ts";
import type { EngineState } from "../model/state.ts";
import { isIn, parseHost, parsePrefix } from "../netsim/prefix.ts";
import { sysctlComplaints } from "./endpoint-sysctls.ts";
import { familyOfSubnet } from "./ipam.ts";
import { joinComplaints } from "./network-request.ts";

const MAC = /^(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/;
const UNSPECIFIED = ["0.0.0.0", "::"];

/** `network` undefined: it is not there (yet), so its subnets are not looked at. */
export function endpointComplaint(
  network: Network | undefined,
  name: string,
  settings: EndpointSettings,
): string | undefined {
  const {
    IPv4Address: v4 = "",
    IPv6Address: v6 = "",
    LinkLocalIPs: local = null,
  } = settings.IPAMConfig ?? {};
  const complaints: string[] = [];
  if (!isUserDefined(name)) {
    if (v4 !== "" || v6 !== "")
      complaints.push("user specified IP address is supported on user defined networks only");
    if ((settings.Aliases?.length ?? 0) > 0)
      complaints.push("network-scoped alias is supported only for containers in user defined networks");
  }
  if (v4 !== "" && !isAddress(v4, 4)) complaints.push(`invalid IPv4 address: ${v4}`);
  if (v6 !== "" && !isAddress(v6, 6)) complaints.push(`invalid IPv6 address: ${v6}`);
  for (const address of local ?? [])
    if (!isAddress(address, undefined)) complaints.push(`invalid link-local IP address: ${address}`);
  if (network !== undefined)
    complaints.push(...rangeComplaints(network, 4, v4), ...rangeComplaints(network, 6, v6));
  complaints.push(...sysctlComplaints(settings));
  const mac = settings.MacAddress;
  if (mac !== "" && !MAC.test(mac)) return `invalid endpoint settings:\ninvalid MAC address ${mac}`;
  return complaints.length === 0 ? undefined : `invalid endpoint settings:\n${joinComplaints(complaints)}`;
}

function isAddress(text: string, family: 4 | 6 | undefined): boolean {
  const host = parseHost(text);
  return host !== undefined && (family ?? host.family) === host.family && !UNSPECIFIED.includes(text);
}

/** Only subnets that somebody named give out addresses that somebody names. */
function rangeComplaints({ pools }: Network, family: 4 | 6, address: string): string[] {
  if (address === "") return [];
  const named = pools.filter(
    ({ subnet, askedGateway }) => askedGateway !== undefined && familyOfSubnet(subnet) === family,
  );
  if (named.length === 0)
    return [
      "user specified IP address is supported only when connecting to networks with user configured subnets",
    ];
  const host = parseHost(address);
  const isInOne = named.some(({ subnet }) => {
    const prefix = parsePrefix(subnet);
    return host !== undefined && prefix !== undefined && isIn(prefix, host);
  });
  return isInOne ? [] : [`no configured subnet or ip-range contain the IP address ${address}`];
}

const SHARED =
  "container sharing network namespace with another container or host cannot be connected to any other network";
const NONE =
  "container cannot be connected to multiple networks with one of the networks in private (none) mode";

/** Whether the container's other networks allow this one. */
export function refuseTogether(
  state: EngineState,
  container: Container,
  network: Network,
): Result<undefined> {
  const wrong = (why: string): Result<never> => dockerError("invalid-parameter", why);
  if (container.hostConfig.NetworkMode !== "host" && network.driver === "host")
    return wrong("cannot connect container to host network - container must be created in host network mode");
  for (const endpoint of container.endpoints) {
    const other = findNetwork(state, endpoint.settings.NetworkID || endpoint.network);
    if (!other.ok) continue;
    if (other.value.id === network.id) return ok(undefined);
    if (other.value.driver === "host" || network.driver === "host") return wrong(SHARED);
    if (other.value.name === "none" || network.name === "none") return wrong(NONE);
  }
  return ok(undefined);
}

/** The names that lead to a container on a network that somebody made. */
export function dnsNamesOf(
  { name, id, config }: Container,
  aliases: readonly string[] | null,
): readonly string[] {
  return [
    ...new Set([name, ...(aliases ?? []), id.slice(0, 12), ...(config.Hostname ? [config.Hostname] : [])]),
  ];
}
