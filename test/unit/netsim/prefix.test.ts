import { expect, test } from "vitest";
import { freeNetwork, freeNetwork6 } from "../../../src/netsim/address-pools.ts";
import {
  formatHost,
  formatPrefix,
  isIn,
  overlaps,
  parseHost,
  parsePrefix,
} from "../../../src/netsim/prefix.ts";

const prefix = (text: string) => {
  const parsed = parsePrefix(text);
  if (parsed === undefined) throw new Error(`no prefix: ${text}`);
  return parsed;
};

test("prefixes of both families are read, and it is told whether bits beyond them are set", () => {
  expect(prefix("10.9.2.5/24")).toMatchObject({ family: 4, bits: 24, exact: false });
  expect(formatPrefix(prefix("10.9.2.5/24"))).toBe("10.9.2.0/24");
  expect(prefix("fd00:9::/64")).toMatchObject({ family: 6, bits: 64, exact: true });
  for (const bad of ["10.9.300.0/24", "10.9.2.0", "10.0.0.0/33", "10.0.0.0/08", "::/129", "x/8", ""])
    expect(parsePrefix(bad)).toBeUndefined();
});

test("addresses keep their family, and prefixes of different families never meet", () => {
  const host = parseHost("fd00:9::2");
  expect(host && formatHost(host)).toBe("fd00:9::2");
  expect(host && isIn(prefix("fd00:9::/64"), host)).toBe(true);
  expect(host && isIn(prefix("0.0.0.0/0"), host)).toBe(false);
  expect(overlaps(prefix("10.9.0.0/24"), prefix("10.9.0.128/25"))).toBe(true);
  expect(overlaps(prefix("10.9.0.0/24"), prefix("10.9.1.0/24"))).toBe(false);
  expect(overlaps(prefix("0.0.0.0/0"), prefix("::/0"))).toBe(false);
});

test("networks are handed out in moby's order: 172.17 to 172.31, then twentieths of 192.168, then none", () => {
  const used: ReturnType<typeof prefix>[] = [];
  const given: string[] = [];
  for (let next = freeNetwork(used); next !== undefined; next = freeNetwork(used)) {
    given.push(formatPrefix(next));
    used.push({ ...next, exact: true });
  }
  expect(given).toHaveLength(31);
  expect(given.slice(0, 2)).toEqual(["172.17.0.0/16", "172.18.0.0/16"]);
  expect(given.slice(14, 17)).toEqual(["172.31.0.0/16", "192.168.0.0/20", "192.168.16.0/20"]);
});

test("the daemon's own IPv6 block is cut into /64", () => {
  const first = freeNetwork6("0102030405", []);
  expect(first && formatPrefix(first)).toBe("fd01:203:405::/64");
  const second = first && freeNetwork6("0102030405", [first]);
  expect(second && formatPrefix(second)).toBe("fd01:203:405:1::/64");
});
