// What a packet costs over a bridge with a thousand ports, held against one with ten: a known MAC is looked up, not
// searched for.

import { NetNamespaces, type Link } from "../src/netsim/net-namespace.ts";
import { Network } from "../src/netsim/network.ts";
import type { Packet } from "../src/netsim/packet.ts";
import { timesOf, type Figure } from "./figure.ts";

const MANY = 1000;
const FEW = 10;
const PACKETS = 200;

export const bridgePorts: Figure = {
  name: `a packet over a bridge with ${MANY} ports`,
  unit: "us",
  against: `with ${FEW} ports`,
  target: 1.5,
  measure: async () => {
    const { ours, theirs } = await timesOf(traffic(MANY), traffic(FEW));
    return { ours: ours / PACKETS, theirs: theirs / PACKETS };
  },
};

const addressOf = (n: number): string => `10.0.${Math.floor(n / 250)}.${(n % 250) + 1}`;
const macOf = (n: number): string =>
  `02:00:00:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n & 255).toString(16).padStart(2, "0")}`;

const veth = (index: number, n: number, more: Partial<Link>): Link => ({
  index,
  name: `veth${n}`,
  kind: "veth",
  mac: macOf(n),
  mtu: 1500,
  up: true,
  addresses: [],
  ...more,
});

/** Echo requests between two of the machines behind the bridge. */
function traffic(ports: number): () => void {
  const namespaces = new NetNamespaces();
  const host = namespaces.create();
  const bridge: Link = { ...veth(2, 0, {}), name: "br0", kind: "bridge" };
  const links: Link[] = [...host.links, bridge];
  const machines = Array.from({ length: ports }, (_, i) => {
    const machine = namespaces.create();
    const outer = namespaces.takeLinkIndex() + 2;
    const addresses = [{ address: addressOf(i), prefix: 16 }];
    const inner = veth(2, i + 1, { name: "eth0", addresses, peer: outer, peerNamespace: host.id });
    machine.links = [...machine.links, inner];
    machine.routes = [{ to: "10.0.0.0/16", via: undefined, link: "eth0", source: addressOf(i) }];
    links.push(
      veth(outer, i + 1, {
        mac: macOf(i + 1 + ports),
        peer: 2,
        peerNamespace: machine.id,
        master: bridge.index,
      }),
    );
    return machine.id;
  });
  host.links = links;
  const network = new Network(namespaces, {
    now: () => 0,
    deliver: () => {},
    giveUp: () => {},
    hop: () => {},
  });
  const packet: Packet = {
    source: addressOf(0),
    target: addressOf(ports - 1),
    ttl: 64,
    payload: { protocol: "icmp", kind: "echo-reply", id: 1, sequence: 1, data: new Uint8Array(56) },
  };
  network.announce(machines[0] as number, 2, addressOf(0));
  network.announce(machines[ports - 1] as number, 2, addressOf(ports - 1));
  return () => {
    for (let i = 0; i < PACKETS; i++) void network.send(machines[0] as number, packet);
  };
}
