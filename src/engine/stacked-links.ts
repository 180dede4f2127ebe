// Links of the drivers macvlan and ipvlan: they stand on a link of the host, the parent, and are in the network that it
// leads to (moby libnetwork/drivers/macvlan, ipvlan). A parent with a number after a dot is a VLAN of another link, made
// and taken away with its network. Not here: what frames do on them (netsim), and passing through whole devices.

import { dockerError, ok, type Result } from "../base/result.ts";
import type { Network } from "../model/network.ts";
import { valuesOf } from "../model/shelf.ts";
import type { Link, LinkAddress, LinkPlace, NetNamespace } from "../netsim/net-namespace.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { freeDevice, removeLink } from "./endpoint-links.ts";
import { hostNetNamespace, randomMac } from "./host-network.ts";

export type StackedDriver = "macvlan" | "ipvlan";

export const isStacked = (driver: string): driver is StackedDriver =>
  driver === "macvlan" || driver === "ipvlan";

type Options = ReadonlyMap<string, string>;

const MODES = { macvlan: ["bridge", "private", "vepa", "passthru"], ipvlan: ["l2", "l3", "l3s"] } as const;
const FLAGS = ["bridge", "private", "vepa"];

const modeOf = (driver: StackedDriver, options: Options): string =>
  options.get(`${driver}_mode`) || MODES[driver][0];

export const isRoutedOnly = (driver: string, options: Options): boolean =>
  driver === "ipvlan" && modeOf("ipvlan", options) !== "l2";

/** Without one, a link that leads nowhere is made for the network. */
export const parentOf = (driver: StackedDriver, { id, options }: Pick<Network, "id" | "options">): string =>
  options.get("parent") || `${driver === "macvlan" ? "dm" : "di"}-${id.slice(0, 12)}`;

/** What is wrong with the options, before anything is made. */
export function stackedComplaint(driver: StackedDriver, options: Options): string | undefined {
  const mode = modeOf(driver, options);
  const usual = MODES[driver][0];
  if (!(MODES[driver] as readonly string[]).includes(mode))
    return `requested ${driver} mode '${mode}' is not valid, '${usual}' mode is the ${driver} driver default`;
  const flag = options.get("ipvlan_flag") ?? "";
  if (driver === "ipvlan" && flag !== "" && !FLAGS.includes(flag))
    return `requested ipvlan flag '${flag}' is not valid, 'bridge' is the ipvlan driver default`;
  return options.get("parent") === "lo"
    ? `loopback interface is not a valid ${driver} parent link`
    : undefined;
}

const hostOf = (engine: Engine): NetNamespace => engine.kernel.netNamespaces.own(hostNetNamespace(engine));

function addHostLink(engine: Engine, link: Pick<Link, "name" | "kind"> & Partial<Link>): number {
  const host = hostOf(engine);
  const index = engine.kernel.netNamespaces.takeLinkIndex();
  host.links = [
    ...host.links,
    { mac: randomMac(engine), mtu: 1500, up: true, addresses: [], ...link, index },
  ];
  return index;
}

/** Finds or makes the link that a network's links are to stand on; its index if it was made. */
export function layParent(
  engine: Engine,
  driver: StackedDriver,
  network: Pick<Network, "id" | "options">,
): Result<number | undefined> {
  const name = parentOf(driver, network);
  const other = [...valuesOf(engine.state.networks)].find(
    (one) => isStacked(one.driver) && one.driver !== driver && parentOf(one.driver, one) === name,
  );
  if (other !== undefined)
    return dockerError(
      "system",
      `network di-${network.id.slice(0, 12)} is already using parent interface ${name}`,
    );
  const lacks = (kind: string): boolean => engine.kernel.machine.lacks?.has(kind) === true;
  if (!network.options.get("parent"))
    return lacks("dummy")
      ? dockerError("system", "operation not supported")
      : ok(addHostLink(engine, { name, kind: "dummy" }));
  const { links } = hostOf(engine);
  if (links.some((link) => link.name === name)) return ok(undefined);
  const [base = "", tag] = name.split(".");
  if (tag === undefined)
    return dockerError("system", `invalid subinterface vlan name ${name}, example formatting is eth0.10`);
  const lower = links.find((link) => link.name === base);
  if (lower === undefined)
    return dockerError("system", `-o parent interface was not found on the host: ${base}`);
  if (lacks("vlan"))
    return dockerError("system", `failed to create ${name} vlan link: operation not supported`);
  const index = addHostLink(engine, {
    name,
    kind: "vlan",
    mac: lower.mac,
    parent: placeIn(hostOf(engine), lower),
  });
  standOn(engine, placeIn(hostOf(engine), lower), { namespace: hostNetNamespace(engine), index });
  return ok(index);
}

const placeIn = (ns: NetNamespace, { index }: Link): LinkPlace => ({ namespace: ns.id, index });

function standOn(engine: Engine, lower: LinkPlace, upper: LinkPlace): void {
  const ns = engine.kernel.netNamespaces.own(lower.namespace);
  ns.links = ns.links.map((link) =>
    link.index === lower.index ? { ...link, uppers: [...(link.uppers ?? []), upper] } : link,
  );
}

function standOff(engine: Engine, lower: LinkPlace, upper: LinkPlace): void {
  const ns = engine.kernel.netNamespaces.own(lower.namespace);
  ns.links = ns.links.map((link) => {
    if (link.index !== lower.index) return link;
    const { uppers = [], ...rest } = link;
    const left = uppers.filter((one) => one.namespace !== upper.namespace || one.index !== upper.index);
    return left.length === 0 ? rest : { ...rest, uppers: left };
  });
}

/** What was made for the network goes with it. */
export function removeParent(engine: Engine, index: number): void {
  const host = hostOf(engine);
  const link = host.links.find((one) => one.index === index);
  if (link === undefined) return;
  if (link.parent !== undefined) standOff(engine, link.parent, placeIn(host, link));
  removeLink(engine, host.id, link.name);
}

export interface StackedPlan {
  readonly driver: StackedDriver;
  readonly network: Network;
  readonly namespace: number;
  readonly mac: string;
  readonly prefix: string;
  readonly addresses: readonly LinkAddress[];
  readonly subnet: { readonly to: string; readonly source: string } | undefined;
}

/** The name of the link in the container; the parent may have gone since the network was made. */
export function layStacked(engine: Engine, effects: Effects, plan: StackedPlan): Result<string> {
  const { driver, network } = plan;
  const { netNamespaces, machine } = engine.kernel;
  const parent = hostOf(engine).links.find(({ name }) => name === parentOf(driver, network));
  if (driver === "ipvlan" && machine.lacks?.has("ipvlan") === true)
    return dockerError("system", "failed to create the ipvlan port: operation not supported");
  if (parent === undefined)
    return dockerError(
      "system",
      `the requested parent interface ${parentOf(driver, network)} was not found on the Docker host`,
    );
  const inside = netNamespaces.own(plan.namespace);
  const device = freeDevice(inside.links, plan.prefix);
  const index = netNamespaces.takeLinkIndex();
  const lower: LinkPlace = { namespace: hostNetNamespace(engine), index: parent.index };
  inside.links = [
    ...inside.links,
    {
      index,
      name: device,
      kind: driver,
      mac: driver === "ipvlan" ? parent.mac : plan.mac,
      mtu: parent.mtu,
      up: true,
      addresses: plan.addresses,
      parent: lower,
    },
  ];
  if (plan.subnet !== undefined)
    inside.routes = [...inside.routes, { ...plan.subnet, via: undefined, link: device }];
  if (isRoutedOnly(driver, network.options))
    inside.routes = [{ to: "default", via: undefined, link: device, source: undefined }, ...inside.routes];
  standOn(engine, lower, { namespace: plan.namespace, index });
  effects.done(device, (name) => takeStacked(engine, plan.namespace, name));
  return ok(device);
}

/** Before the link itself goes: what it stands on forgets it. */
export function takeStacked(engine: Engine, namespace: number, device: string): void {
  const ns = engine.kernel.netNamespaces.find(namespace);
  const link = ns?.links.find(({ name }) => name === device);
  if (ns === undefined || link?.parent === undefined) return;
  standOff(engine, link.parent, placeIn(ns, link));
  removeLink(engine, namespace, device);
}
