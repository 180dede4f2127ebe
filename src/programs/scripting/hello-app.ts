// Web servers of small programs, by their pattern: Flask, http.server with a handler of one's own, Node's http and Express.
// Found are the port, the address and what each path answers; what is computed for each request beyond texts and
// variables is not. The servers themselves speak HTTP/1.1 over the world's sockets.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import { httpDate } from "../network/http/http-date.ts";
import { formatHead, headOf, readHeadLines, type Field } from "../network/http/http-head.ts";
import { SocketReader } from "../network/http/socket-reader.ts";
import { listenOn } from "../network/sockets.ts";

export interface Route {
  /** undefined: every path */
  readonly path: string | undefined;
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface HelloApp {
  readonly address: string;
  readonly port: number;
  readonly routes: readonly Route[];
  readonly server: string | undefined;
  readonly missing: { readonly type: string; readonly body: string };
  /** what is said on standard error of each request: the way of Python's servers, or nothing */
  readonly log: "python" | "none";
  readonly keepsAlive: boolean;
  /** whose fields it sends */
  readonly style: "basehttp" | "werkzeug" | "node" | "express";
}

const REASONS = new Map([[200, "OK"], [201, "CREATED"], [404, "NOT FOUND"], [500, "INTERNAL SERVER ERROR"]]); // prettier-ignore

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `30/Dec/2025 09:12:40` from HTTP's own form. */
function logTime(now: Instant): string {
  const [, day, month, year, time] = /(\d\d) (\w+) (\d+) ([\d:]+)/.exec(httpDate(now)) ?? [];
  return MONTHS.includes(month ?? "") ? `${day}/${month}/${year} ${time}` : "";
}

export function* logRequest(sys: Sys, fd: Fd, first: string, status: number): Task<void> {
  const peer = sys.peerName(fd);
  const address = typeof peer === "object" && "address" in peer ? peer.address.replace(/^::ffff:/, "") : "-";
  yield* sys.write(2, encode(`${address} - - [${logTime(sys.now())}] "${first}" ${status} -\n`));
}

function answerOf(app: HelloApp, path: string): Route {
  const found = app.routes.find((route) => route.path === path) ?? app.routes.find((route) => route.path === undefined); // prettier-ignore
  return found ?? { path, status: 404, ...app.missing };
}

interface Answering {
  readonly now: Instant;
  readonly type: string;
  readonly length: number;
  readonly isLast: boolean;
}

/** Which fields a server sends, and in which order. */
function fieldsOf({ style, server }: HelloApp, { now, type, length, isLast }: Answering): Field[] {
  const date: Field = ["Date", httpDate(now)];
  const kind: Field[] = type === "" ? [] : [["Content-Type", type]];
  const size: Field = ["Content-Length", String(length)];
  const own: Field[] = server === undefined ? [] : [["Server", server]];
  if (style === "basehttp") return [...own, date, ...kind.map(([, value]): Field => ["Content-type", value])];
  if (style === "werkzeug") return [...own, date, ...kind, size, ["Connection", "close"]];
  const powered: Field[] = style === "express" ? [["X-Powered-By", "Express"]] : [];
  const ending: Field[] = isLast ? [["Connection", "close"]] : [["Connection", "keep-alive"], ["Keep-Alive", "timeout=5"]];
  return [...powered, ...kind, date, ...ending, size];
} // prettier-ignore

function* serveOne(sys: Sys, fd: Fd, app: HelloApp): Task<void> {
  const reader = new SocketReader(sys, fd, sys.now() + 60 * SECOND);
  for (;;) {
    const lines = yield* readHeadLines(reader);
    if (lines === undefined) return;
    const { first, fields } = headOf(lines);
    const [method = "GET", target = "/"] = first.split(" ");
    const { status, type, body } = answerOf(app, target.replace(/\?.*$/, ""));
    const bytes = encode(body);
    const isLast = !app.keepsAlive || fields.some(([name, value]) => name.toLowerCase() === "connection" && value === "close"); // prettier-ignore
    const own = fieldsOf(app, { now: sys.now(), type, length: bytes.length, isLast });
    const version = app.style === "basehttp" ? "1.0" : "1.1";
    const head = formatHead(`HTTP/${version} ${status} ${REASONS.get(status) ?? "OK"}`, own);
    yield* sys.write(fd, encode(method === "HEAD" ? head : head + body));
    if (app.log === "python") yield* logRequest(sys, fd, first, status);
    if (isLast) return;
  }
}

interface Serving {
  readonly listener: Fd;
  readonly app: HelloApp;
}

const connection = function* (sys: Sys, { listener, app }: Serving): Task<number> {
  yield* serveOne(sys, listener, app);
  void sys.shutdown(listener, "write");
  return 0;
};

/** Never ends by itself: one process for each connection. */
export const serveApp = function* (sys: Sys, state: Serving): Task<number> {
  for (;;) {
    sys.checkpoint(serveApp, state);
    const fd = yield* sys.accept(state.listener);
    if (failed(fd)) {
      if (fd === "EINTR") return 130;
      continue;
    }
    const pid = sys.fork({
      entry: connection,
      data: { listener: fd, app: state.app },
      close: [state.listener],
    });
    void sys.close(fd);
    if (!failed(pid)) yield* sys.wait(pid);
  }
};

export const listenFor = ({ address, port }: HelloApp, sys: Sys): Fd | Errno =>
  listenOn(sys, port, address === "localhost" ? "127.0.0.1" : address);

export const refusal = (errno: Errno): string =>
  `[Errno ${errno === "EADDRINUSE" ? 98 : 13}] ${strerror(errno)}`;
