// GNU's wget: a line for each step, documents into files that are named after them and never overwritten, and the
// exit statuses of its manual. Not here: recursion, TLS, cookies, time stamps.

import { failed, strerror } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import { concat, encode, encodeLatin1 } from "../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Fd, type Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isInet4, isInet6 } from "../libc/dns.ts";
import { isLookupError, lookUp, lookupText, type HostAddress } from "../libc/resolver.ts";
import { strftime, UTC } from "../libc/strftime.ts";
import { hostField, isUrlProblem, parseUrl, resolveLocation, urlText, type Url } from "./curl/url.ts";
import { BodyReader, responseFraming } from "./http/http-body.ts";
import { fieldOf, formatHead, headOf, readHeadLines, type Field, type HttpHead } from "./http/http-head.ts";
import { SocketReader } from "./http/socket-reader.ts";

const NETWORK_FAILURE = 4;
const SERVER_ERROR = 8;
const PATIENCE = 900 * SECOND;

const say = (io: Io, text: string): Task<void> => (io.has("q") || io.has("nv") ? silence() : io.tell(text));

function* silence(): Task<void> {}

const stamp = (io: Io): string => strftime("%Y-%m-%d %H:%M:%S", io.sys.now(), UTC);

function* resolve(io: Io, url: Url): Task<readonly HostAddress[] | undefined> {
  if (isInet4(url.host) || isInet6(url.host))
    return [{ family: isInet4(url.host) ? "inet" : "inet6", address: url.host }];
  yield* say(io, `Resolving ${url.host} (${url.host})... `);
  const found = yield* lookUp(io.sys, url.host, io.has("4") ? { family: "inet" } : {});
  if (!isLookupError(found)) {
    yield* say(io, `${found.addresses.map((a) => a.address).join(", ")}\n`);
    return found.addresses;
  }
  yield* say(io, `failed: ${lookupText(found)}.\n`);
  yield* io.tell(`wget: unable to resolve host address ‘${url.host}’\n`);
  return undefined;
}

function* connect(io: Io, url: Url): Task<Fd | undefined> {
  const addresses = yield* resolve(io, url);
  if (addresses === undefined) return undefined;
  const named = !isInet4(url.host) && !isInet6(url.host);
  for (const { family, address } of addresses) {
    const shown = named ? `${url.host} (${url.host})|${address}|:${url.port}` : `${address}:${url.port}`;
    yield* say(io, `Connecting to ${shown}... `);
    const fd = io.sys.socket({ family, type: "stream" });
    if (failed(fd)) return undefined;
    const limit = io.value("T");
    const refused = yield* io.sys.connect(fd, { family, address, port: url.port }, limit === undefined ? undefined : Number(limit) * SECOND); // prettier-ignore
    if (refused === undefined) {
      yield* say(io, "connected.\n");
      return fd;
    }
    void io.sys.close(fd);
    yield* say(io, `failed: ${strerror(refused)}.\n`);
  }
  return undefined;
}

function* send(io: Io, url: Url, fd: Fd): Task<void> {
  const data = io.value("post-data") ?? io.value("body-data");
  const given: Field[] = io.options.values("header").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const];
  });
  const method = io.value("method") ?? (io.has("spider") ? "HEAD" : data === undefined ? "GET" : "POST");
  const fields: Field[] = [
    ["Host", hostField(url)],
    ["User-Agent", io.value("U") ?? "Wget/1.25.0"],
    ["Accept", "*/*"],
    ["Accept-Encoding", "identity"],
    ["Connection", "Keep-Alive"],
    ...(data === undefined ? [] : [["Content-Type", "application/x-www-form-urlencoded"] as const, ["Content-Length", String(data.length)] as const]), // prettier-ignore
    ...given,
  ];
  const head = formatHead(`${method} ${url.path} HTTP/1.1`, fields);
  yield* io.sys.write(fd, concat([encodeLatin1(head), encode(data ?? "")]));
  yield* say(io, "HTTP request sent, awaiting response... ");
}

/** `index.html`, or `index.html.1` where there is one already. */
function freeName(io: Io, url: Url): string {
  const plain = url.path.replace(/\?/, "%3F").replace(/.*\//, "") || "index.html";
  const prefix = io.value("P");
  const name = prefix === undefined ? plain : `${prefix}/${plain}`;
  for (let n = 0; ; n++) {
    const candidate = n === 0 ? name : `${name}.${n}`;
    if (failed(io.sys.lstat(candidate))) return candidate;
  }
}

const scaled = (bytes: number): string => {
  for (const [unit, size] of [
    ["G", 2 ** 30],
    ["M", 2 ** 20],
    ["K", 1024],
  ] as const)
    // prettier-ignore
    if (bytes >= size) return `${(bytes / size).toFixed(bytes / size >= 10 ? 0 : 1)}${unit}`;
  return `${bytes}`;
};

function* store(io: Io, url: Url, head: HttpHead, reader: SocketReader): Task<number> {
  const framing = responseFraming(head, "GET");
  const type = fieldOf(head.fields, "content-type")?.split(";")[0];
  const length = framing.kind === "length" ? framing.length : undefined;
  const long = length !== undefined && length >= 1024 ? ` (${scaled(length)})` : "";
  yield* say(
    io,
    `Length: ${length === undefined ? "unspecified" : `${length}${long}`}${type === undefined ? "" : ` [${type}]`}\n`,
  );
  const asked = io.value("O");
  const name = asked ?? freeName(io, url);
  const fd = asked === "-" ? 1 : yield* io.sys.open(name, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) {
    yield* io.tell(`${name}: ${strerror(fd)}\n\nCannot write to ‘${name}’ (${strerror(fd)}).\n`);
    return 3;
  }
  const shown = asked === "-" ? "STDOUT" : name;
  yield* say(io, `Saving to: ‘${shown}’\n\n`);
  const start = io.sys.now();
  const body = new BodyReader(reader, framing);
  let size = 0;
  for (let piece = yield* body.next(); piece !== undefined; piece = yield* body.next()) {
    size += piece.length;
    yield* io.sys.write(fd, piece);
  }
  if (fd !== 1) void io.sys.close(fd);
  const speed = `${scaled((size * SECOND) / Math.max(1, io.sys.now() - start))}`;
  const dots = Array.from({ length: 5 }, (_, i) => ".".repeat(Math.max(0, Math.min(10, Math.floor(size / 1024) - i * 10))).padEnd(10)).join(" "); // prettier-ignore
  yield* say(io, `     0K ${dots} 100% ${speed}=0s\n\n`);
  yield* say(io, `${stamp(io)} (${speed.replace(/([KMG])$/, " $1")}B/s) - ${asked === "-" ? "written to stdout" : `‘${shown}’ saved`} [${size}${length === undefined ? "" : `/${length}`}]\n\n`); // prettier-ignore
  if (io.has("nv") && !io.has("q"))
    yield* io.tell(`${stamp(io)} URL:${urlText(url)} [${size}/${size}] -> "${shown}" [1]\n`);
  return 0;
}

function* fetch(io: Io, start: string): Task<number> {
  let text = start;
  for (let redirects = 0; redirects < 20; redirects++) {
    const url = parseUrl(text);
    if (isUrlProblem(url)) {
      yield* io.tell(`${text}: ${url.code === 1 ? "Unsupported scheme" : "Invalid host name"}.\n`);
      return 1;
    }
    yield* say(io, `--${stamp(io)}--  ${urlText(url)}\n`);
    const fd = yield* connect(io, url);
    if (fd === undefined) return NETWORK_FAILURE;
    yield* send(io, url, fd);
    const reader = new SocketReader(
      io.sys,
      fd,
      io.sys.now() + Number(io.value("T") ?? PATIENCE / SECOND) * SECOND,
    );
    const lines = yield* readHeadLines(reader);
    if (lines === undefined) {
      yield* say(io, "No data received.\n");
      return NETWORK_FAILURE;
    }
    const head = headOf(lines);
    const [, status = "", ...reason] = head.first.split(" ");
    yield* say(
      io,
      io.has("S") ? `\n${lines.map((line) => `  ${line}\n`).join("")}` : `${status} ${reason.join(" ")}\n`,
    );
    const location = fieldOf(head.fields, "location");
    if (/^30[12378]$/.test(status) && location !== undefined) {
      void io.sys.close(fd);
      text = resolveLocation(url, location);
      yield* say(io, `Location: ${location} [following]\n`);
      continue;
    }
    const result = yield* finish(io, url, head, reader, Number(status), reason.join(" "));
    void io.sys.close(fd);
    return result;
  }
  yield* io.tell("20 redirections exceeded.\n");
  return SERVER_ERROR;
}

function* finish(
  io: Io,
  url: Url,
  head: HttpHead,
  reader: SocketReader,
  status: number,
  reason: string,
): Task<number> {
  if (status >= 400) {
    if (io.has("spider")) yield* say(io, "Remote file does not exist -- broken link!!!\n\n");
    else if (!io.has("q")) yield* io.tell(`${stamp(io)} ERROR ${status}: ${reason}.\n\n`);
    return SERVER_ERROR;
  }
  if (!io.has("spider")) return yield* store(io, url, head, reader);
  yield* say(io, "Length: unspecified\nRemote file exists.\n\n");
  return 0;
}

export function* gnuWget(io: Io): Task<number> {
  if (io.operands.length === 0) {
    yield* io.tell(
      "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n",
    );
    return 1;
  }
  let status = 0;
  for (const url of io.operands) status = (yield* fetch(io, url)) || status;
  return status;
}
