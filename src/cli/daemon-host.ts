// Where a daemon is said to be, by -H, DOCKER_HOST or a context: `unix:///var/run/docker.sock`, `tcp://host:2375`, or less
// (docker/cli opts/hosts.go), and what that comes to as an address.

import { quote } from "../base/go/quote.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { cut } from "./opts/key-value.ts";

const SOCKET = "/var/run/docker.sock";
export const DEFAULT_HOST = `unix://${SOCKET}`;
const PLAIN_PORT = "2375";
const TLS_HOST = "tcp://localhost:2376";

/** What was written with everything filled in; errors are the client's. */
export function parseDaemonHost(text: string, tls: boolean): Result<string, string> {
  const trimmed = text.trim();
  if (trimmed === "") return ok(tls ? TLS_HOST : DEFAULT_HOST);
  const [before, after, hasProtocol] = cut(trimmed, "://");
  const protocol = hasProtocol ? before : "tcp";
  const address = hasProtocol ? after : before;
  switch (protocol) {
    case "tcp":
      return parseTcp(address);
    case "unix":
      return parseSimple("unix", address, SOCKET);
    case "npipe":
      return parseSimple("npipe", address, "//./pipe/docker_engine");
    case "fd":
    case "ssh":
      return ok(trimmed);
    default:
      return fail(`invalid bind address format: ${trimmed}`);
  }
}

function parseSimple(protocol: string, address: string, otherwise: string): Result<string, string> {
  if (address.includes("://")) return fail(`invalid proto, expected ${protocol}: ${address}`);
  return ok(`${protocol}://${address || otherwise}`);
}

function parseTcp(text: string): Result<string, string> {
  if (text === "") return ok(`tcp://localhost:${PLAIN_PORT}`);
  if (text.includes("://")) return fail(`invalid proto, expected tcp: ${text}`);
  const address = text.endsWith("]:") ? text + PLAIN_PORT : text;
  const [authority, path] = splitPath(address);
  const wrong = authorityError(address, authority);
  if (wrong !== undefined) return fail(wrong);
  const parts = splitHostPort(authority) ?? splitHostPort(`${bracketed(authority)}:${PLAIN_PORT}`);
  if (parts === undefined) return fail(`invalid bind address format: ${text}`);
  const [host, port] = parts;
  return ok(`tcp://${bracketed(host || "localhost")}:${port || PLAIN_PORT}${path}`);
}

const splitPath = (text: string): readonly [authority: string, path: string] => {
  const at = text.search(/[/?#]/);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)];
};

const bracketed = (host: string): string =>
  host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;

/** What net/url says of it. */
function authorityError(address: string, authority: string): string | undefined {
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  if (port === undefined || /^\d*$/.test(port)) return undefined;
  return `parse ${quote(`tcp://${address}`)}: invalid port ${quote(`:${port}`)} after host`;
}

/** net.SplitHostPort */
function splitHostPort(authority: string): readonly [host: string, port: string] | undefined {
  const m = /^(?:\[([^[\]]*)\]|([^:[\]]*)):(\d*)$/.exec(authority);
  return m === null ? undefined : [m[1] ?? m[2] ?? "", m[3] ?? ""];
}

export interface HostParts {
  readonly protocol: string;
  /** what is connected to: a path, or host and port */
  readonly address: string;
  /** put before every path of a request */
  readonly basePath: string;
}

/** client.ParseHostURL */
export function hostParts(host: string): Result<HostParts, string> {
  const [protocol, rest, found] = cut(host, "://");
  if (!found || rest === "") return fail(`unable to parse docker host \`${host}\``);
  if (protocol !== "tcp") return ok({ protocol, address: rest, basePath: "" });
  const [address, basePath] = splitPath(rest);
  return ok({ protocol, address, basePath });
}

/** Host and port of what parseDaemonHost made of a tcp address. */
export const tcpParts = (address: string): readonly [host: string, port: string] =>
  splitHostPort(address) ?? [address, ""];
