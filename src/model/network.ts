// Networks as the daemon knows them. Issue by issue the engine learns to lay more drivers; the record is
// whole from the start, as inspect shows all of it.

import type { Instant } from "../base/time.ts";

export interface IpamPool {
  /** 172.17.0.0/16 */
  readonly subnet: string;
  readonly gateway: string;
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
  /** addresses in use, as the last part of the first pool: 2 is 172.17.0.2 */
  readonly taken: AddressSet;
  /** index of the bridge on the host */
  readonly link: number | undefined;
}

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

export const withTaken = (taken: AddressSet, n: number): AddressSet => ({
  ...taken,
  [n >>> 5]: (taken[n >>> 5] ?? 0) | (1 << (n & 31)),
});

export const withoutTaken = (taken: AddressSet, n: number): AddressSet => ({
  ...taken,
  [n >>> 5]: (taken[n >>> 5] ?? 0) & ~(1 << (n & 31)),
});
