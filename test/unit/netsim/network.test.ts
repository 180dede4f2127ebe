// Packets between a host and containers: frames, ARP and bridges, routes, and what netfilter does on the way.

import { describe, expect, it } from "vitest";
import { appendRule, setPolicy } from "../../../src/netsim/netfilter/firewall.ts";
import { changeFirewall, ensureRule } from "../../../src/netsim/firewall-changes.ts";
import { portsOf, type Packet } from "../../../src/netsim/packet.ts";
import { echo, Machines, syn } from "./machines.ts";

function setUp() {
  const m = new Machines();
  const docker0 = m.bridge("docker0", "172.17.0.1");
  const web = m.container(docker0, "172.17.0.2", "172.17.0.1");
  const app = m.container(docker0, "172.17.0.3", "172.17.0.1");
  const frames = (): string[] =>
    m.hops.flatMap((h) => (h.kind === "sent" ? [`${h.link} ${h.frame.content.type}`] : []));
  return { m, docker0, web, app, frames };
}

describe("a bridge", () => {
  it("is crossed after the neighbour was asked for, and without asking the next time", () => {
    const { m, web, app, frames } = setUp();
    expect(m.network.send(app, echo("172.17.0.3", "172.17.0.2"))).toBeUndefined();
    expect(m.arrivals).toMatchObject([{ namespace: web, packet: { target: "172.17.0.2", ttl: 64 } }]);
    expect(frames().filter((f) => f.endsWith("arp")).length).toBeGreaterThan(1);
    m.hops.length = 0;
    m.network.send(app, echo("172.17.0.3", "172.17.0.2"));
    expect(frames()).toEqual(["eth0 ip", expect.stringMatching(/^veth\d+ ip$/)]);
  });

  it("leads to its host as well, which answers by its own address", () => {
    const { m, web } = setUp();
    m.network.send(web, echo("172.17.0.2", "172.17.0.1"));
    expect(m.arrivals).toMatchObject([{ namespace: m.host, packet: { source: "172.17.0.2" } }]);
  });

  it("carries nothing for an address that nobody has, and says so after three seconds", () => {
    const { m, web } = setUp();
    m.network.send(web, echo("172.17.0.2", "172.17.0.9"));
    expect(m.arrivals).toEqual([]);
    expect(m.lost).toMatchObject([{ namespace: web, after: 3_060_000 }]);
  });
});

describe("routes", () => {
  it("lead over the host to another bridge, at the cost of a hop", () => {
    const { m, web } = setUp();
    const other = m.container(m.bridge("br-1", "172.18.0.1"), "172.18.0.2", "172.18.0.1");
    m.network.send(web, echo("172.17.0.2", "172.18.0.2"));
    expect(m.arrivals).toMatchObject([{ namespace: other, packet: { ttl: 63 } }]);
  });

  it("that are missing are told to the sender", () => {
    const { m, web } = setUp();
    expect(m.network.send(m.host, echo("172.17.0.1", "10.1.1.1"))).toBe("ENETUNREACH");
    m.network.send(web, echo("172.17.0.2", "10.1.1.1"));
    expect(m.arrivals).toMatchObject([
      { namespace: web, packet: { payload: { kind: "network-unreachable" } } },
    ]);
  });

  it("end where the time to live does", () => {
    const { m, web } = setUp();
    m.container(m.bridge("br-1", "172.18.0.1"), "172.18.0.2", "172.18.0.1");
    m.network.send(web, echo("172.17.0.2", "172.18.0.2", 1));
    expect(m.arrivals).toMatchObject([{ namespace: web, packet: { payload: { kind: "time-exceeded" } } }]);
  });
});

describe("netfilter", () => {
  const answer = ({ source, target, payload }: Packet): Packet => {
    const [sourcePort, targetPort] = portsOf({ source, target, payload, ttl: 64 });
    return { ...syn(target, source, sourcePort, targetPort) };
  };

  it("drops what no rule lets through", () => {
    const { m, web } = setUp();
    m.container(m.bridge("br-1", "172.18.0.1"), "172.18.0.2", "172.18.0.1");
    changeFirewall(m.namespaces, m.host, (f) => setPolicy(f, "filter", "FORWARD", "DROP"));
    m.network.send(web, echo("172.17.0.2", "172.18.0.2"));
    expect(m.arrivals).toEqual([]);
    expect(m.namespaces.get(m.host).counters.get("filter FORWARD")).toEqual({ packets: 1, bytes: 84 });
  });

  it("translates the target of a connection, and its answers back", () => {
    const { m, web } = setUp();
    const lan = m.container(m.bridge("br-1", "172.18.0.1"), "172.18.0.2", "172.18.0.1");
    ensureRule(m.namespaces, m.host, {
      table: "nat",
      chain: "PREROUTING",
      rule: { protocol: { value: "tcp", not: false }, destinationPort: { value: { from: 8080, to: 8080 }, not: false }, target: "DNAT", toDestination: "172.17.0.2:80" },
    }, "last"); // prettier-ignore
    m.network.send(lan, syn("172.18.0.2", "172.18.0.1", 8080));
    expect(m.arrivals).toMatchObject([
      { namespace: web, packet: { source: "172.18.0.2", target: "172.17.0.2", payload: { targetPort: 80 } } },
    ]);
    m.network.send(web, answer((m.arrivals[0] as { packet: Packet }).packet));
    expect(m.arrivals[1]).toMatchObject({
      namespace: lan,
      packet: { source: "172.18.0.1", payload: { sourcePort: 8080 } },
    });
    expect(m.namespaces.get(m.host).flows.size).toBe(2);
  });

  it("hides who sends, and finds the sender again", () => {
    const { m, web } = setUp();
    const other = m.container(m.bridge("br-1", "172.18.0.1"), "172.18.0.2", "172.18.0.1");
    changeFirewall(m.namespaces, m.host, (f) =>
      appendRule(f, "nat", "POSTROUTING", {
        source: { value: "172.17.0.0/16", not: false },
        out: { value: "docker0", not: true },
        target: "MASQUERADE",
        id: 1,
      }),
    );
    m.network.send(web, syn("172.17.0.2", "172.18.0.2", 80));
    expect(m.arrivals).toMatchObject([{ namespace: other, packet: { source: "172.18.0.1" } }]);
    m.network.send(other, answer((m.arrivals[0] as { packet: Packet }).packet));
    expect(m.arrivals[1]).toMatchObject({
      namespace: web,
      packet: { source: "172.18.0.2", target: "172.17.0.2" },
    });
  });
});
