// The way of a packet: out of a namespace by its routes, over veth pairs and bridges as frames, through other
// namespaces by theirs, until it arrives or is lost. A walk happens at once and adds up how long the way is; what
// arrives is delivered after that time. Everything that lasts stands in the namespaces. Not here: sockets
// (kernel), which send by `send` and get what `deliver` is told; fragments; other hosts.

import type { Duration, Instant } from "../base/time.ts";
import { forgetPort, isNews, learnPort, otherPorts, portFor } from "./bridge.ts";
import { Hooks, isPassing, type Hooked, type Passing } from "./hooks.ts";
import type { Hop } from "./hop.ts";
import { forgetLink, failureTime, knownMac, learn } from "./neighbours.ts";
import type { Link, LinkPlace, NetNamespace, NetNamespaces } from "./net-namespace.ts";
import { EMPTY_FIREWALL } from "./netfilter/firewall.ts";
import type { Rule } from "../base/netfilter-rule.ts";
import {
  BROADCAST,
  DEFAULT_TTL,
  icmpError,
  isIcmpError,
  type Frame,
  type IcmpKind,
  type Packet,
} from "./packet.ts";
import { isBroadcast, isOwn, linkByIndex, loopbackOf, routeTo } from "./routes.ts";
import { countReceived, countSent } from "./traffic.ts";

export interface Above {
  now(): Instant;
  /** For the sockets of a namespace. */
  deliver(namespace: number, packet: Packet, after: Duration): void;
  /** Nobody answers for the next hop: `giveUp` is to be called then. */
  giveUp(namespace: number, packet: Packet, after: Duration): void;
  hop(hop: Hop): void;
}

export type SendError = "ENETUNREACH" | "EPERM";

const LOOPBACK_TIME = 12;
const VETH_TIME = 8;
const BRIDGE_TIME = 2;
const STACKED_TIME = 1;
/** Namespaces, bridges and links that one packet may pass, before it is taken for lost in a loop. */
const MOST_STEPS = 200;
/** Frames that one packet may become where bridges are joined in a ring and spanning trees are off. */
const MOST_COPIES = 5_000;

interface Walk {
  latency: Duration;
  steps: number;
  copies: number;
}

export class Network {
  private readonly hooks: Hooks;

  constructor(
    private readonly namespaces: NetNamespaces,
    private readonly above: Above,
  ) {
    this.hooks = new Hooks(namespaces, () => above.now(), {
      matched: (namespace, table, chain, what, packet) =>
        above.hop({ kind: "rule", namespace, table, chain, what, packet }),
      translated: (namespace, before, after) => above.hop({ kind: "translated", namespace, before, after }),
    });
  }

  // ---- from processes

  /** A packet of a process in that namespace. */
  send(id: number, packet: Packet): SendError | undefined {
    const ns = this.namespaces.get(id);
    const out = this.outLink(ns, packet.target);
    if (out === undefined) return "ENETUNREACH";
    const walk: Walk = { latency: 0, steps: 0, copies: 0 };
    const passing = this.hooks.output(ns, packet, out.name);
    if (!isPassing(passing)) return this.refused(ns, packet, passing);
    this.leave(ns, passing, walk);
    return undefined;
  }

  private outLink(ns: NetNamespace, target: string): Link | undefined {
    return isOwn(ns, target) ? loopbackOf(ns) : routeTo(ns, target)?.link;
  }

  private refused(ns: NetNamespace, packet: Packet, hooked: Exclude<Hooked, Passing>): SendError | undefined {
    if (hooked !== undefined) {
      this.reject(ns, packet, hooked.rejected);
      return undefined;
    }
    this.above.hop({ kind: "dropped", namespace: ns.id, why: "OUTPUT", packet });
    return packet.payload.protocol === "tcp" ? undefined : "EPERM";
  }

  /** Says to the sender that a rule refused it. */
  private reject(ns: NetNamespace, packet: Packet, rule: Rule): void {
    const { payload } = packet;
    if (rule.rejectWith === "tcp-reset" && payload.protocol === "tcp") {
      const answer: Packet = {
        source: packet.target,
        target: packet.source,
        ttl: DEFAULT_TTL,
        payload: {
          protocol: "tcp",
          sourcePort: payload.targetPort,
          targetPort: payload.sourcePort,
          sequence: 0,
          acknowledged: payload.sequence + 1,
          flags: { rst: true, ack: true },
          window: 0,
          data: undefined,
        },
      };
      void this.send(ns.id, answer);
      return;
    }
    const kind = (rule.rejectWith ?? "").includes("admin") ? "administratively-prohibited" : (rule.rejectWith ?? "").includes("host") ? "host-unreachable" : "port-unreachable"; // prettier-ignore
    this.complain(ns, kind, packet);
  }

  /** An error of ICMP about a packet, unless that is one itself. */
  private complain(ns: NetNamespace, kind: IcmpKind, about: Packet): void {
    if (isIcmpError(about)) return;
    const source = isOwn(ns, about.source) ? about.source : routeTo(ns, about.source)?.source;
    if (source !== undefined) void this.send(ns.id, icmpError(kind, source, about));
  }

  /** Nobody has answered for the next hop. */
  giveUp(id: number, packet: Packet): void {
    const ns = this.namespaces.find(id);
    if (ns !== undefined) this.complain(ns, "host-unreachable", packet);
  }

  portUnreachable(id: number, packet: Packet): void {
    this.complain(this.namespaces.get(id), "port-unreachable", packet);
  }

  // ---- out of a namespace

  /** Routed, by the address that it has now. */
  private leave(ns: NetNamespace, passing: Passing, walk: Walk): void {
    const { packet } = passing;
    if (isOwn(ns, packet.target)) return this.loopBack(ns, passing, walk);
    const hop = routeTo(ns, packet.target);
    if (hop === undefined) return this.complain(ns, "network-unreachable", packet);
    const posted = this.hooks.postrouting(ns, passing, hop.link.name, hop.source);
    if (!isPassing(posted)) return this.dropped(ns, packet, "POSTROUTING");
    this.transmit(ns, hop.link, hop.neighbour, posted.packet, walk);
  }

  private loopBack(ns: NetNamespace, passing: Passing, walk: Walk): void {
    const lo = loopbackOf(ns);
    if (lo === undefined) return this.dropped(ns, passing.packet, "loopback is down");
    const posted = this.hooks.postrouting(ns, passing, lo.name, passing.packet.source);
    if (!isPassing(posted)) return this.dropped(ns, passing.packet, "POSTROUTING");
    walk.latency += LOOPBACK_TIME;
    const frame: Frame = { source: lo.mac, target: lo.mac, content: { type: "ip", packet: posted.packet } };
    this.above.hop({ kind: "sent", namespace: ns.id, link: lo.name, frame });
    const { traffic } = this.namespaces.own(ns.id);
    countSent(traffic, lo.index, frame);
    countReceived(traffic, lo.index, frame);
    this.enter(ns, lo, posted.packet, walk);
  }

  private dropped(ns: NetNamespace, packet: Packet, why: string): void {
    this.above.hop({ kind: "dropped", namespace: ns.id, why, packet });
  }

  private transmit(ns: NetNamespace, link: Link, neighbour: string, packet: Packet, walk: Walk): void {
    const target = isBroadcast(ns, packet.target)
      ? BROADCAST
      : this.resolve(ns, link, neighbour, packet, walk);
    if (target !== undefined)
      this.emit(ns.id, link, { source: link.mac, target, content: { type: "ip", packet } }, walk);
  }

  /** Asks the link who has the address, unless that is known. */
  private resolve(
    ns: NetNamespace,
    link: Link,
    address: string,
    packet: Packet,
    walk: Walk,
  ): string | undefined {
    const known = knownMac(ns, link.index, address, this.above.now());
    if (known !== undefined) return known;
    this.request(ns, link, address, walk);
    const answer = knownMac(this.namespaces.get(ns.id), link.index, address, this.above.now());
    if (answer !== undefined) return answer;
    const at = failureTime(this.namespaces.own(ns.id), link.index, address, this.above.now());
    this.above.giveUp(ns.id, packet, at - this.above.now());
    return undefined;
  }

  /** The MAC that answers for an address on that link; undefined if none does. */
  ask(id: number, index: number, address: string): string | undefined {
    const ns = this.namespaces.get(id);
    const link = linkByIndex(ns, index);
    if (link === undefined) return undefined;
    this.request(ns, link, address, { latency: 0, steps: 0, copies: 0 });
    return knownMac(this.namespaces.get(id), index, address, this.above.now());
  }

  private request(ns: NetNamespace, link: Link, address: string, walk: Walk): void {
    const senderAddress = routeTo(ns, address)?.source ?? "0.0.0.0";
    const arp = { kind: "request" as const, senderMac: link.mac, senderAddress, targetAddress: address };
    this.emit(ns.id, link, { source: link.mac, target: BROADCAST, content: { type: "arp", arp } }, walk);
  }

  /** Tells everybody on the link who has this address from now on. */
  announce(id: number, index: number, address: string): void {
    const ns = this.namespaces.get(id);
    const link = linkByIndex(ns, index);
    if (link === undefined || address.includes(":")) return;
    const arp = {
      kind: "request" as const,
      senderMac: link.mac,
      senderAddress: address,
      targetAddress: address,
    };
    const frame: Frame = { source: link.mac, target: BROADCAST, content: { type: "arp", arp } };
    this.emit(id, link, frame, { latency: 0, steps: 0, copies: 0 });
  }

  /** What is known of a link that is gone. */
  forget(id: number, index: number): void {
    const own = this.namespaces.own(id);
    forgetLink(own, index);
    forgetPort(own, index);
    own.traffic.delete(index);
  }

  // ---- frames

  private emit(id: number, link: Link, frame: Frame, walk: Walk): void {
    if (++walk.steps > MOST_STEPS || ++walk.copies > MOST_COPIES) return;
    this.above.hop({ kind: "sent", namespace: id, link: link.name, frame });
    if (!link.up) return;
    countSent(this.namespaces.own(id).traffic, link.index, frame);
    if (link.kind === "bridge") return this.bridge(id, link, undefined, frame, walk);
    if (link.parent !== undefined) return this.descend(id, link, link.parent, frame, walk);
    if (link.kind !== "veth" || link.peer === undefined) return;
    const peerSpace = this.namespaces.find(link.peerNamespace ?? id);
    const peer = peerSpace === undefined ? undefined : linkByIndex(peerSpace, link.peer);
    if (peerSpace === undefined || peer === undefined || !peer.up) return;
    walk.latency += VETH_TIME;
    this.arrive(peerSpace.id, peer, frame, walk);
  }

  /** From a link that stands on another: to its siblings, and out of what it stands on; never to that itself. */
  private descend(id: number, link: Link, parent: LinkPlace, frame: Frame, walk: Walk): void {
    const below = this.namespaces.find(parent.namespace);
    const lower = below === undefined ? undefined : linkByIndex(below, parent.index);
    if (below === undefined || lower === undefined || !lower.up) return;
    const siblings = (lower.uppers ?? []).filter((one) => one.namespace !== id || one.index !== link.index);
    if (!this.ascend(siblings, frame, walk)) this.emit(below.id, lower, frame, walk);
  }

  /** To those that a frame is for among the links that stand on one; whether it was for one of them alone. */
  private ascend(uppers: readonly LinkPlace[], frame: Frame, walk: Walk): boolean {
    for (const { namespace, index } of uppers) {
      const space = this.namespaces.find(namespace);
      const upper = space === undefined ? undefined : linkByIndex(space, index);
      if (space === undefined || upper === undefined || !upper.up || !isFor(upper, frame)) continue;
      walk.latency += STACKED_TIME;
      this.arrive(space.id, upper, frame, walk);
      if (frame.target !== BROADCAST || upper.kind === "ipvlan") return true;
    }
    return false;
  }

  private arrive(id: number, link: Link, frame: Frame, walk: Walk): void {
    countReceived(this.namespaces.own(id).traffic, link.index, frame);
    this.above.hop({ kind: "received", namespace: id, link: link.name, frame });
    if (link.uppers !== undefined && this.ascend(link.uppers, frame, walk)) return;
    if (link.master === undefined) return this.take(id, link, frame, walk);
    const bridge = linkByIndex(this.namespaces.get(id), link.master);
    if (bridge !== undefined && bridge.up) this.bridge(id, bridge, link, frame, walk);
  }

  /** `port` is where it came in; undefined: the bridge's own host sends. */
  private bridge(id: number, bridge: Link, port: Link | undefined, frame: Frame, walk: Walk): void {
    walk.latency += BRIDGE_TIME;
    const now = this.above.now();
    if (port !== undefined) this.above.hop({ kind: "received", namespace: id, link: bridge.name, frame });
    if (port !== undefined && isNews(this.namespaces.get(id), bridge.index, frame.source, port.index, now))
      learnPort(this.namespaces.own(id), bridge.index, frame.source, port.index, now);
    if (port !== undefined && frame.target === bridge.mac) return this.take(id, bridge, frame, walk);
    const passed = port === undefined ? frame : this.bridgeFilter(id, bridge, frame);
    if (passed === undefined) return;
    const ns = this.namespaces.get(id);
    const index = frame.target === BROADCAST ? undefined : portFor(ns, bridge.index, frame.target, now);
    const known = index === undefined ? undefined : linkByIndex(ns, index);
    this.above.hop({ kind: "bridged", namespace: id, link: bridge.name, port: known?.name });
    if (known !== undefined) {
      if (known.index !== port?.index) this.emit(id, known, passed, walk);
      return;
    }
    // Each copy goes its own way: how far one gets says nothing of the others.
    const { latency, steps } = walk;
    let longest = latency;
    for (const other of otherPorts(ns, bridge.index, port?.index)) {
      walk.latency = latency;
      walk.steps = steps;
      this.emit(id, other, passed, walk);
      longest = Math.max(longest, walk.latency);
    }
    walk.latency = longest;
    if (port !== undefined && frame.target === BROADCAST) this.take(id, bridge, passed, walk);
  }

  /** Packets between ports of a bridge pass the FORWARD chain as well (br_netfilter). */
  private bridgeFilter(id: number, bridge: Link, frame: Frame): Frame | undefined {
    const ns = this.namespaces.get(id);
    if (frame.content.type !== "ip" || ns.firewall === EMPTY_FIREWALL || frame.target === BROADCAST)
      return frame;
    const { packet } = frame.content;
    const entered = this.hooks.prerouting(ns, packet, bridge.name);
    const names = { in: bridge.name, out: bridge.name };
    const passed = isPassing(entered) ? this.hooks.forward(ns, entered, names) : entered;
    const left = isPassing(passed) ? this.hooks.postrouting(ns, passed, bridge.name, undefined) : passed;
    if (isPassing(left)) return { ...frame, content: { type: "ip", packet: left.packet } };
    this.dropped(ns, packet, "FORWARD");
    return undefined;
  }

  /** For the namespace itself. */
  private take(id: number, link: Link, frame: Frame, walk: Walk): void {
    if (frame.content.type === "arp") return this.takeArp(id, link, frame, walk);
    if (frame.target !== link.mac && frame.target !== BROADCAST) return;
    if (link.kind === "bridge") countReceived(this.namespaces.own(id).traffic, link.index, frame);
    this.enter(this.namespaces.get(id), link, frame.content.packet, walk);
  }

  private takeArp(id: number, link: Link, { content }: Frame, walk: Walk): void {
    if (content.type !== "arp") return;
    const { kind, senderMac, senderAddress, targetAddress } = content.arp;
    const ns = this.namespaces.get(id);
    const isKnown = ns.neighbours.size > 0 && ns.neighbours.has(`${link.index} ${senderAddress}`);
    // An announcement tells those that know the address already, and asks nobody.
    if (!isKnown && senderAddress === targetAddress) return;
    const isMine = isOwn(ns, targetAddress) && !targetAddress.startsWith("127.");
    if ((isMine || isKnown) && senderAddress !== "0.0.0.0" && senderAddress !== targetAddress)
      learn(this.namespaces.own(id), link.index, senderAddress, senderMac, this.above.now());
    else if (isKnown) learn(this.namespaces.own(id), link.index, senderAddress, senderMac, this.above.now());
    if (kind !== "request" || !isMine) return;
    const arp = {
      kind: "reply" as const,
      senderMac: link.mac,
      senderAddress: targetAddress,
      targetAddress: senderAddress,
    };
    this.emit(id, link, { source: link.mac, target: senderMac, content: { type: "arp", arp } }, walk);
  }

  // ---- into a namespace

  private enter(ns: NetNamespace, link: Link, packet: Packet, walk: Walk): void {
    const passing = this.hooks.prerouting(ns, packet, link.name);
    if (!isPassing(passing)) return this.dropped(ns, packet, "PREROUTING");
    if (isOwn(ns, passing.packet.target) || isBroadcast(ns, passing.packet.target))
      return this.accept(ns, link, passing, walk);
    this.forward(ns, link, passing, walk);
  }

  private accept(ns: NetNamespace, link: Link, passing: Passing, walk: Walk): void {
    const taken = this.hooks.input(ns, passing, link.name);
    if (isPassing(taken)) {
      this.above.hop({ kind: "delivered", namespace: ns.id, link: link.name, packet: taken.packet });
      return this.above.deliver(ns.id, taken.packet, walk.latency);
    }
    if (taken !== undefined) return this.reject(ns, passing.packet, taken.rejected);
    this.dropped(ns, passing.packet, "INPUT");
  }

  private forward(ns: NetNamespace, from: Link, passing: Passing, walk: Walk): void {
    const { packet } = passing;
    if (ns.settings.get("net.ipv4.ip_forward") === "0" || from.kind === "loopback")
      return this.dropped(ns, packet, "not forwarded");
    if (packet.ttl <= 1) return this.complain(ns, "time-exceeded", packet);
    const hop = routeTo(ns, packet.target);
    if (hop === undefined) return this.complain(ns, "network-unreachable", packet);
    const lowered: Passing = { ...passing, packet: { ...packet, ttl: packet.ttl - 1 } };
    const passed = this.hooks.forward(ns, lowered, { in: from.name, out: hop.link.name });
    if (isPassing(passed)) return this.leave(ns, passed, walk);
    if (passed !== undefined) return this.reject(ns, packet, passed.rejected);
    this.dropped(ns, packet, "FORWARD");
  }
}

/** Links of ipvlan have the MAC of what they stand on, so the address decides; of the others the MAC does. */
function isFor(upper: Link, { target, content }: Frame): boolean {
  if (upper.kind !== "ipvlan") return target === BROADCAST || target === upper.mac;
  const address = content.type === "arp" ? content.arp.targetAddress : content.packet.target;
  return upper.addresses.some((own) => own.address === address);
}
