// Addresses and networks as programs read and print them: dotted and colon notation with prefixes, masks,
// broadcasts. Relies on dns.ts for colon notation.

import { expandInet6, formatInet6, isInet4 } from "../libc/dns.ts";

export interface Prefix {
  readonly family: "inet" | "inet6";
  readonly address: string;
  readonly length: number;
}

export const toNumber = (address: string): number =>
  address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

export const toDotted = (n: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join(".");

/** `10.0.0.1/24`, `fd00::1/64`, without a length a whole address; undefined if it is none. */
export function parsePrefix(text: string): Prefix | undefined {
  const [address = "", size] = text.split("/");
  const dots = address.split(".").length - 1;
  const whole = /^[\d.]+$/.test(address) && dots < 3 ? `${address}${".0".repeat(3 - dots)}` : address;
  if (isInet4(whole)) {
    const length = size === undefined ? 32 : Number(size);
    return Number.isInteger(length) && length >= 0 && length <= 32
      ? { family: "inet", address: whole, length }
      : undefined;
  }
  const groups = expandInet6(address);
  const length = size === undefined ? 128 : Number(size);
  if (groups === undefined || !Number.isInteger(length) || length < 0 || length > 128) return undefined;
  return { family: "inet6", address: formatInet6(groups), length };
}

const blockOf = (length: number): number => 2 ** (32 - length);

export const maskOf = (length: number): string => toDotted(2 ** 32 - blockOf(length));

export const networkOf = (address: string, length: number): string =>
  toDotted(Math.floor(toNumber(address) / blockOf(length)) * blockOf(length));

export const broadcastOf = (address: string, length: number): string =>
  toDotted(Math.floor(toNumber(address) / blockOf(length)) * blockOf(length) + blockOf(length) - 1);

/** 24 for 255.255.255.0; undefined if the mask has holes. */
export function lengthOfMask(mask: string): number | undefined {
  if (!isInet4(mask)) return undefined;
  for (let length = 0; length <= 32; length++) if (maskOf(length) === mask) return length;
  return undefined;
}

export const isInside = (address: string, network: string, length: number): boolean =>
  networkOf(address, length) === networkOf(network, length);
