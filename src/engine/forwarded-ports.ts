// What makes published ports reachable, beside their record: rules on the host and a docker-proxy each, laid when an
// endpoint joins and taken away when it leaves.

import type { Container, Endpoint } from "../model/container.ts";
import type { Network } from "../model/network.ts";
import { splitPort } from "../model/port-text.ts";
import { linkByIndex } from "../netsim/routes.ts";
import { stopProxy, startProxy } from "./docker-proxy.ts";
import { addressesOf } from "./endpoint-settings.ts";
import type { Engine } from "./engine.ts";
import { closePort, guardEndpoint, openPort, unguardEndpoint } from "./firewall.ts";
import { hostNetNamespace } from "./host-network.ts";
import type { Forwarding } from "./port-forwarding.ts";

/** Every port that is published to an address of the host, to the container's address of the same family if it has one. */
function forwardingsOf({ ports, takenPorts }: Container, { settings }: Endpoint): Forwarding[] {
  const { IPAddress: v4, GlobalIPv6Address: v6 } = settings;
  const placeOf = ({ protocol, hostAddress, hostPort }: Forwarding): number =>
    takenPorts.findIndex((t) => t.port === hostPort && t.address === hostAddress && t.protocol === protocol);
  const all = [...ports].flatMap(([key, bindings]) => {
    const { port, protocol } = splitPort(key);
    return (bindings ?? []).map(({ HostIp, HostPort }) => ({
      protocol,
      hostAddress: HostIp,
      hostPort: Number(HostPort),
      address: HostIp.includes(":") ? v6 || v4 : v4 || v6,
      port: Number(port),
    }));
  });
  // In the order in which the host's ports were allocated.
  return all.length < 2 ? all : all.sort((a, b) => placeOf(a) - placeOf(b));
}

/** The bridge's name on the host. */
const bridgeOf = (engine: Engine, { link }: Network): string | undefined =>
  link === undefined
    ? undefined
    : linkByIndex(engine.kernel.netNamespaces.get(hostNetNamespace(engine)), link)?.name;

/** Ports of the container, which has just got them on this endpoint. */
export function forwardPorts(
  engine: Engine,
  container: Container,
  endpoint: Endpoint,
  network: Network,
): void {
  const bridge = bridgeOf(engine, network);
  const { EndpointID } = endpoint.settings;
  if (bridge === undefined) return;
  const ports = forwardingsOf(container, endpoint);
  const proxies: number[] = [];
  for (const forwarding of ports) {
    openPort(engine, forwarding, network, bridge);
    const pid = forwarding.hostPort === 0 ? undefined : startProxy(engine, forwarding);
    if (pid !== undefined) proxies.push(pid);
  }
  engine.forwarded.set(EndpointID, { ports, proxies });
}

export function withdrawPorts(engine: Engine, endpoint: Endpoint, network: Network): void {
  const { EndpointID } = endpoint.settings;
  const forwarded = engine.forwarded.get(EndpointID);
  if (forwarded === undefined) return;
  engine.forwarded.delete(EndpointID);
  for (const pid of forwarded.proxies) stopProxy(engine, pid);
  const bridge = bridgeOf(engine, network);
  if (bridge === undefined) return;
  for (const forwarding of forwarded.ports) closePort(engine, forwarding, network, bridge);
}

export function enterFirewall(engine: Engine, endpoint: Endpoint, network: Network): void {
  const bridge = bridgeOf(engine, network);
  if (bridge === undefined) return;
  for (const address of addressesOf(endpoint)) guardEndpoint(engine, network, address, bridge);
}

export function leaveFirewall(engine: Engine, endpoint: Endpoint, network: Network): void {
  const bridge = bridgeOf(engine, network);
  if (bridge === undefined) return;
  for (const address of addressesOf(endpoint)) unguardEndpoint(engine, network, address, bridge);
}
