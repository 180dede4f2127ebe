// IPv4 addresses and networks as numbers. Without a state and without names: what an address is reached by is
// in net-namespace.ts.

/** A dotted address as an unsigned number; undefined if it is none (no octal, no shorthand: Go's netip). */
export function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export const formatAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

export interface Subnet {
  /** the network's first address */
  readonly base: number;
  readonly prefix: number;
}

/** `172.17.0.0/16`; bits beyond the prefix are dropped. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = "", bits = ""] = text.split("/");
  const value = parseAddress(address);
  const prefix = /^\d{1,2}$/.test(bits) ? Number(bits) : 33;
  if (value === undefined || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  return { base: Math.floor(value / size) * size, prefix };
}

export const contains = ({ base, prefix }: Subnet, address: number): boolean =>
  address >= base && address < base + 2 ** (32 - prefix);
