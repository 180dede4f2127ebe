// Network namespaces that have a name of their own (ip-netns(8)), and links on their way from one namespace to another.
// A name is that of a file below /run/netns; which namespace it stands for is kept here. Relies on netsim's records.

import type { Errno } from "../base/errno.ts";
import type { Link, NetNamespace } from "../netsim/net-namespace.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";

/** With its loopback down, as the kernel makes it. */
export function addNamespace(kernel: Kernel, caller: Process, name: string): Errno | undefined {
  if (!caller.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
  const { netNamespaces } = kernel;
  if (netNamespaces.named(name) !== undefined) return "EEXIST";
  const made = netNamespaces.create();
  made.links = made.links.map((link) => ({ ...link, up: false, addresses: [] }));
  netNamespaces.give(name, made.id);
  return undefined;
}

/** It goes when nobody lives in it; the other ends of its pairs go with it. */
export function removeNamespace(kernel: Kernel, caller: Process, name: string): Errno | undefined {
  if (!caller.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
  const { netNamespaces } = kernel;
  const id = netNamespaces.named(name);
  if (id === undefined) return "ENOENT";
  netNamespaces.take(name);
  if ([...kernel.processes.values()].some(({ netNamespace }) => netNamespace === id)) return undefined;
  for (const link of netNamespaces.get(id).links) removeOtherEnd(kernel, link);
  netNamespaces.release(id);
  return undefined;
}

function removeOtherEnd(kernel: Kernel, { peer, peerNamespace }: Link): void {
  if (peer === undefined || peerNamespace === undefined) return;
  if (kernel.netNamespaces.find(peerNamespace) === undefined) return;
  const other = kernel.netNamespaces.own(peerNamespace);
  const gone = other.links.find(({ index }) => index === peer);
  other.links = other.links.filter((link) => link !== gone);
  other.routes = other.routes.filter(({ link }) => link !== gone?.name);
}

export function enterNamed(kernel: Kernel, caller: Process, name: string): Errno | undefined {
  if (!caller.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
  const id = kernel.netNamespaces.named(name);
  if (id === undefined) return "ENOENT";
  kernel.processes.own(caller.pid).netNamespace = id;
  return undefined;
}

/** The namespace of a name, or of the process of that number. */
export function namespaceOf(kernel: Kernel, caller: Process, text: string): number | undefined {
  const named = kernel.netNamespaces.named(text);
  if (named !== undefined || !/^\d+$/.test(text)) return named;
  return kernel.processes.seenBy(caller, Number(text))?.netNamespace;
}

/** A link leaves its addresses and routes behind; the other end of a pair is told where it has gone. */
export function moveLink(kernel: Kernel, from: NetNamespace, name: string, to: number): Errno | undefined {
  const link = from.links.find((other) => other.name === name);
  if (link === undefined) return "ENODEV";
  if (link.kind === "loopback" || link.kind === "bridge") return "EINVAL";
  if (to === from.id) return undefined;
  const target = kernel.netNamespaces.own(to);
  if (target.links.some((other) => other.name === name)) return "EEXIST";
  const taken = target.links.some(({ index }) => index === link.index);
  const index = taken ? kernel.netNamespaces.takeLinkIndex() : link.index;
  from.links = from.links.filter((other) => other !== link);
  from.routes = from.routes.filter((route) => route.link !== name);
  const { master: _master, ...plain } = link;
  const home = link.peerNamespace ?? from.id;
  const { peerNamespace: _before, ...bare } = plain;
  const moved: Link = { ...bare, index, up: false, addresses: [], ...(link.peer === undefined || home === to ? {} : { peerNamespace: home }) }; // prettier-ignore
  target.links = [...target.links, moved];
  if (link.peer === undefined) return undefined;
  const peers = kernel.netNamespaces.own(home);
  peers.links = peers.links.map((other) => {
    if (other.index !== link.peer) return other;
    const { peerNamespace: _was, ...rest } = other;
    return { ...rest, peer: index, ...(home === to ? {} : { peerNamespace: to }) };
  });
  return undefined;
}
