// A few namespaces joined as Docker joins them, for tests of the network: a host with a bridge, and containers behind
// veth pairs. What arrives is kept, with how long it took.

import { NetNamespaces, type Link, type LinkAddress } from "../../../src/netsim/net-namespace.ts";
import type { Hop } from "../../../src/netsim/hop.ts";
import { Network } from "../../../src/netsim/network.ts";
import type { Packet } from "../../../src/netsim/packet.ts";

export interface Arrival {
  readonly namespace: number;
  readonly packet: Packet;
  readonly after: number;
}

export class Machines {
  readonly namespaces = new NetNamespaces();
  readonly arrivals: Arrival[] = [];
  readonly lost: Arrival[] = [];
  readonly hops: Hop[] = [];
  now = 0;
  readonly network = new Network(this.namespaces, {
    now: () => this.now,
    deliver: (namespace, packet, after) => this.arrivals.push({ namespace, packet, after }),
    giveUp: (namespace, packet, after) => this.lost.push({ namespace, packet, after }),
    hop: (hop) => this.hops.push(hop),
  });
  readonly host = this.namespaces.create().id;

  private link(namespace: number, link: Omit<Link, "mtu" | "up">, routes: readonly LinkAddress[]): void {
    const own = this.namespaces.own(namespace);
    own.links = [...own.links, { ...link, mtu: 1500, up: true }];
    own.routes = [
      ...own.routes,
      ...routes.map(({ address, prefix }) => ({
        to: `${address}/${prefix}`,
        via: undefined,
        link: link.name,
        source: address,
      })),
    ];
  }

  bridge(name: string, address: string): number {
    const index = this.namespaces.takeLinkIndex();
    const addresses = [{ address, prefix: 16 }];
    this.link(
      this.host,
      { index, name, kind: "bridge", mac: `02:00:00:00:01:${String(index).padStart(2, "0")}`, addresses },
      addresses,
    );
    return index;
  }

  container(bridge: number, address: string, gateway: string): number {
    const { id } = this.namespaces.create();
    const outer = this.namespaces.takeLinkIndex();
    const addresses = [{ address, prefix: 16 }];
    const mac = (side: string): string => `02:00:00:00:${side}:${String(outer).padStart(2, "0")}`;
    this.link(
      id,
      {
        index: 2,
        name: "eth0",
        kind: "veth",
        mac: mac("02"),
        addresses,
        peer: outer,
        peerNamespace: this.host,
      },
      addresses,
    );
    this.link(
      this.host,
      {
        index: outer,
        name: `veth${outer}`,
        kind: "veth",
        mac: mac("03"),
        addresses: [],
        peer: 2,
        peerNamespace: id,
        master: bridge,
      },
      [],
    );
    const own = this.namespaces.own(id);
    own.routes = [...own.routes, { to: "default", via: gateway, link: "eth0", source: undefined }];
    return id;
  }
}

export const echo = (source: string, target: string, ttl = 64): Packet => ({
  source,
  target,
  ttl,
  payload: { protocol: "icmp", kind: "echo-request", id: 1, sequence: 1, data: new Uint8Array(56) },
});

export const syn = (source: string, target: string, targetPort: number, sourcePort = 40_000): Packet => ({
  source,
  target,
  ttl: 64,
  payload: {
    protocol: "tcp",
    sourcePort,
    targetPort,
    sequence: 1,
    acknowledged: 0,
    flags: { syn: true },
    window: 65_535,
    data: undefined,
  },
});
