// Unix sockets by path: binding makes a node of type socket, connecting needs the right to write to it
// (unix(7)). The listener is found by the inode, so that renaming and hard links keep working.

import { failed, type Errno } from "../base/errno.ts";
import { S_IFMT, S_IFSOCK } from "../fs/file-system.ts";
import { mayAccess, READ, WRITE } from "../fs/permissions.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import { connectTo, type Acceptor, type Socket } from "./socket-table.ts";

const nameAt = (fs: number, ino: number): string => `unix ${fs} ${ino}`;

export function bindUnix(kernel: Kernel, process: Process, socket: Socket, path: string): Errno | undefined {
  const view = kernel.viewOf(process);
  const found = kernel.vfs.walk(view, path, false);
  if (failed(found)) return found;
  if (found.place !== undefined) return "EADDRINUSE";
  const place = kernel.vfs.make(view, found, S_IFSOCK | (0o777 & ~process.umask), {}, kernel.now);
  if (failed(place)) return place;
  const own = kernel.sockets.own(socket.id);
  own.state = "bound";
  own.local = { family: "unix", path };
  own.place = nameAt(kernel.vfs.mountOf(view, place).fs, place.ino);
  kernel.sockets.give(own.place, own.id);
  return undefined;
}

export function connectUnix(
  kernel: Kernel,
  process: Process,
  socket: Socket,
  path: string,
): Errno | undefined {
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, path);
  if (failed(place)) return place;
  const node = kernel.vfs.attributes(view, place);
  if (failed(node)) return node;
  if (!mayAccess(view.who, node, READ | WRITE)) return "EACCES";
  if ((node.mode & S_IFMT) !== S_IFSOCK) return "ECONNREFUSED";
  const listener = kernel.sockets.named(nameAt(kernel.vfs.mountOf(view, place).fs, place.ino));
  if (listener === undefined || listener.state !== "listening") return "ECONNREFUSED";
  const refused = connectTo(kernel, kernel.sockets.own(socket.id), listener, undefined);
  if (refused === undefined) kernel.sockets.own(socket.id).remote = { family: "unix", path };
  return refused;
}

/** A listener whose connections become tasks of a daemon; its number. */
export function listenAsTask(
  kernel: Kernel,
  process: Process,
  path: string,
  acceptor: Acceptor,
): number | Errno {
  const socket = kernel.sockets.create({ family: "unix", type: "stream" }, process.netNamespace);
  const refused = bindUnix(kernel, process, socket, path);
  if (refused !== undefined) {
    kernel.sockets.remove(socket.id);
    return refused;
  }
  const own = kernel.sockets.own(socket.id);
  own.state = "listening";
  own.backlogLimit = 4096;
  own.acceptor = acceptor;
  return own.id;
}
