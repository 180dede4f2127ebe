// Published and exposed ports: --publish `[ip:][host:]container[/protocol]` or `target=80,published=8080`, --expose
// `port[/protocol]` (docker/cli container/opts.go and go-connections nat, whose texts of version 0.4 these are).

import { fail, ok, type Result } from "../../base/result.ts";
import type { PortBinding } from "./create-request.ts";
import { parseUint } from "./numbers.ts";
import { parseIp, splitHostPort } from "../../base/go/ip-address.ts";
import { cut } from "./key-value.ts";

const PORT_BITS = 16;
const PROTOCOLS = new Set(["tcp", "udp", "sctp"]);

export interface PortMapping {
  /** `80/tcp` */
  readonly port: string;
  readonly binding: PortBinding;
}

export interface PublishedPorts {
  readonly exposed: Set<string>;
  readonly bindings: Map<string, PortBinding[]>;
}

/** All --publish values; the first that is wrong decides the error. */
export function parsePublishedPorts(specs: readonly string[]): Result<PublishedPorts, string> {
  const short: string[] = [];
  for (const spec of specs) {
    const converted = spec.includes("=") ? shortNotation(spec) : ok(spec);
    if (!converted.ok) return converted;
    short.push(converted.value);
  }
  const exposed = new Set<string>();
  const bindings = new Map<string, PortBinding[]>();
  for (const spec of short) {
    const mappings = parsePortSpec(spec);
    if (!mappings.ok) return mappings;
    for (const { port, binding } of mappings.value) {
      exposed.add(port);
      bindings.set(port, [...(bindings.get(port) ?? []), binding]);
    }
  }
  return ok({ exposed, bindings });
}

/** `published=8080,target=80` as `8080:80/tcp`. */
function shortNotation(spec: string): Result<string, string> {
  const given = new Map([["protocol", "tcp"]]);
  for (const field of spec.split(",")) {
    const [key, value, found] = cut(field, "=");
    if (!found || key === "")
      return fail(`invalid publish opts format (should be name=value but got '${field}')`);
    given.set(key, value);
  }
  return ok(`${given.get("published") ?? ""}:${given.get("target") ?? ""}/${given.get("protocol") ?? ""}`);
}

/** One short specification; a range gives one mapping a port. */
export function parsePortSpec(spec: string): Result<PortMapping[], string> {
  const [rawIp, hostPort, last] = splitParts(spec);
  const [protocol, containerPort] = splitProtocol(last);
  const address = splitHostPort(`${rawIp}:`);
  if (!address.ok) return fail(`Invalid ip address ${rawIp}: ${address.error}`);
  const ip = address.value.host;
  if (ip !== "" && parseIp(ip) === undefined) return fail(`Invalid ip address: ${ip}`);
  if (containerPort === "") return fail(`No port specified: ${spec}<empty>`);
  const inside = parsePortRange(containerPort);
  if (!inside.ok) return fail(`Invalid containerPort: ${containerPort}`);
  const outside = hostPort === "" ? undefined : parsePortRange(hostPort);
  if (outside?.ok === false) return fail(`Invalid hostPort: ${hostPort}`);
  const sizesDiffer =
    outside !== undefined &&
    outside.value.end - outside.value.start !== inside.value.end - inside.value.start;
  if (sizesDiffer && inside.value.end !== inside.value.start)
    return fail(`Invalid ranges specified for container and host Ports: ${containerPort} and ${hostPort}`);
  if (!PROTOCOLS.has(protocol.toLowerCase())) return fail(`Invalid proto: ${protocol}`);
  return ok(mappings(inside.value, outside?.value, ip, protocol.toLowerCase()));
}

function mappings(
  inside: PortRange,
  outside: PortRange | undefined,
  ip: string,
  protocol: string,
): PortMapping[] {
  const all: PortMapping[] = [];
  const single = inside.start === inside.end;
  for (let port = inside.start; port <= inside.end; port++) {
    let hostPort = outside === undefined ? "" : `${outside.start + port - inside.start}`;
    if (single && outside !== undefined && outside.start !== outside.end) hostPort += `-${outside.end}`;
    all.push({ port: `${port}/${protocol}`, binding: { HostIp: ip, HostPort: hostPort } });
  }
  return all;
}

/** address, host port, container port with protocol */
function splitParts(spec: string): readonly [string, string, string] {
  const parts = spec.split(":");
  const last = parts.pop() as string;
  const host = parts.pop() ?? "";
  return [parts.join(":"), host, last];
}

/** `80/udp` as protocol and port; both empty where there is no port. */
export function splitProtocol(port: string): readonly [protocol: string, port: string] {
  const [number = "", protocol = ""] = port.split("/");
  return number === "" ? ["", ""] : [protocol === "" ? "tcp" : protocol, number];
}

export interface PortRange {
  readonly start: number;
  readonly end: number;
}

/** `80` or `80-90` */
export function parsePortRange(ports: string): Result<PortRange, string> {
  if (ports === "") return fail("Empty string specified for ports.");
  const [first, second] = ports.split("-") as [string, string | undefined];
  const start = parseUint(first, 10, PORT_BITS);
  if (!start.ok) return start;
  const end = second === undefined ? start : parseUint(second, 10, PORT_BITS);
  if (!end.ok) return end;
  if (end.value < start.value) return fail(`Invalid range specified for the Port: ${ports}`);
  return ok({ start: start.value, end: end.value });
}

/** Adds the ports of --expose values to those that --publish exposes. */
export function addExposedPorts(
  exposed: Set<string>,
  values: readonly string[],
): Result<Set<string>, string> {
  for (const value of values) {
    if (value.includes(":")) return fail(`invalid port format for --expose: ${value}`);
    const [protocol, port] = splitProtocol(value);
    const range = parsePortRange(port);
    if (!range.ok) return fail(`invalid range format for --expose: ${value}, error: ${range.error}`);
    for (let p = range.value.start; p <= range.value.end; p++) exposed.add(`${p}/${protocol}`);
  }
  return ok(exposed);
}

/** The PRIVATE_PORT[/PROTO] of `docker port`, as the key of the container's ports: `80/tcp`. */
export function parsePrivatePort(value: string): Result<string, string> {
  const [port, protocol] = cut(value, "/");
  const number = parseUint(port, 10, PORT_BITS);
  if (!number.ok) return fail(`Error: invalid port (${port}): ${number.error}`);
  return ok(`${port}/${protocol === "" ? "tcp" : protocol}`);
}
