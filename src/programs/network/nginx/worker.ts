// A worker process: one loop that waits for connections and requests on all its sockets at once and answers what has
// come whole. QUIT lets it finish, TERM ends it. Its state stands in one value, so that a fork of the world goes on
// from the last round.

import { failed } from "../../../base/errno.ts";
import { SIGINT, SIGQUIT, SIGTERM, SIGUSR1, type Signal } from "../../../base/signals.ts";
import { SECOND, type Instant } from "../../../base/time.ts";
import { concat } from "../../../base/utf8.ts";
import type { Fd, PollItem, Sys, Task } from "../../../kernel/sys.ts";
import { fieldOf } from "../http/http-head.ts";
import { chooseServer, normalUri } from "./choose.ts";
import type { Exchange, Peer } from "./exchange.ts";
import { cutRequest, type Incoming } from "./incoming.ts";
import { logAccess, logError, type Logs } from "./log.ts";
import { errorPage } from "./pages.ts";
import { formatResponse, respond, type Answered } from "./respond.ts";
import type { Site } from "./site.ts";

const CHUNK = 65_536;
const EMPTY = new Uint8Array(0);

export interface WorkerState {
  readonly site: Site;
  readonly logs: Logs;
  readonly listens: readonly Fd[];
  readonly connections: readonly Connection[];
  /** of connections, for error_log */
  readonly count: number;
  /** takes no new connections and ends with the last one */
  readonly leaving: boolean;
}

interface Connection {
  readonly fd: Fd;
  readonly number: number;
  readonly peer: Peer;
  readonly buffer: Uint8Array;
  readonly until: Instant;
}

export const workerProcess = function* (sys: Sys, start: WorkerState): Task<number> {
  let state = start;
  for (const signal of [SIGQUIT, SIGTERM, SIGINT, SIGUSR1]) sys.disposition(signal, "handle");
  for (;;) {
    sys.checkpoint(workerProcess, state);
    if (state.leaving && state.connections.length === 0) return yield* leave(sys, state);
    const ready = yield* sys.poll(awaited(state), patience(sys, state));
    for (const signal of sys.takeSignals()) {
      const next = yield* onSignal(sys, state, signal);
      if (next === undefined) return yield* leave(sys, state);
      state = next;
    }
    if (failed(ready)) continue;
    state = yield* round(sys, state, new Set(ready.map(({ fd }) => fd)));
  }
};

const awaited = ({ listens, connections }: WorkerState): PollItem[] => [
  ...listens.map((fd) => ({ fd, read: true })),
  ...connections.map(({ fd }) => ({ fd, read: true })),
];

function patience(sys: Sys, { connections }: WorkerState): number | undefined {
  if (connections.length === 0) return undefined;
  return Math.max(0, Math.min(...connections.map(({ until }) => until)) - sys.now());
}

function* leave(sys: Sys, { logs }: WorkerState): Task<number> {
  yield* logError(sys, logs, "notice", "exiting");
  yield* logError(sys, logs, "notice", "exit");
  return 0;
}

/** undefined: end at once */
function* onSignal(sys: Sys, state: WorkerState, signal: Signal): Task<WorkerState | undefined> {
  if (signal === SIGTERM || signal === SIGINT) return undefined;
  if (signal !== SIGQUIT || state.leaving) return state;
  yield* logError(sys, state.logs, "notice", "gracefully shutting down");
  for (const fd of state.listens) void sys.close(fd);
  const idle = state.connections.filter(({ buffer }) => buffer.length === 0);
  for (const { fd } of idle) void sys.close(fd);
  return {
    ...state,
    leaving: true,
    listens: [],
    connections: state.connections.filter((c) => !idle.includes(c)),
  };
}

function* round(sys: Sys, state: WorkerState, ready: ReadonlySet<Fd>): Task<WorkerState> {
  const kept: Connection[] = [];
  for (const connection of state.connections) {
    if (ready.has(connection.fd)) {
      const next = yield* serve(sys, state, connection);
      if (next !== undefined) kept.push(next);
      else void sys.close(connection.fd);
    } else if (sys.now() >= connection.until) void sys.close(connection.fd);
    else kept.push(connection);
  }
  let { count } = state;
  for (const listener of state.listens) {
    if (!ready.has(listener)) continue;
    const accepted = yield* accept(sys, listener, count + 1);
    if (accepted === undefined) continue;
    count++;
    kept.push(accepted);
  }
  return { ...state, connections: kept, count };
}

const plain = (address: string): string => address.replace(/^::ffff:(?=[\d.]+$)/, "");

function* accept(sys: Sys, listener: Fd, number: number): Task<Connection | undefined> {
  const fd = yield* sys.accept(listener);
  if (failed(fd)) return undefined;
  const local = sys.socketName(fd);
  const remote = sys.peerName(fd);
  if (
    typeof local === "string" ||
    typeof remote === "string" ||
    local.family === "unix" ||
    remote.family === "unix"
  ) {
    void sys.close(fd);
    return undefined;
  }
  const peer: Peer = {
    address: plain(remote.address),
    port: remote.port,
    ownAddress: plain(local.address),
    ownPort: local.port,
  };
  return { fd, number, peer, buffer: EMPTY, until: sys.now() + 60 * SECOND };
}

/** undefined: it is to be closed */
function* serve(sys: Sys, state: WorkerState, connection: Connection): Task<Connection | undefined> {
  const bytes = yield* sys.read(connection.fd, CHUNK);
  if (failed(bytes) || bytes.length === 0) return undefined;
  let buffer = connection.buffer.length === 0 ? bytes : concat([connection.buffer, bytes]);
  for (;;) {
    const cut = cutRequest(buffer);
    if (cut.kind === "more") return { ...connection, buffer, until: sys.now() + 65 * SECOND };
    if (cut.kind === "bad") {
      yield* reject(sys, state, connection, cut.line, cut.why);
      return undefined;
    }
    const keeps = yield* answer(sys, state, connection, cut.request);
    if (!keeps || state.leaving) return undefined;
    buffer = cut.rest;
    if (buffer.length === 0) return { ...connection, buffer: EMPTY, until: sys.now() + 65 * SECOND };
  }
}

function exchangeOf(
  sys: Sys,
  state: WorkerState,
  connection: Connection,
  request: Incoming,
): Exchange | undefined {
  const { peer } = connection;
  const host = (fieldOf(request.fields, "host") ?? "").replace(/:\d*$/, "").toLowerCase();
  const server = chooseServer(state.site, peer.ownAddress, peer.ownPort, host);
  const place = normalUri(request.target);
  if (server === undefined || place === undefined) return undefined;
  return {
    ...request,
    ...place,
    peer,
    server,
    now: sys.now(),
    hostname: sys.uname().nodename,
    pid: sys.pid,
    connection: connection.number,
  };
}

/** Whether the connection stays open. */
function* answer(sys: Sys, state: WorkerState, connection: Connection, request: Incoming): Task<boolean> {
  const e = exchangeOf(sys, state, connection, request);
  if (e === undefined || (request.protocol === "HTTP/1.1" && fieldOf(request.fields, "host") === undefined)) {
    yield* reject(sys, state, connection, request.line, 'client sent HTTP/1.1 request without "Host" header');
    return false;
  }
  const asked = (fieldOf(request.fields, "connection") ?? "").toLowerCase();
  const answered = yield* respond(sys, state.site, e);
  const { response, settings } = answered;
  const keeps =
    settings.keepalive > 0 &&
    asked !== "close" &&
    (request.protocol === "HTTP/1.1" || asked === "keep-alive");
  if (response.complaint !== undefined) yield* complain(sys, state, e, response.complaint);
  if (response.status !== 444) yield* sys.write(connection.fd, formatResponse(answered, e, keeps));
  yield* logAccess(sys, state.logs, settings, e, response);
  return keeps && response.status !== 444;
}

function* complain(sys: Sys, { logs }: WorkerState, e: Exchange, what: string): Task<void> {
  const host = fieldOf(e.fields, "host");
  const referrer = fieldOf(e.fields, "referer");
  const upstream = what.includes("upstream") ? upstreamOf(e) : "";
  const tail = `${host === undefined ? "" : `, host: "${host}"`}${referrer === undefined ? "" : `, referrer: "${referrer}"`}`;
  yield* logError(sys, logs, "error", `*${e.connection} ${what}, client: ${e.peer.address}, server: ${e.server.names[0] ?? ""}, request: "${e.line}"${upstream}${tail}`); // prettier-ignore
}

function upstreamOf(e: Exchange): string {
  const to = e.server.locations.find((l) => l.settings.proxyPass !== undefined && e.uri.startsWith(l.path));
  return to === undefined ? "" : `, upstream: "${to.settings.proxyPass as string}${e.uri}"`;
}

function* reject(
  sys: Sys,
  state: WorkerState,
  connection: Connection,
  line: string,
  why: string,
): Task<void> {
  const { peer } = connection;
  const server = chooseServer(state.site, peer.ownAddress, peer.ownPort, "");
  if (server === undefined) return;
  const request: Incoming = {
    line,
    method: "GET",
    target: "/",
    protocol: "HTTP/1.0",
    fields: [],
    body: EMPTY,
  };
  const e = exchangeOf(sys, state, connection, request);
  if (e === undefined) return;
  const { settings } = server;
  const answered: Answered = {
    settings,
    response: { status: 400, fields: [], type: "text/html", body: errorPage(400, settings.tokens) },
  };
  yield* logError(sys, state.logs, "info", `*${connection.number} ${why}, client: ${peer.address}, server: ${server.names[0] ?? ""}`); // prettier-ignore
  yield* sys.write(connection.fd, formatResponse(answered, e, false));
  yield* logAccess(sys, state.logs, settings, e, answered.response);
}
