// bind, listen, connect and datagrams on internet addresses: which addresses are this namespace's own,
// which ports are taken. What is not its own is netsim's business, which is not laid yet.

import type { Errno } from "../base/errno.ts";
import type { NetNamespace } from "../netsim/net-namespace.ts";
import { isLocalAddress, isWildcard } from "../netsim/net-namespace.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import type { SocketAddress } from "./sockets.ts";
import { connectTo, deliverDatagram, portName, type Socket } from "./socket-table.ts";

type InternetAddress = Extract<SocketAddress, { port: number }>;

const PRIVILEGED_PORTS = 1024;

const wildcardOf = (socket: Socket): string => (socket.kind.family === "inet6" ? "::" : "0.0.0.0");

/** The socket that owns a port: one bound to the very address, or to the wildcard of either family. */
function ownerOf(kernel: Kernel, socket: Socket, address: string, port: number): Socket | undefined {
  const isFour = !address.includes(":");
  for (const candidate of [address, isFour ? "0.0.0.0" : "::", isFour ? "::" : "0.0.0.0"]) {
    const found = kernel.sockets.named(portName(socket, candidate, port));
    if (found === undefined) continue;
    const other = candidate.includes(":") === isFour;
    if (!other || (candidate === "::" && found.kind.family === "inet6" && found.kind.only !== true))
      return found;
  }
  return undefined;
}

/** A wildcard collides with every address of the port, an address with itself and the wildcard. */
function isTaken(
  kernel: Kernel,
  namespace: NetNamespace,
  socket: Socket,
  address: string,
  port: number,
): boolean {
  if (ownerOf(kernel, socket, address, port) !== undefined) return true;
  if (!isWildcard(address)) return false;
  return namespace.links.some((link) =>
    link.addresses.some((a) => kernel.sockets.named(portName(socket, a.address, port)) !== undefined),
  );
}

export function bindPort(
  kernel: Kernel,
  process: Process,
  socket: Socket,
  to: InternetAddress,
): Errno | undefined {
  const namespace = kernel.netNamespaces.get(process.netNamespace);
  if (!isWildcard(to.address) && !isLocalAddress(namespace, to.address)) return "EADDRNOTAVAIL";
  if (to.port > 0 && to.port < namespace.firstFreePort && !process.capabilities.has("CAP_NET_BIND_SERVICE"))
    return "EACCES";
  const port = to.port > 0 ? to.port : freePort(kernel, socket, to.address);
  if (port === undefined || isTaken(kernel, namespace, socket, to.address, port)) return "EADDRINUSE";
  const own = kernel.sockets.own(socket.id);
  own.state = "bound";
  own.local = { ...to, port };
  own.place = portName(own, to.address, port);
  kernel.sockets.give(own.place, own.id);
  return undefined;
}

const freePort = (kernel: Kernel, socket: Socket, address: string): number | undefined =>
  kernel.sockets.ephemeralPort(
    (port) => port < PRIVILEGED_PORTS || ownerOf(kernel, socket, address, port) !== undefined,
  );

export function connectPort(
  kernel: Kernel,
  process: Process,
  socket: Socket,
  to: InternetAddress,
): Errno | undefined {
  const namespace = kernel.netNamespaces.get(process.netNamespace);
  const address = isWildcard(to.address) ? (to.family === "inet6" ? "::1" : "127.0.0.1") : to.address;
  if (!isLocalAddress(namespace, address)) return "ENETUNREACH";
  const own = kernel.sockets.own(socket.id);
  if (socket.kind.type !== "stream") {
    own.remote = { ...to, address };
    own.local ??= { ...to, address, port: freePort(kernel, socket, address) ?? 0 };
    return undefined;
  }
  const listener = ownerOf(kernel, socket, address, to.port);
  if (listener === undefined || listener.state !== "listening") return "ECONNREFUSED";
  const port = freePort(kernel, socket, address);
  if (port === undefined) return "EADDRNOTAVAIL";
  const refused = connectTo(kernel, own, listener, { ...to, address, port });
  if (refused === undefined) own.remote = { ...to, address };
  return refused;
}

export function sendDatagram(
  kernel: Kernel,
  process: Process,
  socket: Socket,
  bytes: Uint8Array,
  to: InternetAddress,
): number | Errno {
  const namespace = kernel.netNamespaces.get(process.netNamespace);
  if (!isLocalAddress(namespace, to.address)) return "ENETUNREACH";
  const own = kernel.sockets.own(socket.id);
  if (own.kind.type === "icmp") {
    // An address of one's own answers its echo requests itself.
    deliverDatagram(kernel, own, { bytes, from: to });
    return bytes.length;
  }
  if (own.local === undefined) {
    const refused = bindPort(kernel, process, own, { ...to, address: wildcardOf(own), port: 0 });
    if (refused) return refused;
  }
  const receiver = ownerOf(kernel, socket, to.address, to.port);
  const from = own.local as InternetAddress;
  if (receiver === undefined) return own.remote === undefined ? bytes.length : "ECONNREFUSED";
  deliverDatagram(kernel, receiver, {
    bytes,
    from: isWildcard(from.address) ? { ...from, address: to.address } : from,
  });
  return bytes.length;
}
