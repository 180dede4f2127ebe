// busybox's httpd: a process for each connection that serves files below its directory, and programs below cgi-bin.
// Texts and fields are busybox's (networking/httpd.c). Not here: its configuration file, proxies and passwords.

import { failed, strerror } from "../../base/errno.ts";
import { SIGCHLD } from "../../base/signals.ts";
import { SECOND } from "../../base/time.ts";
import { concat, encode, encodeLatin1 } from "../../base/utf8.ts";
import type { SocketAddress } from "../../kernel/sockets.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { readAll, readFile } from "../libc/input.ts";
import { decodePercent } from "./curl/url.ts";
import { requestFraming, BodyReader } from "./http/http-body.ts";
import { httpDate } from "./http/http-date.ts";
import { fieldOf, formatHead, headOf, readHeadLines, type Field, type HttpHead } from "./http/http-head.ts";
import { SocketReader } from "./http/socket-reader.ts";
import { listenOn } from "./sockets.ts";

const USAGE = `[-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-M MAXCONN] [-K KILLSEC] [-u USER[:GRP]] [-r REALM] [-h HOME]
or httpd -d/-e/-m STRING

Listen for incoming HTTP requests

	-i		Inetd mode
	-f		Run in foreground
	-v[v]		Verbose
	-p [IP:]PORT	Bind to IP:PORT (default *:80)
	-M NUM		Pause if NUM connections are open (default 256)
	-K NUM		Kill CGIs after NUM seconds
	-u USER[:GRP]	Set uid/gid after binding to port
	-r REALM	Authentication Realm for Basic Authentication
	-h HOME		Home directory (default .)
	-c FILE		Configuration file (default {/etc,HOME}/httpd.conf)
	-m STRING	MD5 crypt STRING
	-e STRING	HTML encode STRING
	-d STRING	URL decode STRING`;

const TYPES = `text/plain: txt h c cc cpp
text/html: htm html
image/jpeg: jpg jpeg
image/gif: gif
image/png: png
image/svg+xml: svg
text/css: css
application/javascript: js
audio/wav: wav
video/x-msvideo: avi
video/quicktime: qt mov
video/mpeg: mpe mpeg
audio/midi: mid midi
audio/mpeg: mp3`;

const TYPE_OF = new Map(
  TYPES.split("\n").flatMap((line) => {
    const [type = "", names = ""] = line.split(": ");
    return names.split(" ").map((name) => [name, type] as const);
  }),
);

const REASONS: Readonly<Record<number, readonly [title: string, text: string]>> = {
  200: ["OK", ""],
  206: ["Partial Content", ""],
  302: ["Found", ""],
  304: ["Not Modified", ""],
  400: ["Bad Request", "Unsupported method"],
  403: ["Forbidden", ""],
  404: ["Not Found", "The requested URL was not found"],
  408: ["Request Timeout", "No request appeared within 60 seconds"],
  501: ["Not Implemented", "The requested method is not recognized"],
};

export interface HttpdState {
  readonly listener: Fd;
  readonly verbosity: number;
}

interface ConnectionState {
  readonly fd: Fd;
  readonly verbosity: number;
}

interface Served {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly body: Uint8Array;
  /** a program wrote the whole answer */
  readonly raw?: boolean;
}

const EMPTY = new Uint8Array(0);

function errorAnswer(status: number, more: readonly Field[] = []): Served {
  const [title, text] = REASONS[status] as readonly [string, string];
  const body = text === "" && status < 400 ? EMPTY : encode(`<HTML><HEAD><TITLE>${status} ${title}</TITLE></HEAD>\n<BODY><H1>${status} ${title}</H1>\n${text}${text === "" ? "" : "\n"}</BODY></HTML>\n`); // prettier-ignore
  return { status, fields: [["Content-type", "text/html"], ...more], body };
}

function withDots(path: string): string | undefined {
  const out: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      if (out.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") out.push(part);
  }
  return `/${out.join("/")}${path.endsWith("/") && out.length > 0 ? "/" : ""}`;
}

function* fileAnswer(sys: Sys, path: string, head: HttpHead): Task<Served> {
  const node = sys.stat(path);
  if (failed(node)) return errorAnswer(404);
  const bytes = yield* readFile(sys, path);
  if (failed(bytes)) return errorAnswer(bytes === "EACCES" ? 403 : 404);
  const seconds = Math.floor(node.mtime / SECOND);
  const extension = /\.([^./]+)$/.exec(path)?.[1] ?? "";
  const etag = `"${seconds.toString(16)}-${node.size.toString(16)}"`;
  const type: Field = ["Content-type", TYPE_OF.get(extension) ?? "application/octet-stream"];
  const rest: Field[] = [["Accept-Ranges", "bytes"], ["Last-Modified", httpDate(node.mtime)], ["ETag", etag]]; // prettier-ignore
  if (fieldOf(head.fields, "if-none-match") === etag) return { status: 304, fields: [type], body: EMPTY };
  const range = /^bytes=(\d+)-(\d*)$/.exec(fieldOf(head.fields, "range") ?? "");
  if (range === null || Number(range[1]) >= bytes.length)
    return { status: 200, fields: [type, ...rest, ["Content-Length", String(bytes.length)]], body: bytes };
  const from = Number(range[1]);
  const to = range[2] === "" ? bytes.length - 1 : Math.min(Number(range[2]), bytes.length - 1);
  const part = bytes.subarray(from, to + 1);
  const where: Field = ["Content-Range", `bytes ${from}-${to}/${bytes.length}`];
  return { status: 206, fields: [type, where, ...rest, ["Content-Length", String(part.length)]], body: part };
}

/** A program below cgi-bin: its output is the answer from the fields on. */
function* cgiAnswer(sys: Sys, path: string, query: string, head: HttpHead, body: Uint8Array): Task<Served> {
  const input = sys.pipe();
  const output = sys.pipe();
  if (failed(input) || failed(output)) return errorAnswer(404);
  const method = head.first.split(" ")[0] as string;
  const env = [
    `REQUEST_METHOD=${method}`,
    `QUERY_STRING=${query}`,
    `SCRIPT_NAME=${path.slice(1)}`,
    `CONTENT_LENGTH=${body.length}`,
    "GATEWAY_INTERFACE=CGI/1.1",
    "SERVER_PROTOCOL=HTTP/1.0",
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  ];
  const fds = [[0, input[0]], [1, output[1]]] as const; // prettier-ignore
  const pid = sys.spawn({ path, argv: [path], env, fds, close: [input[1], output[0]] });
  for (const fd of [input[0], output[1]]) void sys.close(fd);
  if (failed(pid)) return errorAnswer(404);
  yield* sys.write(input[1], body);
  void sys.close(input[1]);
  const text = yield* readAll(sys, output[0]);
  const bytes = failed(text) ? EMPTY : text;
  return { status: 200, fields: [], body: concat([encode("HTTP/1.0 200 OK\r\n"), bytes]), raw: true };
}

function* answerTo(sys: Sys, head: HttpHead, body: Uint8Array): Task<Served> {
  const [method = "", target = ""] = head.first.split(" ");
  if (!["GET", "HEAD", "POST"].includes(method)) return errorAnswer(400);
  const [plain = "", query = ""] = target.split("?");
  const uri = withDots(decodePercent(plain));
  if (uri === undefined || !plain.startsWith("/")) return errorAnswer(400);
  const path = `.${uri}`;
  if (/^\/cgi-bin\/./.test(uri)) return yield* cgiAnswer(sys, path, query, head, body);
  if (method === "POST") return errorAnswer(501);
  const node = sys.stat(path);
  if (!failed(node) && isDirectory(node) && !uri.endsWith("/"))
    return { ...errorAnswer(302, [["Location", `${uri}/`]]), body: EMPTY };
  return yield* fileAnswer(sys, uri.endsWith("/") ? `${path}index.html` : path, head);
}

const nameOfPeer = (address: SocketAddress | string): string => {
  if (typeof address === "string" || address.family === "unix") return "";
  return address.address.includes(":")
    ? `[${address.address}]:${address.port}`
    : `${address.address}:${address.port}`;
};

const serveOne = function* (sys: Sys, { fd, verbosity }: ConnectionState): Task<number> {
  const reader = new SocketReader(sys, fd, sys.now() + 60 * SECOND);
  const lines = yield* readHeadLines(reader);
  if (lines === undefined) return 0;
  const head = headOf(lines);
  const pieces: Uint8Array[] = [];
  const incoming = new BodyReader(reader, requestFraming(head));
  for (let p = yield* incoming.next(); p !== undefined; p = yield* incoming.next()) pieces.push(p);
  const peer = nameOfPeer(sys.peerName(fd));
  if (verbosity > 1) yield* sys.write(2, encode(`${peer}: url:${head.first.split(" ")[1] ?? ""}\n`));
  const served = yield* answerTo(sys, head, concat(pieces));
  const own: Field[] = [["Date", httpDate(sys.now())], ["Connection", "close"]]; // prettier-ignore
  const first = `HTTP/1.1 ${served.status} ${(REASONS[served.status] as readonly string[])[0] as string}`;
  const start = served.raw === true ? EMPTY : encodeLatin1(formatHead(first, [...own, ...served.fields]));
  const body = head.first.startsWith("HEAD ") ? EMPTY : served.body;
  yield* sys.write(fd, concat([start, body]));
  if (verbosity > 0) yield* sys.write(2, encode(`${peer}: response:${served.status}\n`));
  void sys.shutdown(fd, "write");
  return 0;
};

const serve = function* (sys: Sys, state: HttpdState): Task<number> {
  sys.disposition(SIGCHLD, "ignore");
  for (;;) {
    sys.checkpoint(serve, state);
    const fd = yield* sys.accept(state.listener);
    if (failed(fd)) continue;
    void sys.fork({ entry: serveOne, data: { fd, verbosity: state.verbosity }, close: [state.listener] });
    void sys.close(fd);
  }
};

const htmlEncode = (text: string): string =>
  [...text].map((c) => (/[A-Za-z0-9]/.test(c) ? c : `&#${c.charCodeAt(0)};`)).join("");

function* listen(io: Io): Task<number> {
  const where = /^(?:(.*):)?(\d+)$/.exec(io.value("p") ?? "80");
  if (where === null) return yield* io.complain(`invalid number '${io.value("p") ?? ""}'`);
  const listener = listenOn(io.sys, Number(where[2]), where[1] ?? "::");
  if (failed(listener)) return yield* io.complain(`bind: ${strerror(listener)}`);
  const state: HttpdState = { listener, verbosity: io.options.given.filter(({ key }) => key === "v").length };
  if (io.has("f")) return yield* serve(io.sys, state);
  const pid = io.sys.fork({ entry: daemon, data: state });
  return failed(pid) ? 1 : 0;
}

const daemon = function* (sys: Sys, state: HttpdState): Task<number> {
  void sys.setsid();
  return yield* serve(sys, state);
};

export const httpd = command(
  { name: "httpd", busybox: "i f v p: M: K: u: r: h: c: m: e: d:", usage: USAGE },
  function* (io) {
    const encoded = io.value("e");
    if (encoded !== undefined) {
      yield* io.print(`${htmlEncode(encoded)}\n`);
      return 0;
    }
    const decoded = io.value("d");
    if (decoded !== undefined) {
      yield* io.print(decodePercent(decoded.replaceAll("+", " ")));
      return 0;
    }
    const home = io.value("h");
    const refused = home === undefined ? undefined : io.sys.chdir(home);
    if (refused !== undefined)
      return yield* io.complain(`can't change directory to '${home as string}': ${strerror(refused)}`);
    return yield* listen(io);
  },
);
