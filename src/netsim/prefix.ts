// Networks of both families as numbers without a limit, for what is asked seldom: whether two overlap, what is in one,
// which part of one is free. Where every container passes, address.ts does it with plain numbers, for IPv4 alone.

import { formatIp, parseIp, type IpAddress } from "../base/go/ip-address.ts";

export interface Prefix {
  readonly family: 4 | 6;
  /** its first address */
  readonly base: bigint;
  readonly bits: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

export const sizeOf = ({ family, bits }: Prefix): bigint => 1n << BigInt(WIDTH[family] - bits);

const numberOf = (address: IpAddress): bigint =>
  address.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

function bytesOf(value: bigint, length: number): number[] {
  const bytes: number[] = [];
  for (let i = length - 1; i >= 0; i--) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
  return bytes;
}

export interface Host {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** netip.ParseAddr without zones; IPv4 in IPv6's notation counts as IPv4. */
export function parseHost(text: string): Host | undefined {
  const address = parseIp(text);
  return address && { family: address.length === 4 ? 4 : 6, value: numberOf(address) };
}

export const formatHost = ({ family, value }: Host): string => formatIp(bytesOf(value, WIDTH[family] / 8));

/** netip.ParsePrefix; `exact` is false where bits beyond the prefix are set, which are dropped. */
export function parsePrefix(text: string): (Prefix & { readonly exact: boolean }) | undefined {
  const slash = text.lastIndexOf("/");
  const bits = text.slice(slash + 1);
  const host = slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(bits) ? undefined : parseHost(text.slice(0, slash));
  if (host === undefined || Number(bits) > WIDTH[host.family]) return undefined;
  const rest = BigInt(WIDTH[host.family] - Number(bits));
  const base = (host.value >> rest) << rest;
  return { family: host.family, base, bits: Number(bits), exact: base === host.value };
}

export const formatPrefix = ({ family, base, bits }: Prefix): string =>
  `${formatHost({ family, value: base })}/${bits}`;

export const isIn = (prefix: Prefix, host: Host): boolean =>
  prefix.family === host.family && host.value >= prefix.base && host.value < prefix.base + sizeOf(prefix);

export const overlaps = (a: Prefix, b: Prefix): boolean =>
  a.family === b.family && a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);
