// How curl gets its connection: names resolved (or told by --resolve), addresses tried one after the other, or a
// unix socket instead; with what -v says of it and the texts of failures.

import { failed } from "../../../base/errno.ts";
import { MILLISECOND, SECOND, type Instant } from "../../../base/time.ts";
import type { SocketAddress } from "../../../kernel/sockets.ts";
import type { Fd, Sys, Task } from "../../../kernel/sys.ts";
import { isInet4, isInet6 } from "../../libc/dns.ts";
import { isLookupError, lookUp, type HostAddress } from "../../libc/resolver.ts";
import type { CurlOptions } from "./options.ts";
import type { Reporter } from "./report.ts";
import { hostAndPort, type Url } from "./url.ts";

export interface Failure {
  readonly code: number;
  readonly message: string;
}

export interface Connection {
  readonly fd: Fd;
  readonly local: readonly [address: string, port: number];
  readonly remote: readonly [address: string, port: number];
  readonly resolvedAt: Instant;
  readonly connectedAt: Instant;
}

export const isFailure = (answer: object): answer is Failure => "code" in answer && "message" in answer;

const NOWHERE = ["", 0] as const;

const endOf = (address: SocketAddress | string): readonly [string, number] =>
  typeof address === "string" || address.family === "unix" ? NOWHERE : [address.address, address.port];

/** --resolve HOST:PORT:ADDRESS[,ADDRESS] */
function pinned(options: CurlOptions, url: Url): HostAddress[] | undefined {
  for (const entry of options.all("resolve")) {
    const [host, port, ...rest] = entry.replace(/^\+/, "").split(":");
    if ((host !== url.host && host !== "*") || Number(port) !== url.port) continue;
    return rest
      .join(":")
      .split(",")
      .map((text) => text.replace(/^\[|\]$/g, ""))
      .map((address) => ({ family: address.includes(":") ? "inet6" : "inet", address }));
  }
  return undefined;
}

function* resolve(sys: Sys, options: CurlOptions, url: Url): Task<readonly HostAddress[] | Failure> {
  const known = pinned(options, url);
  if (known !== undefined) return known;
  const family = options.has("ipv4") ? "inet" : options.has("ipv6") ? "inet6" : undefined;
  const found = yield* lookUp(sys, url.host, family === undefined ? {} : { family });
  if (isLookupError(found)) return { code: 6, message: `Could not resolve host: ${url.host}` };
  return found.addresses;
}

export const spent = (sys: Sys, since: Instant): number => Math.floor((sys.now() - since) / MILLISECOND);

export const secondsOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Math.round(Number(text) * SECOND);

function* unixConnection(
  sys: Sys,
  path: string,
  started: Instant,
  report: Reporter,
): Task<Connection | Failure> {
  yield* report.note(`  Trying ${path}:0...`);
  const fd = sys.socket({ family: "unix", type: "stream" });
  const refused = failed(fd) ? fd : yield* sys.connect(fd, { family: "unix", path });
  if (failed(fd) || refused !== undefined) {
    yield* report.note(
      `Failed to connect to ${path} after ${spent(sys, started)} ms: Could not connect to server`,
    );
    yield* report.note("closing connection #0");
    return { code: 7, message: `Failed to connect to ${path} after ${spent(sys, started)} ms: Could not connect to server` }; // prettier-ignore
  }
  yield* report.note(`Established connection to ${path} (${path} port 0) from  port 0 `);
  return { fd, local: NOWHERE, remote: [path, 0], resolvedAt: sys.now(), connectedAt: sys.now() };
}

const REASONS = new Map([
  ["ECONNREFUSED", "Connection refused"],
  ["EHOSTUNREACH", "No route to host"],
  ["ENETUNREACH", "Network is unreachable"],
  ["EACCES", "Permission denied"],
  ["ETIMEDOUT", "Connection timed out"],
]);

/** ETIMEDOUT as a failure when curl's own time is over. */
function* tryAddress(
  sys: Sys,
  { family, address }: HostAddress,
  port: number,
  until: Instant | undefined,
  report: Reporter,
): Task<Fd | undefined> {
  yield* report.note(`  Trying ${family === "inet6" ? `[${address}]` : address}:${port}...`);
  const fd = sys.socket({ family, type: "stream" });
  if (failed(fd)) return undefined;
  void sys.closeOnExec(fd, true);
  const left = until === undefined ? undefined : Math.max(0, until - sys.now());
  const refused = yield* sys.connect(fd, { family, address, port }, left);
  if (refused === undefined) return fd;
  const [from, own] = endOf(sys.socketName(fd));
  void sys.close(fd);
  if (refused === "ENETUNREACH" && from === "") {
    yield* report.note(`Immediate connect fail for ${address}: Network is unreachable`);
    return undefined;
  }
  const late = until !== undefined && sys.now() >= until;
  if (!late) yield* report.note(`connect to ${address} port ${port} from ${from} port ${own} failed: ${REASONS.get(refused) ?? refused}`); // prettier-ignore
  return undefined;
}

function* announce(url: Url, addresses: readonly HostAddress[], report: Reporter): Task<void> {
  if (isInet4(url.host) || isInet6(url.host)) return;
  const listed = (family: string): string =>
    addresses.filter((a) => a.family === family).map((a) => a.address).join(", ") || "(none)"; // prettier-ignore
  yield* report.note(`Host ${hostAndPort(url)} was resolved.`);
  yield* report.note(`IPv6: ${listed("inet6")}`);
  yield* report.note(`IPv4: ${listed("inet")}`);
}

export function* openConnection(
  sys: Sys,
  options: CurlOptions,
  url: Url,
  started: Instant,
  report: Reporter,
): Task<Connection | Failure> {
  const path = options.value("unix-socket");
  if (path !== undefined) return yield* unixConnection(sys, path, started, report);
  const limit = secondsOf(options.value("connect-timeout"));
  const total = secondsOf(options.value("max-time"));
  const ends = [limit, total].filter((span) => span !== undefined && span > 0) as number[];
  const until = ends.length === 0 ? undefined : started + Math.min(...ends);
  const addresses = yield* resolve(sys, options, url);
  if (isFailure(addresses)) {
    yield* report.note(addresses.message);
    yield* report.note("closing connection #0");
    return addresses;
  }
  yield* announce(url, addresses, report);
  const resolvedAt = sys.now();
  for (const address of addresses) {
    const fd = yield* tryAddress(sys, address, url.port, until, report);
    if (fd !== undefined) {
      const local = endOf(sys.socketName(fd));
      const remote = endOf(sys.peerName(fd));
      yield* report.note(`Established connection to ${url.host} (${remote[0]} port ${remote[1]}) from ${local[0]} port ${local[1]} `); // prettier-ignore
      return { fd, local, remote, resolvedAt, connectedAt: sys.now() };
    }
    if (until !== undefined && sys.now() >= until) break;
  }
  return yield* noConnection(sys, url, started, until, report);
}

function* noConnection(
  sys: Sys,
  url: Url,
  started: Instant,
  until: Instant | undefined,
  report: Reporter,
): Task<Failure> {
  const late = until !== undefined && sys.now() >= until;
  const ms = spent(sys, started);
  const failure: Failure = late
    ? { code: 28, message: `Connection timed out after ${ms} milliseconds` }
    : {
        code: 7,
        message: `Failed to connect to ${hostAndPort(url)} after ${ms} ms: Could not connect to server`,
      };
  yield* report.note(failure.message);
  yield* report.note("closing connection #0");
  return failure;
}
