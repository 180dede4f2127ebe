// Sockets of UDP and of echo requests: sending, and what arrives for them. A message of ICMP reaches programs as its
// bytes: type, code, checksum (zero), number, sequence, data; an error carries the head of what it is about.

import type { Errno } from "../base/errno.ts";
import { concat } from "../base/utf8.ts";
import { isWildcard } from "../netsim/net-namespace.ts";
import { mapped, unmapped } from "../netsim/inet6.ts";
import {
  DEFAULT_TTL,
  type IcmpKind,
  type IcmpMessage,
  type Packet,
  type UdpDatagram,
} from "../netsim/packet.ts";
import { isBroadcast, isOwn, routeTo, sourceFor } from "../netsim/routes.ts";
import { parseAddress } from "../netsim/address.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import { isTaken, ownerOf } from "./socket-names.ts";
import { portName, readable, writable, type Datagram, type Socket } from "./socket-table.ts";
import type { SocketAddress } from "./sockets.ts";

type InternetAddress = Extract<SocketAddress, { port: number }>;

/** type and code of each message, by its number in IPv4 */
const ICMP: Readonly<Record<IcmpKind, readonly [type: number, code: number]>> = {
  "echo-request": [8, 0],
  "echo-reply": [0, 0],
  "network-unreachable": [3, 0],
  "host-unreachable": [3, 1],
  "port-unreachable": [3, 3],
  "administratively-prohibited": [3, 13],
  "time-exceeded": [11, 0],
};

const two = (n: number): readonly [number, number] => [(n >>> 8) & 255, n & 255];

function icmpBytes({ kind, id, sequence, data, about }: IcmpMessage): Uint8Array {
  const [type, code] = ICMP[kind];
  if (about === undefined)
    return concat([Uint8Array.of(type, code, 0, 0, ...two(id), ...two(sequence)), data]);
  const head = new Uint8Array(20);
  head[0] = 0x45;
  head[8] = about.ttl;
  head[9] = { tcp: 6, udp: 17, icmp: 1 }[about.payload.protocol];
  for (const [at, text] of [
    [12, about.source],
    [16, about.target],
  ] as const)
    // prettier-ignore
    for (const [i, shift] of [24, 16, 8, 0].entries())
      head[at + i] = Math.floor((parseAddress(text) ?? 0) / 2 ** shift) % 256;
  const { payload } = about;
  const inner = payload.protocol === "icmp" ? [8, 0, 0, 0, ...two(payload.id), ...two(payload.sequence)] : [...two(payload.sourcePort), ...two(payload.targetPort), 0, 0, 0, 0]; // prettier-ignore
  return concat([Uint8Array.of(type, code, 0, 0, 0, 0, 0, 0), head, Uint8Array.from(inner)]);
}

// ---- sending

/** Bound to a port of its own, if it is to none. */
function ensureBound(kernel: Kernel, socket: Socket, family: "inet" | "inet6"): Errno | undefined {
  if (socket.local !== undefined) return undefined;
  const namespace = kernel.netNamespaces.get(socket.netNamespace);
  const address = family === "inet6" ? "::" : "0.0.0.0";
  const port = kernel.sockets.ephemeralPort((p) =>
    socket.kind.type === "icmp"
      ? kernel.sockets.named(portName(socket, "", p)) !== undefined
      : isTaken(kernel, namespace, socket, address, p),
  );
  if (port === undefined) return "EADDRNOTAVAIL";
  const own = kernel.sockets.own(socket.id);
  own.local = { family, address, port };
  own.place = portName(own, own.kind.type === "icmp" ? "" : address, port);
  kernel.sockets.give(own.place, own.id);
  return undefined;
}

export function connectDatagram(kernel: Kernel, socket: Socket, to: InternetAddress): Errno | undefined {
  const namespace = kernel.netNamespaces.get(socket.netNamespace);
  const target = unmapped(
    isWildcard(to.address) ? (to.family === "inet6" ? "::1" : "127.0.0.1") : to.address,
  );
  if (!isOwn(namespace, target) && routeTo(namespace, target) === undefined) return "ENETUNREACH";
  const refused = ensureBound(kernel, socket, to.family);
  if (refused !== undefined) return refused;
  kernel.sockets.own(socket.id).remote = { ...to, address: target };
  return undefined;
}

export function sendDatagram(
  kernel: Kernel,
  process: Process,
  socket: Socket,
  bytes: Uint8Array,
  to: InternetAddress,
  ttl = DEFAULT_TTL,
): number | Errno {
  if (socket.error !== undefined) {
    const { error } = socket;
    kernel.sockets.own(socket.id).error = undefined;
    return error;
  }
  const namespace = kernel.netNamespaces.get(process.netNamespace);
  const target = unmapped(isWildcard(to.address) ? "127.0.0.1" : to.address);
  const reaches =
    isOwn(namespace, target) || isBroadcast(namespace, target) || routeTo(namespace, target) !== undefined;
  if (!reaches) return "ENETUNREACH";
  const refused = ensureBound(kernel, socket, to.family);
  if (refused !== undefined) return refused;
  const local = kernel.sockets.get(socket.id).local as InternetAddress;
  const source = isWildcard(local.address) ? sourceFor(namespace, target) : unmapped(local.address);
  if (source === undefined) return "ENETUNREACH";
  const payload = socket.kind.type === "icmp" ? echo(bytes, local.port) : udp(bytes, local.port, to.port);
  const error = kernel.network.send(namespace.id, { source, target, ttl, payload });
  return error ?? bytes.length;
}

const udp = (data: Uint8Array, sourcePort: number, targetPort: number): UdpDatagram => ({
  protocol: "udp",
  sourcePort,
  targetPort,
  data,
});

/** The number of a request is its socket's; only the sequence and the data are the program's. */
const echo = (bytes: Uint8Array, id: number): IcmpMessage => ({
  protocol: "icmp",
  kind: "echo-request",
  id,
  sequence: (bytes[6] ?? 0) * 256 + (bytes[7] ?? 0),
  data: bytes.slice(8),
});

// ---- arriving

export function deliverDatagram(kernel: Kernel, to: Socket, datagram: Datagram): void {
  kernel.sockets.own(to.id).datagrams.push(datagram);
  kernel.wake(readable(to.id));
}

const senderOf = (socket: Socket, address: string, port: number): InternetAddress =>
  socket.kind.family === "inet6"
    ? { family: "inet6", address: mapped(address), port }
    : { family: "inet", address, port };

export function receiveUdp(kernel: Kernel, namespace: number, packet: Packet, datagram: UdpDatagram): void {
  const { source, target, ttl } = packet;
  const { sourcePort, targetPort, data } = datagram;
  const broadcast = isBroadcast(kernel.netNamespaces.get(namespace), target);
  const socket = ownerOf(kernel, namespace, "datagram", broadcast ? "0.0.0.0" : target, targetPort);
  if (socket === undefined) {
    if (!broadcast) kernel.network.portUnreachable(namespace, packet);
    return;
  }
  const { remote, service } = socket;
  if (
    remote !== undefined &&
    remote.family !== "unix" &&
    (remote.address !== source || remote.port !== sourcePort)
  )
    return;
  const from = senderOf(socket, source, sourcePort);
  const serve = service === undefined ? undefined : kernel.datagramServices.get(service);
  if (serve === undefined) return deliverDatagram(kernel, socket, { bytes: data, from, ttl });
  const answer = serve(namespace, data);
  if (answer === undefined) return;
  const payload = udp(answer, targetPort, sourcePort);
  void kernel.network.send(namespace, { source: target, target: source, ttl: DEFAULT_TTL, payload });
}

export function receiveIcmp(kernel: Kernel, namespace: number, packet: Packet, message: IcmpMessage): void {
  const { source, target } = packet;
  if (message.kind === "echo-request") {
    const payload: IcmpMessage = { ...message, kind: "echo-reply" };
    void kernel.network.send(namespace, { source: target, target: source, ttl: DEFAULT_TTL, payload });
    return;
  }
  const id = message.about?.payload.protocol === "icmp" ? message.about.payload.id : message.id;
  const place = { netNamespace: namespace, kind: { family: "inet", type: "icmp" } } as const;
  const socket = kernel.sockets.named(portName(place, "", id));
  if (socket === undefined) return;
  const bytes = icmpBytes(message);
  deliverDatagram(kernel, socket, { bytes, from: senderOf(socket, source, 0), ttl: packet.ttl });
}

/** ICMP says that a datagram did not get there: told to sockets that are connected, and to those that trace. */
export function datagramUnreachable(kernel: Kernel, namespace: number, packet: Packet, why: Errno): void {
  const { payload } = packet;
  const about = payload.protocol === "icmp" ? payload.about : undefined;
  if (about === undefined || about.payload.protocol !== "udp" || payload.protocol !== "icmp") return;
  const socket = ownerOf(kernel, namespace, "datagram", about.source, about.payload.sourcePort);
  if (socket === undefined) return;
  if (socket.traces) {
    deliverDatagram(kernel, socket, {
      bytes: icmpBytes(payload),
      from: senderOf(socket, packet.source, 0),
      ttl: packet.ttl,
    });
    return;
  }
  if (socket.remote === undefined) return;
  kernel.sockets.own(socket.id).error = why;
  kernel.wake(readable(socket.id), writable(socket.id));
}
