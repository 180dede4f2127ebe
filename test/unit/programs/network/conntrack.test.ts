// conntrack on a host of Docker's, against what conntrack-tools prints there.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/world.ts";

test("conntrack lists, counts and deletes the flows of its namespace", () => {
  const host = createWorld({ seed: 6 }).host();
  const run = (line: string): string => host.run(line).stdout;
  const told = (line: string): string => host.run(line).stderr;
  run("docker network create net; docker run -d --name web --network net -p 8080:80 nginx; sleep 1");
  run("docker run -d --name tool --network host --privileged debian sleep 9000");
  run("docker exec tool sh -c 'apt-get update -qq; apt-get install -y -qq conntrack'");
  const conntrack = "docker exec tool conntrack";
  run(`${conntrack} -F`);
  run("docker run --rm --network net busybox ping -c 1 -w 1 172.18.0.1");
  run("curl -s http://172.17.0.1:8080/");
  expect(run(`${conntrack} -L -p icmp`)).toMatch(
    /^icmp {5}1 \d+ src=172\.18\.0\.3 dst=172\.18\.0\.1 type=8 code=0 id=(\d+) src=172\.18\.0\.1 dst=172\.18\.0\.3 type=0 code=0 id=\1 mark=0 use=1\n$/,
  );
  expect(told(`${conntrack} -L -p icmp -s 172.18.0.0/16`)).toBe(
    "conntrack v1.4.8 (conntrack-tools): 1 flow entries have been shown.\n",
  );
  expect(told(`${conntrack} -L -p icmp -d 10.0.0.1`)).toContain(": 0 flow entries");
  expect(run(`${conntrack} -L -p tcp --dport 8080`)).toMatch(
    /^tcp {6}6 1\d\d TIME_WAIT src=172\.17\.0\.1 dst=172\.17\.0\.1 sport=(\d+) dport=8080 src=172\.18\.0\.2 dst=172\.18\.0\.1 sport=80 dport=\1 \[ASSURED\] mark=0 use=1\n$/,
  );
  expect(Number(run(`${conntrack} -C`))).toBeGreaterThan(1);
  expect(told(`${conntrack} -D -p icmp`)).toContain(": 1 flow entries have been deleted.\n");
  expect(run(`${conntrack} -L -p icmp`)).toBe("");
  for (const [args, words] of [
    ["-L -p foo", "`foo' unsupported protocol"],
    ["-L -s foo", "Invalid IP address `foo'"],
    ["-Q", "unknown option `-Q'"],
    ["-C -p tcp", "Illegal option `--protonum' with this command"],
    ["-L extra", "unknown type `extra'"],
  ] as const)
    expect(told(`${conntrack} ${args}`)).toBe(
      `conntrack v1.4.8 (conntrack-tools): ${words}\nTry \`conntrack -h' or 'conntrack --help' for more information.\n`,
    );
});
