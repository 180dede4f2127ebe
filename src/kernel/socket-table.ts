// The table of all sockets, and unix streams: two ends that know each other and put what they send before the other.
// A stream carries bytes or whole messages (objects), for peers that need no serialising. Sockets of the internet
// are in tcp-sockets.ts and datagram-sockets.ts.

import type { Errno } from "../base/errno.ts";
import { must } from "../base/assert.ts";
import { PIPE_CAPACITY } from "../base/limits.ts";
import { SIGPIPE } from "../base/signals.ts";
import { Table, type Owned } from "../base/table.ts";
import type { Kernel } from "./kernel.ts";
import type { Tcb } from "../netsim/tcp.ts";
import { Blocked, type OpenFile } from "./open-files.ts";
import { takeBytes } from "./pipes.ts";
import type { Process } from "./process.ts";
import type { SocketAddress, SocketKind } from "./sockets.ts";
import { O_NONBLOCK, type ForkEntry, type Pid } from "./sys.ts";

export interface Acceptor {
  /** whose task it becomes */
  readonly process: Pid;
  readonly entry: ForkEntry<unknown>;
  readonly data: unknown;
}

export interface Datagram {
  readonly bytes: Uint8Array;
  readonly from: SocketAddress;
  readonly ttl?: number;
}

export interface Socket extends Owned {
  readonly id: number;
  readonly kind: SocketKind;
  readonly netNamespace: number;
  state: "fresh" | "bound" | "listening" | "connecting" | "connected" | "closed";
  local: SocketAddress | undefined;
  remote: SocketAddress | undefined;
  peer: number | undefined;
  /** arrived and not yet read */
  queue: (Uint8Array | object)[];
  queued: number;
  datagrams: Datagram[];
  /** numbers of sockets that are connected and not yet accepted */
  backlog: number[];
  backlogLimit: number;
  readShut: boolean;
  writeShut: boolean;
  /** the other side will send no more */
  ended: boolean;
  reset: boolean;
  /** each connection becomes a task of its own instead of waiting to be accepted */
  acceptor: Acceptor | undefined;
  /** the name under which it is found: a bound port, a connection, or the inode of a unix socket */
  place: string | undefined;
  /** of TCP */
  tcb: Tcb | undefined;
  /** to be told by the next call */
  error: Errno | undefined;
  /** the process knows that it is connected */
  told: boolean;
  /** no process has it any more */
  orphan: boolean;
  /** the listener that a connection which is not yet established goes to */
  parent: number | undefined;
  /** datagrams are answered by a service of the daemon's (Kernel.datagramServices) */
  service: string | undefined;
  /** errors of ICMP about its datagrams are given to it as messages */
  traces: boolean;
}

const copySocket = (s: Socket): Socket => ({
  ...s,
  queue: s.queue.slice(),
  datagrams: s.datagrams.slice(),
  backlog: s.backlog.slice(),
  tcb: s.tcb === undefined ? undefined : { ...s.tcb },
});

const FIRST_EPHEMERAL = 32_768;
const EPHEMERAL_PORTS = 28_232;

export class Sockets {
  private readonly table: Table<Socket>;
  private nextId: number;
  /** what is bound: network namespace, protocol, address and port, or the place of a unix socket */
  private readonly names: Map<string, number>;
  private nextPort: number;

  constructor(origin?: Sockets) {
    this.table = origin ? origin.table.fork() : new Table<Socket>(copySocket);
    this.nextId = origin ? origin.nextId : 1;
    this.names = new Map(origin?.names);
    this.nextPort = origin ? origin.nextPort : 0;
  }

  get count(): number {
    return this.table.size;
  }

  create(kind: SocketKind, netNamespace: number): Socket {
    const id = this.nextId++;
    return this.table.insert(id, {
      owner: this.table.owner,
      id,
      kind,
      netNamespace,
      state: "fresh",
      local: undefined,
      remote: undefined,
      peer: undefined,
      queue: [],
      queued: 0,
      datagrams: [],
      backlog: [],
      backlogLimit: 0,
      readShut: false,
      writeShut: false,
      ended: false,
      reset: false,
      acceptor: undefined,
      place: undefined,
      tcb: undefined,
      error: undefined,
      told: false,
      orphan: false,
      parent: undefined,
      service: undefined,
      traces: false,
    });
  }

  get(id: number): Socket {
    return must(this.table.get(id), `socket ${id} is gone`);
  }

  find(id: number): Socket | undefined {
    return this.table.get(id);
  }

  own(id: number): Socket {
    return must(this.table.own(id), `socket ${id} is gone`);
  }

  values(): Iterable<Socket> {
    return this.table.values();
  }

  remove(id: number): void {
    this.table.delete(id);
  }

  named(name: string): Socket | undefined {
    const id = this.names.get(name);
    return id === undefined ? undefined : this.table.get(id);
  }

  give(name: string, id: number): void {
    this.names.set(name, id);
  }

  take(name: string): void {
    this.names.delete(name);
  }

  /** Ephemeral ports go round, as a port that was just given back may still be in somebody's memory. */
  ephemeralPort(taken: (port: number) => boolean): number | undefined {
    for (let i = 0; i < EPHEMERAL_PORTS; i++) {
      const port = FIRST_EPHEMERAL + (this.nextPort++ % EPHEMERAL_PORTS);
      if (!taken(port)) return port;
    }
    return undefined;
  }
}

export const readable = (id: number): string => `socket ${id} r`;
export const writable = (id: number): string => `socket ${id} w`;
const NOTHING = new Uint8Array(0);

/** The name under which an internet address is taken in its namespace. */
export const portName = (s: Pick<Socket, "netNamespace" | "kind">, address: string, port: number): string =>
  `${s.netNamespace} ${s.kind.type} ${address} ${port}`;

// ---- connections

/** Two connected ends; the second is queued at the listener, or becomes a task of the acceptor's. */
export function connectTo(
  kernel: Kernel,
  client: Socket,
  listener: Socket,
  from: SocketAddress | undefined,
): Errno | undefined {
  if (listener.backlog.length > listener.backlogLimit) return "EAGAIN";
  const server = kernel.sockets.create(listener.kind, listener.netNamespace);
  client.peer = server.id;
  client.state = "connected";
  client.local ??= from;
  client.remote = listener.local;
  Object.assign(server, { peer: client.id, state: "connected", local: listener.local, remote: client.local });
  if (listener.acceptor !== undefined) acceptAsTask(kernel, server, listener.acceptor);
  else {
    kernel.sockets.own(listener.id).backlog.push(server.id);
    kernel.wake(readable(listener.id));
  }
  return undefined;
}

/** Two connected ends: the socket that somebody outside keeps, and the open file that a process is given. */
export function openPair(kernel: Kernel): readonly [socket: number, file: number] {
  const kind: SocketKind = { family: "unix", type: "stream" };
  const [kept, given] = [kernel.sockets.create(kind, 0), kernel.sockets.create(kind, 0)];
  Object.assign(kept, { peer: given.id, state: "connected" });
  Object.assign(given, { peer: kept.id, state: "connected" });
  return [kept.id, openSocket(kernel, given)];
}

function acceptAsTask(kernel: Kernel, server: Socket, acceptor: Acceptor): void {
  const file = openSocket(kernel, server);
  kernel.processes.spawnTask(acceptor.process, acceptor.entry, acceptor.data, new Map([[0, file]]));
}

export const openSocket = (kernel: Kernel, socket: Socket): number =>
  kernel.openFiles.create({
    kind: "socket",
    flags: 2,
    target: socket.id,
    path: `socket:[${20_000 + socket.id}]`,
  }).id;

/** accept(2): number of the open file of the connection. */
export function acceptFrom(kernel: Kernel, file: OpenFile): number | Errno | Blocked {
  const listener = kernel.sockets.get(file.target);
  if (listener.state !== "listening") return "EINVAL";
  if (listener.backlog.length === 0)
    return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(readable(listener.id));
  const id = kernel.sockets.own(listener.id).backlog.shift() as number;
  return openSocket(kernel, kernel.sockets.get(id));
}

// ---- what travels

function deliver(kernel: Kernel, socket: Socket, item: Uint8Array | object, size: number): void {
  const peer = kernel.sockets.own(socket.peer as number);
  peer.queue.push(item);
  peer.queued += size;
  kernel.wake(readable(peer.id));
}

/** For a daemon's own output, which does not wait for a slow reader. */
export function deliverTo(kernel: Kernel, id: number, item: object | Uint8Array): boolean {
  const socket = kernel.sockets.find(id);
  const peer = socket?.peer === undefined ? undefined : kernel.sockets.find(socket.peer);
  if (socket === undefined || socket.writeShut || peer === undefined || peer.readShut) return false;
  deliver(kernel, socket, item, item instanceof Uint8Array ? item.length : 1);
  return true;
}

/** Why nothing can be sent any more; undefined if it can. */
function sendFault(kernel: Kernel, process: Process, socket: Socket): Errno | undefined {
  if (socket.state !== "connected") return "ENOTCONN";
  if (socket.reset) return "ECONNRESET";
  const peer = socket.peer === undefined ? undefined : kernel.sockets.find(socket.peer);
  if (!socket.writeShut && peer !== undefined && !peer.readShut) return undefined;
  kernel.signals.send(process, SIGPIPE, process);
  return "EPIPE";
}

export function sendMessage(
  kernel: Kernel,
  process: Process,
  file: OpenFile,
  message: object,
): Errno | undefined {
  const socket = kernel.sockets.get(file.target);
  const fault = sendFault(kernel, process, socket);
  const size = message instanceof Uint8Array ? message.length : 1;
  if (fault === undefined) deliver(kernel, socket, message, size);
  return fault;
}

/** A message, or all the bytes that are there; undefined at the end. */
export function receiveMessage(
  kernel: Kernel,
  file: OpenFile,
): object | Uint8Array | undefined | Errno | Blocked {
  const socket = kernel.sockets.get(file.target);
  if (socket.queue.length === 0)
    return socket.ended || socket.readShut ? undefined : new Blocked(readable(socket.id));
  const own = kernel.sockets.own(socket.id);
  const item = own.queue.shift() as Uint8Array | object;
  own.queued -= item instanceof Uint8Array ? item.length : 1;
  if (own.peer !== undefined) kernel.wake(writable(own.peer));
  return item;
}

export function shutDownUnix(
  kernel: Kernel,
  socket: Socket,
  how: "read" | "write" | "both",
): Errno | undefined {
  if (socket.state !== "connected") return "ENOTCONN";
  const own = kernel.sockets.own(socket.id);
  if (how !== "write") own.readShut = true;
  if (how !== "read" && !own.writeShut) {
    own.writeShut = true;
    endPeer(kernel, own);
  }
  kernel.wake(readable(own.id), writable(own.id));
  return undefined;
}

function endPeer(kernel: Kernel, socket: Socket): void {
  if (socket.peer === undefined || kernel.sockets.find(socket.peer) === undefined) return;
  kernel.sockets.own(socket.peer).ended = true;
  kernel.wake(readable(socket.peer), writable(socket.peer));
}

export function readUnix(kernel: Kernel, file: OpenFile, length: number): Uint8Array | Errno | Blocked {
  const socket = kernel.sockets.get(file.target);
  if (socket.state !== "connected") return "ENOTCONN";
  if (socket.queue.length === 0) {
    if (socket.reset) return "ECONNRESET";
    if (socket.ended || socket.readShut) return NOTHING;
    return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(readable(socket.id));
  }
  if (!(socket.queue[0] instanceof Uint8Array)) return "EPROTO";
  const own = kernel.sockets.own(socket.id);
  const bytes = takeBytes(own.queue as Uint8Array[], length);
  own.queued -= bytes.length;
  if (own.peer !== undefined) kernel.wake(writable(own.peer));
  return bytes;
}

export function writeUnix(
  kernel: Kernel,
  process: Process,
  file: OpenFile,
  bytes: Uint8Array,
): number | Errno | Blocked {
  const socket = kernel.sockets.get(file.target);
  const fault = sendFault(kernel, process, socket);
  if (fault !== undefined) return fault;
  const peer = kernel.sockets.get(socket.peer as number);
  const room = PIPE_CAPACITY - peer.queued;
  if (room <= 0) return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(writable(socket.id));
  const part = bytes.length <= room ? bytes : bytes.subarray(0, room);
  deliver(kernel, socket, part, part.length);
  return part.length;
}

/** Also of sockets of datagrams, which have no other end. */
export function closeUnix(kernel: Kernel, socket: Socket): void {
  endPeer(kernel, socket);
  for (const waiting of socket.backlog) refuse(kernel, waiting);
  if (socket.place !== undefined) kernel.sockets.take(socket.place);
  kernel.sockets.remove(socket.id);
}

export function receiveDatagram(kernel: Kernel, file: OpenFile, socket: Socket): Datagram | Errno | Blocked {
  if (socket.error !== undefined) {
    const { error } = socket;
    kernel.sockets.own(socket.id).error = undefined;
    return error;
  }
  if (socket.datagrams.length === 0)
    return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(readable(socket.id));
  return kernel.sockets.own(socket.id).datagrams.shift() as Datagram;
}

/** A connection that nobody accepted before the listener closed. */
function refuse(kernel: Kernel, id: number): void {
  const server = kernel.sockets.find(id);
  if (server?.peer !== undefined && kernel.sockets.find(server.peer) !== undefined) {
    kernel.sockets.own(server.peer).reset = true;
    kernel.wake(readable(server.peer), writable(server.peer));
  }
  kernel.sockets.remove(id);
}
