// Files that a container has from another, whose network it shares, as Docker 28.5 leaves them when that one goes.

import { expect, test } from "vitest";
import { createWorld } from "../../../src/world.ts";

test("a member of a container's network keeps its files when their owner is removed", () => {
  const host = createWorld({ seed: 5 }).host();
  const run = (line: string): string => {
    const { stdout, stderr } = host.run(line);
    return stdout + stderr;
  };
  run("docker run -d --name owner --hostname boss busybox sleep 900");
  run("docker run -d --name member --network container:owner busybox sleep 900");
  const owner = run("docker inspect -f '{{.Id}}' owner").trim();
  const hosts = run("docker exec member cat /etc/hosts");
  expect(hosts).toContain("172.17.0.2\tboss\n");
  run("docker rm -f owner");
  expect(run("docker exec member cat /etc/hosts")).toBe(hosts.replace("172.17.0.2\tboss\n", ""));
  expect(run("docker exec member cat /etc/hostname")).toBe("boss\n");
  expect(run("docker exec member cat /etc/resolv.conf")).toContain("nameserver ");
  expect(run("docker exec member ls -l /etc/hosts")).toMatch(/^-rw-r--r-- {4}0 root {5}root {11}\d+ /);
  expect(run("docker exec member sh -c 'echo x >> /etc/hosts; tail -n 1 /etc/hosts'")).toBe("x\n");
  expect(run("docker restart -t 0 member")).toBe(
    `Error response from daemon: Cannot restart container member: joining network namespace of container: No such container: ${owner}\n`,
  );
  expect(run("docker rm -f member")).toBe("member\n");
  expect(run(`ls /var/lib/docker/containers`)).toBe("");
});

test("a mounted file that has lost its name is freed with the mount", () => {
  const host = createWorld({ seed: 5 }).host();
  const run = (line: string): string => host.run(line).stdout;
  run("head -c 5000000 /dev/zero > /tmp/big; docker run -d --name user -v /tmp/big:/big busybox sleep 900");
  const used = (): number => Number(run("df -k / | tail -n 1 | awk '{print $3}'"));
  const before = used();
  run("rm /tmp/big");
  expect(run("docker exec user stat -c '%s %h' /big")).toBe("5000000 0\n");
  expect(before - used()).toBeLessThan(4000);
  run("docker rm -f user");
  expect(before - used()).toBeGreaterThan(4000);
});
