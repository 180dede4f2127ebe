// What is wrong with the endpoints that a container is to have, before it is made (moby daemon/create.go
// validateNetworkingConfig, container_operations.go validateEndpointSettings, api/types/network/endpoint.go).
// Networks that are not there yet are looked at when it starts.

import type { EndpointSettings } from "../model/container-config.ts";
import { parseAddress } from "../netsim/address.ts";

const PREDEFINED = ["default", "bridge", "host", "none"];

const isUserDefined = (network: string): boolean =>
  !PREDEFINED.includes(network) && !network.startsWith("container:");

type Addresses = NonNullable<EndpointSettings["IPAMConfig"]>;

function addressComplaints({
  IPv4Address: ipv4 = "",
  IPv6Address: ipv6 = "",
  LinkLocalIPs: local,
}: Addresses) {
  const complaints: string[] = [];
  const number = parseAddress(ipv4);
  if (ipv4 !== "" && (number === undefined || number === 0)) complaints.push(`invalid IPv4 address: ${ipv4}`);
  if (ipv6 !== "" && (!ipv6.includes(":") || ipv6 === "::")) complaints.push(`invalid IPv6 address: ${ipv6}`);
  for (const address of local ?? [])
    if (!address.includes(":") && !parseAddress(address))
      complaints.push(`invalid link-local IP address: ${address}`);
  return complaints;
}

/** `isThere`: what is known of the network's own subnets; none of them was asked for by a user. */
function complaintsOf(network: string, settings: EndpointSettings, isThere: boolean): string[] {
  const asked: Addresses = settings.IPAMConfig ?? {};
  const fixed = [asked.IPv4Address, asked.IPv6Address].filter((address) => address);
  const complaints: string[] = [];
  if (!isUserDefined(network)) {
    if (fixed.length > 0)
      complaints.push("user specified IP address is supported on user defined networks only");
    if ((settings.Aliases?.length ?? 0) > 0)
      complaints.push("network-scoped alias is supported only for containers in user defined networks");
  }
  complaints.push(...addressComplaints(asked));
  if (isThere)
    for (const _ of fixed)
      complaints.push(
        "user specified IP address is supported only when connecting to networks with user configured subnets",
      );
  return complaints;
}

/** moby's multierror: one as it is, several as a list. */
const joined = (complaints: readonly string[]): string =>
  complaints.length === 1
    ? (complaints[0] as string)
    : complaints.map((text) => `* ${text.replaceAll("\n", "\n\t")}`).join("\n");

const MAC = /^[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}$/;

/** Undefined if nothing is wrong. */
export function endpointsComplaint(
  endpoints: ReadonlyMap<string, EndpointSettings>,
  isThere: (network: string) => boolean,
): string | undefined {
  const all: string[] = [];
  for (const [network, settings] of endpoints) {
    const { MacAddress: mac } = settings;
    const own =
      mac !== "" && !MAC.test(mac)
        ? [`invalid MAC address ${mac}`]
        : complaintsOf(network, settings, isThere(network));
    if (own.length > 0)
      all.push(`invalid config for network ${network}: invalid endpoint settings:\n${joined(own)}`);
  }
  return all.length === 0 ? undefined : joined(all);
}
