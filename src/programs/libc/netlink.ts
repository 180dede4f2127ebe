// Links, routes, neighbours and sockets of the network namespace, as the kernel answers netlink
// (kernel/netlink.ts); changes answer with an error or nothing. For ip, ss, ifconfig and the resolver.

import type { Errno } from "../../base/errno.ts";
import type {
  LinkChange,
  LinkInfo,
  LearnedInfo,
  NeighbourInfo,
  Netlink,
  RouteInfo,
  SocketInfo,
} from "../../kernel/netlink.ts";
import type { Sys } from "../../kernel/sys.ts";

function ask<O extends keyof Netlink>(
  sys: Sys,
  operation: O,
  ...args: Parameters<Netlink[O]>
): ReturnType<Netlink[O]> {
  return sys.invoke("netlink", operation, args) as ReturnType<Netlink[O]>;
}

export const linksOf = (sys: Sys): readonly LinkInfo[] => ask(sys, "links");
export const routesOf = (sys: Sys): readonly RouteInfo[] => ask(sys, "routes");
export const neighboursOf = (sys: Sys): readonly NeighbourInfo[] => ask(sys, "neighbours");
export const learnedOf = (sys: Sys): readonly LearnedInfo[] => ask(sys, "learned");
export const changeNeighbour = (
  sys: Sys,
  link: string,
  address: string,
  mac: string | undefined,
): Errno | undefined => ask(sys, "changeNeighbour", link, address, mac);
export const socketsOf = (sys: Sys): readonly SocketInfo[] => ask(sys, "sockets");

export const addLink = (
  sys: Sys,
  name: string,
  kind: string,
  peer?: string,
  peerNamespace?: string,
): Errno | undefined => {
  if (peer === undefined) return ask(sys, "addLink", name, kind);
  return peerNamespace === undefined
    ? ask(sys, "addLink", name, kind, peer)
    : ask(sys, "addLink", name, kind, peer, peerNamespace);
};
export const addNamespace = (sys: Sys, name: string): Errno | undefined => ask(sys, "addNamespace", name);
export const removeNamespace = (sys: Sys, name: string): Errno | undefined =>
  ask(sys, "removeNamespace", name);
export const enterNamespace = (sys: Sys, name: string): Errno | undefined => ask(sys, "enterNamespace", name);
export const namespaceNumber = (sys: Sys, nameOrPid: string): number | undefined =>
  ask(sys, "namespaceNumber", nameOrPid);
export const askLink = (sys: Sys, link: string, address: string): string | undefined =>
  ask(sys, "ask", link, address);
export const removeLink = (sys: Sys, name: string): Errno | undefined => ask(sys, "removeLink", name);
export const changeLink = (sys: Sys, name: string, change: LinkChange): Errno | undefined =>
  ask(sys, "changeLink", name, change);
export const addAddress = (
  sys: Sys,
  link: string,
  address: string,
  prefix: number,
  broadcast: boolean,
): Errno | undefined => ask(sys, "addAddress", link, address, prefix, broadcast);
export const removeAddress = (sys: Sys, link: string, address: string): Errno | undefined =>
  ask(sys, "removeAddress", link, address);
export const addRoute = (sys: Sys, route: RouteInfo): Errno | undefined => ask(sys, "addRoute", route);
export const removeRoute = (sys: Sys, to: string, via: string | undefined): Errno | undefined =>
  ask(sys, "removeRoute", to, via);
