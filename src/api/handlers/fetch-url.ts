// Fetching a URL as the daemon does for `docker import` (moby builder/remotecontext GetWithStatusError): one request of
// HTTP/1.1 over the host's own network, in the words of Go's net/http where it fails. Not here: TLS and redirects.

import { failed } from "../../base/errno.ts";
import { goErrno } from "../../base/go/errno-text.ts";
import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { concat, decodeLatin1, encode } from "../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import { dial } from "../client/dial.ts";

export interface Url {
  /** as it is shown again */
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** with its query */
  readonly path: string;
}

/** Go's url.Parse, as far as the daemon is asked for: a scheme, a host and a path. */
export function parseUrl(text: string): Result<Url, string> {
  const wrong = (why: string): Result<never, string> => fail(`parse ${quote(text)}: ${why}`);
  const [, scheme = "", authority = "", path = ""] =
    /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^#]*)/.exec(text) ?? [];
  if (scheme === "") return wrong("missing protocol scheme");
  const bad = /[^A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"%]/.exec(authority)?.[0];
  if (bad !== undefined) return wrong(`invalid character ${quote(bad)} in host name`);
  const [, host = "", port = ""] = /^(.*?)(?::([^:]*))?$/.exec(authority) ?? [];
  if (!/^\d*$/.test(port)) return wrong(`invalid port ${quote(`:${port}`)} after host`);
  return ok({
    text: authority === "" ? `${scheme}:${path}` : text,
    scheme: scheme.toLowerCase(),
    host,
    port: Number(port) || (scheme === "https" ? 443 : 80),
    path: path.startsWith("/") ? path : `/${path}`,
  });
}

export function* fetchUrl(sys: Sys, url: Url): Task<Result<Uint8Array, string>> {
  const lost = (why: string): Result<never, string> => fail(`Get ${quote(url.text)}: ${why}`);
  if (url.host === "") return lost("http: no Host in request URL");
  if (url.scheme !== "http" && url.scheme !== "https")
    return lost(`unsupported protocol scheme ${quote(url.scheme)}`);
  const connected = yield* dial(sys, url.host, url.port);
  if (!connected.ok) return lost(connected.error);
  if (url.scheme === "https") {
    void sys.close(connected.value);
    return lost("TLS is not yet modelled");
  }
  const answer = yield* exchange(sys, connected.value, url);
  void sys.close(connected.value);
  return answer.ok ? bodyOf(answer.value, url) : lost(answer.error);
}

function* exchange(sys: Sys, fd: Fd, { host, port, path }: Url): Task<Result<Uint8Array, string>> {
  const name = port === 80 ? host : `${host}:${port}`;
  const request = `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nUser-Agent: Go-http-client/1.1\r\nConnection: close\r\n\r\n`;
  const sent = yield* sys.write(fd, encode(request));
  if (failed(sent)) return fail(`write tcp: ${goErrno(sent)}`);
  const parts: Uint8Array[] = [];
  for (;;) {
    const bytes = yield* sys.read(fd, READ);
    if (bytes === "EINTR") continue;
    if (failed(bytes)) return fail(`read tcp: ${goErrno(bytes)}`);
    if (bytes.length === 0) return parts.length === 0 ? fail("EOF") : ok(concat(parts));
    parts.push(bytes);
  }
}

const READ = 65_536;

function bodyOf(answer: Uint8Array, url: Url): Result<Uint8Array, string> {
  const text = decodeLatin1(answer.subarray(0, MOST_HEAD));
  const end = text.indexOf("\r\n\r\n");
  const [, status = "", reason = ""] = /^HTTP\/\d\.\d (\d{3}) ?([^\r\n]*)/.exec(text) ?? [];
  if (end < 0 || status === "") return fail(`Get ${quote(url.text)}: malformed HTTP response`);
  const body = answer.subarray(end + 4);
  if (Number(status) >= 400)
    return fail(`failed to GET ${url.text} with status ${status} ${reason}: ${decodeLatin1(body)}`);
  return /\r\ntransfer-encoding: *chunked/i.test(text.slice(0, end)) ? unchunk(body) : ok(body);
}

const MOST_HEAD = 65_536;

function unchunk(body: Uint8Array): Result<Uint8Array, string> {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length;) {
    const line = decodeLatin1(body.subarray(at, at + 32)).split("\r\n")[0] ?? "";
    const size = parseInt(line, 16);
    if (!/^[0-9a-fA-F]+/.test(line)) return fail("invalid byte in chunk length");
    at += line.length + 2;
    if (size === 0) return ok(concat(parts));
    parts.push(body.subarray(at, at + size));
    at += size + 2;
  }
  return fail("unexpected EOF");
}
