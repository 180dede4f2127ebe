// System calls on terminals and sockets. What they do is in ptys.ts, socket-table.ts, internet.ts and
// unix-sockets.ts; here they are called for a process, and recorded.

import type { Errno } from "../base/errno.ts";
import type { Duration } from "../base/time.ts";
import type { Done } from "../fs/file-system.ts";
import * as descriptors from "./descriptors.ts";
import { fileOf } from "./descriptors.ts";
import { sendDatagram } from "./datagram-sockets.ts";
import { bindPort, connectPort } from "./internet.ts";
import type { Kernel } from "./kernel.ts";
import { Blocked, type OpenFile } from "./open-files.ts";
import { ProcessCalls } from "./process-calls.ts";
import type { Process } from "./process.ts";
import { resize, setTermios } from "./ptys.ts";
import * as driver from "./socket-driver.ts";
import * as sockets from "./socket-table.ts";
import type { Socket } from "./socket-table.ts";
import type { SocketAddress, SocketKind } from "./sockets.ts";
import type { Fd, Pid, Task } from "./sys.ts";
import type { Termios, WindowSize } from "./terminal.ts";
import { bindUnix, connectUnix } from "./unix-sockets.ts";

export abstract class ConnectionCalls extends ProcessCalls {
  // ---- terminals

  private terminal(kernel: Kernel, process: Process, fd: Fd): OpenFile | undefined {
    const file = fileOf(kernel, process, fd);
    return file !== undefined && (file.kind === "tty" || file.kind === "pty-master") ? file : undefined;
  }

  termios(fd: Fd): Termios | undefined {
    return this.call((kernel, process) => {
      const file = this.terminal(kernel, process, fd);
      return file === undefined ? undefined : kernel.ptys.get(file.target).termios;
    });
  }

  private onTerminal<T>(fd: Fd, act: (kernel: Kernel, process: Process, pty: number) => T): T | Errno {
    return this.call((kernel, process) => {
      const file = this.terminal(kernel, process, fd);
      if (file !== undefined) return act(kernel, process, file.target);
      return fileOf(kernel, process, fd) === undefined ? "EBADF" : "ENOTTY";
    });
  }

  setTermios(fd: Fd, termios: Termios): Done {
    return this.onTerminal(fd, (kernel, _, pty) => {
      setTermios(kernel, pty, termios);
      return undefined;
    });
  }

  windowSize(fd: Fd): WindowSize | Errno {
    return this.onTerminal(fd, (kernel, _, pty) => kernel.ptys.get(pty).size);
  }

  setWindowSize(fd: Fd, size: WindowSize): Done {
    return this.onTerminal(fd, (kernel, _, pty) => {
      resize(kernel, pty, size);
      return undefined;
    });
  }

  foregroundGroup(fd: Fd): Pid | Errno {
    return this.onTerminal(fd, (kernel, process, pty) => {
      const { foreground } = kernel.ptys.get(pty);
      return foreground === undefined ? 0 : kernel.processes.groupSeenBy(process, foreground);
    });
  }

  setForegroundGroup(fd: Fd, pgid: Pid): Done {
    return this.onTerminal(fd, (kernel, process, pty) => {
      kernel.ptys.own(pty).foreground = kernel.processes.globalGroup(process, pgid);
      return undefined;
    });
  }

  setControllingTerminal(fd: Fd): Done {
    return this.onTerminal(fd, (kernel, process, pty) => {
      if (process.sid !== process.pid) return "EPERM";
      const own = kernel.ptys.own(pty);
      own.session = process.sid;
      own.foreground = process.pgid;
      process.tty = pty;
      return undefined;
    });
  }

  openpty(): readonly [Fd, Fd] | Errno {
    return this.call(descriptors.openpty);
  }

  // ---- sockets

  private onSocket<T>(
    fd: Fd,
    act: (kernel: Kernel, process: Process, socket: Socket, file: OpenFile) => T,
  ): T | Errno {
    return this.call((kernel, process) => actOnSocket(kernel, process, fd, act));
  }

  socket(kind: SocketKind): Fd | Errno {
    return this.call((kernel, process) => {
      const socket = kernel.sockets.create(kind, process.netNamespace);
      return descriptors.install(kernel, process, sockets.openSocket(kernel, socket));
    });
  }

  bind(fd: Fd, address: SocketAddress): Done {
    return this.onSocket(fd, (kernel, process, socket) =>
      address.family === "unix"
        ? bindUnix(kernel, process, socket, address.path)
        : bindPort(kernel, process, socket, address),
    );
  }

  listen(fd: Fd, backlog: number): Done {
    return this.onSocket(fd, (kernel, _, socket) => {
      if (socket.local === undefined) return "EDESTADDRREQ";
      const own = kernel.sockets.own(socket.id);
      own.state = "listening";
      own.backlogLimit = backlog;
      return undefined;
    });
  }

  accept(fd: Fd): Task<Fd | Errno> {
    return this.waiting((kernel, process) => {
      const answer = actOnSocket(kernel, process, fd, (_, __, ___, file) => sockets.acceptFrom(kernel, file));
      return typeof answer === "number" ? descriptors.install(kernel, process, answer) : answer;
    });
  }

  *connect(fd: Fd, address: SocketAddress, timeout?: Duration): Task<Done> {
    const until = timeout === undefined ? undefined : this.deadline(timeout);
    return yield* this.waiting<Done>((kernel, process) => {
      const answer: Done | Blocked = actOnSocket<Done | Blocked>(kernel, process, fd, (_, __, socket) =>
        address.family === "unix"
          ? connectUnix(kernel, process, socket, address.path)
          : connectPort(kernel, process, socket, address),
      );
      const late = until !== undefined && kernel.now >= until;
      return answer instanceof Blocked && late ? "ETIMEDOUT" : answer;
    }, until);
  }

  sendTo(fd: Fd, bytes: Uint8Array, to: SocketAddress, ttl?: number): number | Errno {
    return this.onSocket(fd, (kernel, process, socket) => {
      if (to.family === "unix") return "EOPNOTSUPP";
      // Who limits the life of a datagram wants to know where it ended.
      if (ttl !== undefined) kernel.sockets.own(socket.id).traces = true;
      return sendDatagram(kernel, process, socket, bytes, to, ttl);
    });
  }

  receiveFrom(fd: Fd, _length: number): Task<sockets.Datagram | Errno> {
    return this.waiting((kernel, process) =>
      actOnSocket(kernel, process, fd, (_, __, socket, file) =>
        sockets.receiveDatagram(kernel, file, socket),
      ),
    );
  }

  shutdown(fd: Fd, how: "read" | "write" | "both"): Done {
    return this.onSocket(fd, (kernel, _, socket) => driver.shutDown(kernel, socket, how));
  }

  socketName(fd: Fd): SocketAddress | Errno {
    return this.onSocket(fd, (_, __, socket) => socket.local ?? "EINVAL");
  }

  peerName(fd: Fd): SocketAddress | Errno {
    return this.onSocket(fd, (_, __, socket) => socket.remote ?? "ENOTCONN");
  }

  send(fd: Fd, message: object): Done {
    return this.onSocket(fd, (kernel, process, _, file) => {
      const answer = driver.sendObject(kernel, process, file, message);
      return answer instanceof Blocked ? "EAGAIN" : answer;
    });
  }

  receive(fd: Fd): Task<object | Uint8Array | undefined | Errno> {
    return this.waiting((kernel, process) =>
      actOnSocket(kernel, process, fd, (_, __, ___, file) => driver.receiveObject(kernel, file)),
    );
  }
}

function actOnSocket<T>(
  kernel: Kernel,
  process: Process,
  fd: Fd,
  act: (kernel: Kernel, process: Process, socket: Socket, file: OpenFile) => T,
): T | Errno {
  const file = fileOf(kernel, process, fd);
  if (file === undefined) return "EBADF";
  if (file.kind !== "socket") return "ENOTSOCK";
  return act(kernel, process, kernel.sockets.get(file.target), file);
}
