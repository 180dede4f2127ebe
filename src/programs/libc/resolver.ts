// Names to addresses, as getaddrinfo(3) does it: numbers as they are, /etc/hosts, then the servers of
// /etc/resolv.conf over UDP with its search list. Answers come in the order in which they should be tried.
// Not here: nsswitch.conf, TCP for long answers, caches.

import { failed } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { encodeQuery, isInet4, isInet6, parseMessage, reverseName, TYPES, type DnsMessage } from "./dns.ts";
import { readText } from "./input.ts";
import { linksOf } from "./netlink.ts";

export interface HostAddress {
  readonly family: "inet" | "inet6";
  readonly address: string;
}

export interface HostEntry {
  readonly canonical: string;
  readonly aliases: readonly string[];
  readonly addresses: readonly HostAddress[];
}

/** EAI_NONAME: there is no such name; EAI_AGAIN: no server answered; EAI_NODATA: no address of that family. */
export type LookupError = "EAI_NONAME" | "EAI_AGAIN" | "EAI_NODATA";

export const isLookupError = (answer: HostEntry | LookupError): answer is LookupError =>
  typeof answer === "string";

const TEXTS: Record<LookupError, string> = {
  EAI_NONAME: "Name or service not known",
  EAI_AGAIN: "Temporary failure in name resolution",
  EAI_NODATA: "No address associated with hostname",
};

/** gai_strerror(3) */
export const lookupText = (error: LookupError): string => TEXTS[error];

// ---- settings

export interface ResolverSettings {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  readonly dots: number;
  /** seconds */
  readonly timeout: number;
  readonly attempts: number;
}

export function* resolverSettings(sys: Sys): Task<ResolverSettings> {
  const file = yield* readText(sys, "/etc/resolv.conf");
  const servers: string[] = [];
  let search: string[] = [];
  const numbers = new Map([["ndots", 1], ["timeout", 5], ["attempts", 2]]); // prettier-ignore
  for (const line of failed(file) ? [] : file.text.split("\n")) {
    const [word, ...rest] = line
      .replace(/[#;].*/, "")
      .trim()
      .split(/\s+/);
    if (word === "nameserver" && rest[0] !== undefined) servers.push(rest[0]);
    else if (word === "search" || word === "domain") search = rest;
    else if (word === "options")
      for (const option of rest) {
        const [name = "", value] = option.split(":");
        if (numbers.has(name) && value !== undefined) numbers.set(name, Number(value));
      }
  }
  return {
    servers: servers.length > 0 ? servers : ["127.0.0.1"],
    search: search.filter((domain) => domain !== "."),
    dots: numbers.get("ndots") as number,
    timeout: numbers.get("timeout") as number,
    attempts: numbers.get("attempts") as number,
  };
}

// ---- /etc/hosts

function* hostsLines(sys: Sys): Task<string[][]> {
  const file = yield* readText(sys, "/etc/hosts");
  if (failed(file)) return [];
  return file.text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
    .filter((words) => words.length > 1);
}

const familyOf = (address: string): "inet" | "inet6" => (address.includes(":") ? "inet6" : "inet");

function* inHosts(sys: Sys, name: string): Task<HostEntry | undefined> {
  const wanted = name.toLowerCase().replace(/\.$/, "");
  const addresses: HostAddress[] = [];
  let canonical: string | undefined;
  const aliases: string[] = [];
  for (const [address = "", ...names] of yield* hostsLines(sys)) {
    if (!names.some((one) => one.toLowerCase() === wanted)) continue;
    if (!isInet4(address) && !isInet6(address)) continue;
    canonical ??= names[0];
    aliases.push(...names.slice(1));
    addresses.push({ family: familyOf(address), address });
  }
  return canonical === undefined ? undefined : { canonical, aliases, addresses };
}

/** The first name that /etc/hosts gives an address. */
export function* nameInHosts(sys: Sys, address: string): Task<readonly string[] | undefined> {
  for (const [first, ...names] of yield* hostsLines(sys)) if (first === address) return names;
  return undefined;
}

// ---- servers

export type ServerAnswer = DnsMessage | "timeout" | "unreachable" | "refused";

/** One question to one server. */
export function* askServer(
  sys: Sys,
  server: string,
  name: string,
  type: number,
  timeout: number,
  port = 53,
): Task<ServerAnswer> {
  const family = familyOf(server);
  const fd = sys.socket({ family, type: "datagram" });
  if (failed(fd)) return "unreachable";
  const answer = yield* exchange(sys, fd, { family, address: server, port }, name, type, timeout);
  void sys.close(fd);
  return answer;
}

function* exchange(
  sys: Sys,
  fd: number,
  to: { family: "inet" | "inet6"; address: string; port: number },
  name: string,
  type: number,
  timeout: number,
): Task<ServerAnswer> {
  const random = sys.random(2);
  const id = (random[0] as number) * 256 + (random[1] as number);
  const connected = yield* sys.connect(fd, to);
  if (failed(connected)) return "unreachable";
  const sent = sys.sendTo(fd, encodeQuery(id, name, type), to);
  if (failed(sent)) return sent === "ECONNREFUSED" ? "refused" : "unreachable";
  const until = sys.now() + timeout * SECOND;
  for (;;) {
    const left = until - sys.now();
    const ready = left <= 0 ? [] : yield* sys.poll([{ fd, read: true }], left);
    if (failed(ready) || ready.length === 0) return "timeout";
    const got = yield* sys.receiveFrom(fd, 4096);
    if (failed(got)) return got === "ECONNREFUSED" ? "refused" : "unreachable";
    const message = parseMessage(got.bytes);
    if (message?.id === id) return message;
  }
}

/** The servers in turn, as often as the settings say. */
export function* query(sys: Sys, settings: ResolverSettings, name: string, type: number): Task<ServerAnswer> {
  let last: ServerAnswer = "timeout";
  for (let attempt = 0; attempt < settings.attempts; attempt++)
    for (const server of settings.servers) {
      last = yield* askServer(sys, server, name, type, settings.timeout);
      if (typeof last === "object" && last.code !== 2) return last;
    }
  return last;
}

const A = TYPES.get("A") as number;
const AAAA = TYPES.get("AAAA") as number;

function* queryBoth(
  sys: Sys,
  settings: ResolverSettings,
  name: string,
  families: readonly HostAddress["family"][],
): Task<HostEntry | LookupError> {
  const addresses: HostAddress[] = [];
  let canonical = name;
  let error: LookupError = "EAI_NONAME";
  for (const family of families) {
    const answer = yield* query(sys, settings, name, family === "inet" ? A : AAAA);
    if (typeof answer === "string" || (answer.code !== 0 && answer.code !== 3)) return "EAI_AGAIN";
    if (answer.code === 0) error = "EAI_NODATA";
    for (const record of answer.answers) {
      if (record.type === (family === "inet" ? A : AAAA)) {
        canonical = record.name;
        addresses.push({ family, address: record.data });
      }
    }
  }
  return addresses.length === 0 ? error : { canonical, aliases: [], addresses };
}

/** The name as it is, and with each domain of the search list: in which order, its dots decide. */
function candidates(name: string, settings: ResolverSettings): string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  const searched = settings.search.map((domain) => `${name}.${domain}`);
  const dots = name.split(".").length - 1;
  return dots >= settings.dots ? [name, ...searched] : [...searched, name];
}

// ---- all together

/** Loopback first, then what there is a way to: the part of RFC 6724 that shows. */
function sorted(sys: Sys, addresses: readonly HostAddress[]): HostAddress[] {
  const own = linksOf(sys).flatMap((link) => (link.up ? link.addresses.map((a) => a.address) : []));
  const isGlobal6 = own.some((a) => a.includes(":") && a !== "::1" && !a.startsWith("fe80:"));
  const rank = ({ family, address }: HostAddress): number => {
    if (address === "::1") return own.includes("::1") ? 0 : 3;
    if (family === "inet6") return isGlobal6 ? 1 : 4;
    return 2;
  };
  return addresses.toSorted((a, b) => rank(a) - rank(b));
}

export interface LookupOptions {
  readonly family?: "inet" | "inet6";
}

/** getaddrinfo(3) */
export function* lookUp(
  sys: Sys,
  name: string,
  { family }: LookupOptions = {},
): Task<HostEntry | LookupError> {
  if (isInet4(name) || isInet6(name)) {
    const own = familyOf(name);
    if (family !== undefined && family !== own) return "EAI_NONAME";
    return { canonical: name, aliases: [], addresses: [{ family: own, address: name }] };
  }
  const hosts = yield* inHosts(sys, name);
  const found = hosts?.addresses.filter((a) => family === undefined || a.family === family) ?? [];
  if (hosts !== undefined && found.length > 0) return { ...hosts, addresses: sorted(sys, found) };
  if (name === "localhost") {
    const loopback: HostAddress[] = [
      { family: "inet6", address: "::1" },
      { family: "inet", address: "127.0.0.1" },
    ];
    return {
      canonical: name,
      aliases: [],
      addresses: sorted(
        sys,
        loopback.filter((a) => family === undefined || a.family === family),
      ),
    };
  }
  if (!/^[\w.-]+$/.test(name) || name.length > 253) return "EAI_NONAME";
  const settings = yield* resolverSettings(sys);
  let error: LookupError = "EAI_NONAME";
  for (const candidate of candidates(name, settings)) {
    const answer = yield* queryBoth(
      sys,
      settings,
      candidate,
      family === undefined ? ["inet", "inet6"] : [family],
    );
    if (!isLookupError(answer)) return { ...answer, addresses: sorted(sys, answer.addresses) };
    if (answer !== "EAI_NONAME") error = answer;
    if (answer === "EAI_AGAIN") return answer;
  }
  return error;
}

/** getnameinfo(3): the name of an address, or undefined. */
export function* nameOf(sys: Sys, address: string): Task<string | undefined> {
  const hosts = yield* nameInHosts(sys, address);
  if (hosts !== undefined) return hosts[0];
  const answer = yield* query(
    sys,
    yield* resolverSettings(sys),
    reverseName(address),
    TYPES.get("PTR") as number,
  );
  if (typeof answer === "string") return undefined;
  return answer.answers.find((record) => record.type === TYPES.get("PTR"))?.data.replace(/\.$/, "");
}
