// A network namespace: its links, their addresses, its routes. Pure data with a few questions to it.
// What packets do in and between them is network.ts.

import { assert } from "../base/assert.ts";
import { Table, type Owned } from "../base/table.ts";
import type { Instant } from "../base/time.ts";
import type { Flow } from "./conntrack.ts";
import { copyTraffic, type TrafficTable } from "./traffic.ts";
import { EMPTY_FIREWALL, type Firewall } from "./netfilter/firewall.ts";

export interface LinkAddress {
  /** dotted or colon notation */
  readonly address: string;
  readonly prefix: number;
  /** added without a broadcast address, as ip does it unless told */
  readonly plain?: true;
}

export interface Link {
  /** unique on the host */
  readonly index: number;
  readonly name: string;
  readonly kind: "loopback" | "ethernet" | "bridge" | "veth" | "dummy" | "macvlan" | "ipvlan" | "vlan";
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  readonly addresses: readonly LinkAddress[];
  /** index of the other end of a veth pair, and the namespace where that is if it is another */
  readonly peer?: number;
  readonly peerNamespace?: number;
  /** index of the bridge that it is a port of */
  readonly master?: number;
  /** of macvlan, ipvlan and vlan: the link of another namespace that they stand on */
  readonly parent?: LinkPlace;
  /** those that stand on this one */
  readonly uppers?: readonly LinkPlace[];
}

export interface LinkPlace {
  readonly namespace: number;
  readonly index: number;
}

export interface Route {
  /** "default" or a network such as 172.17.0.0/16 */
  readonly to: string;
  readonly via: string | undefined;
  readonly link: string;
  readonly source: string | undefined;
}

/** An entry of the ARP table. */
export interface Neighbour {
  readonly link: number;
  readonly address: string;
  /** undefined while nobody has answered */
  readonly mac: string | undefined;
  readonly confirmedAt: Instant;
  /** when it is given up, as long as nobody answers */
  readonly failsAt: Instant | undefined;
}

/** By which port of a bridge a MAC is reached. */
export interface Learned {
  readonly bridge: number;
  readonly mac: string;
  readonly port: number;
  readonly seenAt: Instant;
}

export interface NetNamespace extends Owned {
  readonly id: number;
  /** how many keep it: who made it, and containers that joined it */
  holders: number;
  /** by which the host knows it (ip-netns(8)) */
  number: number | undefined;
  /** replaced, never changed */
  links: readonly Link[];
  routes: readonly Route[];
  /** net.ipv4.ip_unprivileged_port_start */
  firstFreePort: number;
  /** other settings below /proc/sys/net, by path */
  readonly settings: Map<string, string>;
  /** the ARP table, by link and address */
  readonly neighbours: Map<string, Neighbour>;
  /** what bridges have learned, by bridge and MAC */
  readonly learned: Map<string, Learned>;
  /** replaced, never changed */
  firewall: Firewall;
  /** packets that rules took, by the rule's number, or table and chain of a policy */
  readonly counters: Map<string, Counter>;
  /** what has crossed each link */
  readonly traffic: TrafficTable;
  /** connection tracking: each flow under the tuples of both directions */
  readonly flows: Map<string, Flow>;
}

export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}

const copyNamespace = (ns: NetNamespace): NetNamespace => ({
  ...ns,
  settings: new Map(ns.settings),
  neighbours: new Map(ns.neighbours),
  learned: new Map(ns.learned),
  counters: new Map(ns.counters),
  traffic: copyTraffic(ns.traffic),
  flows: new Map(ns.flows),
});

export const LOOPBACK: Omit<Link, "index"> = {
  name: "lo",
  kind: "loopback",
  mac: "00:00:00:00:00:00",
  mtu: 65_536,
  up: true,
  addresses: [
    { address: "127.0.0.1", prefix: 8 },
    { address: "::1", prefix: 128 },
  ],
};

export const isWildcard = (address: string): boolean => address === "0.0.0.0" || address === "::";

/** Whether packets to this address come back: the loopback network, or an address of one of the links. */
export const isLocalAddress = (ns: NetNamespace, address: string): boolean =>
  (address.startsWith("127.") && ns.links.some((l) => l.kind === "loopback" && l.up)) ||
  ns.links.some((link) => link.up && link.addresses.some((a) => a.address === address));

export class NetNamespaces {
  private readonly table: Table<NetNamespace>;
  private nextId: number;
  private nextLink: number;
  private nextRule: number;
  /** those that somebody gave a name */
  private names: ReadonlyMap<string, number>;
  /** numbers of namespaces below the next that are free, lowest first */
  private readonly freeNumbers: number[];
  private nextNumber: number;

  constructor(origin?: NetNamespaces) {
    this.table = origin ? origin.table.fork() : new Table<NetNamespace>(copyNamespace);
    this.nextId = origin ? origin.nextId : 0;
    this.nextLink = origin ? origin.nextLink : 1;
    this.nextRule = origin ? origin.nextRule : 1;
    this.names = origin?.names ?? new Map();
    this.freeNumbers = origin?.freeNumbers.slice() ?? [];
    this.nextNumber = origin?.nextNumber ?? 0;
  }

  get count(): number {
    return this.table.size;
  }

  /** With a loopback link, as the kernel makes it (Docker brings it up). */
  create(): NetNamespace {
    const id = this.nextId++;
    return this.table.insert(id, {
      owner: this.table.owner,
      id,
      holders: 1,
      number: undefined,
      links: [{ ...LOOPBACK, index: 1 }],
      routes: [],
      firstFreePort: 1024,
      settings: new Map(),
      neighbours: new Map(),
      learned: new Map(),
      firewall: EMPTY_FIREWALL,
      counters: new Map(),
      traffic: new Map(),
      flows: new Map(),
    });
  }

  get(id: number): NetNamespace {
    const ns = this.table.get(id);
    assert(ns, `network namespace ${id} is gone`);
    return ns;
  }

  find(id: number): NetNamespace | undefined {
    return this.table.get(id);
  }

  own(id: number): NetNamespace {
    const ns = this.table.own(id);
    assert(ns, `network namespace ${id} is gone`);
    return ns;
  }

  hold(id: number): void {
    this.own(id).holders++;
  }

  /** The last that keeps it takes it along. */
  release(id: number): void {
    const own = this.own(id);
    own.holders--;
    if (own.holders === 0) this.forget(id);
  }

  private forget(id: number): void {
    const number = this.numberOf(id);
    this.table.delete(id);
    if (number === undefined) return;
    const after = this.freeNumbers.findIndex((other) => other > number);
    this.freeNumbers.splice(after < 0 ? this.freeNumbers.length : after, 0, number);
  }

  named(name: string): number | undefined {
    return this.names.get(name);
  }

  give(name: string, id: number): void {
    this.names = new Map(this.names).set(name, id);
  }

  take(name: string): void {
    this.names = new Map([...this.names].filter(([other]) => other !== name));
  }

  /** The lowest free number, once a pair of the host's leads there (RTM_NEWNSID). */
  numberFor(id: number): void {
    const own = this.own(id);
    own.number ??= this.freeNumbers.shift() ?? this.nextNumber++;
  }

  /** By which the host knows the namespace. */
  numberOf(id: number): number | undefined {
    return this.table.get(id)?.number;
  }

  /** Numbers of rules, under which they are counted. */
  takeRuleNumber(): number {
    return this.nextRule++;
  }

  /** Interface indexes count up over the whole host, loopbacks apart. */
  takeLinkIndex(): number {
    return ++this.nextLink;
  }
}
