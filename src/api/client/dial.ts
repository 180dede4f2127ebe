// A connection to a host by name or address, as Go's net package makes it, in its words where that fails: names are
// looked for in /etc/hosts, then the servers of /etc/resolv.conf would be asked, of which none is modelled here.
// Both docker and dockerd dial so.

import { failed, type Errno } from "../../base/errno.ts";
import { goErrno } from "../../base/go/errno-text.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { decodeWithReplacement } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Sys, type Task } from "../../kernel/sys.ts";

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const DNS_PORT = 53;
const MOST = 65_536;

const isIpv6 = (host: string): boolean => host.includes(":");
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");
const shown = (address: string, port: number): string =>
  isIpv6(address) ? `[${address}]:${port}` : `${address}:${port}`;

/** The connected socket. The error is what follows `Get "…": `. */
export function* dial(sys: Sys, host: string, port: number): Task<Result<Fd, string>> {
  const name = bare(host);
  if (IPV4.test(name) || isIpv6(name)) return yield* dialAddress(sys, name, port);
  const addresses = yield* hostsEntries(sys, name);
  if (addresses.length === 0) return fail(`dial tcp: ${yield* lookUpFailure(sys, name)}`);
  let first: Result<Fd, string> | undefined;
  for (const address of addresses) {
    const connected = yield* dialAddress(sys, address, port);
    if (connected.ok) return connected;
    first ??= connected;
  }
  return first ?? fail(`dial tcp: lookup ${name}: no such host`);
}

function* dialAddress(sys: Sys, address: string, port: number): Task<Result<Fd, string>> {
  const family = isIpv6(address) ? "inet6" : "inet";
  const connected = yield* connect(sys, { family, type: "stream" }, address, port);
  return failed(connected)
    ? fail(`dial tcp ${shown(address, port)}: connect: ${goErrno(connected)}`)
    : ok(connected);
}

function* connect(
  sys: Sys,
  kind: { readonly family: "inet" | "inet6"; readonly type: "stream" | "datagram" },
  address: string,
  port: number,
): Task<Fd | Errno> {
  const fd = sys.socket(kind);
  if (failed(fd)) return fd;
  const refused = yield* sys.connect(fd, { family: kind.family, address, port });
  if (refused === undefined) return fd;
  void sys.close(fd);
  return refused;
}

/** Of /etc/hosts, those of the newer family first. */
function* hostsEntries(sys: Sys, name: string): Task<string[]> {
  const lines = yield* words(sys, "/etc/hosts");
  const found = lines
    .filter(([, ...names]) => names.some((known) => known.toLowerCase() === name.toLowerCase()))
    .map(([address = ""]) => address);
  const all = name === "localhost" ? [...new Set([...found, "::1", "127.0.0.1"])] : found;
  return [...all.filter(isIpv6), ...all.filter((address) => !isIpv6(address))];
}

function* lookUpFailure(sys: Sys, name: string): Task<string> {
  const lines = yield* words(sys, "/etc/resolv.conf");
  const server = lines.find(([word]) => word === "nameserver")?.[1] ?? "127.0.0.1";
  const at = shown(server, DNS_PORT);
  const family = isIpv6(server) ? "inet6" : "inet";
  const asked = yield* connect(sys, { family, type: "datagram" }, server, DNS_PORT);
  if (failed(asked)) return `lookup ${name} on ${at}: dial udp ${at}: connect: ${goErrno(asked)}`;
  void sys.close(asked);
  return `lookup ${name} on ${at}: no such host`;
}

/** The words of a file's lines, without comments. */
function* words(sys: Sys, path: string): Task<string[][]> {
  const fd = yield* sys.open(path, O_RDONLY);
  if (failed(fd)) return [];
  const bytes = yield* sys.read(fd, MOST);
  void sys.close(fd);
  if (failed(bytes)) return [];
  return decodeWithReplacement(bytes)
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
}
