// What Docker lays of the network: ports that follow the way to the outside, drivers that stand on a link of the host, and
// nothing that is left over when everything is removed.

import { expect, test } from "vitest";
import { createWorld } from "../../../src/index.ts";

const world = (): ((line: string) => string) => {
  const host = createWorld({ seed: 7 }).host();
  return (line) => {
    const { stdout, stderr } = host.run(line);
    return stdout + stderr;
  };
};

test("published ports go where the default route goes, and go with it", () => {
  const run = world();
  run("docker network create zz; docker network create aa; docker network create --internal inn");
  run("docker run -d --name web --network zz -p 8080:80 nginx; sleep 1");
  const target = (): string => run("iptables -t nat -S DOCKER | grep -o 'to-destination .*'");
  expect(target()).toBe("to-destination 172.18.0.2:80\n");
  run("docker network connect aa web");
  expect(target()).toBe("to-destination 172.19.0.2:80\n");
  expect(run("docker port web")).toBe("80/tcp -> 0.0.0.0:8080\n80/tcp -> [::]:8080\n");
  run("docker network connect inn web; docker network disconnect aa web");
  expect(target()).toBe("to-destination 172.18.0.2:80\n");
  expect(run("curl -s -o /dev/null -w '%{http_code}' localhost:8080")).toBe("200");
  run("docker network disconnect zz web");
  expect([target(), run("docker port web")]).toEqual(["", ""]);
});

test("containers of macvlan are in the network behind their parent, and the parent itself does not see them", () => {
  const run = world();
  run("ip link add p0 type veth peer name p1; ip link set p0 up; ip link set p1 up");
  run("docker network create -d macvlan --subnet 10.30.0.0/24 -o parent=p0 lan");
  run("docker run -d --name one --network lan nginx; docker run -d --name two --network lan nginx; sleep 1");
  expect(run("docker exec two curl -s -o /dev/null -w '%{http_code}' one")).toBe("200");
  run("ip addr add 10.30.0.200/24 dev p0");
  expect(run("ping -c 1 -W 1 10.30.0.2 > /dev/null; echo $?")).toBe("1\n");
  run("ip addr del 10.30.0.200/24 dev p0; ip addr add 10.30.0.201/24 dev p1");
  expect(run("ping -c 1 -W 1 10.30.0.2 > /dev/null; echo $?")).toBe("0\n");
});

test("removing everything leaves links, routes, tables and tracked connections as they were", () => {
  const run = world();
  const look = (): string =>
    run(
      "ip -br addr; ip route; iptables-save | grep -v '^[#:]'; ip6tables-save | grep -v '^[#:]'; ss -ltn; bridge link",
    );
  run("docker run -d --name first nginx; docker rm -f first");
  const before = look();
  run("docker network create a; docker network create --internal b; docker network create --ipv6 c");
  run(
    "docker run -d --name x --network a -p 80:80 -p 53:53/udp nginx; docker run -d --name y --network c -P nginx",
  );
  run(
    "docker network connect b x; docker network connect c x; docker run -d --name z --network container:x busybox sleep 9",
  );
  run("sleep 1; curl -s localhost; docker network disconnect a x; curl -s localhost");
  expect(look()).not.toBe(before);
  run("docker rm -f x y z; docker network rm a b c");
  expect(look()).toBe(before);
});

test("packets are told of step by step, to programs and in the trace of the world", () => {
  const world = createWorld({ seed: 7, packets: true });
  const host = world.host();
  host.run("docker run -d --name web -p 8080:80 nginx; sleep 1");
  const { stdout } = host.run("paperwhale trace 'curl -s -o /dev/null http://172.17.0.1:8080/'");
  expect(stdout).toMatch(/^host +rule +- +nat DOCKER: ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT/m);
  expect(stdout).toMatch(/^host +translate +- +target 172\.17\.0\.1:8080 -> 172\.17\.0\.2:80$/m);
  expect(stdout).toMatch(/^web +socket +eth0 /m);
  const steps = [...world.trace.from()].flatMap((entry) =>
    entry.kind === "packet-step" ? [entry.step] : [],
  );
  expect(new Set(steps)).toEqual(
    new Set(["matched", "sent", "received", "bridged", "translated", "delivered"]),
  );
  const seen = host.run(
    "tcpdump -n -i docker0 -c 2 icmp 2>/dev/null & sleep 0.2; ping -c 1 172.17.0.2 >/dev/null; wait",
  );
  expect(seen.stdout.split("\n").map((line) => line.replace(/^\S+ |, id.*/g, ""))).toEqual([
    "IP 172.17.0.1 > 172.17.0.2: ICMP echo request",
    "IP 172.17.0.2 > 172.17.0.1: ICMP echo reply",
    "",
  ]);
});

test("who reaches whom, and which rule forbids it", () => {
  const run = world();
  run(
    "docker network create back; docker run -d --name db --network back nginx; docker run -d --name web nginx; sleep 1",
  );
  const rows = run("paperwhale reach")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((row) => row.split(/ {3,}/));
  expect(rows.map(([from, to, , , reached]) => `${from} ${to} ${reached?.slice(0, 3).trim()}`)).toEqual([
    "host db yes",
    "host web yes",
    "db web no:",
    "web db no:",
  ]);
});

test("hosts on a bridge find each other however many ports it has; bridges in a ring do not hang the world", () => {
  const run = world();
  run("ip link add br0 type bridge; ip link set br0 up; ip addr add 10.0.0.1/16 dev br0");
  run(
    "for i in $(seq 1 202); do ip link add v$i type veth peer name w$i; ip link set v$i master br0; ip link set v$i up; ip link set w$i up; done",
  );
  run(
    "ip netns add far; ip link set w202 netns far; ip -n far addr add 10.0.0.202/16 dev w202; ip -n far link set w202 up",
  );
  expect(run("ping -c 1 -W 1 10.0.0.202 | grep -o '1 received'")).toBe("1 received\n");
  run("ip link add br1 type bridge; ip link set br1 up; for i in 1 2 3; do ip link set w$i master br1; done");
  expect(run("ping -c 1 -W 1 10.0.0.99 | grep -o '0 received'")).toBe("0 received\n");
});
