// busybox's wget: documents over HTTP into files or standard output, with its bar and its words (networking/wget.c).
// Not here: FTP, TLS, proxies, and going on with what was broken off.

import { failed, strerror } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import { concat, encode, encodeLatin1 } from "../../base/utf8.ts";
import { O_CREAT, O_EXCL, O_TRUNC, O_WRONLY, type Fd, type Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { isLookupError, lookUp } from "../libc/resolver.ts";
import { BodyReader, responseFraming } from "./http/http-body.ts";
import { fieldOf, formatHead, headOf, readHeadLines, type Field, type HttpHead } from "./http/http-head.ts";
import { SocketReader } from "./http/socket-reader.ts";
import { connectAny } from "./sockets.ts";

const PATIENCE = 900;

interface Place {
  readonly host: string;
  readonly port: number;
  /** as messages name it */
  readonly text: string;
  readonly path: string;
}

function placeOf(url: string): Place | undefined {
  const match = /^(?:http:\/\/)?([^/?#]*)(.*)$/.exec(url);
  if (match === null || /^(?!http:)[a-z]+:\/\//.test(url)) return undefined;
  const [, authority = "", path = ""] = match;
  const at = authority.slice(authority.lastIndexOf("@") + 1);
  const port = /:(\d+)$/.exec(at)?.[1];
  const host = (port === undefined ? at : at.slice(0, at.lastIndexOf(":"))).replace(/^\[(.*)\]$/, "$1");
  const plain = path.replace(/#.*/, "");
  return { host, port: Number(port ?? 80), text: at, path: plain.startsWith("/") ? plain : `/${plain}` };
}

const fileName = (path: string): string => {
  const plain = path.replace(/\?.*/, "");
  return plain.slice(plain.lastIndexOf("/") + 1) || "index.html";
};

function* connection(io: Io, place: Place, timeout: number): Task<Fd | undefined> {
  const quiet = io.has("q");
  const found = yield* lookUp(io.sys, place.host);
  if (isLookupError(found)) {
    yield* io.complain(`bad address '${place.text}'`);
    return undefined;
  }
  const first = found.addresses[0]?.address ?? "";
  const shown = first.includes(":") ? `[${first}]:${place.port}` : `${first}:${place.port}`;
  if (!quiet) yield* io.tell(`Connecting to ${place.text} (${shown})\n`);
  const fd = yield* connectAny(io.sys, found.addresses.slice(0, 1), place.port, timeout);
  if (!failed(fd)) return fd;
  yield* io.complain(fd === "ETIMEDOUT" ? "download timed out" : `can't connect to remote host${first === "" ? "" : ` (${first})`}: ${strerror(fd)}`); // prettier-ignore
  return undefined;
}

function* request(io: Io, place: Place, fd: Fd): Task<void> {
  const data = io.value("post-data");
  const file = io.value("post-file");
  const input = file === undefined ? undefined : yield* io.openInput(file);
  const read = input === undefined ? undefined : yield* readAll(io.sys, input);
  const body = read !== undefined && !failed(read) ? read : data === undefined ? undefined : encode(data);
  const given: Field[] = io.options.values("header").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const];
  });
  const has = (name: string): boolean => fieldOf(given, name) !== undefined;
  const fields: Field[] = [
    ...(has("host") ? [] : [["Host", place.text] as const]),
    ...(has("user-agent") ? [] : [["User-Agent", io.value("U") ?? "Wget"] as const]),
    ["Connection", "close"],
    ...given,
    ...(body === undefined || has("content-type")
      ? []
      : [["Content-Type", "application/x-www-form-urlencoded"] as const]),
    ...(body === undefined ? [] : [["Content-Length", String(body.length)] as const]),
  ];
  const head = formatHead(`${body === undefined ? "GET" : "POST"} ${place.path} HTTP/1.1`, fields);
  yield* io.sys.write(fd, concat([encodeLatin1(head), body ?? new Uint8Array(0)]));
}

function* readHead(io: Io, reader: SocketReader): Task<HttpHead | undefined> {
  const lines = yield* readHeadLines(reader);
  if (lines === undefined || !(lines[0] as string).startsWith("HTTP/")) {
    const late = reader.error === "ETIMEDOUT";
    yield* io.complain(late ? "download timed out" : reader.error !== undefined ? `error getting response: ${strerror(reader.error)}` : "error getting response"); // prettier-ignore
    return undefined;
  }
  const head = headOf(lines);
  // What follows an error is not read any more.
  const shown = /^HTTP\/\S+ [45]/.test(head.first) ? lines.slice(0, 1) : [...lines, ""];
  if (io.has("S")) for (const line of shown) yield* io.tell(`  ${line}\n`);
  return head;
}

const bar = (name: string, size: number): string =>
  `${name.slice(-20).padEnd(20)} 100% |${"*".repeat(32)}|${String(size).padStart(6)}  0:00:00 ETA\n`;

function* save(io: Io, place: Place, head: HttpHead, reader: SocketReader): Task<number> {
  const { sys } = io;
  const quiet = io.has("q");
  const asked = io.value("O");
  const toOutput = asked === "-";
  const directory = io.value("P");
  const name =
    asked ?? (directory === undefined ? fileName(place.path) : `${directory}/${fileName(place.path)}`);
  let fd: Fd = 1;
  if (!toOutput) {
    const exclusive = asked === undefined ? O_EXCL : O_TRUNC;
    const opened = yield* sys.open(name, O_WRONLY | O_CREAT | exclusive, 0o666);
    if (failed(opened)) return yield* io.complain(`can't open '${name}': ${strerror(opened)}`);
    fd = opened;
  }
  if (!quiet) yield* io.tell(toOutput ? "writing to stdout\n" : `saving to '${name}'\n`);
  const body = new BodyReader(reader, responseFraming(head, "GET"));
  let size = 0;
  for (let piece = yield* body.next(); piece !== undefined; piece = yield* body.next()) {
    size += piece.length;
    const written = yield* sys.write(fd, piece);
    if (failed(written)) return yield* io.complain(`write error: ${strerror(written)}`);
  }
  if (!toOutput) void sys.close(fd);
  const shown = toOutput ? "-" : name.slice(name.lastIndexOf("/") + 1);
  if (!quiet) yield* io.tell(bar(shown, size) + (toOutput ? "written to stdout\n" : `'${name}' saved\n`));
  if (reader.error === "ETIMEDOUT") return yield* io.complain("download timed out");
  if (body.missing > 0) return yield* io.complain("connection closed prematurely");
  return 0;
}

const REDIRECTS = new Set(["300", "301", "302", "303", "307", "308"]);

function* fetch(io: Io, start: string): Task<number> {
  const timeout = Number(io.value("T") ?? PATIENCE) * SECOND;
  let url = start;
  for (let redirects = 0; redirects <= 5; redirects++) {
    const place = placeOf(url);
    if (place === undefined) return yield* io.complain(`not an http or ftp url: ${url}`);
    const fd = yield* connection(io, place, timeout);
    if (fd === undefined) return 1;
    yield* request(io, place, fd);
    const reader = new SocketReader(io.sys, fd, io.sys.now() + timeout);
    const head = yield* readHead(io, reader);
    if (head === undefined) return 1;
    const status = head.first.split(" ")[1] as string;
    const location = fieldOf(head.fields, "location");
    if (REDIRECTS.has(status) && location !== undefined) {
      void io.sys.close(fd);
      url = location.startsWith("/") ? `http://${place.text}${location}` : location;
      continue;
    }
    if (!/^20[0-6]$/.test(status)) return yield* io.complain(`server returned error: ${head.first}`);
    if (io.has("spider")) {
      if (!io.has("q")) yield* io.tell("remote file exists\n");
      return 0;
    }
    const result = yield* save(io, place, head, reader);
    void io.sys.close(fd);
    return result;
  }
  return yield* io.complain("too many redirections");
}

export function* busyboxWget(io: Io): Task<number> {
  if (io.operands.length === 0) return yield* io.misuse("missing URL");
  let status = 0;
  for (const url of io.operands) status ||= yield* fetch(io, url);
  return status;
}
