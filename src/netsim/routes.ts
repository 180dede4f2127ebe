// Where packets go: local delivery, the longest matching route, and the source address that fits. Compiled once for
// each state of a namespace's links and routes, which are replaced and never changed. Not here: policy routing.

import { contains, parseAddress, parseSubnet, type Subnet } from "./address.ts";
import { containsInet6, parseSubnet6, type Subnet6 } from "./inet6.ts";
import type { Link, NetNamespace, Route } from "./net-namespace.ts";

export interface NextHop {
  readonly link: Link;
  /** who gets the frame: a gateway, or the target itself */
  readonly neighbour: string;
  /** our address on that way */
  readonly source: string | undefined;
}

/** How the default route of IPv6 is written down; that of IPv4 is "default". */
export const DEFAULT_ROUTE_6 = "::/0";

interface CompiledRoute {
  readonly subnet: Subnet | undefined;
  readonly subnet6: Subnet6 | undefined;
  readonly prefix: number;
  readonly route: Route;
  readonly link: Link;
}

interface Compiled {
  readonly links: readonly Link[];
  readonly own: ReadonlyMap<string, Link>;
  readonly routes: readonly CompiledRoute[];
  /** subnets' broadcast addresses */
  readonly broadcasts: ReadonlySet<string>;
  readonly loopback: Link | undefined;
}

const compiled = new WeakMap<readonly Route[], Compiled>();

function compile(ns: NetNamespace): Compiled {
  const known = compiled.get(ns.routes);
  if (known?.links === ns.links) return known;
  const own = new Map<string, Link>();
  const broadcasts = new Set<string>();
  for (const link of ns.links)
    if (link.up)
      for (const { address, prefix } of link.addresses) {
        own.set(address, link);
        if (address.includes(":")) continue;
        const subnet = parseSubnet(`${address}/${prefix}`);
        if (subnet !== undefined && prefix < 31 && link.kind !== "loopback")
          broadcasts.add(dotted(subnet.base + 2 ** (32 - prefix) - 1));
      }
  const routes = ns.routes
    .flatMap((route): CompiledRoute[] => {
      const link = ns.links.find(({ name }) => name === route.link);
      if (link === undefined || !link.up) return [];
      const text = route.to === "default" ? "0.0.0.0/0" : route.to.includes("/") ? route.to : `${route.to}/${route.to.includes(":") ? 128 : 32}`; // prettier-ignore
      const subnet = text.includes(":") ? undefined : parseSubnet(text);
      const subnet6 = text.includes(":") ? parseSubnet6(text) : undefined;
      return [{ subnet, subnet6, prefix: subnet?.prefix ?? subnet6?.prefix ?? 0, route, link }];
    })
    .sort((a, b) => b.prefix - a.prefix);
  const made: Compiled = {
    links: ns.links,
    own,
    routes,
    broadcasts,
    loopback: ns.links.find((link) => link.kind === "loopback" && link.up),
  };
  compiled.set(ns.routes, made);
  return made;
}

const dotted = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

/** How often the links of a namespace were looked through since they changed, then the links by index. */
const lookups = new WeakMap<readonly Link[], number | ReadonlyMap<number, Link>>();
const LOOKS_BEFORE_MAP = 8;

/** A host with a thousand links changes them with every container, so that a map has to pay off first. */
export function linkByIndex(ns: NetNamespace, index: number): Link | undefined {
  if (ns.links.length < LOOKS_BEFORE_MAP) return ns.links.find((link) => link.index === index);
  const before = lookups.get(ns.links) ?? 0;
  if (typeof before === "object") return before.get(index);
  const isMapDue = before === LOOKS_BEFORE_MAP;
  lookups.set(ns.links, isMapDue ? new Map(ns.links.map((link) => [link.index, link])) : before + 1);
  return ns.links.find((link) => link.index === index);
}

export const loopbackOf = (ns: NetNamespace): Link | undefined => compile(ns).loopback;

/** Whether packets to this address are this namespace's own. */
export function isOwn(ns: NetNamespace, address: string): boolean {
  const { own, loopback, broadcasts } = compile(ns);
  return (
    own.has(address) || (loopback !== undefined && address.startsWith("127.")) || broadcasts.has(address)
  );
}

export const isBroadcast = (ns: NetNamespace, address: string): boolean =>
  address === "255.255.255.255" || compile(ns).broadcasts.has(address);

/** undefined: the network is unreachable */
export function routeTo(ns: NetNamespace, target: string): NextHop | undefined {
  const { routes } = compile(ns);
  const isSix = target.includes(":");
  const value = isSix ? 0 : parseAddress(target);
  if (value === undefined) return undefined;
  const near = isSix ? onLink6(ns, target) : undefined;
  if (near !== undefined) return near;
  for (const { subnet, subnet6, route, link } of routes) {
    if (isSix ? subnet6 === undefined || !containsInet6(subnet6, target) : subnet === undefined || !contains(subnet, value)) continue; // prettier-ignore
    return {
      link,
      neighbour: route.via ?? target,
      source: route.source ?? addressOn(ns, link, route.via ?? target),
    };
  }
  return undefined;
}

/** Networks of IPv6 addresses are reached over their link without a route of their own. */
function onLink6(ns: NetNamespace, target: string): NextHop | undefined {
  for (const link of ns.links) {
    if (!link.up) continue;
    for (const { address, prefix } of link.addresses) {
      if (!address.includes(":") || prefix === 128) continue;
      const subnet = parseSubnet6(`${address}/${prefix}`);
      if (subnet !== undefined && containsInet6(subnet, target))
        return { link, neighbour: target, source: address };
    }
  }
  return undefined;
}

/** The link's address in the network of that neighbour, or its first of the family. */
function addressOn(ns: NetNamespace, link: Link, neighbour: string): string | undefined {
  const isSix = neighbour.includes(":");
  const candidates = link.addresses.filter((a) => a.address.includes(":") === isSix);
  const value = isSix ? undefined : parseAddress(neighbour);
  const near = candidates.find(({ address, prefix }) => {
    const subnet = parseSubnet(`${address}/${prefix}`);
    return value !== undefined && subnet !== undefined && contains(subnet, value);
  });
  void ns;
  return (near ?? candidates[0])?.address;
}

/** The address that connections to `target` come from. */
export function sourceFor(ns: NetNamespace, target: string): string | undefined {
  if (isOwn(ns, target)) return target;
  return routeTo(ns, target)?.source;
}
