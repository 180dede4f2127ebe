// One request and what is known of it while it is answered: the variables of log formats, `return` and
// `proxy_set_header`. The answer itself is made in respond.ts.

import type { Instant } from "../../../base/time.ts";
import { SECOND } from "../../../base/time.ts";
import { fieldOf, type Field } from "../http/http-head.ts";
import { logDate } from "../http/http-date.ts";
import type { VirtualServer } from "./site.ts";

export interface Peer {
  readonly address: string;
  readonly port: number;
  /** our side */
  readonly ownAddress: string;
  readonly ownPort: number;
}

export interface Exchange {
  /** as it was sent: `GET /x?y HTTP/1.1` */
  readonly line: string;
  readonly method: string;
  readonly protocol: string;
  /** as it was sent, with its query */
  readonly target: string;
  readonly fields: readonly Field[];
  readonly body: Uint8Array;
  readonly peer: Peer;
  readonly server: VirtualServer;
  readonly now: Instant;
  readonly hostname: string;
  readonly pid: number;
  readonly connection: number;
  /** decoded and normalised; changed by internal redirects */
  readonly uri: string;
  readonly args: string;
}

export interface Response {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly type: string | undefined;
  readonly body: Uint8Array;
  readonly modified?: Instant;
  readonly etag?: string;
  readonly location?: string;
  /** may be asked for in parts */
  readonly ranges?: boolean;
  /** for error_log */
  readonly complaint?: string;
}

/** The host without its port, in small letters; the server's first name without one. */
export function hostOf({ fields, server }: Pick<Exchange, "fields" | "server">): string {
  const host = fieldOf(fields, "host");
  return host === undefined || host === ""
    ? (server.names[0] ?? "")
    : host.replace(/:\d*$/, "").toLowerCase();
}

const REASONS: Readonly<Record<number, string>> = {
  200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently",
  302: "Moved Temporarily", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
  400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Not Allowed",
  406: "Not Acceptable", 408: "Request Time-out", 409: "Conflict", 410: "Gone", 411: "Length Required",
  412: "Precondition Failed", 413: "Request Entity Too Large", 414: "Request-URI Too Large",
  415: "Unsupported Media Type", 416: "Requested Range Not Satisfiable", 421: "Misdirected Request",
  429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
  503: "Service Temporarily Unavailable", 504: "Gateway Time-out", 505: "HTTP Version Not Supported", 507: "Insufficient Storage",
}; // prettier-ignore

export const statusLine = (status: number): string =>
  REASONS[status] === undefined ? `${status} ` : `${status} ${REASONS[status]}`;

/** As error pages are headed. */
export const errorTitle = (status: number): string => {
  if (status === 302) return "302 Found";
  if (status === 503) return "503 Service Temporarily Unavailable";
  return statusLine(status);
};

const iso = (at: Instant): string => {
  const [, day, month, year, time] = /^(\d+)\/(\w+)\/(\d+):(\S+)/.exec(logDate(at)) as RegExpExecArray;
  const number = "JanFebMarAprMayJunJulAugSepOctNovDec".indexOf(month as string) / 3 + 1;
  return `${year}-${String(number).padStart(2, "0")}-${day}T${time}+00:00`;
};

/** undefined: there is no such variable, or it has no value. */
export function variable(name: string, e: Exchange, answer?: Response): string | undefined {
  const own: Readonly<Record<string, () => string | undefined>> = {
    args: () => e.args,
    arg: () => undefined,
    body_bytes_sent: () => String(answer === undefined || e.method === "HEAD" ? 0 : answer.body.length),
    bytes_sent: () => String(answer === undefined ? 0 : answer.body.length + 240),
    connection: () => String(e.connection),
    connection_requests: () => "1",
    content_length: () => fieldOf(e.fields, "content-length"),
    content_type: () => fieldOf(e.fields, "content-type"),
    document_uri: () => e.uri,
    host: () => hostOf(e),
    hostname: () => e.hostname,
    https: () => "",
    is_args: () => (e.args === "" ? "" : "?"),
    msec: () => (e.now / SECOND).toFixed(3),
    nginx_version: () => "1.29.4",
    pid: () => String(e.pid),
    proxy_add_x_forwarded_for: () =>
      [fieldOf(e.fields, "x-forwarded-for"), e.peer.address].filter(Boolean).join(", "),
    proxy_host: () => undefined,
    query_string: () => e.args,
    remote_addr: () => e.peer.address,
    remote_port: () => String(e.peer.port),
    request: () => e.line,
    request_body: () => String.fromCharCode(...e.body),
    request_filename: () => `${e.server.settings.root}${e.uri}`,
    request_length: () => String(e.line.length + 2),
    request_method: () => e.method,
    request_time: () => "0.000",
    request_uri: () => e.target,
    scheme: () => "http",
    server_addr: () => e.peer.ownAddress,
    server_name: () => e.server.names[0] ?? "",
    server_port: () => String(e.peer.ownPort),
    server_protocol: () => e.protocol,
    status: () => (answer === undefined ? undefined : String(answer.status).padStart(3, "0")),
    time_iso8601: () => iso(e.now),
    time_local: () => logDate(e.now),
    uri: () => e.uri,
  };
  if (Object.hasOwn(own, name)) return own[name]?.();
  if (name.startsWith("http_")) return fieldOf(e.fields, name.slice(5).replaceAll("_", "-"));
  if (name.startsWith("arg_")) return new Map(pairs(e.args)).get(name.slice(4));
  if (name.startsWith("cookie_")) {
    const cookies = (fieldOf(e.fields, "cookie") ?? "").split(/;\s*/).join("&");
    return new Map(pairs(cookies)).get(name.slice(7));
  }
  if (name.startsWith("sent_http_"))
    return fieldOf(answer?.fields ?? [], name.slice(10).replaceAll("_", "-"));
  return undefined;
}

const pairs = (query: string): (readonly [string, string])[] =>
  query.split("&").map((pair) => {
    const equals = pair.indexOf("=");
    return equals < 0 ? ([pair, ""] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
  });

/** A text with its variables replaced; what has no value becomes `missing`. */
export const expandText = (text: string, e: Exchange, missing = "", answer?: Response): string =>
  text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
    const value = variable(braced ?? (bare as string), e, answer);
    return value === undefined || value === "" ? missing : value;
  });

/** As access logs write them: control characters and quotes as \xXX. */
export const expandLog = (text: string, e: Exchange, answer: Response): string =>
  text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
    const value = variable(braced ?? (bare as string), e, answer);
    if (value === undefined || value === "") return "-";
    return value.replace(
      /["\\\x00-\x1f\x7f-\xff]/g,
      (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    );
  });
