// Publishing ports: which host ports a container's ports get, in moby's order, and who has which already
// (libnetwork/portallocator, drivers/bridge/port_mapping_linux.go). Translating packets to them is netsim's.

import { dockerError, fail, ok, type Result } from "../base/result.ts";
import type { PortBinding } from "../model/container-config.ts";
import type { Container } from "../model/container.ts";
import { parsePortRange, splitPort } from "../model/port-text.ts";
import { lookUp } from "../model/shelf.ts";
import { familyOf, portKey, UNSPECIFIED, type EngineState, type TakenPort } from "../model/state.ts";
import { isLocalAddress } from "../netsim/net-namespace.ts";
import { isTaken } from "../kernel/socket-names.ts";
import { defaultBindings, gatewayMode } from "./bridge-options.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace } from "./host-network.ts";

interface Asked {
  readonly protocol: string;
  /** in the container */
  readonly port: number;
  readonly addresses: readonly string[];
  /** both 0: any of the dynamic range */
  readonly from: number;
  readonly to: number;
}

const PROTOCOLS = ["tcp", "udp", "sctp"];

/** Everything that is to be published: exact ports first, then by port and protocol. */
function askedPorts({ config, hostConfig }: Container, usual: readonly string[]): Asked[] {
  const asked: Asked[] = [];
  for (const exposed of config.ExposedPorts?.keys() ?? []) {
    const { port, protocol } = splitPort(exposed);
    const bindings = hostConfig.PortBindings?.get(exposed) ?? [];
    const given = bindings.length === 0 && hostConfig.PublishAllPorts ? [ANY] : bindings;
    for (const { HostIp, HostPort } of given) {
      const range = HostPort === "" ? ok([0, 0] as const) : parsePortRange(splitPort(HostPort).port);
      const [from, to] = range.ok ? range.value : [0, 0];
      const addresses = HostIp === "" ? usual : [HostIp];
      asked.push({ protocol, port: Number(port), addresses, from, to });
    }
  }
  return asked.sort(order);
}

const ANY: PortBinding = { HostIp: "", HostPort: "" };
const isRange = ({ from, to }: Asked): number => (from === 0 || from !== to ? 1 : 0);

const order = (a: Asked, b: Asked): number =>
  isRange(a) - isRange(b) ||
  a.port - b.port ||
  PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol) ||
  a.from - b.from ||
  a.to - b.to;

/** Those that differ in their address only get the same port. */
function grouped(asked: readonly Asked[]): Asked[] {
  const groups: Asked[] = [];
  for (const one of asked) {
    const last = groups.at(-1);
    const same =
      last !== undefined && order(last, one) === 0 && !one.addresses.some((a) => last.addresses.includes(a));
    if (same) groups[groups.length - 1] = { ...last, addresses: [...last.addresses, ...one.addresses] };
    else groups.push(one);
  }
  return groups;
}

/** The very same host port for the very same port again: it is allocated together with the first. */
const isRepeated = (before: Asked | undefined, asked: Asked): boolean =>
  before !== undefined && asked.from > 0 && order(before, asked) === 0;

export interface Published {
  readonly ports: ReadonlyMap<string, readonly PortBinding[] | null>;
  readonly taken: readonly TakenPort[];
  /** where the search for a dynamic port goes on, by protocol, address and range */
  readonly last: ReadonlyMap<string, number>;
}

export interface PortPlan {
  /** the container's, for errors */
  readonly address: string;
  /** names it in errors */
  readonly endpoint: string;
  /** the network's options */
  readonly options: ReadonlyMap<string, string>;
}

/** What a container's ports are published as. */
export function publishPorts(engine: Engine, container: Container, plan: PortPlan): Result<Published> {
  const { address, endpoint, options } = plan;
  const isRouted = (host: string): boolean => gatewayMode(options, host.includes(":") ? 6 : 4) === "routed";
  const ports = new Map<string, PortBinding[] | null>();
  for (const exposed of container.config.ExposedPorts?.keys() ?? []) {
    const { port, protocol } = splitPort(exposed);
    ports.set(`${port}/${protocol}`, null);
  }
  const claims = new Claims(engine.state);
  const groups = grouped(askedPorts(container, defaultBindings(options)));
  for (const [i, whole] of groups.entries()) {
    const asked = { ...whole, addresses: whole.addresses.filter((host) => !isRouted(host)) };
    const port = claims.claim(asked, isRepeated(groups[i - 1], asked));
    const why = port.ok ? bindComplaint(engine, asked, port.value, address) : port.error;
    if (why !== undefined)
      return dockerError(
        "system",
        `driver failed programming external connectivity on endpoint ${endpoint}: ${why}`,
      );
    const key = `${asked.port}/${asked.protocol}`;
    // What is routed needs no port of the host's.
    const bindings = whole.addresses.map((HostIp) => ({
      HostIp,
      HostPort: isRouted(HostIp) ? "" : String(port.ok ? port.value : 0),
    }));
    ports.set(key, [...(ports.get(key) ?? []), ...bindings]);
  }
  return ok({ ports, taken: claims.taken, last: claims.last });
}

/** The real range of a Linux host (net.ipv4.ip_local_port_range). */
const DYNAMIC = [32_768, 60_999] as const;

class Claims {
  readonly taken: TakenPort[] = [];
  readonly last = new Map<string, number>();

  constructor(private readonly state: EngineState) {}

  claim({ protocol, addresses, from, to }: Asked, repeated: boolean): Result<number, string> {
    if (repeated && protocol === "tcp") return fail("failed to listen on TCP socket: address already in use");
    if (from > 0 && from === to) {
      const holder = addresses
        .map((address) => this.holderOf(protocol, address, from))
        .find((h) => h !== undefined);
      if (holder !== undefined) return fail(`Bind for ${holder}:${from} failed: port is already allocated`);
      this.take(protocol, addresses, from);
      return ok(from);
    }
    return this.search(protocol, addresses, from === 0 ? DYNAMIC : [from, to]);
  }

  private search(
    protocol: string,
    addresses: readonly string[],
    [begin, end]: readonly [number, number],
  ): Result<number, string> {
    const keyOf = (address: string): string => `${protocol} ${address} ${begin}-${end}`;
    const key = keyOf(addresses[0] as string);
    let port = this.last.get(key) ?? this.state.lastPorts.get(key) ?? end;
    for (let i = begin; i <= end; i++) {
      port = port + 1 > end ? begin : port + 1;
      const free = addresses.every((address) => this.holderOf(protocol, address, port) === undefined);
      if (!free) continue;
      this.take(protocol, addresses, port);
      for (const address of addresses) this.last.set(keyOf(address), port);
      return ok(port);
    }
    return fail("all ports are allocated");
  }

  private take(protocol: string, addresses: readonly string[], port: number): void {
    for (const address of addresses) this.taken.push({ protocol, address, port });
  }

  /** The address for which somebody has the port already. */
  private holderOf(protocol: string, address: string, port: number): string | undefined {
    const family = familyOf(address);
    const others = [
      ...(lookUp(this.state.portHolders, portKey(protocol, family, port)) ?? []),
      ...this.taken
        .filter((t) => t.protocol === protocol && t.port === port && familyOf(t.address) === family)
        .map((t) => t.address),
    ];
    if (others.includes(address)) return address;
    if (others.includes(UNSPECIFIED[family])) return UNSPECIFIED[family];
    return address === UNSPECIFIED[family] ? others[0] : undefined;
  }
}

const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** What the host's own sockets and addresses have against it. */
function bindComplaint(
  engine: Engine,
  { protocol, addresses, port: inside }: Asked,
  port: number,
  own: string,
): string | undefined {
  const { kernel } = engine;
  const namespace = hostNetNamespace(engine);
  const ns = kernel.netNamespaces.get(namespace);
  const type = protocol === "udp" ? ("datagram" as const) : ("stream" as const);
  const isHeld = (address: string): boolean => {
    const kind = address.includes(":")
      ? ({ family: "inet6", type, only: true } as const)
      : ({ family: "inet", type } as const);
    return isTaken(kernel, ns, { netNamespace: namespace, kind }, address, port);
  };
  for (const address of addresses) {
    const where = `${bracketed(address)}:${port}:${own}:${inside}/${protocol}`;
    const isAny = address === "0.0.0.0" || address === "::";
    if (!isAny && !isLocalAddress(ns, address))
      return `failed to bind host port for ${where}: cannot assign requested address`;
    if (protocol === "sctp" && kernel.machine.lacks?.has("sctp") === true)
      return `error starting userland proxy: failed to listen on ${bracketed(address)}:${port}: protocol not supported`;
    if (isHeld(address)) return `failed to bind host port for ${where}: address already in use`;
  }
  return undefined;
}
