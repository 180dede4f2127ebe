// python3 -m http.server: files below a directory and lists of them, one process for each request. Requests are told of on
// standard error. Not here: CGI, HTTPS.

import { failed, strerror } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import { concat, encode } from "../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { readFile } from "../libc/input.ts";
import type { Io } from "../libc/command.ts";
import { decodePercent } from "../network/curl/url.ts";
import { httpDate } from "../network/http/http-date.ts";
import { formatHead, headOf, readHeadLines, type Field } from "../network/http/http-head.ts";
import { SocketReader } from "../network/http/socket-reader.ts";
import { listenOn } from "../network/sockets.ts";
import { logRequest, refusal } from "./hello-app.ts";

const TYPES = new Map([["html", "text/html"], ["htm", "text/html"], ["txt", "text/plain"], ["py", "text/x-python"], ["css", "text/css"], ["js", "text/javascript"], ["json", "application/json"], ["png", "image/png"], ["jpg", "image/jpeg"], ["svg", "image/svg+xml"], ["md", "text/markdown"], ["sh", "application/x-sh"]]); // prettier-ignore

interface Answer {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly body: Uint8Array;
}

const REASONS = new Map([[200, "OK"], [301, "Moved Permanently"], [404, "File not found"], [501, "Unsupported method"]]); // prettier-ignore

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function errorPage(status: number, message: string, explained: string): Answer {
  const body = encode(`<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <style type="text/css">
            :root {
                color-scheme: light dark;
            }
        </style>
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: ${status}</p>
        <p>Message: ${message}.</p>
        <p>Error code explanation: ${status} - ${explained}.</p>
    </body>
</html>
`);
  return { status, fields: [["Connection", "close"], ["Content-Type", "text/html;charset=utf-8"], ["Content-Length", String(body.length)]], body }; // prettier-ignore
}

function listing(sys: Sys, path: string, shown: string): Answer {
  const items = sys.list(path);
  const names = failed(items) ? [] : items.map(({ name, type }) => (type === 0o040000 ? `${name}/` : name));
  const rows = names.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).map((name) => `<li><a href="${encodeURIComponent(name).replaceAll("%2F", "/")}">${escaped(name)}</a></li>\n`); // prettier-ignore
  const title = `Directory listing for ${escaped(shown)}`;
  const body = encode(`<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<style type="text/css">
:root {
color-scheme: light dark;
}
</style>
<title>${title}</title>
</head>
<body>
<h1>${title}</h1>
<hr>
<ul>
${rows.join("")}</ul>
<hr>
</body>
</html>
`);
  return { status: 200, fields: [["Content-type", "text/html; charset=utf-8"], ["Content-Length", String(body.length)]], body }; // prettier-ignore
}

function* answerTo(sys: Sys, target: string): Task<Answer> {
  const shown = decodePercent(target.replace(/[?#].*$/, ""));
  const parts = shown.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
  const path = `./${parts.join("/")}`;
  const node = sys.stat(path);
  if (!failed(node) && isDirectory(node)) {
    if (!shown.endsWith("/")) return { status: 301, fields: [["Location", `${shown}/`], ["Content-Length", "0"]], body: encode("") }; // prettier-ignore
    const index = sys.stat(`${path}/index.html`);
    if (failed(index)) return listing(sys, path, shown);
    return yield* fileAnswer(sys, `${path}/index.html`);
  }
  return yield* fileAnswer(sys, path);
}

function* fileAnswer(sys: Sys, path: string): Task<Answer> {
  const bytes = yield* readFile(sys, path);
  const node = sys.stat(path);
  if (failed(bytes) || failed(node)) return errorPage(404, "File not found", "Nothing matches the given URI");
  const type = TYPES.get(/\.(\w+)$/.exec(path)?.[1] ?? "") ?? "application/octet-stream";
  return { status: 200, fields: [["Content-type", type], ["Content-Length", String(bytes.length)], ["Last-Modified", httpDate(node.mtime)]], body: bytes }; // prettier-ignore
}

const connection = function* (sys: Sys, { fd }: { readonly fd: Fd }): Task<number> {
  const reader = new SocketReader(sys, fd, sys.now() + 60 * SECOND);
  const lines = yield* readHeadLines(reader);
  if (lines === undefined) return 0;
  const { first } = headOf(lines);
  const [method = "GET", target = "/"] = first.split(" ");
  const known = method === "GET" || method === "HEAD";
  const answer = known ? yield* answerTo(sys, target) : errorPage(501, `Unsupported method ('${method}')`, "Server does not support this operation"); // prettier-ignore
  const own: Field[] = [["Server", "SimpleHTTP/0.6 Python/3.13.5"], ["Date", httpDate(sys.now())]]; // prettier-ignore
  const head = formatHead(`HTTP/1.0 ${answer.status} ${REASONS.get(answer.status) ?? "OK"}`, [
    ...own,
    ...answer.fields,
  ]);
  if (answer.status >= 400) {
    const peer = sys.peerName(fd);
    const address =
      typeof peer === "object" && "address" in peer ? peer.address.replace(/^::ffff:/, "") : "-";
    const time = httpDate(sys.now()).replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, "$1/$2/$3 $4");
    yield* sys.write(2, encode(`${address} - - [${time}] code ${answer.status}, message ${REASONS.get(answer.status) ?? ""}\n`)); // prettier-ignore
  }
  yield* logRequest(sys, fd, first, answer.status);
  yield* sys.write(fd, method === "HEAD" ? encode(head) : concat([encode(head), answer.body]));
  void sys.shutdown(fd, "write");
  return 0;
};

const serve = function* (sys: Sys, listener: Fd): Task<number> {
  for (;;) {
    sys.checkpoint(serve, listener);
    const fd = yield* sys.accept(listener);
    if (failed(fd)) continue;
    const pid = sys.fork({ entry: connection, data: { fd }, close: [listener] });
    void sys.close(fd);
    if (!failed(pid)) yield* sys.wait(pid);
  }
};

export function* httpServer(io: Io, args: readonly string[]): Task<number> {
  const valueOf = (...names: readonly string[]): string | undefined => {
    const at = args.findIndex((word) => names.includes(word));
    return at < 0 ? undefined : args[at + 1];
  };
  const taken = [valueOf("-b", "--bind"), valueOf("-d", "--directory"), valueOf("-p", "--protocol")];
  const port = Number(args.find((word) => /^\d+$/.test(word) && !taken.includes(word)) ?? 8000);
  const address = taken[0] ?? "0.0.0.0";
  const moved = taken[1] === undefined ? undefined : io.sys.chdir(taken[1]);
  if (moved !== undefined) return yield* io.complain(`can't open directory '${taken[1]}': ${strerror(moved)}`);
  const listener = listenOn(io.sys, port, address);
  if (failed(listener)) {
    yield* io.tell(`Traceback (most recent call last):\n  File "<frozen runpy>", line 198, in _run_module_as_main\nOSError: ${refusal(listener)}\n`);
    return 1;
  }
  yield* io.print(`Serving HTTP on ${address} port ${port} (http://${address}:${port}/) ...\n`);
  if (io.env.get("PYTHONUNBUFFERED") !== undefined || io.sys.termios(1) !== undefined) yield* io.out.flush();
  return yield* serve(io.sys, listener);
} // prettier-ignore
