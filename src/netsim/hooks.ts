// What netfilter does to packets at its hooks: the raw table, connection tracking, translation, and the filter. A
// packet carries its flow from hook to hook; a new flow is entered when its first packet has got through. A
// namespace without rules tracks nothing. Packets of IPv6 meet tables of their own.

import type { Instant } from "../base/time.ts";
import {
  advance,
  enterFlow,
  forgetExpired,
  isTranslated,
  newFlow,
  removeFlow,
  reversed,
  seen,
  translated,
  tupleKey,
  tupleOf,
  type Flow,
  type Seen,
  type Tuple,
} from "./conntrack.ts";
import type { NetNamespace, NetNamespaces } from "./net-namespace.ts";
import { decide, type Decision } from "./netfilter/evaluate.ts";
import { EMPTY_FIREWALL, isBare, tableFor, type Chain, type TableName } from "./netfilter/firewall.ts";
import type { Rule, TrackedState } from "../base/netfilter-rule.ts";
import { isIcmpError, portsOf, sizeOf, withPorts, type Packet } from "./packet.ts";
import { isOwn } from "./routes.ts";

export interface Passing {
  readonly packet: Packet;
  /** undefined: nothing is tracked here */
  readonly seen: Seen | undefined;
  readonly isNew: boolean;
  readonly isRelated: boolean;
}

export interface Interfaces {
  readonly in: string;
  readonly out: string;
}

/** undefined: it is dropped; a rule: it is rejected in that rule's way */
export type Hooked = Passing | { readonly rejected: Rule } | undefined;

export const isPassing = (hooked: Hooked): hooked is Passing => hooked !== undefined && "packet" in hooked;

/** What is told of a packet on its way through the hooks, for traces. */
export interface HookTold {
  matched(namespace: number, table: TableName, chain: Chain, what: Rule | Chain, packet: Packet): void;
  translated(namespace: number, before: Packet, after: Packet): void;
}

export class Hooks {
  constructor(
    private readonly namespaces: NetNamespaces,
    private readonly now: () => Instant,
    private readonly told: HookTold,
  ) {}

  // ---- the five hooks

  prerouting(ns: NetNamespace, packet: Packet, link: string): Hooked {
    return this.begin(ns, packet, "PREROUTING", { in: link, out: "" });
  }

  /** Of packets that processes send; the target may change. */
  output(ns: NetNamespace, packet: Packet, link: string): Hooked {
    const interfaces = { in: "", out: link };
    const passing = this.begin(ns, packet, "OUTPUT", interfaces);
    return isPassing(passing) ? this.filter(ns, passing, "OUTPUT", interfaces) : passing;
  }

  input(ns: NetNamespace, passing: Passing, link: string): Hooked {
    const filtered = this.filter(ns, passing, "INPUT", { in: link, out: "" });
    return isPassing(filtered) ? this.finish(ns, filtered) : filtered;
  }

  forward(ns: NetNamespace, passing: Passing, interfaces: Interfaces): Hooked {
    return this.filter(ns, passing, "FORWARD", interfaces);
  }

  postrouting(ns: NetNamespace, passing: Passing, link: string, source: string | undefined): Hooked {
    let current = passing;
    if (passing.isNew && passing.seen !== undefined) {
      const decision = this.decide(ns, "nat", "POSTROUTING", passing, { in: "", out: link });
      const to = typeof decision !== "object" ? undefined : decision.target === "MASQUERADE" ? source : decision.toSource; // prettier-ignore
      if (to !== undefined) current = { ...passing, seen: this.withSource(ns, passing.seen, to) };
    }
    return this.finish(ns, current);
  }

  // ---- parts

  private begin(ns: NetNamespace, packet: Packet, hook: "PREROUTING" | "OUTPUT", at: Interfaces): Hooked {
    if (ns.firewall === EMPTY_FIREWALL) return { packet, seen: undefined, isNew: false, isRelated: false };
    const plain: Passing = { packet, seen: undefined, isNew: true, isRelated: false };
    if (this.decide(ns, "raw", hook, plain, at) !== undefined) return undefined;
    if (isIcmpError(packet)) return this.related(ns, packet);
    const known = seen(ns.flows, packet, this.now());
    if (known !== undefined) {
      const target = this.changed(ns, packet, translated(packet, known, "target"));
      return { packet: target, seen: known, isNew: false, isRelated: false };
    }
    const original = tupleOf(packet);
    const fresh = newFlow(original, reversed(original), this.now());
    const passing: Passing = {
      packet,
      seen: { flow: fresh, direction: "original" },
      isNew: true,
      isRelated: false,
    };
    const decision = this.decide(ns, "nat", hook, passing, at);
    if (typeof decision !== "object" || decision.target !== "DNAT" || decision.toDestination === undefined)
      return passing;
    const away = redirected(passing, original, decision.toDestination, this.now());
    this.told.translated(ns.id, packet, away.packet);
    return away;
  }

  private changed(ns: NetNamespace, before: Packet, after: Packet): Packet {
    if (after !== before) this.told.translated(ns.id, before, after);
    return after;
  }

  /** An error of ICMP belongs to the flow of the packet that it is about. */
  private related(ns: NetNamespace, packet: Packet): Passing {
    const passing: Passing = { packet, seen: undefined, isNew: false, isRelated: true };
    const about = packet.payload.protocol === "icmp" ? packet.payload.about : undefined;
    if (about === undefined) return passing;
    const known = ns.flows.get(tupleKey(reversed(tupleOf(about))));
    if (known === undefined) return passing;
    const towards = tupleKey(known.reply) === tupleKey(reversed(tupleOf(about))) ? reversed(known.original) : reversed(known.reply); // prettier-ignore
    const inner: Packet = {
      ...about,
      source: towards.target,
      target: towards.source,
      payload: withPorts(about.payload, towards.targetPort, towards.sourcePort),
    };
    const { payload } = packet;
    if (payload.protocol !== "icmp") return passing;
    return {
      ...passing,
      packet: { ...packet, target: towards.target, payload: { ...payload, about: inner } },
    };
  }

  private filter(ns: NetNamespace, passing: Passing, hook: string, at: Interfaces): Hooked {
    const decision = this.decide(ns, "filter", hook, passing, at);
    if (decision === undefined) return passing;
    if (decision === "DROP" || decision.target === "DROP") return undefined;
    return decision.target === "REJECT" ? { rejected: decision } : passing;
  }

  private decide(
    ns: NetNamespace,
    kind: "raw" | "nat" | "filter",
    hook: string,
    passing: Passing,
    at: Interfaces,
  ): Decision {
    const table = tableFor(kind, isSix(passing.packet));
    const chains = ns.firewall.get(table);
    if (chains === undefined || isQuiet(ns, table)) return undefined;
    return decide(chains, hook, {
      packet: passing.packet,
      ...at,
      states: statesOf(passing),
      isLocal: (address) => isOwn(ns, address),
      count: (what, chain) => this.count(ns, table, chain, what, passing.packet),
    });
  }

  private count(ns: NetNamespace, table: TableName, chain: Chain, what: Rule | Chain, packet: Packet): void {
    const own = this.namespaces.own(ns.id);
    const key = "id" in what ? `${what.id}` : `${table} ${what.name}`;
    const { packets, bytes } = own.counters.get(key) ?? { packets: 0, bytes: 0 };
    own.counters.set(key, { packets: packets + 1, bytes: bytes + sizeOf(packet) });
    this.told.matched(ns.id, table, chain, what, packet);
  }

  /** The packet leaves the host's hands: its source is translated, its flow is written down. */
  private finish(ns: NetNamespace, passing: Passing): Passing {
    if (passing.seen === undefined) return passing;
    const { flow, direction } = passing.seen;
    const next = advance(flow, direction, passing.packet, this.now());
    if (passing.isNew || next !== flow) {
      const { flows } = this.namespaces.own(ns.id);
      forgetExpired(flows, this.now());
      if (next !== flow && !passing.isNew) removeFlow(flows, flow);
      enterFlow(flows, next);
    }
    return {
      ...passing,
      packet: this.changed(ns, passing.packet, translated(passing.packet, passing.seen, "source")),
    };
  }

  /** The source that a flow gets; another port if that one is in use. */
  private withSource(ns: NetNamespace, { flow, direction }: Seen, to: string): Seen {
    const [address = "", given] = to.includes(".") && to.includes(":") ? to.split(":") : [to];
    let port = given === undefined ? flow.reply.targetPort : Number(given);
    const replyTo = (p: number): Tuple => ({ ...flow.reply, target: address, targetPort: p });
    for (let tries = 0; tries < 1000 && ns.flows.has(tupleKey(replyTo(port))); tries++)
      port = 1024 + ((port + 1 - 1024) % 64_512);
    return { flow: { ...flow, reply: replyTo(port) }, direction };
  }
}

const isSix = ({ target }: Packet): boolean => target.includes(":");

const quiet = new WeakMap<object, boolean>();

function isQuiet(ns: NetNamespace, table: TableName): boolean {
  const chains = ns.firewall.get(table);
  if (chains === undefined) return true;
  let answer = quiet.get(chains);
  if (answer === undefined) quiet.set(chains, (answer = isBare(ns.firewall, table)));
  return answer;
}

function redirected(passing: Passing, original: Tuple, to: string, now: Instant): Passing {
  const colon = to.lastIndexOf(":");
  const address = colon < 0 ? to : to.slice(0, colon).replace(/^\[|\]$/g, "");
  const port = colon < 0 ? original.targetPort : Number(to.slice(colon + 1).split("-")[0]);
  const flow: Flow = newFlow(original, { ...reversed(original), source: address, sourcePort: port }, now);
  const [sourcePort] = portsOf(passing.packet);
  const packet = {
    ...passing.packet,
    target: address,
    payload: withPorts(passing.packet.payload, sourcePort, port),
  };
  return { ...passing, packet, seen: { flow, direction: "original" } };
}

function statesOf({ seen: known, isNew, isRelated }: Passing): readonly TrackedState[] {
  if (isRelated) return ["RELATED"];
  if (known === undefined) return [];
  const translation: TrackedState[] = isTranslated(known.flow) ? ["DNAT", "SNAT"] : [];
  const established = !isNew && (known.direction === "reply" || known.flow.state !== "new");
  return [established ? "ESTABLISHED" : "NEW", ...translation];
}
