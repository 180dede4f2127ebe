// What programs learn of links, addresses, routes, neighbours and sockets, and how they ask for changes:
// the part of rtnetlink(7) and sock_diag(7) that ip, ss and their elders need, as shapes. Programs reach it by
// `sys.invoke("netlink", operation, args)` (programs/libc/netlink.ts). Not here: who answers (netlink-service.ts).

import type { Errno } from "../base/errno.ts";

export interface AddressInfo {
  /** dotted or colon notation */
  readonly address: string;
  readonly prefix: number;
  /** added without a broadcast address, as ip does it unless told */
  readonly plain?: true;
}

/** What has crossed a link. */
export interface TrafficInfo {
  readonly rxPackets: number;
  readonly rxBytes: number;
  readonly txPackets: number;
  readonly txBytes: number;
}

export interface LinkInfo {
  readonly index: number;
  readonly name: string;
  readonly kind: "loopback" | "ethernet" | "bridge" | "veth" | "dummy" | "macvlan" | "ipvlan" | "vlan";
  readonly mac: string;
  readonly mtu: number;
  /** set up by whoever manages it */
  readonly up: boolean;
  /** the other side is there and up as well */
  readonly carrier: boolean;
  readonly addresses: readonly AddressInfo[];
  /** index of the other end of a veth pair, and whether that is in another namespace */
  readonly peer: number | undefined;
  readonly peerElsewhere: boolean;
  /** by which number the other namespace is known */
  readonly namespaceNumber: number;
  /** name of the bridge that it is a port of */
  readonly master: string | undefined;
  readonly traffic: TrafficInfo;
}

export interface RouteInfo {
  /** "default" or a network such as 172.17.0.0/16 */
  readonly to: string;
  readonly via: string | undefined;
  readonly link: string;
  readonly source: string | undefined;
  /** the link carries nothing */
  readonly linkDown?: true;
}

export interface NeighbourInfo {
  readonly address: string;
  readonly link: string;
  /** undefined while it is not known */
  readonly mac: string | undefined;
  readonly state: "REACHABLE" | "STALE" | "DELAY" | "FAILED" | "INCOMPLETE" | "PERMANENT";
}

/** By which port of a bridge a MAC is reached. */
export interface LearnedInfo {
  readonly bridge: string;
  readonly port: string;
  readonly mac: string;
  /** microseconds since it was last seen */
  readonly age: number;
}

export type SocketState =
  | "listening"
  | "syn-sent"
  | "syn-received"
  | "established"
  | "fin-wait-1"
  | "fin-wait-2"
  | "close-wait"
  | "closing"
  | "last-ack"
  | "closed"
  | "unconnected";

export interface SocketInfo {
  readonly family: "unix" | "inet" | "inet6";
  readonly type: "stream" | "datagram" | "icmp";
  readonly state: SocketState;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** bytes not yet read; connections not yet accepted if it listens */
  readonly received: number;
  /** bytes not yet taken by the peer; the limit of the backlog if it listens */
  readonly sent: number;
  readonly inode: number;
  readonly peerInode: number;
  /** processes that have it open, as far as the caller sees them */
  readonly owners: readonly { readonly pid: number; readonly name: string; readonly fd: number }[];
}

export interface LinkChange {
  readonly up?: boolean;
  readonly mtu?: number;
  readonly mac?: string;
  readonly name?: string;
  /** a bridge's name; "" takes it out */
  readonly master?: string;
  /** a namespace's name, or a process in it: the link goes there */
  readonly namespace?: string;
}

/** Operations by name: what they are asked with, and what they answer. */
export interface Netlink {
  links(): readonly LinkInfo[];
  routes(): readonly RouteInfo[];
  neighbours(): readonly NeighbourInfo[];
  sockets(): readonly SocketInfo[];
  /** In an order of its own: `peer` for veth. */
  addLink(name: string, kind: string, peer?: string, peerNamespace?: string): Errno | undefined;
  removeLink(name: string): Errno | undefined;
  changeLink(name: string, change: LinkChange): Errno | undefined;
  addAddress(link: string, address: string, prefix: number, broadcast: boolean): Errno | undefined;
  removeAddress(link: string, address: string): Errno | undefined;
  addRoute(route: RouteInfo): Errno | undefined;
  removeRoute(to: string, via: string | undefined): Errno | undefined;
  /** Without a MAC the entry goes. */
  changeNeighbour(link: string, address: string, mac: string | undefined): Errno | undefined;
  /** Namespaces with names (ip-netns(8)); the caller itself enters one. */
  addNamespace(name: string): Errno | undefined;
  removeNamespace(name: string): Errno | undefined;
  enterNamespace(name: string): Errno | undefined;
  /** By which number the host knows the namespace of that name, or of that process. */
  namespaceNumber(nameOrPid: string): number | undefined;
  /** The MAC that answers for an address on a link; undefined if none does. */
  ask(link: string, address: string): string | undefined;
  /** What the bridges of the namespace have learned. */
  learned(): readonly LearnedInfo[];
}
