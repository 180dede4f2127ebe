// Stream sockets of the internet: what netsim's TCP (netsim/tcp.ts) does to sockets, and what processes do to it by
// connecting, listening, reading, writing and closing. A socket that its process has closed lives on as an orphan
// until the connection has come to its end.

import type { Errno } from "../base/errno.ts";
import { PIPE_CAPACITY } from "../base/limits.ts";
import { SIGPIPE } from "../base/signals.ts";
import { SECOND } from "../base/time.ts";
import { isWildcard } from "../netsim/net-namespace.ts";
import { mapped, unmapped } from "../netsim/inet6.ts";
import { lengthOf, type Packet, type Payload, type TcpSegment } from "../netsim/packet.ts";
import { routeTo, isOwn, sourceFor } from "../netsim/routes.ts";
import * as tcp from "../netsim/tcp.ts";
import { install } from "./descriptors.ts";
import type { Kernel } from "./kernel.ts";
import { Blocked, type OpenFile } from "./open-files.ts";
import { takeBytes } from "./pipes.ts";
import type { Process } from "./process.ts";
import { flowName, isTaken, ownerOf } from "./socket-names.ts";
import { openSocket, portName, readable, writable, type Acceptor, type Socket } from "./socket-table.ts";
import type { SocketAddress } from "./sockets.ts";
import { O_NONBLOCK } from "./sys.ts";

type InternetAddress = Extract<SocketAddress, { port: number }>;

const NOTHING = new Uint8Array(0);
/** How long an orphan waits for the other side's end. */
const ORPHAN_TIME = 60 * SECOND;

// ---- what TCP does to a socket

function ioOf(kernel: Kernel, id: number): tcp.TcpIo {
  return {
    now: kernel.now,
    room: () => PIPE_CAPACITY - kernel.sockets.get(id).queued,
    send: (packet) => void kernel.network.send(kernel.sockets.get(id).netNamespace, packet),
    arrived: (data) => arrived(kernel, id, data),
    ended: () => {
      kernel.sockets.own(id).ended = true;
      kernel.wake(readable(id), writable(id));
    },
    established: () => established(kernel, id),
    acknowledged: () => kernel.wake(writable(id)),
    over: (why) => over(kernel, id, why),
    alarm: (at) => kernel.time.enter(at, { kind: "tcp-alarm", socket: id }),
  };
}

/** The connection of a socket, for writing. */
function tcbOf(kernel: Kernel, id: number): tcp.Tcb {
  const own = kernel.sockets.own(id);
  if (own.tcb === undefined) throw new Error(`socket ${id} has no connection`);
  return own.tcb;
}

function arrived(kernel: Kernel, id: number, data: Payload): void {
  const own = kernel.sockets.own(id);
  if (own.orphan || own.readShut) {
    if (own.orphan) drop(kernel, id, true);
    return;
  }
  own.queue.push(data);
  own.queued += lengthOf(data);
  kernel.wake(readable(id));
}

function established(kernel: Kernel, id: number): void {
  const own = kernel.sockets.own(id);
  own.state = "connected";
  kernel.wake(readable(id), writable(id));
  if (own.parent === undefined) return;
  const listener = kernel.sockets.find(own.parent);
  own.parent = undefined;
  if (listener === undefined || listener.state !== "listening") return drop(kernel, id, true);
  if (listener.acceptor !== undefined) {
    const { process, entry, data } = listener.acceptor;
    kernel.processes.spawnTask(process, entry, data, new Map([[0, openSocket(kernel, own)]]));
    return;
  }
  kernel.sockets.own(listener.id).backlog.push(id);
  kernel.wake(readable(listener.id));
}

function over(kernel: Kernel, id: number, why: Errno | "closed"): void {
  const own = kernel.sockets.own(id);
  if (own.place !== undefined) kernel.sockets.take(own.place);
  own.place = undefined;
  if (own.orphan || own.parent !== undefined) {
    kernel.sockets.remove(id);
    return;
  }
  if (why !== "closed") own.error = why;
  if (why !== "closed" && own.state === "connected") own.reset = true;
  own.ended = true;
  kernel.wake(readable(id), writable(id));
}

/** A socket that nobody holds goes, with a reset for the other side if that does not know. */
function drop(kernel: Kernel, id: number, tells: boolean): void {
  const own = kernel.sockets.find(id) === undefined ? undefined : kernel.sockets.own(id);
  if (own === undefined) return;
  if (tells && own.tcb !== undefined) tcp.abort(own.tcb, ioOf(kernel, id));
  if (own.place !== undefined) kernel.sockets.take(own.place);
  kernel.sockets.remove(id);
}

// ---- packets and alarms

export function receiveSegment(kernel: Kernel, namespace: number, packet: Packet, segment: TcpSegment): void {
  const { source, target } = packet;
  const known = kernel.sockets.named(
    flowName(namespace, target, segment.targetPort, source, segment.sourcePort),
  );
  if (known?.tcb !== undefined) {
    tcp.receive(tcbOf(kernel, known.id), ioOf(kernel, known.id), segment);
    return;
  }
  const listener = ownerOf(kernel, namespace, "stream", target, segment.targetPort);
  const isOpening = segment.flags.syn === true && segment.flags.ack !== true;
  if (isOpening && listener !== undefined && listener.state === "listening") {
    if (listener.backlog.length <= listener.backlogLimit) beginAccepting(kernel, listener, packet, segment);
    return;
  }
  const reset = tcp.resetFor(packet);
  if (reset !== undefined) void kernel.network.send(namespace, reset);
}

function beginAccepting(kernel: Kernel, listener: Socket, packet: Packet, segment: TcpSegment): void {
  const { kind, netNamespace } = listener;
  const server = kernel.sockets.create(kind, netNamespace);
  const local = { address: packet.target, port: segment.targetPort };
  const remote = { address: packet.source, port: segment.sourcePort };
  const family = kind.family === "inet6" ? "inet6" : "inet";
  const shown = (address: string): string => (family === "inet6" ? mapped(address) : address);
  server.state = "connecting";
  server.parent = listener.id;
  server.local = { family, address: shown(local.address), port: local.port };
  server.remote = { family, address: shown(remote.address), port: remote.port };
  server.place = flowName(netNamespace, local.address, local.port, remote.address, remote.port);
  kernel.sockets.give(server.place, server.id);
  server.tcb = tcp.newTcb(local, remote, firstSequence(kernel), "syn-received");
  tcp.openPassively(server.tcb, ioOf(kernel, server.id), segment);
}

const firstSequence = (kernel: Kernel): number => kernel.random.below(2 ** 31);

export function onTcpAlarm(kernel: Kernel, id: number): void {
  const socket = kernel.sockets.find(id);
  if (socket?.tcb === undefined) return;
  const isLost = kernel.netNamespaces.find(socket.netNamespace) === undefined;
  if (isLost || (socket.orphan && socket.tcb.deadline === undefined)) {
    if (isLost && !socket.orphan) return;
    drop(kernel, id, !isLost);
    return;
  }
  tcp.onAlarm(tcbOf(kernel, id), ioOf(kernel, id));
}

/** ICMP says that packets of this connection do not get there. */
export function onUnreachable(kernel: Kernel, namespace: number, about: Packet, why: Errno): void {
  const { payload } = about;
  if (payload.protocol !== "tcp") return;
  const name = flowName(namespace, about.source, payload.sourcePort, about.target, payload.targetPort);
  const socket = kernel.sockets.named(name);
  if (socket?.tcb !== undefined) tcp.onUnreachable(tcbOf(kernel, socket.id), ioOf(kernel, socket.id), why);
}

// ---- connecting

export function connectStream(
  kernel: Kernel,
  process: Process,
  socket: Socket,
  to: InternetAddress,
): Errno | undefined | Blocked {
  if (socket.error !== undefined) return failedConnect(kernel, socket.id);
  if (socket.state === "connected") return connected(kernel, socket);
  if (socket.state === "connecting") return new Blocked(writable(socket.id));
  const namespace = kernel.netNamespaces.get(process.netNamespace);
  const wild = to.family === "inet6" ? "::1" : "127.0.0.1";
  const target = unmapped(isWildcard(to.address) ? wild : to.address);
  if (!isOwn(namespace, target) && routeTo(namespace, target) === undefined) return "ENETUNREACH";
  const bound = socket.local !== undefined && socket.local.family !== "unix" ? socket.local : undefined;
  const asked = bound === undefined || isWildcard(bound.address) ? undefined : unmapped(bound.address);
  const source = asked ?? sourceFor(namespace, target);
  if (source === undefined) return "ENETUNREACH";
  const port = bound?.port ?? clientPort(kernel, socket, source, target, to.port);
  if (port === undefined) return "EADDRNOTAVAIL";
  const own = kernel.sockets.own(socket.id);
  if (own.place !== undefined) kernel.sockets.take(own.place);
  own.place = flowName(own.netNamespace, source, port, target, to.port);
  kernel.sockets.give(own.place, own.id);
  const shown = (address: string): string => (to.family === "inet6" ? mapped(address) : address);
  own.local = { family: to.family, address: shown(source), port };
  own.remote = { ...to, address: shown(target) };
  own.state = "connecting";
  own.tcb = tcp.newTcb(
    { address: source, port },
    { address: target, port: to.port },
    firstSequence(kernel),
    "syn-sent",
  );
  tcp.openActively(own.tcb, ioOf(kernel, own.id));
  return new Blocked(writable(own.id));
}

/** The call that asked for the connection hears of it once; any other is too late. */
function connected(kernel: Kernel, { id, told }: Socket): Errno | undefined {
  if (told) return "EISCONN";
  kernel.sockets.own(id).told = true;
  return undefined;
}

function failedConnect(kernel: Kernel, id: number): Errno {
  const own = kernel.sockets.own(id);
  const { error } = own;
  Object.assign(own, { error: undefined, state: "fresh", tcb: undefined, ended: false, reset: false });
  return error as Errno;
}

function clientPort(
  kernel: Kernel,
  socket: Socket,
  source: string,
  target: string,
  remotePort: number,
): number | undefined {
  const namespace = kernel.netNamespaces.get(socket.netNamespace);
  return kernel.sockets.ephemeralPort(
    (port) =>
      isTaken(kernel, namespace, socket, source, port) ||
      kernel.sockets.named(flowName(namespace.id, source, port, target, remotePort)) !== undefined,
  );
}

// ---- reading, writing, closing

export function readStream(kernel: Kernel, file: OpenFile, length: number): Uint8Array | Errno | Blocked {
  const socket = kernel.sockets.get(file.target);
  if (socket.queue.length > 0) {
    if (!(socket.queue[0] instanceof Uint8Array)) return "EPROTO";
    const own = kernel.sockets.own(socket.id);
    const bytes = takeBytes(own.queue as Uint8Array[], length);
    own.queued -= bytes.length;
    if (own.tcb !== undefined) tcp.afterReading(own.tcb, ioOf(kernel, own.id));
    return bytes;
  }
  if (socket.error !== undefined) return takeError(kernel, socket.id);
  if (socket.state !== "connected") return "ENOTCONN";
  if (socket.ended || socket.readShut) return NOTHING;
  return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(readable(socket.id));
}

function takeError(kernel: Kernel, id: number): Errno {
  const own = kernel.sockets.own(id);
  const error = own.error as Errno;
  own.error = undefined;
  return error;
}

/** A message, or all the bytes that are there; undefined at the end. */
export function receiveObject(
  kernel: Kernel,
  file: OpenFile,
): object | Uint8Array | undefined | Errno | Blocked {
  const socket = kernel.sockets.get(file.target);
  if (socket.queue.length > 0) {
    const own = kernel.sockets.own(socket.id);
    const item = own.queue.shift() as Payload;
    own.queued -= lengthOf(item);
    if (own.tcb !== undefined) tcp.afterReading(own.tcb, ioOf(kernel, own.id));
    return item;
  }
  if (socket.error !== undefined) return takeError(kernel, socket.id);
  return socket.ended || socket.readShut ? undefined : new Blocked(readable(socket.id));
}

export function writeStream(
  kernel: Kernel,
  process: Process,
  file: OpenFile,
  data: Payload,
): number | Errno | Blocked {
  const socket = kernel.sockets.get(file.target);
  if (socket.error !== undefined) return takeError(kernel, socket.id);
  const { tcb } = socket;
  if (tcb === undefined || socket.state !== "connected") return "ENOTCONN";
  if (socket.writeShut || tcb.state === "closed") {
    kernel.signals.send(process, SIGPIPE, process);
    return "EPIPE";
  }
  const room = PIPE_CAPACITY - tcp.unsent(tcb);
  if (room <= 0) return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(writable(socket.id));
  const part = data instanceof Uint8Array && data.length > room ? data.subarray(0, room) : data;
  tcp.write(tcbOf(kernel, socket.id), ioOf(kernel, socket.id), part);
  return lengthOf(part);
}

export function shutStream(
  kernel: Kernel,
  socket: Socket,
  how: "read" | "write" | "both",
): Errno | undefined {
  if (socket.state !== "connected") return "ENOTCONN";
  const own = kernel.sockets.own(socket.id);
  if (how !== "write") own.readShut = true;
  if (how !== "read" && !own.writeShut) {
    own.writeShut = true;
    tcp.endWriting(tcbOf(kernel, own.id), ioOf(kernel, own.id));
  }
  kernel.wake(readable(own.id), writable(own.id));
  return undefined;
}

/** The last process that held it has closed it. */
export function closeStream(kernel: Kernel, id: number): void {
  const own = kernel.sockets.own(id);
  for (const waiting of own.backlog) drop(kernel, waiting, true);
  const { tcb } = own;
  if (tcb === undefined || tcb.state === "closed" || own.state !== "connected")
    return drop(kernel, id, own.state === "connecting");
  if (own.queue.length > 0) return drop(kernel, id, true);
  own.orphan = true;
  const io = ioOf(kernel, id);
  tcp.endWriting(tcb, io);
  if (tcb.state !== "last-ack") io.alarm(kernel.now + ORPHAN_TIME);
}

export interface ListenRequest {
  readonly family: "inet" | "inet6";
  readonly type: "stream" | "datagram";
  readonly address: string;
  readonly port: number;
}

/** A listener of a process without code of its own, whose connections become tasks of it. */
export function listenOnPort(
  kernel: Kernel,
  process: Process,
  { family, type, address, port }: ListenRequest,
  acceptor: Acceptor,
): Errno | undefined {
  const namespace = kernel.netNamespaces.get(process.netNamespace);
  const socket = kernel.sockets.create(
    family === "inet6" ? { family, type, only: true } : { family, type },
    namespace.id,
  );
  if (isTaken(kernel, namespace, socket, address, port)) {
    kernel.sockets.remove(socket.id);
    return "EADDRINUSE";
  }
  socket.local = { family, address, port };
  socket.place = portName(socket, address, port);
  kernel.sockets.give(socket.place, socket.id);
  if (type === "stream") {
    socket.state = "listening";
    socket.backlogLimit = 4096;
    socket.acceptor = acceptor;
  } else socket.state = "bound";
  const refused = install(kernel, process, openSocket(kernel, socket));
  return typeof refused === "number" ? undefined : refused;
}
