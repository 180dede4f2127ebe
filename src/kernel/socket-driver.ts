// Reading and writing sockets by descriptor, whatever they are: unix streams (socket-table.ts), TCP (tcp-sockets.ts)
// and datagrams.

import type { Errno } from "../base/errno.ts";
import { PIPE_CAPACITY } from "../base/limits.ts";
import { unsent } from "../netsim/tcp.ts";
import { sendDatagram } from "./datagram-sockets.ts";
import type { Kernel } from "./kernel.ts";
import { Blocked, type Driver, type OpenFile, type Readiness } from "./open-files.ts";
import type { Process } from "./process.ts";
import {
  closeUnix,
  readUnix,
  readable,
  receiveDatagram,
  receiveMessage,
  sendMessage,
  shutDownUnix,
  writable,
  writeUnix,
  type Socket,
} from "./socket-table.ts";
import * as streams from "./tcp-sockets.ts";

const isTcp = ({ kind }: Socket): boolean => kind.family !== "unix" && kind.type === "stream";

export const socketDriver: Driver = {
  read(kernel, _process, file, length) {
    const socket = kernel.sockets.get(file.target);
    if (socket.kind.type !== "stream") return readDatagram(kernel, file, socket, length);
    return isTcp(socket) ? streams.readStream(kernel, file, length) : readUnix(kernel, file, length);
  },

  write(kernel, process, file, bytes) {
    const socket = kernel.sockets.get(file.target);
    if (isTcp(socket)) return streams.writeStream(kernel, process, file, bytes);
    if (socket.kind.type === "stream") return writeUnix(kernel, process, file, bytes);
    const { remote } = socket;
    if (remote === undefined || remote.family === "unix") return "EDESTADDRREQ";
    return sendDatagram(kernel, process, socket, bytes, remote);
  },

  ready(kernel, file): Readiness {
    const socket = kernel.sockets.get(file.target);
    const arrived = socket.queue.length + socket.datagrams.length + socket.backlog.length > 0;
    const broken = socket.reset || socket.error !== undefined;
    return {
      readable: arrived || socket.ended || broken || socket.readShut,
      writable: broken || isWritable(kernel, socket),
      channels: [readable(socket.id), writable(socket.id)],
    };
  },

  release(kernel, file) {
    const socket = kernel.sockets.get(file.target);
    if (isTcp(socket)) streams.closeStream(kernel, socket.id);
    else closeUnix(kernel, socket);
  },
};

function isWritable(kernel: Kernel, socket: Socket): boolean {
  if (isTcp(socket))
    return socket.state === "connected" && socket.tcb !== undefined && unsent(socket.tcb) < PIPE_CAPACITY;
  const peer = socket.peer === undefined ? undefined : kernel.sockets.find(socket.peer);
  return peer === undefined || peer.queued < PIPE_CAPACITY;
}

function readDatagram(
  kernel: Kernel,
  file: OpenFile,
  socket: Socket,
  length: number,
): Uint8Array | Errno | Blocked {
  const got = receiveDatagram(kernel, file, socket);
  return got instanceof Blocked || typeof got === "string" ? got : got.bytes.subarray(0, length);
}

export function shutDown(kernel: Kernel, socket: Socket, how: "read" | "write" | "both"): Errno | undefined {
  if (socket.kind.type !== "stream") return socket.remote === undefined ? "ENOTCONN" : undefined;
  return isTcp(socket) ? streams.shutStream(kernel, socket, how) : shutDownUnix(kernel, socket, how);
}

/** One object, for a peer in the same world. */
export function sendObject(
  kernel: Kernel,
  process: Process,
  file: OpenFile,
  message: object,
): Errno | undefined | Blocked {
  const socket = kernel.sockets.get(file.target);
  if (!isTcp(socket)) return sendMessage(kernel, process, file, message);
  const sent = streams.writeStream(kernel, process, file, message);
  return typeof sent === "number" ? undefined : sent;
}

export function receiveObject(
  kernel: Kernel,
  file: OpenFile,
): object | Uint8Array | undefined | Errno | Blocked {
  const socket = kernel.sockets.get(file.target);
  return isTcp(socket) ? streams.receiveObject(kernel, file) : receiveMessage(kernel, file);
}
