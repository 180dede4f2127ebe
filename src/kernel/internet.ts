// Sockets of the internet and the network below: binding, connecting, and packets that have arrived in a namespace on
// their way to the socket that they are for. Streams are tcp-sockets.ts, the rest datagram-sockets.ts.

import type { Errno } from "../base/errno.ts";
import { unmapped } from "../netsim/inet6.ts";
import { isLocalAddress, isWildcard } from "../netsim/net-namespace.ts";
import type { IcmpKind, Packet } from "../netsim/packet.ts";
import * as datagrams from "./datagram-sockets.ts";
import type { Kernel } from "./kernel.ts";
import type { Blocked } from "./open-files.ts";
import type { Process } from "./process.ts";
import { isTaken } from "./socket-names.ts";
import type { SocketAddress } from "./sockets.ts";
import { portName, type Socket } from "./socket-table.ts";
import * as streams from "./tcp-sockets.ts";

type InternetAddress = Extract<SocketAddress, { port: number }>;

export function bindPort(
  kernel: Kernel,
  process: Process,
  socket: Socket,
  to: InternetAddress,
): Errno | undefined {
  const namespace = kernel.netNamespaces.get(process.netNamespace);
  const address = unmapped(to.address);
  if (!isWildcard(address) && !isLocalAddress(namespace, address)) return "EADDRNOTAVAIL";
  if (to.port > 0 && to.port < namespace.firstFreePort && !process.capabilities.has("CAP_NET_BIND_SERVICE"))
    return "EACCES";
  const port =
    to.port > 0
      ? to.port
      : kernel.sockets.ephemeralPort((p) => isTaken(kernel, namespace, socket, address, p));
  if (port === undefined || isTaken(kernel, namespace, socket, address, port)) return "EADDRINUSE";
  const own = kernel.sockets.own(socket.id);
  own.state = "bound";
  own.local = { ...to, port };
  own.place = portName(own, address, port);
  kernel.sockets.give(own.place, own.id);
  return undefined;
}

export const connectPort = (
  kernel: Kernel,
  process: Process,
  socket: Socket,
  to: InternetAddress,
): Errno | undefined | Blocked =>
  socket.kind.type === "stream"
    ? streams.connectStream(kernel, process, socket, to)
    : datagrams.connectDatagram(kernel, socket, to);

const ERRORS: Readonly<Partial<Record<IcmpKind, Errno>>> = {
  "network-unreachable": "ENETUNREACH",
  "host-unreachable": "EHOSTUNREACH",
  "port-unreachable": "ECONNREFUSED",
  "administratively-prohibited": "EHOSTUNREACH",
};

/** A packet has reached the namespace that it is for. */
export function receivePacket(kernel: Kernel, namespace: number, packet: Packet): void {
  if (kernel.netNamespaces.find(namespace) === undefined) return;
  const { payload } = packet;
  if (payload.protocol === "tcp") return streams.receiveSegment(kernel, namespace, packet, payload);
  if (payload.protocol === "udp") return datagrams.receiveUdp(kernel, namespace, packet, payload);
  datagrams.receiveIcmp(kernel, namespace, packet, payload);
  const { about, kind } = payload;
  if (about === undefined) return;
  const why = ERRORS[kind];
  if (why !== undefined) streams.onUnreachable(kernel, namespace, about, why);
  datagrams.datagramUnreachable(kernel, namespace, packet, why ?? "EHOSTUNREACH");
}
