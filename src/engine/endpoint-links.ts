// Links of an endpoint: a veth pair between the container's namespace and the bridge, and the route to its network
// (moby libnetwork/drivers/bridge). Default routes are gateways.ts.

import type { Network } from "../model/network.ts";
import type { Link, LinkAddress } from "../netsim/net-namespace.ts";
import { settleLinkLocal } from "../netsim/link-local.ts";
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
  /** what links in the container are called, before their number; or the whole name of this one */
  readonly prefix: string;
  /** settings of the link of that name, as the endpoint's options ask for them */
  readonly sysctls: (device: string) => readonly (readonly [name: string, value: string])[];
  readonly addresses: readonly LinkAddress[];
  /** the network that the container can reach at once; undefined without IPv4 */
  readonly subnet: { readonly to: string; readonly source: string } | undefined;
}

/** The name of the end in the container. */
export function layVeth(engine: Engine, effects: Effects, plan: VethPlan): string {
  const { netNamespaces } = engine.kernel;
  const { network, veth } = plan;
  const outer = netNamespaces.takeLinkIndex();
  netNamespaces.numberFor(plan.namespace);
  const inside = netNamespaces.own(plan.namespace);
  const device = freeDevice(inside.links, plan.prefix);
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
  // Docker keeps IPv6 off where a network has none of it.
  if (!plan.addresses.some(({ address }) => address.includes(":")))
    inside.settings.set(`net.ipv6.conf.${device}.disable_ipv6`, "1");
  for (const [name, value] of plan.sysctls(device)) inside.settings.set(name, value);
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
  settleLinkLocal(host);
  effects.done(veth, (name) => removeLink(engine, hostNetNamespace(engine), name));
  for (const { address } of plan.addresses) engine.kernel.network.announce(plan.namespace, index, address);
  return device;
}

const mtuOf = (engine: Engine, { link }: Network): number =>
  engine.kernel.netNamespaces.get(hostNetNamespace(engine)).links.find(({ index }) => index === link)?.mtu ??
  DEFAULT_MTU;

/** eth0, or the next that is free; a name with a number in it is taken as it is. */
export function freeDevice(links: readonly Link[], prefix: string): string {
  if (/\d$/.test(prefix)) return prefix;
  for (let n = 0; ; n++) if (!links.some(({ name }) => name === `${prefix}${n}`)) return `${prefix}${n}`;
}

export function removeLink(engine: Engine, namespace: number, name: string): void {
  const ns = engine.kernel.netNamespaces.own(namespace);
  const gone = ns.links.find((link) => link.name === name);
  if (gone !== undefined) engine.kernel.network.forget(namespace, gone.index);
  ns.links = ns.links.filter((link) => link !== gone);
  for (const setting of ns.settings.keys())
    if (setting.startsWith("net.ipv") && setting.split(".")[3] === name) ns.settings.delete(setting);
  if (ns.routes.some(({ link }) => link === name)) ns.routes = ns.routes.filter(({ link }) => link !== name);
}
