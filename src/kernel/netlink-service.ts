// Answers what programs ask by netlink.ts about the network namespace that they live in, and carries out
// what a caller with CAP_NET_ADMIN asks for. Relies on netsim's links and routes, which are replaced and never
// changed. Not here: policy routing, tables other than main, and everything that lies beyond one namespace.

import type { Errno } from "../base/errno.ts";
import { LOOPBACK, type Link, type LinkAddress, type NetNamespace } from "../netsim/net-namespace.ts";
import type { Kernel, Service } from "./kernel.ts";
import { keepForever, neighbourKey, stateOf as neighbourState } from "../netsim/neighbours.ts";
import { hasCarrier, settleLinkLocal } from "../netsim/link-local.ts";
import { linkByIndex } from "../netsim/routes.ts";
import { trafficOf } from "../netsim/traffic.ts";
import { unsent } from "../netsim/tcp.ts";
import type {
  LearnedInfo,
  LinkChange,
  LinkInfo,
  NeighbourInfo,
  Netlink,
  RouteInfo,
  SocketInfo,
  SocketState,
} from "./netlink.ts";
import { addNamespace, enterNamed, moveLink, namespaceOf, removeNamespace } from "./named-namespaces.ts";
import { homeNamespace, pidIn, type Process } from "./process.ts";
import type { Socket } from "./socket-table.ts";

export function netlinkService(kernel: Kernel): Service {
  return (caller, operation, args) => {
    const netlink = netlinkOf(kernel, caller);
    if (!Object.hasOwn(netlink, operation)) return "EOPNOTSUPP";
    const isChange = /^(?:add|remove|change)/.test(operation);
    if (isChange && !caller.capabilities.has("CAP_NET_ADMIN")) return "EPERM";
    return (netlink[operation as keyof Netlink] as (...args: readonly unknown[]) => unknown)(...args);
  };
}

function netlinkOf(kernel: Kernel, caller: Process): Netlink {
  const id = caller.netNamespace;
  const namespace = (): NetNamespace => kernel.netNamespaces.get(id);
  const own = (): NetNamespace => kernel.netNamespaces.own(id);
  const move = (name: string, space: string): Errno | undefined => {
    const to = namespaceOf(kernel, caller, space);
    if (to === undefined) return "EINVAL";
    kernel.netNamespaces.numberFor(to);
    return moveLink(kernel, own(), name, to);
  };
  return {
    links: () => namespace().links.map((link) => linkInfo(kernel, namespace(), link)),
    routes: () => routesOf(namespace()),
    neighbours: () => neighboursOf(kernel, namespace()),
    sockets: () => socketsSeenBy(kernel, caller),
    addLink: (name, kind, peer, space) =>
      addLink(kernel, own(), name, kind, peer) ??
      (space === undefined || peer === undefined ? undefined : move(peer, space)),
    removeLink: (name) => removeLink(own(), name),
    changeLink: (name, { namespace: space, ...change }) =>
      changeLink(own(), name, change) ?? (space === undefined ? undefined : move(change.name ?? name, space)),
    addNamespace: (name) => addNamespace(kernel, caller, name),
    removeNamespace: (name) => removeNamespace(kernel, caller, name),
    enterNamespace: (name) => enterNamed(kernel, caller, name),
    namespaceNumber: (text) => {
      const found = namespaceOf(kernel, caller, text);
      return found === undefined ? undefined : kernel.netNamespaces.numberOf(found);
    },
    ask: (name, address) => {
      const link = namespace().links.find((l) => l.name === name);
      return link === undefined ? undefined : kernel.network.ask(id, link.index, address);
    },
    addAddress: (link, address, prefix, broadcast) =>
      addAddress(own(), link, broadcast ? { address, prefix } : { address, prefix, plain: true }),
    removeAddress: (link, address) => removeAddress(own(), link, address),
    addRoute: (route) => addRoute(own(), route),
    removeRoute: (to, via) => removeRoute(own(), to, via),
    changeNeighbour: (link, address, mac) => changeNeighbour(own(), link, address, mac),
    learned: () => learnedIn(kernel, namespace()),
  };
}

// ---- what is there

function linkInfo(kernel: Kernel, ns: NetNamespace, link: Link): LinkInfo {
  const isNear = link.peerNamespace === undefined || link.peerNamespace === ns.id;
  const peer = link.peer === undefined || !isNear ? undefined : ns.links.find((l) => l.index === link.peer);
  return {
    index: link.index,
    name: link.name,
    kind: link.kind,
    mac: link.mac,
    mtu: link.mtu,
    up: link.up,
    carrier: hasCarrier(ns.links, link),
    addresses: byFamily(link.addresses),
    peer: link.peer ?? link.parent?.index,
    peerElsewhere: link.parent === undefined ? link.peer !== undefined && peer === undefined : link.parent.namespace !== ns.id, // prettier-ignore
    namespaceNumber: (link.peerNamespace === undefined ? undefined : kernel.netNamespaces.numberOf(link.peerNamespace)) ?? 0, // prettier-ignore
    master: ns.links.find((l) => l.index === link.master)?.name,
    traffic: { ...trafficOf(ns.traffic, link.index) },
  };
}

/** The kernel lists those of IPv4 before those of IPv6. */
const byFamily = (addresses: Link["addresses"]): Link["addresses"] => [
  ...addresses.filter(({ address }) => !address.includes(":")),
  ...addresses.filter(({ address }) => address.includes(":")),
];

/** Routes over links that carry nothing are told of as such. */
function routesOf(ns: NetNamespace): RouteInfo[] {
  const dead = new Set(ns.links.filter((l) => l.up && !hasCarrier(ns.links, l)).map(({ name }) => name));
  return ns.routes.map((route) => (dead.has(route.link) ? { ...route, linkDown: true as const } : route));
}

function neighboursOf(kernel: Kernel, ns: NetNamespace): NeighbourInfo[] {
  return [...ns.neighbours.values()].flatMap((entry) => {
    const link = linkByIndex(ns, entry.link)?.name;
    const state = neighbourState(entry, kernel.now);
    return link === undefined ? [] : [{ address: entry.address, link, mac: entry.mac, state }];
  });
}

function changeNeighbour(
  ns: NetNamespace,
  name: string,
  address: string,
  mac: string | undefined,
): Errno | undefined {
  const link = ns.links.find((l) => l.name === name);
  if (link === undefined) return "ENODEV";
  if (mac !== undefined) keepForever(ns, link.index, address, mac);
  else if (!ns.neighbours.delete(neighbourKey(link.index, address))) return "ENXIO";
  return undefined;
}

function learnedIn(kernel: Kernel, ns: NetNamespace): LearnedInfo[] {
  const nameOf = (index: number): string | undefined => linkByIndex(ns, index)?.name;
  return [...ns.learned.values()].flatMap(({ bridge, port, mac, seenAt }) => {
    const [over, through] = [nameOf(bridge), nameOf(port)];
    return over === undefined || through === undefined
      ? []
      : [{ bridge: over, port: through, mac, age: kernel.now - seenAt }];
  });
}

function stateOf(kernel: Kernel, socket: Socket): SocketState {
  if (socket.state === "listening") return "listening";
  if (socket.tcb !== undefined) return socket.tcb.state;
  if (socket.state !== "connected") return "unconnected";
  if (socket.ended) return "close-wait";
  return socket.writeShut && kernel.sockets.find(socket.peer as number) !== undefined
    ? "fin-wait-2"
    : "established";
}

const wildcard = (socket: Socket): string => (socket.kind.family === "inet6" ? "::" : "0.0.0.0");

function socketsSeenBy(kernel: Kernel, caller: Process): SocketInfo[] {
  const owners = new Map<number, SocketInfo["owners"]>();
  for (const process of kernel.processes.values()) {
    const pid = pidIn(process, homeNamespace(caller));
    if (process.netNamespace !== caller.netNamespace || pid === 0 || process.threadOf !== undefined) continue;
    for (const [fd, { file }] of process.descriptors) {
      const open = kernel.openFiles.get(file);
      if (open.kind !== "socket") continue;
      owners.set(open.target, [...(owners.get(open.target) ?? []), { pid, name: process.name, fd }]);
    }
  }
  return [...kernel.sockets.values()]
    .filter(({ netNamespace }) => netNamespace === caller.netNamespace)
    .map((socket) => socketInfo(kernel, socket, owners.get(socket.id) ?? []));
}

function socketInfo(kernel: Kernel, socket: Socket, owners: SocketInfo["owners"]): SocketInfo {
  const { kind, local, remote } = socket;
  const listening = socket.state === "listening";
  const peer = socket.peer === undefined ? undefined : kernel.sockets.find(socket.peer);
  const nameOf = (end: typeof local): string =>
    end === undefined
      ? kind.family === "unix"
        ? ""
        : wildcard(socket)
      : end.family === "unix"
        ? end.path
        : end.address;
  const portOf = (end: typeof local): number => (end === undefined || end.family === "unix" ? 0 : end.port);
  return {
    family: kind.family,
    type: kind.type,
    state: stateOf(kernel, socket),
    localAddress: nameOf(local),
    localPort: portOf(local),
    remoteAddress: nameOf(remote),
    remotePort: portOf(remote),
    received: listening ? socket.backlog.length : socket.queued,
    sent: listening
      ? socket.backlogLimit
      : socket.tcb === undefined
        ? (peer?.queued ?? 0)
        : unsent(socket.tcb),
    inode: inodeOf(socket.id),
    peerInode: peer === undefined ? 0 : inodeOf(peer.id),
    owners,
  };
}

const inodeOf = (id: number): number => 20_000 + id;

// ---- changes

const NAME = /^[^\s/]{1,15}$/;

function replaceLink(ns: NetNamespace, name: string, change: (link: Link) => Link): Errno | undefined {
  if (!ns.links.some((link) => link.name === name)) return "ENODEV";
  ns.links = ns.links.map((link) => (link.name === name ? change(link) : link));
  return undefined;
}

function randomMac(kernel: Kernel): string {
  const bytes = kernel.random.bytes(6);
  bytes[0] = ((bytes[0] as number) & 0xfe) | 0x02;
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(":");
}

function addLink(
  kernel: Kernel,
  ns: NetNamespace,
  name: string,
  kind: string,
  peer?: string,
): Errno | undefined {
  const isTaken = (candidate: string): boolean => ns.links.some((link) => link.name === candidate);
  if (kind !== "bridge" && kind !== "dummy" && kind !== "veth") return "EOPNOTSUPP";
  if (kernel.machine.lacks?.has(kind) === true) return "EOPNOTSUPP";
  if (!NAME.test(name) || (peer !== undefined && !NAME.test(peer))) return "EINVAL";
  const other = kind === "veth" ? (peer ?? freeName(isTaken, "veth")) : undefined;
  if (isTaken(name) || (other !== undefined && isTaken(other))) return "EEXIST";
  const make = (index: number, as: string, more: Partial<Link>): Link => ({
    index,
    name: as,
    kind,
    mac: randomMac(kernel),
    mtu: 1500,
    up: false,
    addresses: [],
    ...more,
  });
  // The peer is made first, so it has the lower number, as in the real kernel.
  const peerIndex = other === undefined ? undefined : kernel.netNamespaces.takeLinkIndex();
  const index = kernel.netNamespaces.takeLinkIndex();
  const pair = other === undefined ? [] : [make(peerIndex as number, other, { peer: index })];
  ns.links = [...ns.links, ...pair, make(index, name, peerIndex === undefined ? {} : { peer: peerIndex })];
  return undefined;
}

function freeName(isTaken: (name: string) => boolean, prefix: string): string {
  let n = 0;
  while (isTaken(`${prefix}${n}`)) n++;
  return `${prefix}${n}`;
}

function removeLink(ns: NetNamespace, name: string): Errno | undefined {
  const link = ns.links.find((l) => l.name === name);
  if (link === undefined) return "ENODEV";
  if (link.kind === "loopback" || link.kind === "ethernet") return "EOPNOTSUPP";
  const gone = ns.links.filter((l) => l.index === link.index || l.index === link.peer);
  ns.links = ns.links
    .filter((l) => !gone.includes(l))
    .map((l) => (l.master === link.index ? withMaster(l, undefined) : l));
  ns.routes = ns.routes.filter((route) => !gone.some((l) => l.name === route.link));
  return undefined;
}

function withMaster(link: Link, master: number | undefined): Link {
  const { master: _before, ...rest } = link;
  return master === undefined ? rest : { ...rest, master };
}

function changeLink(ns: NetNamespace, name: string, change: LinkChange): Errno | undefined {
  const bridge = ns.links.find((l) => l.name === change.master);
  if (change.master !== undefined && change.master !== "" && bridge?.kind !== "bridge")
    return bridge === undefined ? "ENODEV" : "EOPNOTSUPP";
  if (change.name !== undefined && !NAME.test(change.name)) return "EINVAL";
  if (change.name !== undefined && ns.links.some((l) => l.name === change.name)) return "EEXIST";
  const refused = replaceLink(ns, name, (link) => {
    const { master: _master, ...plain } = change;
    const changed: Link = { ...link, ...plain };
    return change.master === undefined ? changed : withMaster(changed, bridge?.index);
  });
  if (refused !== undefined) return refused;
  if (change.name !== undefined)
    ns.routes = ns.routes.map((r) => (r.link === name ? { ...r, link: change.name as string } : r));
  if (change.up === false) ns.routes = ns.routes.filter((r) => r.link !== (change.name ?? name));
  if (change.up === true) bringUp(ns, change.name ?? name);
  settleLinkLocal(ns);
  return undefined;
}

/** The loopback gets its own addresses when it comes up. */
function bringUp(ns: NetNamespace, name: string): void {
  ns.links = ns.links.map((l) =>
    l.name === name && l.kind === "loopback" && l.addresses.length === 0
      ? { ...l, addresses: LOOPBACK.addresses }
      : l,
  );
  reachNetworks(ns, name);
}

/** A link that comes up leads to the networks of its addresses. */
function reachNetworks(ns: NetNamespace, name: string): void {
  const link = ns.links.find((l) => l.name === name) as Link;
  for (const { address, prefix } of link.addresses) reachNetwork(ns, link, address, prefix);
}

function reachNetwork(ns: NetNamespace, link: Link, address: string, prefix: number): void {
  if (address.includes(":") || prefix === 32 || !link.up || link.kind === "loopback") return;
  const to = networkOf(address, prefix);
  if (!ns.routes.some((r) => r.to === to && r.link === link.name))
    ns.routes = [...ns.routes, { to, via: undefined, link: link.name, source: address }];
}

/** `172.17.0.0/16` for an IPv4 address in it. */
function networkOf(address: string, prefix: number): string {
  const bits = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const network = prefix === 0 ? 0 : Math.floor(bits / 2 ** (32 - prefix)) * 2 ** (32 - prefix);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join(".")}/${prefix}`;
}

function addAddress(ns: NetNamespace, link: string, added: LinkAddress): Errno | undefined {
  const { address, prefix } = added;
  const found = ns.links.find((l) => l.name === link);
  if (found === undefined) return "ENODEV";
  if (found.addresses.some((a) => a.address === address)) return "EEXIST";
  ns.links = ns.links.map((l) => (l === found ? { ...l, addresses: [...l.addresses, added] } : l));
  reachNetwork(ns, found, address, prefix);
  return undefined;
}

function removeAddress(ns: NetNamespace, link: string, address: string): Errno | undefined {
  const found = ns.links.find((l) => l.name === link);
  if (found === undefined) return "ENODEV";
  if (!found.addresses.some((a) => a.address === address)) return "EADDRNOTAVAIL";
  ns.links = ns.links.map((l) =>
    l === found ? { ...l, addresses: l.addresses.filter((a) => a.address !== address) } : l,
  );
  ns.routes = ns.routes.filter((r) => r.source !== address);
  return undefined;
}

function addRoute(ns: NetNamespace, route: RouteInfo): Errno | undefined {
  if (ns.routes.some((r) => r.to === route.to && r.via === route.via)) return "EEXIST";
  const out = route.link === "" ? linkTowards(ns, route.via) : route.link;
  if (out === undefined) return "ENETUNREACH";
  const link = ns.links.find((l) => l.name === out);
  if (link === undefined) return "ENODEV";
  if (!link.up) return "ENETDOWN";
  if (route.via !== undefined && linkTowards(ns, route.via) === undefined) return "ENETUNREACH";
  ns.routes = [...ns.routes, { ...route, link: out }];
  return undefined;
}

/** The link on whose network an address lies. */
const linkTowards = (ns: NetNamespace, address: string | undefined): string | undefined =>
  address === undefined
    ? undefined
    : ns.links.find(
        (l) =>
          l.up &&
          l.addresses.some(
            (a) =>
              !a.address.includes(":") && networkOf(a.address, a.prefix) === networkOf(address, a.prefix),
          ),
      )?.name;

function removeRoute(ns: NetNamespace, to: string, via: string | undefined): Errno | undefined {
  const found = ns.routes.find((r) => r.to === to && (via === undefined || r.via === via));
  if (found === undefined) return "ESRCH";
  ns.routes = ns.routes.filter((r) => r !== found);
  return undefined;
}
