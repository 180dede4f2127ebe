// default-address-pools of daemon.json, as Docker 28.5 uses and tells them.

import { expect, test } from "vitest";
import { createWorld } from "../../../src/world.ts";

test("new networks are cut from the pools that are set, and docker info tells them", () => {
  const host = createWorld({ seed: 5 }).host();
  const run = (line: string): string => host.run(line).stdout;
  expect(run("docker info --format '{{json .DefaultAddressPools}}'")).toBe("null\n");
  run(
    `mkdir -p /etc/docker; echo '{"default-address-pools":[{"base":"10.1.5.0/16","size":24},{"base":"10.9.0.0/24","size":26}]}' > /etc/docker/daemon.json; systemctl restart docker`,
  );
  expect(run("docker info --format '{{json .DefaultAddressPools}}'")).toBe(
    '[{"Base":"10.1.0.0/16","Size":24},{"Base":"10.9.0.0/24","Size":26}]\n',
  );
  expect(run("docker info")).toContain(
    " Default Address Pools:\n   Base: 10.1.0.0/16, Size: 24\n   Base: 10.9.0.0/24, Size: 26\n",
  );
  run("docker network create a; docker network create b");
  expect(run("docker network inspect -f '{{json .IPAM.Config}}' a b")).toBe(
    '[{"Subnet":"10.1.0.0/24","Gateway":"10.1.0.1"}]\n[{"Subnet":"10.1.1.0/24","Gateway":"10.1.1.1"}]\n',
  );
});
