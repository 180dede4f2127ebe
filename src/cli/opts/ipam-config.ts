// Subnets of `docker network create` with the ranges, gateways and addresses that belong to them: each of the latter is
// of the subnet that holds it (docker/cli network/create.go createIPAMConfig).

import { parseCidr, parseIp, type IpAddress } from "../../base/go/ip-address.ts";
import { fail, ok, type Result } from "../../base/result.ts";

export interface IpamFlags {
  readonly subnets: readonly string[];
  readonly ranges: readonly string[];
  readonly gateways: readonly string[];
  readonly auxiliary: ReadonlyMap<string, string>;
}

export interface IpamConfig {
  readonly Subnet: string;
  readonly IPRange?: string;
  readonly Gateway?: string;
  readonly AuxiliaryAddresses: ReadonlyMap<string, string>;
}

type Draft = { -readonly [K in keyof IpamConfig]: IpamConfig[K] };

export function ipamConfig(flags: IpamFlags): Result<readonly IpamConfig[], string> {
  const { subnets, ranges, gateways } = flags;
  if (subnets.length < ranges.length || subnets.length < gateways.length)
    return fail("every ip-range or gateway must have a corresponding subnet");
  const drafts: Draft[] = [];
  const wrong =
    addSubnets(drafts, subnets) ??
    addRanges(drafts, ranges) ??
    addGateways(drafts, gateways) ??
    addAuxiliary(drafts, flags.auxiliary);
  return wrong === undefined ? ok(drafts) : fail(wrong);
}

function addSubnets(drafts: Draft[], subnets: readonly string[]): string | undefined {
  for (const subnet of subnets) {
    for (const other of drafts) {
      const inside = holds(subnet, other.Subnet);
      if (!inside.ok) return inside.error;
      const around = holds(other.Subnet, subnet);
      if (!around.ok) return around.error;
      if (inside.value || around.value) return "multiple overlapping subnet configuration is not supported";
    }
    drafts.push({ Subnet: subnet, AuxiliaryAddresses: new Map() });
  }
  return undefined;
}

/** The subnets that hold it; a complaint if there is none. */
function matching(drafts: readonly Draft[], text: string, what: string): Result<readonly Draft[], string> {
  const found: Draft[] = [];
  for (const draft of drafts) {
    const held = holds(draft.Subnet, text);
    if (!held.ok) return held;
    if (held.value) found.push(draft);
  }
  return found.length === 0 ? fail(`no matching subnet for ${what} ${text}`) : ok(found);
}

function addRanges(drafts: readonly Draft[], ranges: readonly string[]): string | undefined {
  for (const range of ranges) {
    if (parseCidr(range) === undefined) return badCidr(range);
    const found = matching(drafts, range, "range");
    if (!found.ok) return found.error;
    for (const draft of found.value) {
      if (draft.IPRange !== undefined)
        return `cannot configure multiple ranges (${range}, ${draft.IPRange}) on the same subnet (${draft.Subnet})`;
      draft.IPRange = range;
    }
  }
  return undefined;
}

function addGateways(drafts: readonly Draft[], gateways: readonly string[]): string | undefined {
  for (const gateway of gateways) {
    const found = matching(drafts, gateway, "gateway");
    if (!found.ok) return found.error;
    for (const draft of found.value) {
      if (draft.Gateway !== undefined)
        return `cannot configure multiple gateways (${gateway}, ${draft.Gateway}) for the same subnet (${draft.Subnet})`;
      draft.Gateway = gateway;
    }
  }
  return undefined;
}

function addAuxiliary(drafts: readonly Draft[], auxiliary: ReadonlyMap<string, string>): string | undefined {
  for (const [name, address] of auxiliary) {
    const found = matching(drafts, address, "aux-address");
    if (!found.ok) return found.error;
    for (const draft of found.value)
      draft.AuxiliaryAddresses = new Map(draft.AuxiliaryAddresses).set(name, address);
  }
  return undefined;
}

const badCidr = (text: string): string => `invalid CIDR address: ${text}`;

/** Whether an address, or the one that a network is written with, lies in the subnet. */
function holds(subnet: string, text: string): Result<boolean, string> {
  const network = parseCidr(subnet);
  if (network === undefined) return fail(`invalid subnet: ${badCidr(subnet)}`);
  if (text.includes("/") && parseCidr(text) === undefined) return fail(badCidr(text));
  const address = parseIp(text.split("/")[0] as string);
  return ok(address !== undefined && isWithin(address, network.address, network.prefix));
}

function isWithin(address: IpAddress, network: IpAddress, prefix: number): boolean {
  if (address.length !== network.length) return false;
  return network.every((byte, i) => {
    const mask = (0xff00 >> Math.min(8, Math.max(0, prefix - 8 * i))) & 255;
    return ((address[i] as number) & mask) === byte;
  });
}
