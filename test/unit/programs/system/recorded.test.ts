// What the real programs printed, against what ours print: the recordings of test/programs/system. A step that
// is known to differ stands in NOT_YET with the reason; a listed step that agrees has to leave the list.

import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { FILE_COMMANDS } from "../../../../src/programs/files/commands.ts";
import { NETWORK_COMMANDS } from "../../../../src/programs/network/commands.ts";
import { SYSTEM_COMMANDS } from "../../../../src/programs/system/commands.ts";
import { TEXT_COMMANDS } from "../../../../src/programs/text/commands.ts";
import { replay, scenarios } from "../../../support/recorded-programs.ts";

const COMMANDS = [...FILE_COMMANDS, ...TEXT_COMMANDS, ...SYSTEM_COMMANDS, ...NETWORK_COMMANDS];

/** `FILE: command line` */
const NO_IPV6 = "recorded where links had no addresses of IPv6";
const IPROUTE2 = "recorded with 6.15; what containers' hosts have is 7.3 (test/conformance)";
const NOT_YET = new Map<string, string>([
  ["ip.json: ip -6 a", IPROUTE2],
  ["ip.json: ip -V", IPROUTE2],
  ["ip.json: ip route", "a bridge that never had a port still has its carrier"],
  ["ip.json: ip addr show br0", NO_IPV6],
  ["ip.json: ip -j addr show d0", NO_IPV6],
  ["ip.json: ip addr show d0", NO_IPV6],
  ["ip-busybox.json: ip addr show d0", NO_IPV6],
  ["ip-busybox.json: ip route get 172.30.0.7", "newer kernels say that the answer is cached"],
]);

test.each(scenarios())("%s", (name, scenario) => {
  const differ = new Set<string>();
  for (const { run, real, ours } of replay(scenario, COMMANDS)) {
    const key = `${name}: ${run}`;
    if (!NOT_YET.has(key)) expect(ours, key).toEqual(real);
    else if (!isDeepStrictEqual(ours, real)) differ.add(key);
  }
  const listed = [...NOT_YET.keys()].filter((key) => key.startsWith(`${name}: `));
  expect([...differ], "what agrees now has to leave NOT_YET").toEqual(expect.arrayContaining(listed));
});
