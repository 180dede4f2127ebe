// OpenBSD's nc, as Debian installs it: clients, listeners, scans of ports with -z, over TCP, UDP and unix sockets,
// with what -v says. Not here: proxies, TLS, and passing of descriptors.

import { failed, strerror } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import type { SocketAddress, SocketKind } from "../../kernel/sockets.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isInet4, isInet6 } from "../libc/dns.ts";
import { isLookupError, lookUp, lookupText, nameOf } from "../libc/resolver.ts";
import { relay } from "./sockets.ts";

const SERVICES = new Map([
  [21, "ftp"], [22, "ssh"], [23, "telnet"], [25, "smtp"], [53, "domain"], [80, "http"], [110, "pop3"], [143, "imap2"],
  [443, "https"], [3306, "mysql"], [5432, "postgresql"], [6379, "redis"], [8080, "http-alt"],
]); // prettier-ignore

const protocol = (io: Io): "tcp" | "udp" => (io.has("u") ? "udp" : "tcp");

function* report(io: Io, host: string, address: string, port: number): Task<void> {
  if (!io.has("v")) return;
  const service = io.has("n") ? "*" : (SERVICES.get(port) ?? "*");
  const named = isInet4(host) || isInet6(host) ? host : `${host} (${address})`;
  yield* io.tell(`Connection to ${named} ${port} port [${protocol(io)}/${service}] succeeded!\n`);
}

function portsOf(text: string): number[] {
  const [from, to = from] = text.split("-").map(Number);
  const ports: number[] = [];
  for (let port = from as number; port <= (to as number); port++) ports.push(port);
  return ports;
}

function* connectOne(io: Io, host: string, port: number): Task<Fd | undefined> {
  const family = io.has("4") ? "inet" : io.has("6") ? "inet6" : undefined;
  const found = yield* lookUp(io.sys, host, family === undefined ? {} : { family });
  if (isLookupError(found)) {
    yield* io.tell(`nc: getaddrinfo for host "${host}" port ${port}: ${lookupText(found)}\n`);
    return undefined;
  }
  const limit = io.value("w");
  for (const { family: own, address } of found.addresses) {
    const fd = io.sys.socket({ family: own, type: io.has("u") ? "datagram" : "stream" });
    if (failed(fd)) return undefined;
    const timeout = limit === undefined ? undefined : Number(limit) * SECOND;
    const refused = yield* io.sys.connect(fd, { family: own, address, port }, timeout);
    if (refused === undefined) {
      yield* report(io, host, address, port);
      return fd;
    }
    void io.sys.close(fd);
    const named = isInet4(host) || isInet6(host) ? host : `${host} (${address})`;
    const why = refused === "ETIMEDOUT" && limit !== undefined ? "timed out: Operation now in progress" : `failed: ${strerror(refused)}`; // prettier-ignore
    if (io.has("v")) yield* io.tell(`nc: connect to ${named} port ${port} (${protocol(io)}) ${why}\n`);
  }
  return undefined;
}

function* client(io: Io): Task<number> {
  const [host = "", ports = ""] = io.operands;
  if (io.has("U")) return yield* unixClient(io, host);
  if (ports === "") return yield* usage(io);
  let status = 1;
  for (const port of portsOf(ports)) {
    const fd = yield* connectOne(io, host, port);
    if (fd === undefined) continue;
    status = 0;
    const limit = io.value("w");
    if (!io.has("z"))
      yield* relay(io.sys, fd, io.has("N"), limit === undefined ? undefined : Number(limit) * SECOND);
    void io.sys.close(fd);
  }
  return status;
}

function* unixClient(io: Io, path: string): Task<number> {
  const fd = io.sys.socket({ family: "unix", type: "stream" });
  if (failed(fd)) return 1;
  const refused = yield* io.sys.connect(fd, { family: "unix", path });
  if (refused !== undefined) {
    yield* io.tell(`nc: ${path}: ${strerror(refused)}\n`);
    return 1;
  }
  if (!io.has("z")) yield* relay(io.sys, fd, io.has("N"));
  return 0;
}

function* usage(io: Io): Task<number> {
  yield* io.tell("usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n\t  [destination] [port]\n"); // prettier-ignore
  return 1;
}

function endText(end: SocketAddress | string): readonly [string, number] {
  return typeof end === "string" || end.family === "unix" ? ["", 0] : [end.address, end.port];
}

function* listen(io: Io): Task<number> {
  const { sys } = io;
  const words = io.operands;
  const port = Number(io.value("p") ?? words.at(-1) ?? NaN);
  if (Number.isNaN(port)) return yield* usage(io);
  const named = words.length > 1 || (words.length === 1 && io.has("p")) ? words[0] : undefined;
  const address = io.value("s") ?? named ?? (io.has("6") ? "::" : "0.0.0.0");
  const family = address.includes(":") ? "inet6" : "inet";
  const kind: SocketKind = { family, type: io.has("u") ? "datagram" : "stream" };
  const fd = sys.socket(kind);
  if (failed(fd)) return 1;
  const refused = sys.bind(fd, { family, address, port }) ?? (io.has("u") ? undefined : sys.listen(fd, 1));
  if (refused !== undefined) {
    yield* io.tell(`nc: ${strerror(refused)}\n`);
    return 1;
  }
  if (io.has("v")) yield* io.tell(`${io.has("u") ? "Bound" : "Listening"} on ${address} ${port}\n`);
  if (io.has("u")) return yield* datagrams(io, fd);
  do {
    const connection = yield* sys.accept(fd);
    if (failed(connection)) return 1;
    const [peer, from] = endText(sys.peerName(connection));
    const name = io.has("n") ? undefined : yield* nameOf(sys, peer);
    if (io.has("v")) yield* io.tell(`Connection received on ${name ?? peer} ${from}\n`);
    if (!io.has("k")) void sys.close(fd);
    yield* relay(sys, connection, io.has("N"));
    void sys.close(connection);
  } while (io.has("k"));
  return 0;
}

/** The first sender becomes the peer. */
function* datagrams(io: Io, fd: Fd): Task<number> {
  const first = yield* io.sys.receiveFrom(fd, 65_536);
  if (failed(first)) return 1;
  yield* io.sys.write(1, first.bytes);
  yield* io.sys.connect(fd, first.from);
  yield* relay(io.sys, fd, false);
  return 0;
}

export function* openbsdNc(io: Io): Task<number> {
  if (io.has("l")) return yield* listen(io);
  return yield* client(io);
}
