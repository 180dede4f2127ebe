// One round with the clients of a server: who is new, what they ask, who has waited long enough, what they are told
// (redis's networking.c). Relies on dispatch.ts. Not here: the loop, saving, signals (server.ts).

import { failed } from "../../base/errno.ts";
import type { SocketAddress } from "../../kernel/sockets.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import { decodeBytes, encodeBytes } from "../libc/byte-text.ts";
import { dispatch, type Surroundings } from "./dispatch.ts";
import { encodeReply, fault, NIL_ARRAY } from "./reply.ts";
import { parseRequest } from "./requests.ts";
import { databaseOf, type Client, type Outcome, type ServerState, type Work } from "./state.ts";

const CHUNK = 65_536;

/** What a server does besides: carries out work that takes system calls. False: it ends. */
export interface Round {
  readonly around: Surroundings;
  readonly work: (client: Client, what: Work) => Task<Outcome | "end">;
}

function endOf(end: SocketAddress | string): string {
  if (typeof end === "string") return "?:0";
  if (end.family === "unix") return `${end.path}:0`;
  const address = end.address.replace(/^::ffff:(?=[\d.]+$)/, "");
  return address.includes(":") ? `[${address}]:${end.port}` : `${address}:${end.port}`;
}

export function* accept(sys: Sys, state: ServerState, listener: Fd): Task<void> {
  const fd = yield* sys.accept(listener);
  if (failed(fd)) return;
  void sys.nonblock(fd, true);
  state.stats.connections++;
  const refused = state.clients.length >= Number(state.settings.get("maxclients"));
  state.clients.push({
    id: state.nextClient++,
    fd,
    peer: endOf(sys.peerName(fd)),
    local: endOf(sys.socketName(fd)),
    since: sys.now(),
    active: sys.now(),
    database: 0,
    name: "",
    authenticated: state.settings.get("requirepass") === "",
    input: "",
    output: refused ? encodeReply(fault("ERR max number of clients reached")) : "",
    lastCommand: "",
    queue: undefined,
    spoiled: false,
    watched: new Set(),
    stale: false,
    channels: new Set(),
    patterns: new Set(),
    monitors: false,
    blocked: undefined,
    closing: refused,
  });
}

/** Takes in what the client has sent. */
export function* receive(sys: Sys, client: Client): Task<void> {
  const bytes = yield* sys.read(client.fd, CHUNK);
  if (bytes === "EAGAIN") return;
  if (failed(bytes) || bytes.length === 0) client.closing = true;
  else client.input += decodeBytes(bytes);
}

/** Answers all requests that have come whole. True: the server is to end. */
export function* answer(state: ServerState, client: Client, round: Round): Task<boolean> {
  let at = 0;
  let ends = false;
  while (!client.closing && client.blocked === undefined && !ends) {
    const request = parseRequest(client.input, at);
    if (request.kind === "more") break;
    if (request.kind === "wrong") {
      client.output += encodeReply(fault(request.why));
      client.closing = true;
      break;
    }
    at = request.next;
    if (request.value.length === 0) continue;
    ends = yield* settle(client, dispatch(state, client, request.value, round.around), round);
    if (!ends) ends = yield* wake(state, round);
  }
  client.input = client.input.slice(at);
  return ends;
}

function* settle(client: Client, outcome: Outcome, round: Round): Task<boolean> {
  switch (outcome.kind) {
    case "nothing":
      return false;
    case "block":
      client.blocked = outcome.blocked;
      return false;
    case "later": {
      const done = yield* round.work(client, outcome.what);
      return done === "end" || (yield* settle(client, done, round));
    }
    default:
      client.output += encodeReply(outcome);
      return false;
  }
}

/** Those who wait for a list that has something now, the longest first. */
function* wake(state: ServerState, round: Round): Task<boolean> {
  for (const client of state.clients) {
    const { blocked } = client;
    if (blocked === undefined) continue;
    const db = databaseOf(state, client.database);
    if (!blocked.keys.some((key) => db.get(key) !== undefined)) continue;
    client.blocked = undefined;
    if (yield* settle(client, dispatch(state, client, blocked.request, round.around), round)) return true;
  }
  return false;
}

/** Tells those whose patience is over that there was nothing. */
export function endWaits(state: ServerState, now: number): void {
  for (const client of state.clients) {
    const until = client.blocked?.until;
    if (until === undefined || until > now) continue;
    const moves = client.blocked?.request[0]?.toLowerCase();
    client.blocked = undefined;
    client.output += moves === "blmove" || moves === "brpoplpush" ? "$-1\r\n" : encodeReply(NIL_ARRAY);
  }
}

/** Sends what there is to say, and parts from those who are done. */
export function* send(sys: Sys, state: ServerState): Task<void> {
  for (const client of state.clients) {
    if (client.output === "") continue;
    const bytes = encodeBytes(client.output);
    const written = yield* sys.write(client.fd, bytes);
    if (written === "EAGAIN") continue;
    if (failed(written)) {
      client.closing = true;
      client.output = "";
    } else client.output = client.output.slice(written);
  }
  for (const client of state.clients) if (client.closing && client.output === "") void sys.close(client.fd);
  state.clients = state.clients.filter((client) => !client.closing || client.output !== "");
}
