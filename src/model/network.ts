// Networks as the daemon knows them. Issue by issue the engine learns to lay more drivers; the record is
// whole from the start, as inspect shows all of it.

import type { Instant } from "../base/time.ts";

export interface IpamPool {
  /** 172.17.0.0/16, fd00:9::/64 */
  readonly subnet: string;
  /** that it has; "" for none */
  readonly gateway: string;
  /** what was asked for with the subnet, "" for none; undefined: nobody named the subnet */
  readonly askedGateway?: string;
  readonly ipRange: string;
  readonly auxiliary: ReadonlyMap<string, string>;
}

export interface Network {
  /** 64 hex digits */
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly scope: "local" | "swarm" | "global";
  /** bridge, host, null, … */
  readonly driver: string;
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
  readonly ipamDriver: string;
  readonly ipamOptions: ReadonlyMap<string, string> | null;
  readonly pools: readonly IpamPool[];
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configOnly: boolean;
  readonly configFrom: string;
  readonly options: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  /** IPv4 addresses in use, as the last part of the pool: 2 is 172.17.0.2 */
  readonly taken: AddressSet;
  /** IPv6 addresses in use */
  readonly taken6: readonly string[];
  /** index of the bridge on the host */
  readonly link: number | undefined;
}

const isV6 = ({ subnet }: IpamPool): boolean => subnet.includes(":");

export const poolOf = ({ pools }: Pick<Network, "pools">, family: 4 | 6): IpamPool | undefined =>
  pools.find((pool) => isV6(pool) === (family === 6));

/** The networks that every daemon has. */
export const PREDEFINED: readonly string[] = ["bridge", "host", "none"];

/** Whether a container's network mode names a network that somebody made. */
export const isUserDefined = (mode: string): boolean =>
  !["", "default", ...PREDEFINED].includes(mode) && !mode.startsWith("container:");

/** 32 addresses a word, so that taking one changes one number. */
export type AddressSet = { readonly [word: number]: number };

/** The lowest free number from `first` to `last`; undefined if all are taken. */
export function lowestFree(taken: AddressSet, first: number, last: number): number | undefined {
  for (let n = first; n <= last; n++) {
    const word = taken[n >>> 5] ?? 0;
    if (word === -1) {
      n |= 31;
      continue;
    }
    if ((word & (1 << (n & 31))) === 0) return n;
  }
  return undefined;
}

export const isTaken = (taken: AddressSet, n: number): boolean =>
  ((taken[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0;

export const withTaken = (taken: AddressSet, n: number): AddressSet => ({
  ...taken,
  [n >>> 5]: (taken[n >>> 5] ?? 0) | (1 << (n & 31)),
});

export const withoutTaken = (taken: AddressSet, n: number): AddressSet => ({
  ...taken,
  [n >>> 5]: (taken[n >>> 5] ?? 0) & ~(1 << (n & 31)),
});
