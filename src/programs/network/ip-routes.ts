// Routes in the order in which the kernel lists them, and those of IPv6, which follow from the links' addresses.
// Not here: how programs print them.

import type { LinkInfo, RouteInfo } from "../../kernel/netlink.ts";
import { expandInet6, formatInet6 } from "../libc/dns.ts";
import { parsePrefix, toNumber } from "./addresses.ts";

const placeOf = (route: RouteInfo): number => {
  const to = parsePrefix(route.to);
  return to === undefined ? -1 : toNumber(to.address) * 64 + 32 - to.length;
};

/** By address, the default route first. */
export const orderedRoutes = (routes: readonly RouteInfo[]): RouteInfo[] =>
  routes.toSorted((a, b) => placeOf(a) - placeOf(b));

export interface Route6 {
  /** "default" or a network */
  readonly to: string;
  readonly via: string | undefined;
  readonly link: string;
  readonly metric: number;
  readonly linkDown: boolean;
}

/** `fd00:1::/64` for an address in it. */
function network6(address: string, prefix: number): string {
  const kept = (expandInet6(address) ?? []).map((group, i) => {
    const bits = Math.min(16, Math.max(0, prefix - 16 * i));
    return group & (0xffff << (16 - bits)) & 0xffff;
  });
  return `${formatInet6(kept)}/${prefix}`;
}

export function routes6Of(links: readonly LinkInfo[], routes: readonly RouteInfo[]): Route6[] {
  const near = links
    .filter((link) => link.up && link.kind !== "loopback")
    .flatMap((link) =>
      link.addresses
        .filter(({ address, prefix }) => address.includes(":") && prefix < 128)
        .map(({ address, prefix }): Route6 => ({
          to: network6(address, prefix),
          via: undefined,
          link: link.name,
          metric: 256,
          linkDown: !link.carrier,
        })),
    );
  const own = routes
    .filter(({ to }) => to.includes(":"))
    .map(({ to, via, link }): Route6 => ({
      to: to === "::/0" ? "default" : to,
      via,
      link,
      metric: 1024,
      linkDown: false,
    }));
  const isDefault = (route: Route6): number => Number(route.to === "default");
  const isLocal = (route: Route6): number => Number(route.to.startsWith("fe80:"));
  return [...near, ...own].sort((a, b) => isDefault(a) - isDefault(b) || isLocal(a) - isLocal(b));
}
