// The rules that Docker lays on the host, as Engine 28.5 lays them (moby libnetwork/drivers/bridge/setup_ip_tables_linux.go,
// port_mapping_linux.go): its chains, what each bridge gets, what each endpoint and each published port, for both
// families of addresses. Evaluating them is netsim's.

import type { Network } from "../model/network.ts";
import { poolOf } from "../model/network.ts";
import {
  changeFirewall,
  dropRule,
  ensureRule,
  type Placed,
  type RuleFields,
} from "../netsim/firewall-changes.ts";
import { addChain, setPolicy, tableFor } from "../netsim/netfilter/firewall.ts";
import type { Negatable, PortRange } from "../base/netfilter-rule.ts";
import { gatewayMode, isOn } from "./bridge-options.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace } from "./host-network.ts";
import type { Forwarding } from "./port-forwarding.ts";

type Family = 4 | 6;
type Table = "raw" | "nat" | "filter";

const FAMILIES: readonly Family[] = [4, 6];
const FILTER_CHAINS = [
  "DOCKER", "DOCKER-BRIDGE", "DOCKER-CT", "DOCKER-FORWARD", "DOCKER-ISOLATION-STAGE-1", "DOCKER-ISOLATION-STAGE-2", "DOCKER-USER",
]; // prettier-ignore

const is = <T>(value: T): Negatable<T> => ({ value, not: false });
const not = <T>(value: T): Negatable<T> => ({ value, not: true });

interface Laid {
  readonly table: Table;
  readonly chain: string;
  readonly rule: RuleFields;
  readonly where: "first" | "last";
}

const last = (table: Table, chain: string, rule: RuleFields): Laid => ({ table, chain, rule, where: "last" });
const first = (table: Table, chain: string, rule: RuleFields): Laid => ({
  table,
  chain,
  rule,
  where: "first",
});

const placed = (family: Family, { table, chain, rule }: Laid): Placed => ({
  table: tableFor(table, family === 6),
  chain,
  rule,
});

function lay(engine: Engine, family: Family, rules: readonly Laid[]): void {
  const { netNamespaces } = engine.kernel;
  for (const rule of rules)
    ensureRule(netNamespaces, hostNetNamespace(engine), placed(family, rule), rule.where);
}

function take(engine: Engine, family: Family, rules: readonly Laid[]): void {
  for (const rule of rules)
    dropRule(engine.kernel.netNamespaces, hostNetNamespace(engine), placed(family, rule));
}

// ---- when the daemon starts

const LOCAL = { destinationType: is("LOCAL"), target: "DOCKER" };

const baseRules = (family: Family): readonly Laid[] => [
  last("filter", "FORWARD", { target: "DOCKER-USER" }),
  last("filter", "FORWARD", { target: "DOCKER-FORWARD" }),
  last("filter", "DOCKER-FORWARD", { target: "DOCKER-CT" }),
  last("filter", "DOCKER-FORWARD", { target: "DOCKER-ISOLATION-STAGE-1" }),
  last("filter", "DOCKER-FORWARD", { target: "DOCKER-BRIDGE" }),
  last("nat", "PREROUTING", LOCAL),
  last("nat", "OUTPUT", { ...LOCAL, destination: not(family === 4 ? "127.0.0.0/8" : "::1/128") }),
];

export function layFirewall(engine: Engine): void {
  for (const family of FAMILIES) {
    const isSix = family === 6;
    const filter = tableFor("filter", isSix);
    changeFirewall(engine.kernel.netNamespaces, hostNetNamespace(engine), (firewall) => {
      const chained = FILTER_CHAINS.reduce((f, name) => addChain(f, filter, name), firewall);
      return setPolicy(addChain(chained, tableFor("nat", isSix), "DOCKER"), filter, "FORWARD", "DROP");
    });
    lay(engine, family, baseRules(family));
  }
}

// ---- bridges

const TRACKED = {
  states: { module: "conntrack", value: ["RELATED", "ESTABLISHED"], not: false },
  target: "ACCEPT",
} as const;

/** Nothing leaves an internal network, and nothing comes in. */
function internalRules(network: Network, bridge: string, family: Family): Laid[] {
  const subnet = poolOf(network, family)?.subnet;
  const icc = isOn(network.options, "enable_icc");
  const within = last("filter", "DOCKER-FORWARD", {
    in: is(bridge),
    out: is(bridge),
    target: icc ? "ACCEPT" : "DROP",
  });
  if (subnet === undefined) return [within];
  const away = family === 6 ? { out: not(bridge) } : {};
  const towards = family === 6 ? { in: not(bridge) } : {};
  const stage = "DOCKER-ISOLATION-STAGE-1";
  return [
    first("filter", stage, { destination: not(subnet), in: is(bridge), ...away, target: "DROP" }),
    first("filter", stage, { source: not(subnet), ...towards, out: is(bridge), target: "DROP" }),
    within,
  ];
}

function onwardRules(network: Network, bridge: string): Laid[] {
  if (isOn(network.options, "enable_icc"))
    return [last("filter", "DOCKER-FORWARD", { in: is(bridge), target: "ACCEPT" })];
  return [
    last("filter", "DOCKER-FORWARD", { in: is(bridge), out: is(bridge), target: "DROP" }),
    last("filter", "DOCKER-FORWARD", { in: is(bridge), out: not(bridge), target: "ACCEPT" }),
  ];
}

function bridgeRules(network: Network, bridge: string, family: Family): Laid[] {
  if (network.internal) return internalRules(network, bridge, family);
  const subnet = poolOf(network, family)?.subnet;
  const mode = gatewayMode(network.options, family);
  const masks = isOn(network.options, "enable_ip_masquerade") && subnet !== undefined;
  const outside = { in: not(bridge), out: is(bridge) };
  const stage = "DOCKER-ISOLATION-STAGE-1";
  return [
    ...(masks && mode !== "routed"
      ? [first("nat", "POSTROUTING", { source: is(subnet), out: not(bridge), target: "MASQUERADE" })]
      : []),
    ...(masks ? [first("nat", "DOCKER", { in: is(bridge), target: "RETURN" })] : []),
    ...(mode === "routed"
      ? [last("filter", "DOCKER", { out: is(bridge), protocol: is(family === 4 ? "icmp" : "ipv6-icmp"), target: "ACCEPT" })]
      : []), // prettier-ignore
    last("filter", "DOCKER", { ...outside, target: mode === "nat-unprotected" ? "ACCEPT" : "DROP" }),
    last("filter", "DOCKER-BRIDGE", { out: is(bridge), target: "DOCKER" }),
    last("filter", "DOCKER-CT", { out: is(bridge), ...TRACKED }),
    ...onwardRules(network, bridge),
    last("filter", stage, { in: is(bridge), out: not(bridge), target: "DOCKER-ISOLATION-STAGE-2" }),
    first("filter", "DOCKER-ISOLATION-STAGE-2", { out: is(bridge), target: "DROP" }),
    ...(mode === "routed"
      ? [
          first("filter", stage, { out: is(bridge), target: "RETURN" }),
          first("filter", stage, { in: is(bridge), ...TRACKED }),
        ]
      : []),
  ];
}

const familiesOf = (network: Network): readonly Family[] =>
  FAMILIES.filter((family) => (family === 4 ? network.enableIpv4 : network.enableIpv6));

export function guardBridge(engine: Engine, network: Network, bridge: string): void {
  for (const family of familiesOf(network)) lay(engine, family, bridgeRules(network, bridge, family));
}

export function unguardBridge(engine: Engine, network: Network, bridge: string): void {
  for (const family of familiesOf(network)) take(engine, family, bridgeRules(network, bridge, family));
}

// ---- endpoints

const familyOf = (address: string): Family => (address.includes(":") ? 6 : 4);

/** Nobody reaches the container from outside but through its published ports. */
const endpointRules = (address: string, bridge: string): Laid[] => [
  last("raw", "PREROUTING", { destination: is(address), in: not(bridge), target: "DROP" }),
];

/** Only where the network protects its containers. */
const isGuarded = (network: Network, address: string): boolean =>
  !network.internal && gatewayMode(network.options, familyOf(address)) === "nat";

export function guardEndpoint(engine: Engine, network: Network, address: string, bridge: string): void {
  if (isGuarded(network, address)) lay(engine, familyOf(address), endpointRules(address, bridge));
}

export function unguardEndpoint(engine: Engine, network: Network, address: string, bridge: string): void {
  if (isGuarded(network, address)) take(engine, familyOf(address), endpointRules(address, bridge));
}

// ---- ports

const exactly = (port: number): Negatable<PortRange> => is({ from: port, to: port });
const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** To an address of another family only docker-proxy leads. */
function portRules(forwarding: Forwarding, network: Network, bridge: string): Laid[] {
  const { protocol, hostAddress, hostPort, address, port } = forwarding;
  const family = familyOf(hostAddress);
  if (family !== familyOf(address)) return [];
  const mode = gatewayMode(network.options, family);
  const accept = first("filter", "DOCKER", {
    destination: is(address),
    in: not(bridge),
    out: is(bridge),
    protocol: is(protocol),
    destinationPort: exactly(port),
    target: "ACCEPT",
  });
  if (mode === "routed") return [accept];
  const any = hostAddress === "0.0.0.0" || hostAddress === "::";
  const translate = last("nat", "DOCKER", {
    ...(family === 6 ? { source: not("fe80::/10") } : {}),
    ...(any ? {} : { destination: is(hostAddress) }),
    in: not(bridge),
    protocol: is(protocol),
    destinationPort: exactly(hostPort),
    target: "DNAT",
    toDestination: `${bracketed(address)}:${port}`,
  });
  const loopback = last("raw", "PREROUTING", {
    destination: is(hostAddress),
    in: not("lo"),
    protocol: is(protocol),
    destinationPort: exactly(hostPort),
    target: "DROP",
  });
  return [
    translate,
    ...(mode === "nat" ? [accept] : []),
    ...(hostAddress.startsWith("127.") ? [loopback] : []),
  ];
}

export const openPort = (engine: Engine, forwarding: Forwarding, network: Network, bridge: string): void =>
  lay(engine, familyOf(forwarding.hostAddress), portRules(forwarding, network, bridge));

export const closePort = (engine: Engine, forwarding: Forwarding, network: Network, bridge: string): void =>
  take(engine, familyOf(forwarding.hostAddress), portRules(forwarding, network, bridge));
