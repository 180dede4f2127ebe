// Which networks are handed out to whoever asks for none in particular, in moby's order (libnetwork/ipamutils). Pure:
// what is in use already is told by the caller.

import { overlaps, parsePrefix, sizeOf, type Prefix } from "./prefix.ts";

interface AddressPool {
  readonly prefix: Prefix;
  /** bits of the networks that it is cut into */
  readonly size: number;
}

function pool(text: string, size: number): AddressPool {
  const prefix = parsePrefix(text) as Prefix;
  return { prefix, size };
}

const LOCAL: readonly AddressPool[] = [
  pool("172.17.0.0/16", 16),
  pool("172.18.0.0/16", 16),
  pool("172.19.0.0/16", 16),
  pool("172.20.0.0/14", 16),
  pool("172.24.0.0/14", 16),
  pool("172.28.0.0/14", 16),
  pool("192.168.0.0/16", 20),
];

type Pools = readonly { readonly base: string; readonly size: number }[];

/** Of pools that somebody has set. */
function setPools(pools: Pools, family: 4 | 6): readonly AddressPool[] {
  return pools.flatMap(({ base, size }) => {
    const prefix = parsePrefix(base);
    return prefix?.family === family && size >= prefix.bits ? [{ prefix, size }] : [];
  });
}

function firstFree(pools: readonly AddressPool[], used: readonly Prefix[]): Prefix | undefined {
  for (const each of pools) {
    const found = freeIn(each, used);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first that overlaps nothing of `used`, of the pools that are set, or else of moby's own. */
export function freeNetwork(used: readonly Prefix[], pools: Pools = []): Prefix | undefined {
  const own = setPools(pools, 4);
  return firstFree(own.length > 0 ? own : LOCAL, used);
}

/** Or else of the daemon's own local block (RFC 4193): 40 random bits, given as hex digits, cut into /64. */
export function freeNetwork6(random: string, used: readonly Prefix[], pools: Pools = []): Prefix | undefined {
  const own = setPools(pools, 6);
  const local: AddressPool = {
    prefix: { family: 6, base: BigInt(`0xfd${random}`) << 80n, bits: 48 },
    size: 64,
  };
  return firstFree(own.length > 0 ? own : [local], used);
}

function freeIn({ prefix, size }: AddressPool, used: readonly Prefix[]): Prefix | undefined {
  const end = prefix.base + sizeOf(prefix);
  for (let base = prefix.base; base < end;) {
    const candidate: Prefix = { family: prefix.family, base, bits: size };
    if (!used.some((other) => overlaps(other, candidate))) return candidate;
    base += sizeOf(candidate);
  }
  return undefined;
}
