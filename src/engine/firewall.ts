// The rules that Docker lays on the host, as Engine 28.5 lays them (moby libnetwork/drivers/bridge/setup_ip_tables_linux.go,
// port_mapping_linux.go): its chains, what each bridge gets, what each endpoint and each published port. Only rules of
// IPv4. Evaluating them is netsim's.

import type { Network } from "../model/network.ts";
import { poolOf } from "../model/network.ts";
import {
  changeFirewall,
  dropRule,
  ensureRule,
  type Placed,
  type RuleFields,
} from "../netsim/firewall-changes.ts";
import { addChain, setPolicy, type TableName } from "../netsim/netfilter/firewall.ts";
import type { Negatable, PortRange } from "../base/netfilter-rule.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace } from "./host-network.ts";
import type { Forwarding } from "./port-forwarding.ts";

const FILTER_CHAINS = [
  "DOCKER", "DOCKER-BRIDGE", "DOCKER-CT", "DOCKER-FORWARD", "DOCKER-ISOLATION-STAGE-1", "DOCKER-ISOLATION-STAGE-2", "DOCKER-USER",
]; // prettier-ignore

const is = <T>(value: T): Negatable<T> => ({ value, not: false });
const not = <T>(value: T): Negatable<T> => ({ value, not: true });

const at = (table: TableName, chain: string, rule: RuleFields): Placed => ({ table, chain, rule });

interface Laid {
  readonly placed: Placed;
  readonly where: "first" | "last";
}

const last = (table: TableName, chain: string, rule: RuleFields): Laid => ({
  placed: at(table, chain, rule),
  where: "last",
});
const first = (table: TableName, chain: string, rule: RuleFields): Laid => ({
  placed: at(table, chain, rule),
  where: "first",
});

function lay(engine: Engine, rules: readonly Laid[]): void {
  const { netNamespaces } = engine.kernel;
  for (const { placed, where } of rules) ensureRule(netNamespaces, hostNetNamespace(engine), placed, where);
}

function take(engine: Engine, rules: readonly Laid[]): void {
  for (const { placed } of rules) dropRule(engine.kernel.netNamespaces, hostNetNamespace(engine), placed);
}

// ---- when the daemon starts

const LOCAL = { destinationType: is("LOCAL"), target: "DOCKER" };

const BASE: readonly Laid[] = [
  last("filter", "FORWARD", { target: "DOCKER-USER" }),
  last("filter", "FORWARD", { target: "DOCKER-FORWARD" }),
  last("filter", "DOCKER-FORWARD", { target: "DOCKER-CT" }),
  last("filter", "DOCKER-FORWARD", { target: "DOCKER-ISOLATION-STAGE-1" }),
  last("filter", "DOCKER-FORWARD", { target: "DOCKER-BRIDGE" }),
  last("nat", "PREROUTING", LOCAL),
  last("nat", "OUTPUT", { ...LOCAL, destination: not("127.0.0.0/8") }),
];

export function layFirewall(engine: Engine): void {
  changeFirewall(engine.kernel.netNamespaces, hostNetNamespace(engine), (firewall) => {
    const filter = FILTER_CHAINS.reduce((f, name) => addChain(f, "filter", name), firewall);
    return setPolicy(addChain(filter, "nat", "DOCKER"), "filter", "FORWARD", "DROP");
  });
  lay(engine, BASE);
}

// ---- bridges

const isOn = ({ options }: Network, name: string): boolean =>
  !/^(?:0|f|false)$/i.test(options.get(`com.docker.network.bridge.${name}`) ?? "true");

function bridgeRules(network: Network, bridge: string): Laid[] {
  const subnet = poolOf(network, 4)?.subnet;
  const icc = isOn(network, "enable_icc");
  if (network.internal) {
    const within = { in: is(bridge), out: is(bridge), target: icc ? "ACCEPT" : "DROP" };
    if (subnet === undefined) return [last("filter", "DOCKER-FORWARD", within)];
    return [
      first("filter", "DOCKER-ISOLATION-STAGE-1", {
        destination: not(subnet),
        in: is(bridge),
        target: "DROP",
      }),
      first("filter", "DOCKER-ISOLATION-STAGE-1", { source: not(subnet), out: is(bridge), target: "DROP" }),
      last("filter", "DOCKER-FORWARD", within),
    ];
  }
  const masquerades = isOn(network, "enable_ip_masquerade") && subnet !== undefined;
  const onward: Laid[] = icc
    ? [last("filter", "DOCKER-FORWARD", { in: is(bridge), target: "ACCEPT" })]
    : [
        last("filter", "DOCKER-FORWARD", { in: is(bridge), out: is(bridge), target: "DROP" }),
        last("filter", "DOCKER-FORWARD", { in: is(bridge), out: not(bridge), target: "ACCEPT" }),
      ];
  return [
    ...(masquerades
      ? [
          first("nat", "POSTROUTING", { source: is(subnet), out: not(bridge), target: "MASQUERADE" }),
          first("nat", "DOCKER", { in: is(bridge), target: "RETURN" }),
        ]
      : []),
    last("filter", "DOCKER", { in: not(bridge), out: is(bridge), target: "DROP" }),
    last("filter", "DOCKER-BRIDGE", { out: is(bridge), target: "DOCKER" }),
    last("filter", "DOCKER-CT", {
      out: is(bridge),
      states: { module: "conntrack", value: ["RELATED", "ESTABLISHED"], not: false },
      target: "ACCEPT",
    }),
    ...onward,
    last("filter", "DOCKER-ISOLATION-STAGE-1", {
      in: is(bridge),
      out: not(bridge),
      target: "DOCKER-ISOLATION-STAGE-2",
    }),
    first("filter", "DOCKER-ISOLATION-STAGE-2", { out: is(bridge), target: "DROP" }),
  ];
}

export const guardBridge = (engine: Engine, network: Network, bridge: string): void =>
  lay(engine, bridgeRules(network, bridge));

export const unguardBridge = (engine: Engine, network: Network, bridge: string): void =>
  take(engine, bridgeRules(network, bridge));

// ---- endpoints

/** Nobody reaches the container from outside but through its published ports. */
const endpointRules = (address: string, bridge: string): Laid[] => [
  last("raw", "PREROUTING", { destination: is(address), in: not(bridge), target: "DROP" }),
];

export const guardEndpoint = (engine: Engine, address: string, bridge: string): void =>
  lay(engine, endpointRules(address, bridge));

export const unguardEndpoint = (engine: Engine, address: string, bridge: string): void =>
  take(engine, endpointRules(address, bridge));

// ---- ports

const exactly = (port: number): Negatable<PortRange> => is({ from: port, to: port });

function portRules({ protocol, hostAddress, hostPort, address, port }: Forwarding, bridge: string): Laid[] {
  const accept = first("filter", "DOCKER", {
    destination: is(address),
    in: not(bridge),
    out: is(bridge),
    protocol: is(protocol),
    destinationPort: exactly(port),
    target: "ACCEPT",
  });
  if (hostAddress.includes(":")) return [];
  const any = hostAddress === "0.0.0.0";
  const translate = last("nat", "DOCKER", {
    ...(any ? {} : { destination: is(hostAddress) }),
    in: not(bridge),
    protocol: is(protocol),
    destinationPort: exactly(hostPort),
    target: "DNAT",
    toDestination: `${address}:${port}`,
  });
  const loopback = last("raw", "PREROUTING", {
    destination: is(hostAddress),
    in: not("lo"),
    protocol: is(protocol),
    destinationPort: exactly(hostPort),
    target: "DROP",
  });
  return [translate, accept, ...(hostAddress.startsWith("127.") ? [loopback] : [])];
}

export const openPort = (engine: Engine, forwarding: Forwarding, bridge: string): void =>
  lay(engine, portRules(forwarding, bridge));

export const closePort = (engine: Engine, forwarding: Forwarding, bridge: string): void =>
  take(engine, portRules(forwarding, bridge));
