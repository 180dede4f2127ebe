// telnet: a connection whose bytes go to the terminal and back. Options of the protocol are neither asked for nor granted.
// busybox's words, and those of inetutils.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { command, type Io } from "../libc/command.ts";
import { isLookupError, lookUp, lookupText } from "../libc/resolver.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import { connectAny, relay } from "./sockets.ts";

const USAGE = `[-a] [-l USER] HOST [PORT]

Connect to telnet server

	-a	Automatic login with $USER envvar
	-l USER	Automatic login as USER`;

const DEFAULT_PORT = 23;

function* converse(io: Io, fd: Fd, host: string, address: string): Task<number> {
  if (io.family === "gnu") {
    yield* io.print(`Trying ${address}...\nConnected to ${host}.\nEscape character is '^]'.\n`);
    yield* io.out.flush();
    yield* relay(io.sys, fd, false);
    yield* io.tell("Connection closed by foreign host.\n");
    return 1;
  }
  yield* io.tell("");
  yield* io.print(`Connected to ${host}\n`);
  yield* io.out.flush();
  yield* relay(io.sys, fd, true);
  yield* io.tell("Connection closed by foreign host\n");
  return 1;
}

function* refused(io: Io, address: string, why: Errno): Task<number> {
  if (io.family === "busybox")
    return yield* io.complain(`can't connect to remote host (${address}): ${strerror(why)}`);
  yield* io.print(`Trying ${address}...\n`);
  yield* io.tell(`telnet: Unable to connect to remote host: ${strerror(why)}\n`);
  return 1;
}

export const telnet = command(
  { name: "telnet", gnu: "4 6 8 E L a d e: l: n: b:", busybox: "a l:", usage: USAGE },
  function* (io) {
    const [host, service] = io.operands;
    if (host === undefined) return yield* io.misuse("no host");
    const found = yield* lookUp(io.sys, host);
    if (isLookupError(found))
      return io.family === "busybox"
        ? yield* io.complain(`bad address '${host}'`)
        : yield* io.complain(`could not resolve ${host}/${service ?? "telnet"}: ${lookupText(found)}`);
    const port = Number(service ?? DEFAULT_PORT);
    const fd = yield* connectAny(io.sys, found.addresses, port);
    const address = found.addresses[0]?.address ?? host;
    return failed(fd) ? yield* refused(io, address, fd) : yield* converse(io, fd, host, address);
  },
);
