import { expect, test } from "vitest";
import { ipamConfig, type IpamFlags } from "../../../../src/cli/opts/ipam-config.ts";

const NONE: IpamFlags = { subnets: [], ranges: [], gateways: [], auxiliary: new Map() };
const read = (flags: Partial<IpamFlags>) => ipamConfig({ ...NONE, ...flags });

test("ranges, gateways and addresses go to the subnet that holds them", () => {
  expect(
    read({
      subnets: ["10.9.1.0/24", "fd00::/64"],
      ranges: ["10.9.1.128/28"],
      gateways: ["10.9.1.99", "fd00::1"],
      auxiliary: new Map([["host1", "10.9.1.129"]]),
    }),
  ).toEqual({
    ok: true,
    value: [
      {
        Subnet: "10.9.1.0/24",
        IPRange: "10.9.1.128/28",
        Gateway: "10.9.1.99",
        AuxiliaryAddresses: new Map([["host1", "10.9.1.129"]]),
      },
      { Subnet: "fd00::/64", Gateway: "fd00::1", AuxiliaryAddresses: new Map() },
    ],
  });
});

test("complaints are docker's", () => {
  const error = (flags: Partial<IpamFlags>) => {
    const result = read(flags);
    return result.ok ? undefined : result.error;
  };
  expect(error({ gateways: ["10.9.2.1"] })).toBe(
    "every ip-range or gateway must have a corresponding subnet",
  );
  expect(error({ subnets: ["10.9.2.0/24"], gateways: ["10.8.0.1"] })).toBe(
    "no matching subnet for gateway 10.8.0.1",
  );
  expect(error({ subnets: ["10.9.2.0/24"], ranges: ["10.8.0.0/28"] })).toBe(
    "no matching subnet for range 10.8.0.0/28",
  );
  expect(error({ subnets: ["10.0.0.0/8", "10.1.0.0/16"] })).toBe(
    "multiple overlapping subnet configuration is not supported",
  );
  expect(error({ subnets: ["nonsense"], gateways: ["10.0.0.1"] })).toBe(
    "invalid subnet: invalid CIDR address: nonsense",
  );
});
