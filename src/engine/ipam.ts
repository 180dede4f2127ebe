// Addresses of networks: a pool for each family, a gateway in it, what is kept for others, and one address after the
// other for containers, always the lowest that is free (moby libnetwork/ipams/defaultipam, libnetwork/network.go).

import { must } from "../base/assert.ts";
import { sha256Hex } from "../base/digest.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import {
  isTaken,
  lowestFree,
  withTaken,
  type AddressSet,
  type IpamPool,
  type Network,
} from "../model/network.ts";
import { valuesOf } from "../model/shelf.ts";
import { formatAddress, parseAddress, parseSubnet } from "../netsim/address.ts";
import { freeNetwork, freeNetwork6 } from "../netsim/address-pools.ts";
import {
  formatHost,
  formatPrefix,
  overlaps,
  parseHost,
  parsePrefix,
  sizeOf,
  type Prefix,
} from "../netsim/prefix.ts";
import type { Engine } from "./engine.ts";
import { hostFacts } from "./host-facts.ts";
import { hostNetNamespace } from "./host-network.ts";
import type { IpamRequest } from "./network-request.ts";

/** What a network has of addresses. */
export type Addresses = Pick<Network, "pools" | "taken" | "taken6">;

const NONE: Addresses = { pools: [], taken: {}, taken6: [] };

export interface IpamPlan {
  readonly asked: readonly IpamRequest[];
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** the driver routes to the outside, or keeps an address as if it did */
  readonly needsGateway: boolean;
}

export const familyOfSubnet = (subnet: string): 4 | 6 => (subnet.includes(":") ? 6 : 4);

export function allocatePools(engine: Engine, plan: IpamPlan): Result<Addresses> {
  let addresses = NONE;
  for (const family of [4, 6] as const) {
    if (!(family === 4 ? plan.ipv4 : plan.ipv6)) continue;
    const asked = plan.asked.filter(({ subnet }) => familyOfSubnet(subnet) === family);
    for (const request of asked.length === 0 ? [undefined] : asked) {
      const more = allocatePool(engine, addresses, family, request, plan.needsGateway);
      if (!more.ok) return more;
      addresses = more.value;
    }
  }
  return ok({ ...addresses, pools: inOrder(addresses.pools) });
}

/** Those that were asked for are shown first. */
const inOrder = (pools: readonly IpamPool[]): readonly IpamPool[] => [
  ...pools.filter(({ askedGateway }) => askedGateway !== undefined),
  ...pools.filter(({ askedGateway }) => askedGateway === undefined),
];

function usedNetworks(engine: Engine, own: Addresses): Prefix[] {
  const all = [...valuesOf(engine.state.networks)].filter(({ configOnly }) => !configOnly);
  return [own, ...all].flatMap(({ pools }) => pools.flatMap(({ subnet }) => parsePrefix(subnet) ?? []));
}

/** Where the host itself is, so that nobody else is put there. */
function hostNetworks(engine: Engine): Prefix[] {
  const { routes } = engine.kernel.netNamespaces.get(hostNetNamespace(engine));
  return routes.flatMap(({ to }) => parsePrefix(to) ?? []);
}

function choosePool(
  engine: Engine,
  own: Addresses,
  family: 4 | 6,
  subnet: string | undefined,
): Result<string> {
  const used = usedNetworks(engine, own);
  if (subnet !== undefined) {
    const prefix = must(parsePrefix(subnet), `bad subnet ${subnet}`);
    return used.some((other) => overlaps(other, prefix))
      ? dockerError("forbidden", "invalid pool request: Pool overlaps with other one on this address space")
      : ok(subnet);
  }
  const { addressPools } = engine.settings;
  const found =
    family === 4
      ? freeNetwork([...used, ...hostNetworks(engine)], addressPools)
      : freeNetwork6(sha256Hex(hostFacts(engine).engineId).slice(0, 10), used, addressPools);
  return found === undefined
    ? dockerError("invalid-parameter", "all predefined address pools have been fully subnetted")
    : ok(formatPrefix(found));
}

function allocatePool(
  engine: Engine,
  before: Addresses,
  family: 4 | 6,
  request: IpamRequest | undefined,
  needsGateway: boolean,
): Result<Addresses> {
  const subnet = choosePool(engine, before, family, request?.subnet);
  if (!subnet.ok) return subnet;
  const pool: IpamPool = {
    subnet: subnet.value,
    gateway: "",
    ...(request === undefined ? {} : { askedGateway: request.gateway }),
    ipRange: request?.ipRange ?? "",
    auxiliary: request?.auxiliary ?? new Map(),
  };
  let addresses: Addresses = { ...before, pools: [...before.pools, pool] };
  if (request?.gateway || needsGateway) {
    const gateway = reserve(addresses, pool, request?.gateway ?? "");
    if (!gateway.ok)
      return dockerError(
        "system",
        `failed to allocate gateway (${request?.gateway ?? ""}): ${gateway.error}`,
      );
    const own = { ...pool, gateway: gateway.value.address };
    addresses = { ...gateway.value.addresses, pools: [...before.pools, own] };
  }
  for (const [name, address] of pool.auxiliary) {
    const kept = reserve(addresses, pool, address);
    if (!kept.ok)
      return dockerError(
        "system",
        `failed to allocate secondary ip address (${name}:${address}): ${kept.error}`,
      );
    ({ addresses } = kept.value);
  }
  return ok(addresses);
}

const IN_USE = "Address already in use";

type Reserved = { readonly address: string; readonly addresses: Addresses };

/** An address of the pool, or any. */
function reserve(addresses: Addresses, pool: IpamPool, asked: string): Result<Reserved, string> {
  if (familyOfSubnet(pool.subnet) === 6) {
    const address = freeAddress6(addresses.taken6, pool, asked);
    if (!address.ok) return address;
    return ok({
      address: address.value,
      addresses: { ...addresses, taken6: [...addresses.taken6, address.value] },
    });
  }
  const number = freeAddress4(addresses.taken, pool, asked);
  if (!number.ok) return number;
  return ok({
    address: formatAddress(parse4(pool.subnet).base + number.value),
    addresses: { ...addresses, taken: withTaken(addresses.taken, number.value) },
  });
}

const parse4 = (subnet: string) => must(parseSubnet(subnet), `bad subnet ${subnet}`);

/** Why there is none, "" where none is left. */
export function freeAddress4(taken: AddressSet, pool: IpamPool, asked: string): Result<number, string> {
  const { base, prefix } = parse4(pool.subnet);
  // A network's first and last address are nobody's, unless there are no others.
  const edge = prefix < 31 ? 1 : 0;
  const last = 2 ** (32 - prefix) - 1 - edge;
  if (asked !== "") {
    const number = (parseAddress(asked) ?? base) - base;
    const free = number >= edge && number <= last && !isTaken(taken, number);
    return free ? ok(number) : { ok: false, error: IN_USE };
  }
  const range = pool.ipRange === "" ? undefined : parse4(pool.ipRange);
  const from = range === undefined ? 0 : range.base - base;
  const to = range === undefined ? last : from + 2 ** (32 - range.prefix) - 1;
  const number = lowestFree(taken, Math.max(from, edge), Math.min(to, last));
  return number === undefined ? { ok: false, error: "" } : ok(number);
}

export function freeAddress6(
  taken: readonly string[],
  pool: IpamPool,
  asked: string,
): Result<string, string> {
  if (asked !== "") {
    const host = parseHost(asked);
    const text = host === undefined ? asked : formatHost(host);
    return taken.includes(text) ? { ok: false, error: IN_USE } : ok(text);
  }
  const own = must(parsePrefix(pool.ipRange || pool.subnet), `bad subnet ${pool.subnet}`);
  const end = own.base + sizeOf(own);
  for (let value = own.base + (pool.ipRange === "" ? 1n : 0n); value < end; value++) {
    const text = formatHost({ family: 6, value });
    if (!taken.includes(text)) return ok(text);
  }
  return { ok: false, error: "" };
}

/** Nothing left, or what was asked for is another's. */
export const addressFailure = (network: Network, family: 4 | 6, why: string): Result<never> =>
  why === ""
    ? dockerError(
        "system",
        `no available IPv${family} addresses on this network's address pools: ${network.name} (${network.id})`,
      )
    : dockerError("forbidden", why);
