// IPv6 addresses as far as networks need them: eight groups, and whether one lies in a network.
// Text stays the notation everywhere else.

export interface Subnet6 {
  readonly bits: string;
  readonly prefix: number;
}

/** The eight groups; undefined if the text is no address. */
export function groupsOf(text: string): number[] | undefined {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain =
    dotted === null
      ? text
      : `${dotted[1]}${(Number(dotted[2]) * 256 + Number(dotted[3])).toString(16)}:${(Number(dotted[4]) * 256 + Number(dotted[5])).toString(16)}`;
  const [head = "", tail] = plain.split("::");
  const parts = (side: string): string[] => (side === "" ? [] : side.split(":"));
  const left = parts(head);
  const right = tail === undefined ? [] : parts(tail);
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: Math.max(0, missing) }, () => "0");
  const groups = [...left, ...zeros, ...right];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? groups.map((g) => parseInt(g, 16))
    : undefined;
}

const bitsOf = (text: string): string | undefined =>
  groupsOf(text)?.map((group) => group.toString(2).padStart(16, "0")).join(""); // prettier-ignore

export function parseSubnet6(text: string): Subnet6 | undefined {
  const [address = "", prefix = "128"] = text.split("/");
  const bits = bitsOf(address);
  return bits === undefined ? undefined : { bits, prefix: Number(prefix) };
}

export const containsInet6 = ({ bits, prefix }: Subnet6, address: string): boolean =>
  bitsOf(address)?.startsWith(bits.slice(0, prefix)) ?? false;

const MAPPED = "::ffff:";

/** `::ffff:172.17.0.1` for an IPv4 peer of a socket of the other family. */
export const mapped = (address: string): string => (address.includes(":") ? address : MAPPED + address);
export const unmapped = (address: string): string =>
  address.startsWith(MAPPED) && address.includes(".") ? address.slice(MAPPED.length) : address;
