// proxy_pass: the request goes on to another server, over HTTP/1.1 and a connection of its own, and its answer
// comes back (ngx_http_proxy_module). Names are looked up when they are needed. Not here: caches and retries.

import { failed } from "../../../base/errno.ts";
import { SECOND } from "../../../base/time.ts";
import { concat, encodeLatin1 } from "../../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../../kernel/sys.ts";
import { isLookupError, lookUp } from "../../libc/resolver.ts";
import { isUrlProblem, parseUrl } from "../curl/url.ts";
import { BodyReader, responseFraming } from "../http/http-body.ts";
import { formatHead, headOf, readHeadLines, type Field } from "../http/http-head.ts";
import { SocketReader } from "../http/socket-reader.ts";
import { expandText, type Exchange, type Response } from "./exchange.ts";
import type { Location, Settings, Site } from "./site.ts";
import { failure } from "./static-files.ts";

const TIMEOUT = 60 * SECOND;
/** Fields that belong to one connection, or that nginx sends itself. */
const OWN = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "server",
  "date",
  "content-type",
]);

function* connectTo(sys: Sys, host: string, port: number): Task<Fd | Response> {
  const found = yield* lookUp(sys, host, { family: "inet" });
  if (isLookupError(found)) return failure(502, `${host} could not be resolved (3: Host not found)`);
  for (const { family, address } of found.addresses) {
    const fd = sys.socket({ family, type: "stream" });
    if (failed(fd)) continue;
    const refused = yield* sys.connect(fd, { family, address, port }, TIMEOUT);
    if (refused === undefined) return fd;
    void sys.close(fd);
    if (refused === "ETIMEDOUT")
      return failure(504, "upstream timed out (110: Connection timed out) while connecting to upstream");
    const [number, text] =
      refused === "EHOSTUNREACH" ? [113, "No route to host"] : [111, "Connection refused"];
    return failure(502, `connect() failed (${number}: ${text}) while connecting to upstream`);
  }
  return failure(502);
}

function requestFields(e: Exchange, settings: Settings, host: string): Field[] {
  const set = new Map(
    settings.proxyHeaders.map(([name, value]) => [name.toLowerCase(), [name, expandText(value, e)] as const]),
  );
  const own: Field[] = [["Host", host], ["Connection", "close"]]; // prettier-ignore
  const kept = e.fields.filter(([name]) => !set.has(name.toLowerCase()) && !["host", "connection", "keep-alive", "transfer-encoding", "content-length"].includes(name.toLowerCase())); // prettier-ignore
  return [
    ...own.filter(([name]) => !set.has(name.toLowerCase())),
    ...[...set.values()].filter(([, value]) => value !== ""),
    ...(e.body.length > 0 ? [["Content-Length", String(e.body.length)] as const] : []),
    ...kept,
  ];
}

export function* proxy(
  sys: Sys,
  site: Site,
  e: Exchange,
  settings: Settings,
  location: Location | undefined,
): Task<Response> {
  const text = expandText(settings.proxyPass as string, e);
  const url = parseUrl(text);
  if (isUrlProblem(url)) return failure(500, `invalid URL prefix in "${text}"`);
  const hasPath = /^https?:\/\/[^/]+\//.test(text);
  const query = e.args === "" ? "" : `?${e.args}`;
  const path = hasPath ? url.path + e.uri.slice(location?.path.length ?? 0) : e.uri;
  const peers = site.upstreams.get(url.host) ?? [`${url.host}:${url.port}`];
  const name = url.portGiven ? `${url.host}:${url.port}` : url.host;
  let answer: Response = failure(502);
  for (const peer of peers) {
    const [host = "", port = "80"] = peer.split(":");
    const fd = yield* connectTo(sys, host, Number(port));
    if (typeof fd !== "number") {
      answer = fd;
      continue;
    }
    const head = formatHead(
      `${e.method} ${encodeURI(path)}${query} HTTP/1.1`,
      requestFields(e, settings, name),
    );
    yield* sys.write(fd, concat([encodeLatin1(head), e.body]));
    answer = yield* receive(sys, fd, e);
    void sys.close(fd);
    return answer;
  }
  return answer;
}

function* receive(sys: Sys, fd: Fd, e: Exchange): Task<Response> {
  const reader = new SocketReader(sys, fd, sys.now() + TIMEOUT);
  const lines = yield* readHeadLines(reader);
  if (lines === undefined)
    return reader.error === "ETIMEDOUT"
      ? failure(
          504,
          "upstream timed out (110: Connection timed out) while reading response header from upstream",
        )
      : failure(502, "upstream prematurely closed connection while reading response header from upstream");
  const head = headOf(lines);
  const body = new BodyReader(reader, responseFraming(head, e.method));
  const pieces: Uint8Array[] = [];
  for (let piece = yield* body.next(); piece !== undefined; piece = yield* body.next()) pieces.push(piece);
  return {
    status: Number(head.first.split(" ")[1]) || 502,
    fields: head.fields.filter(([name]) => !OWN.has(name.toLowerCase())),
    type: head.fields.find(([name]) => name.toLowerCase() === "content-type")?.[1],
    body: concat(pieces),
  };
}
