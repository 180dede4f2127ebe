import { expect, test } from "vitest";
import { formatUlimit, parseUlimit } from "../../../../src/base/go/ulimit.ts";

const read = (text: string): string => {
  const result = parseUlimit(text);
  return result.ok ? formatUlimit(result.value) : result.error;
};

test("one number is both limits, and -1 is none", () => {
  expect(["nofile=100:200", "nofile=100", "core=-1", "cpu=5:-1"].map(read)).toEqual([
    "nofile=100:200",
    "nofile=100:100",
    "core=-1:-1",
    "cpu=5:-1",
  ]);
});

test.each([
  ["nofile", "invalid ulimit argument: nofile"],
  ["=1", "invalid ulimit type: "],
  ["bogus=1", "invalid ulimit type: bogus"],
  ["as=1", "invalid ulimit type: as"],
  ["nofile=", 'strconv.ParseInt: parsing "": invalid syntax'],
  ["nofile=1:b", 'strconv.ParseInt: parsing "b": invalid syntax'],
  ["nofile=1=2", 'strconv.ParseInt: parsing "1=2": invalid syntax'],
  ["nofile=1:2:3", "too many limit value arguments - 1:2:3, can only have up to two, `soft[:hard]`"],
  ["nofile=200:100", "ulimit soft limit must be less than or equal to hard limit: 200 > 100"],
  [
    "nofile=-1:100",
    "ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), hard: 100",
  ],
  ["nofile=99999999999999999999", 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
])("%s", (text, error) => {
  expect(read(text)).toBe(error);
});
