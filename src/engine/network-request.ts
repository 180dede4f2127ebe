// What is asked of a new network, and what is wrong with its subnets before anything is looked for
// (moby api/types/network/ipam.go ValidateIPAM).

import { formatPrefix, isIn, overlaps, parseHost, parsePrefix } from "../netsim/prefix.ts";

export interface IpamRequest {
  readonly subnet: string;
  readonly ipRange: string;
  readonly gateway: string;
  readonly auxiliary: ReadonlyMap<string, string>;
}

export interface NetworkRequest {
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  /** undefined: as is usual */
  readonly enableIpv4: boolean | undefined;
  readonly enableIpv6: boolean | undefined;
  readonly ipamDriver: string;
  readonly ipamOptions: ReadonlyMap<string, string> | null;
  readonly ipam: readonly IpamRequest[];
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configOnly: boolean;
  readonly configFrom: string;
  readonly options: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
}

type ReadPrefix = NonNullable<ReturnType<typeof parsePrefix>>;

/** Several complaints in one message, as moby joins them: a list, or the one. */
export const joinComplaints = (complaints: readonly string[]): string =>
  complaints.length === 1
    ? (complaints[0] as string)
    : `* ${complaints.map((text) => text.replaceAll("\n", "\n\t")).join("\n* ")}`;

export function ipamComplaint(asked: readonly IpamRequest[], enableIpv6: boolean): string | undefined {
  const complaints = asked.flatMap((config) => complaintsOf(config, enableIpv6));
  return complaints.length === 0 ? undefined : `invalid network config:\n${joinComplaints(complaints)}`;
}

function complaintsOf({ subnet, ipRange, gateway, auxiliary }: IpamRequest, enableIpv6: boolean): string[] {
  const prefix = parsePrefix(subnet);
  if (prefix === undefined) return [`invalid subnet ${subnet}: invalid CIDR block notation`];
  if (prefix.family === 6 && !enableIpv6) return [];
  const addresses: readonly (readonly [string, string])[] = [
    [`gateway ${gateway}`, gateway],
    ...[...auxiliary].map(([name, address]) => [`auxiliary address ${name}`, address] as const),
  ];
  return [
    ...(prefix.exact ? [] : [`invalid subnet ${subnet}: it should be ${formatPrefix(prefix)}`]),
    ...rangeComplaints(ipRange, subnet, prefix),
    ...addresses.flatMap(([what, address]) => {
      const wrong = addressComplaint(address, subnet, prefix);
      return wrong === undefined ? [] : [`invalid ${what}: ${wrong}`];
    }),
  ];
}

function rangeComplaints(ipRange: string, subnet: string, prefix: ReadPrefix): string[] {
  if (ipRange === "") return [];
  const range = parsePrefix(ipRange);
  const invalid = `invalid ip-range ${ipRange}: `;
  if (range === undefined) return [`${invalid}invalid CIDR block notation`];
  if (range.family !== prefix.family) return [`${invalid}parent subnet is an IPv${prefix.family} block`];
  return [
    ...(range.bits < prefix.bits ? [`${invalid}CIDR block is bigger than its parent subnet ${subnet}`] : []),
    ...(range.exact ? [] : [`${invalid}it should be ${formatPrefix(range)}`]),
    ...(overlaps(prefix, range) ? [] : [`${invalid}parent subnet ${subnet} doesn't contain ip-range`]),
  ];
}

function addressComplaint(address: string, subnet: string, prefix: ReadPrefix): string | undefined {
  if (address === "") return undefined;
  const host = parseHost(address);
  if (host === undefined) return "invalid address";
  if (host.family !== prefix.family) return `parent subnet is an IPv${prefix.family} block`;
  return isIn(prefix, host) ? undefined : `parent subnet ${subnet} doesn't contain this address`;
}
