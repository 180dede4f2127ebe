// Whether a link carries anything, and the IPv6 address that it makes for itself when it first does (RFC 4862; Linux
// net/ipv6/addrconf.c). Not here: duplicate address detection, privacy addresses.

import type { Link, NetNamespace } from "./net-namespace.ts";
import { formatHost } from "./prefix.ts";

const PREFIX = 64;

/** The address that a link makes of its MAC (RFC 4291, modified EUI-64). */
export function linkLocal(mac: string): string {
  const bytes = mac.split(/[:-]/).map((part) => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const interfaceId = [a ^ 2, b, c, 0xff, 0xfe, d, e, f];
  const value = interfaceId.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0xfe80n << 48n);
  return formatHost({ family: 6, value });
}

/** A bridge carries something once one of its ports is up; a pair needs its other end. */
export function hasCarrier(links: readonly Link[], link: Link): boolean {
  if (link.kind === "bridge") return links.some((l) => l.master === link.index && l.up);
  if (link.peer === undefined || link.peerNamespace !== undefined) return true;
  return links.find((l) => l.index === link.peer)?.up ?? true;
}

const isSix = ({ address }: Link["addresses"][number]): boolean => address.includes(":");
const isOwn = ({ address }: Link["addresses"][number]): boolean => address.startsWith("fe80:");

const isOff = ({ settings }: NetNamespace, name: string): boolean =>
  (settings.get(`net.ipv6.conf.${name}.disable_ipv6`) ?? settings.get("net.ipv6.conf.all.disable_ipv6")) ===
  "1";

/** Links that carry something get their address; those that were taken down have lost theirs. */
export function settleLinkLocal(own: NetNamespace): void {
  const { links } = own;
  const settled = links.map((link): Link => {
    if (link.up && link.addresses.some(isOwn)) return link;
    if (link.kind === "loopback" || isOff(own, link.name)) return link;
    if (!link.up) return link.addresses.some(isSix) ? { ...link, addresses: link.addresses.filter((a) => !isSix(a)) } : link; // prettier-ignore
    if (!hasCarrier(links, link)) return link;
    return { ...link, addresses: [...link.addresses, { address: linkLocal(link.mac), prefix: PREFIX }] };
  });
  if (settled.some((link, i) => link !== links[i])) own.links = settled;
}
