// What a table says of a packet: its rules in order, from chain to chain, until one decides. Matching is compiled once
// for each rule, as rules are never changed. Every rule that matches is told to `count`.

import { contains, parseAddress, parseSubnet } from "../address.ts";
import { containsInet6, parseSubnet6 } from "../inet6.ts";
import { portsOf, type Packet } from "../packet.ts";
import type { Chain, Chains } from "./firewall.ts";
import type { Negatable, PortRange, Rule, TrackedState } from "../../base/netfilter-rule.ts";

export interface Context {
  readonly packet: Packet;
  /** names of interfaces; "" where there is none */
  readonly in: string;
  readonly out: string;
  /** how connection tracking sees the packet */
  readonly states: readonly TrackedState[];
  /** whether an address is the namespace's own */
  isLocal(address: string): boolean;
  /** the rule, or the policy of the chain, took the packet */
  count(what: Rule | Chain, chain: Chain): void;
}

/** The rule that decided: ACCEPT, DROP, REJECT, DNAT, … ; undefined: the policy accepts */
export type Decision = Rule | "DROP" | undefined;

type Test = (context: Context) => boolean;

const VERDICTS = new Set(["ACCEPT", "DROP", "REJECT", "DNAT", "SNAT", "MASQUERADE", "REDIRECT"]);

/** As rules call them, by number or by name. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  tcp: "tcp", udp: "udp", icmp: "icmp", "ipv6-icmp": "icmp", icmpv6: "icmp", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmp",
}; // prettier-ignore

const addressTest = ({ value, not }: Negatable<string>, of: (packet: Packet) => string): Test => {
  if (value.includes(":")) {
    const subnet = parseSubnet6(value);
    return ({ packet }) => subnet !== undefined && containsInet6(subnet, of(packet)) !== not;
  }
  const subnet = parseSubnet(value.includes("/") ? value : `${value}/32`);
  return ({ packet }) => {
    const address = parseAddress(of(packet));
    return (address !== undefined && subnet !== undefined && contains(subnet, address)) !== not;
  };
};

const interfaceTest = ({ value, not }: Negatable<string>, of: (context: Context) => string): Test =>
  value.endsWith("+")
    ? (context) => of(context).startsWith(value.slice(0, -1)) !== not
    : (context) => (of(context) === value) !== not;

const portTest =
  ({ value: { from, to }, not }: Negatable<PortRange>, which: 0 | 1): Test =>
  ({ packet }) => {
    const port = portsOf(packet)[which];
    return packet.payload.protocol !== "icmp" && (port >= from && port <= to) !== not;
  };

function testsOf(rule: Rule): Test[] {
  const tests: Test[] = [];
  const { protocol, states, destinationType, sourceType } = rule;
  if (rule.in !== undefined) tests.push(interfaceTest(rule.in, (c) => c.in));
  if (rule.out !== undefined) tests.push(interfaceTest(rule.out, (c) => c.out));
  if (rule.destination !== undefined) tests.push(addressTest(rule.destination, (p) => p.target));
  if (rule.source !== undefined) tests.push(addressTest(rule.source, (p) => p.source));
  if (protocol !== undefined && protocol.value !== "all")
    tests.push(({ packet }) => (packet.payload.protocol === PROTOCOLS[protocol.value]) !== protocol.not);
  if (rule.sourcePort !== undefined) tests.push(portTest(rule.sourcePort, 0));
  if (rule.destinationPort !== undefined) tests.push(portTest(rule.destinationPort, 1));
  if (rule.multiport !== undefined) {
    const { value, not } = rule.multiport;
    const which = value.of === "sports" ? [0] : value.of === "dports" ? [1] : [0, 1];
    const fits = (p: number): boolean => value.ports.some(({ from, to }) => p >= from && p <= to);
    tests.push(({ packet }) => which.some((end) => fits(portsOf(packet)[end] as number)) !== not);
  }
  if (rule.icmpType !== undefined)
    tests.push(({ packet: { payload } }) => payload.protocol === "icmp" && matchesIcmp(rule.icmpType as string, payload.kind)); // prettier-ignore
  if (destinationType !== undefined)
    tests.push(
      ({ packet, isLocal }) =>
        (typeOf(packet.target, isLocal) === destinationType.value) !== destinationType.not,
    );
  if (sourceType !== undefined)
    tests.push(
      ({ packet, isLocal }) => (typeOf(packet.source, isLocal) === sourceType.value) !== sourceType.not,
    );
  if (states !== undefined) tests.push((c) => states.value.some((s) => c.states.includes(s)) !== states.not);
  return tests;
}

const matchesIcmp = (type: string, kind: string): boolean =>
  (type === "8" && kind === "echo-request") || (type === "0" && kind === "echo-reply") || type === kind;

const typeOf = (address: string, isLocal: (address: string) => boolean): string =>
  isLocal(address) ? "LOCAL" : "UNICAST";

const compiled = new WeakMap<Rule, readonly Test[]>();

function matches(rule: Rule, context: Context): boolean {
  let tests = compiled.get(rule);
  if (tests === undefined) compiled.set(rule, (tests = testsOf(rule)));
  for (const test of tests) if (!test(context)) return false;
  return true;
}

/** undefined: the chain came to its end, or returned */
function walk(chains: Chains, chain: Chain, context: Context, depth: number): Rule | undefined {
  for (const rule of chain.rules) {
    if (!matches(rule, context)) continue;
    context.count(rule, chain);
    const { target } = rule;
    if (target === undefined || target === "LOG") continue;
    if (target === "RETURN") return undefined;
    if (VERDICTS.has(target)) return rule;
    const next = chains.get(target);
    if (next === undefined || depth > 64) continue;
    const decided = walk(chains, next, context, depth + 1);
    if (decided !== undefined || rule.goes === true) return decided;
  }
  return undefined;
}

/** From a built-in chain on. */
export function decide(chains: Chains, name: string, context: Context): Decision {
  const chain = chains.get(name);
  if (chain === undefined) return undefined;
  const rule = walk(chains, chain, context, 0);
  if (rule !== undefined) return rule;
  context.count(chain, chain);
  return chain.policy === "DROP" ? "DROP" : undefined;
}
