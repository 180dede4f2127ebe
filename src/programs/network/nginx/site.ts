// What a configuration means: the servers with their addresses, names and locations, and the settings that each
// location inherits. Plain data, made once when the configuration is read; workers get it whole.

import { isConfigError, type ConfigError, type Directive } from "./config-parser.ts";
import { temporaryPathsOf } from "./temporary-paths.ts";

export interface Listen {
  readonly family: "inet" | "inet6";
  readonly address: string;
  readonly port: number;
  readonly isDefault: boolean;
}

export interface ErrorPage {
  readonly uri: string;
  /** `=200`; undefined keeps the code, 0 takes the code of the page */
  readonly status: number | undefined;
}

export interface AccessLog {
  readonly path: string;
  readonly format: string;
}

export interface Settings {
  readonly root: string;
  readonly alias: string | undefined;
  readonly index: readonly string[];
  readonly autoindex: boolean;
  readonly defaultType: string;
  readonly types: ReadonlyMap<string, string>;
  readonly errorPages: ReadonlyMap<number, ErrorPage>;
  readonly headers: readonly (readonly [name: string, value: string, always: boolean])[];
  readonly accessLogs: readonly AccessLog[];
  readonly tryFiles: readonly string[] | undefined;
  readonly answer: { readonly status: number; readonly text: string | undefined } | undefined;
  readonly rewrites: readonly (readonly [pattern: string, to: string, flag: string])[];
  readonly access: readonly (readonly [verdict: "allow" | "deny", who: string])[];
  readonly proxyPass: string | undefined;
  readonly proxyHeaders: readonly (readonly [name: string, value: string])[];
  readonly tokens: boolean;
  readonly keepalive: number;
  readonly internal: boolean;
  readonly status: boolean;
  readonly bodyLimit: number;
}

export interface Location {
  readonly modifier: "" | "=" | "^~" | "~" | "~*" | "@";
  readonly path: string;
  readonly settings: Settings;
  readonly locations: readonly Location[];
}

export interface VirtualServer {
  readonly listens: readonly Listen[];
  readonly names: readonly string[];
  readonly settings: Settings;
  readonly locations: readonly Location[];
}

export interface Site {
  readonly user: string | undefined;
  /** file and line where it is said */
  readonly userAt: string | undefined;
  /** 0: one for each processor */
  readonly workers: number;
  readonly daemon: boolean;
  readonly pidFile: string;
  readonly errorLog: string;
  readonly errorLevel: string;
  readonly temporaryPaths: readonly string[];
  readonly servers: readonly VirtualServer[];
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
  readonly maps: ReadonlyMap<string, readonly Directive[]>;
}

const COMBINED = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"'; // prettier-ignore

const BASE: Settings = {
  root: "/etc/nginx/html",
  alias: undefined,
  index: ["index.html"],
  autoindex: false,
  defaultType: "text/plain",
  types: new Map([["html", "text/html"], ["gif", "image/gif"], ["jpg", "image/jpeg"]]),
  errorPages: new Map(),
  headers: [],
  accessLogs: [{ path: "/var/log/nginx/access.log", format: COMBINED }],
  tryFiles: undefined,
  answer: undefined,
  rewrites: [],
  access: [],
  proxyPass: undefined,
  proxyHeaders: [],
  tokens: true,
  keepalive: 75,
  internal: false,
  status: false,
  bodyLimit: 1 << 20,
}; // prettier-ignore

const at = (d: Directive, message: string): ConfigError => ({ error: `${message} in ${d.file}:${d.line}` });

const PREFIX = "/etc/nginx";
const absolute = (path: string): string =>
  path.startsWith("/") || path.startsWith("$") ? path : `${PREFIX}/${path}`;

/** All lines of one name replace what was inherited. */
const named = (block: readonly Directive[], name: string): Directive[] =>
  block.filter((d) => d.name === name);

function sizeOf(text: string): number {
  const match = /^(\d+)([kKmMgG]?)$/.exec(text);
  return match === null
    ? 0
    : Number(match[1]) * 1024 ** " kmg".indexOf((match[2] as string).toLowerCase() || " ");
}

function secondsOf(text: string): number {
  const match = /^(\d+)(ms|s|m|h|d)?$/.exec(text);
  const unit = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[match?.[2] ?? "s"] as number;
  return match === null ? 75 : Number(match[1]) * unit;
}

function errorPagesOf(
  block: readonly Directive[],
  inherited: Settings["errorPages"],
): Settings["errorPages"] {
  const lines = named(block, "error_page");
  if (lines.length === 0) return inherited;
  const pages = new Map<number, ErrorPage>();
  for (const { args } of lines) {
    const uri = args.at(-1) as string;
    const equals = args.find((arg) => arg.startsWith("="));
    const status = equals === undefined ? undefined : Number(equals.slice(1) || 0);
    for (const code of args.slice(0, -1)) if (/^\d+$/.test(code)) pages.set(Number(code), { uri, status });
  }
  return pages;
}

function accessLogsOf(
  block: readonly Directive[],
  inherited: readonly AccessLog[],
  formats: ReadonlyMap<string, string>,
): readonly AccessLog[] | ConfigError {
  const lines = named(block, "access_log");
  if (lines.length === 0) return inherited;
  const logs: AccessLog[] = [];
  for (const line of lines) {
    const [path = "", format = "combined"] = line.args;
    if (path === "off") continue;
    const text = formats.get(format);
    if (text === undefined) return at(line, `unknown log format "${format}"`);
    logs.push({ path: absolute(path), format: text });
  }
  return logs;
}

function typesOf(block: readonly Directive[], inherited: Settings["types"]): Settings["types"] {
  const found = named(block, "types");
  if (found.length === 0) return inherited;
  const pairs = found.flatMap((d) =>
    (d.block ?? []).flatMap(({ name, args }) => args.map((ext) => [ext, name] as const)),
  );
  return new Map(pairs);
}

export function settingsOf(
  block: readonly Directive[],
  from: Settings,
  formats: ReadonlyMap<string, string>,
): Settings | ConfigError {
  const one = (name: string): Directive | undefined => block.findLast((d) => d.name === name);
  const text = (name: string, otherwise: string): string => one(name)?.args[0] ?? otherwise;
  const all = <T>(name: string, make: (d: Directive) => T, inherited: readonly T[]): readonly T[] => {
    const lines = named(block, name);
    return lines.length === 0 ? inherited : lines.map(make);
  };
  for (const name of ["root", "alias", "index", "autoindex", "default_type"]) {
    const lines = named(block, name);
    if (lines.length > 1 && name !== "index")
      return at(lines[1] as Directive, `"${name}" directive is duplicate`);
  }
  const accessLogs = accessLogsOf(block, from.accessLogs, formats);
  if ("error" in accessLogs) return accessLogs;
  const answer = one("return");
  const access = block.filter((d) => d.name === "allow" || d.name === "deny");
  return {
    root: one("root") === undefined ? from.root : absolute(text("root", "")),
    alias: one("alias")?.args[0],
    index: named(block, "index").flatMap((d) => d.args).length > 0 ? named(block, "index").flatMap((d) => d.args) : from.index, // prettier-ignore
    autoindex: text("autoindex", from.autoindex ? "on" : "off") === "on",
    defaultType: text("default_type", from.defaultType),
    types: typesOf(block, from.types),
    errorPages: errorPagesOf(block, from.errorPages),
    headers: all("add_header", ({ args }) => [args[0] as string, args[1] as string, args[2] === "always"] as const, from.headers), // prettier-ignore
    accessLogs,
    tryFiles: one("try_files")?.args,
    answer: answer === undefined ? undefined : answerOf(answer.args),
    rewrites: named(block, "rewrite").map(({ args }) => [args[0] as string, args[1] as string, args[2] ?? ""] as const), // prettier-ignore
    access:
      access.length === 0
        ? from.access
        : access.map((d) => [d.name as "allow" | "deny", d.args[0] as string]),
    proxyPass: one("proxy_pass")?.args[0],
    proxyHeaders: all("proxy_set_header", ({ args }) => [args[0] as string, args[1] as string] as const, from.proxyHeaders), // prettier-ignore
    tokens: text("server_tokens", from.tokens ? "on" : "off") === "on",
    keepalive:
      one("keepalive_timeout") === undefined ? from.keepalive : secondsOf(text("keepalive_timeout", "")),
    internal: one("internal") !== undefined,
    status: one("stub_status") !== undefined,
    bodyLimit:
      one("client_max_body_size") === undefined ? from.bodyLimit : sizeOf(text("client_max_body_size", "")),
  };
}

function answerOf(args: readonly string[]): Settings["answer"] {
  const [first = "", second] = args;
  if (/^\d+$/.test(first)) return { status: Number(first), text: second };
  return { status: 302, text: first };
}

// ---- servers

function listenOf(d: Directive): Listen | ConfigError {
  const [where = "", ...flags] = d.args;
  const isDefault = flags.includes("default_server") || flags.includes("default");
  const match = /^(?:(\[[^\]]*\]|[^:]*):)?(\d+)$/.exec(where);
  if (match === null) {
    const host = where.replace(/^\*$/, "0.0.0.0");
    if (/^[\d.]+$/.test(host)) return { family: "inet", address: host, port: 80, isDefault };
    if (/^\[.*\]$/.test(host)) return { family: "inet6", address: host.slice(1, -1), port: 80, isDefault };
    if (host === "localhost") return { family: "inet", address: "127.0.0.1", port: 80, isDefault };
    return /:/.test(where)
      ? at(d, `invalid port in "${where}" of the "listen" directive`)
      : at(d, `host not found in "${where}" of the "listen" directive`);
  }
  const port = Number(match[2]);
  if (port < 1 || port > 65_535) return at(d, `invalid port in "${where}" of the "listen" directive`);
  const host = match[1];
  if (host?.startsWith("[")) return { family: "inet6", address: host.slice(1, -1), port, isDefault };
  const address = host === undefined || host === "*" ? "0.0.0.0" : host === "localhost" ? "127.0.0.1" : host;
  return { family: "inet", address, port, isDefault };
}

function locationsOf(
  block: readonly Directive[],
  from: Settings,
  formats: ReadonlyMap<string, string>,
): readonly Location[] | ConfigError {
  const found: Location[] = [];
  for (const d of named(block, "location")) {
    const [first = "", second] = d.args;
    const modifier = second === undefined ? (first.startsWith("@") ? "@" : "") : first;
    if (second !== undefined && !["=", "^~", "~", "~*"].includes(first))
      return at(d, `invalid location modifier "${first}"`);
    const path = second ?? first;
    if (found.some((l) => l.path === path && l.modifier === modifier))
      return at(d, `duplicate location "${path}"`);
    const settings = settingsOf(d.block ?? [], { ...from, tryFiles: undefined, answer: undefined }, formats);
    if (isConfigError(settings)) return settings;
    const locations = locationsOf(d.block ?? [], settings, formats);
    if (isConfigError(locations)) return locations;
    found.push({ modifier: modifier as Location["modifier"], path, settings, locations });
  }
  return found;
}

function serverOf(
  d: Directive,
  http: Settings,
  formats: ReadonlyMap<string, string>,
): VirtualServer | ConfigError {
  const block = d.block ?? [];
  const settings = settingsOf(block, http, formats);
  if (isConfigError(settings)) return settings;
  const listens: Listen[] = [];
  for (const line of named(block, "listen")) {
    const listen = listenOf(line);
    if (isConfigError(listen)) return listen;
    if (listens.some((l) => l.address === listen.address && l.port === listen.port))
      return at(line, `a duplicate listen ${line.args[0]}`);
    listens.push(listen);
  }
  const locations = locationsOf(block, settings, formats);
  if (isConfigError(locations)) return locations;
  const fallback: Listen = { family: "inet", address: "0.0.0.0", port: 80, isDefault: false };
  return {
    listens: listens.length > 0 ? listens : [fallback],
    names: named(block, "server_name").flatMap((line) => line.args),
    settings,
    locations,
  };
}

export function siteOf(main: readonly Directive[]): Site | ConfigError {
  const text = (name: string, otherwise: string): string =>
    main.findLast((d) => d.name === name)?.args[0] ?? otherwise;
  const http = named(main, "http").flatMap((d) => d.block ?? []);
  if (!main.some((d) => d.name === "events")) return { error: 'no "events" section in configuration' };
  const formats = new Map([["combined", COMBINED]]);
  for (const { args } of named(http, "log_format"))
    formats.set(
      args[0] as string,
      args
        .slice(1)
        .filter((arg) => !arg.startsWith("escape="))
        .join(""),
    );
  const settings = settingsOf(http, BASE, formats);
  if (isConfigError(settings)) return settings;
  const servers: VirtualServer[] = [];
  for (const d of named(http, "server")) {
    const server = serverOf(d, settings, formats);
    if (isConfigError(server)) return server;
    servers.push(server);
  }
  const processes = text("worker_processes", "1");
  const user = main.findLast((d) => d.name === "user");
  const log = main.findLast((d) => d.name === "error_log")?.args;
  return {
    user: user?.args[0],
    userAt: user && `${user.file}:${user.line}`,
    workers: processes === "auto" ? 0 : Number(processes),
    daemon: text("daemon", "on") === "on",
    pidFile: absolute(text("pid", "/run/nginx.pid")),
    errorLog: log?.[0] ?? "/var/log/nginx/error.log",
    errorLevel: log?.[1] ?? "error",
    temporaryPaths: temporaryPathsOf(http),
    servers,
    upstreams: new Map(
      named(http, "upstream").map((d) => [d.args[0] as string, (d.block ?? []).filter((s) => s.name === "server").map((s) => s.args[0] as string)]), // prettier-ignore
    ),
    maps: new Map(named(http, "map").map((d) => [d.args[1] as string, [d, ...(d.block ?? [])]])),
  };
}
