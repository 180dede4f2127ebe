// Links and routes of an endpoint: a veth pair between the container's namespace and the bridge, and which of a
// container's networks its default route leads to (moby libnetwork/drivers/bridge, sandbox.go Endpoint.Less).

import type { Container, Endpoint } from "../model/container.ts";
import type { Network } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import type { Link, LinkAddress } from "../netsim/net-namespace.ts";
import { formatHost } from "../netsim/prefix.ts";
import { DEFAULT_MTU } from "./bridges.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace, randomMac } from "./host-network.ts";

export interface VethPlan {
  readonly namespace: number;
  readonly network: Network;
  /** of the end on the host */
  readonly veth: string;
  readonly mac: string;
  readonly addresses: readonly LinkAddress[];
  /** the network that the container can reach at once; undefined without IPv4 */
  readonly subnet: { readonly to: string; readonly source: string } | undefined;
}

/** The name of the end in the container. */
export function layVeth(engine: Engine, effects: Effects, plan: VethPlan): string {
  const { netNamespaces } = engine.kernel;
  const { network, veth } = plan;
  const outer = netNamespaces.takeLinkIndex();
  const inside = netNamespaces.own(plan.namespace);
  const device = freeDevice(inside.links);
  const index = Math.max(0, ...inside.links.map((link) => link.index)) + 1;
  const mtu = mtuOf(engine, network);
  const host = netNamespaces.own(hostNetNamespace(engine));
  inside.links = [
    ...inside.links,
    {
      index,
      name: device,
      kind: "veth",
      mac: plan.mac,
      mtu,
      up: true,
      addresses: plan.addresses,
      peer: outer,
      peerNamespace: host.id,
    },
  ];
  if (plan.subnet !== undefined)
    inside.routes = [...inside.routes, { ...plan.subnet, via: undefined, link: device }];
  const master = network.link === undefined ? {} : { master: network.link };
  host.links = [
    ...host.links,
    {
      index: outer,
      name: veth,
      kind: "veth",
      mac: randomMac(engine),
      mtu,
      up: true,
      addresses: [],
      peer: index,
      peerNamespace: plan.namespace,
      ...master,
    },
  ];
  effects.done(veth, (name) => removeLink(engine, hostNetNamespace(engine), name));
  for (const { address } of plan.addresses) engine.kernel.network.announce(plan.namespace, index, address);
  return device;
}

const mtuOf = (engine: Engine, { link }: Network): number =>
  engine.kernel.netNamespaces.get(hostNetNamespace(engine)).links.find(({ index }) => index === link)?.mtu ??
  DEFAULT_MTU;

/** eth0, or the next that is free. */
function freeDevice(links: readonly Link[]): string {
  for (let n = 0; ; n++) if (!links.some(({ name }) => name === `eth${n}`)) return `eth${n}`;
}

/** The address that a link makes of its MAC (RFC 4291, modified EUI-64). */
export function linkLocal(mac: string): string {
  const bytes = mac.split(/[:-]/).map((part) => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const interfaceId = [a ^ 2, b, c, 0xff, 0xfe, d, e, f];
  const value = interfaceId.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0xfe80n << 48n);
  return formatHost({ family: 6, value });
}

export function removeLink(engine: Engine, namespace: number, name: string): void {
  const ns = engine.kernel.netNamespaces.own(namespace);
  const gone = ns.links.find((link) => link.name === name);
  if (gone !== undefined) engine.kernel.network.forget(namespace, gone.index);
  ns.links = ns.links.filter((link) => link !== gone);
  if (ns.routes.some(({ link }) => link === name)) ns.routes = ns.routes.filter(({ link }) => link !== name);
}

// ---- the default route

interface Candidate {
  readonly endpoint: Endpoint;
  readonly network: Network;
}

/** The endpoint whose network leads to the outside: by priority, then by what it can reach, then by name. */
export function gatewayEndpoint(engine: Engine, container: Container): Endpoint | undefined {
  const candidates = container.endpoints.flatMap((endpoint): Candidate[] => {
    const network = lookUp(engine.state.networks, endpoint.settings.NetworkID);
    return network === undefined || endpoint.device === undefined ? [] : [{ endpoint, network }];
  });
  const [best] = candidates.sort(
    (a, b) =>
      b.endpoint.settings.GwPriority - a.endpoint.settings.GwPriority ||
      Number(a.network.internal) - Number(b.network.internal) ||
      gateways(b.endpoint) - gateways(a.endpoint) ||
      (a.network.name < b.network.name ? -1 : 1),
  );
  return best === undefined || best.network.internal ? undefined : best.endpoint;
}

const gateways = ({ settings: { Gateway, IPv6Gateway } }: Endpoint): number =>
  Number(Gateway !== "") + Number(IPv6Gateway !== "");

export function settleDefaultRoute(engine: Engine, id: string, namespace: number): void {
  const container = lookUp(engine.state.containers, id);
  const best = container && gatewayEndpoint(engine, container);
  const ns = engine.kernel.netNamespaces.own(namespace);
  const others = ns.routes.filter(({ to }) => to !== "default");
  const gateway = best?.settings.Gateway ?? "";
  ns.routes =
    best?.device === undefined || gateway === ""
      ? others
      : [{ to: "default", via: gateway, link: best.device, source: undefined }, ...others];
}
