// Bridges on the host, one for each network of the bridge driver: a link with the gateway's addresses and a route to the
// network. Frames and filters are laid later and find them here.

import type { Network } from "../model/network.ts";
import { poolOf } from "../model/network.ts";
import { parsePrefix } from "../netsim/prefix.ts";
import type { LinkAddress } from "../netsim/net-namespace.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace, randomMac } from "./host-network.ts";

export const DEFAULT_MTU = 1500;

export interface BridgePlan {
  readonly name: string;
  readonly mtu: number;
  readonly pools: Network["pools"];
  /** the host gets no address of IPv4 in the network */
  readonly inhibited: boolean;
}

/** Its index on the host. */
export function layBridge(engine: Engine, { name, mtu, pools, inhibited }: BridgePlan): number {
  const { netNamespaces } = engine.kernel;
  const host = netNamespaces.own(hostNetNamespace(engine));
  const index = netNamespaces.takeLinkIndex();
  const own = pools.filter(({ subnet }) => !inhibited || subnet.includes(":"));
  const addresses = own.flatMap(gatewayOf);
  host.links = [
    ...host.links,
    { index, name, kind: "bridge", mac: randomMac(engine), mtu, up: true, addresses },
  ];
  const pool = poolOf({ pools: own }, 4);
  if (pool !== undefined && pool.gateway !== "")
    host.routes = [...host.routes, { to: pool.subnet, via: undefined, link: name, source: pool.gateway }];
  return index;
}

function gatewayOf({ gateway, subnet }: Network["pools"][number]): LinkAddress[] {
  const prefix = parsePrefix(subnet);
  return gateway === "" || prefix === undefined ? [] : [{ address: gateway, prefix: prefix.bits }];
}

export function removeBridge(engine: Engine, index: number): void {
  const host = engine.kernel.netNamespaces.own(hostNetNamespace(engine));
  const link = host.links.find((other) => other.index === index);
  if (link === undefined) return;
  host.links = host.links.filter((other) => other !== link);
  host.routes = host.routes.filter((route) => route.link !== link.name);
}
