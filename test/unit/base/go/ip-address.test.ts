import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatCidr,
  formatIp,
  joinHostPort,
  parseCidr,
  parseIp,
  splitHostPort,
} from "../../../../src/base/go/ip-address.ts";
import { isMacAddress } from "../../../../src/cli/opts/mac-address.ts";

const canonical = (text: string): string | undefined => {
  const address = parseIp(text);
  return address && formatIp(address);
};

test.each([
  ["1.2.3.4", "1.2.3.4"],
  ["::", "::"],
  ["::1", "::1"],
  ["0:0:0:0:0:0:0:1", "::1"],
  ["2001:DB8::0001", "2001:db8::1"],
  ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ["1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0"],
  ["::ffff:1.2.3.4", "1.2.3.4"],
  ["64:ff9b::1.2.3.4", "64:ff9b::102:304"],
  ["1::", "1::"],
])("%s is %s", (text, expected) => expect(canonical(text)).toBe(expected));

test.each([
  "",
  "1.2.3",
  "1.2.3.4.5",
  "256.1.1.1",
  "01.2.3.4",
  "1.2.3.a",
  ":",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "12345::",
  "::1%eth0",
  "1:2:3:4:5:6:7::8",
  "::1.2.3",
  "1.2.3.4::",
])("%j is no address", (text) => expect(parseIp(text)).toBeUndefined());

test("a canonical text reads as the address it came from", () => {
  const bytes = fc.oneof(
    fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
    fc.array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(bytes, (address) => {
      const text = formatIp(address);
      expect(canonical(text)).toBe(text);
    }),
    { numRuns: 500, seed: 31 },
  );
});

test("networks lose the bits behind their prefix", () => {
  const network = parseCidr("10.1.2.3/12");
  expect(network && formatCidr(network)).toBe("10.0.0.0/12");
  const six = parseCidr("2001:db8:ffff::1/34");
  expect(six && formatCidr(six)).toBe("2001:db8:c000::/34");
  for (const text of ["1.2.3.4", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "x/8", "1.2.3.4/"])
    expect(parseCidr(text)).toBeUndefined();
});

test.each([
  ["a:1", { ok: true, value: { host: "a", port: "1" } }],
  ["[::1]:80", { ok: true, value: { host: "::1", port: "80" } }],
  [":", { ok: true, value: { host: "", port: "" } }],
  ["a", { ok: false, error: "address a: missing port in address" }],
  ["a:b:c", { ok: false, error: "address a:b:c: too many colons in address" }],
  ["[a:1", { ok: false, error: "address [a:1: missing ']' in address" }],
  ["[a]", { ok: false, error: "address [a]: missing port in address" }],
  ["[a]b:1", { ok: false, error: "address [a]b:1: missing port in address" }],
  ["a]:1", { ok: false, error: "address a]:1: unexpected ']' in address" }],
])("%s as host and port", (text, expected) => expect(splitHostPort(text)).toEqual(expected));

test("hosts with colons are joined in brackets", () => {
  expect(joinHostPort("::1", "80")).toBe("[::1]:80");
  expect(joinHostPort("a", "")).toBe("a:");
});

test("hardware addresses have 6, 8 or 20 bytes in one of three forms", () => {
  for (const text of ["02:42:ac:11:00:02", "02-42-AC-11-00-02", "0242.ac11.0002", "02:00:5e:10:00:00:00:01"])
    expect(isMacAddress(text)).toBe(true);
  for (const text of [
    "",
    "02:42",
    "02:42:ac:11:00:2",
    "02:42-ac:11:00:02",
    "0242ac110002",
    "02:42:ac:11:00:02:03",
  ])
    expect(isMacAddress(text)).toBe(false);
});
