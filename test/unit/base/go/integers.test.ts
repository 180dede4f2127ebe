import { expect, test } from "vitest";
import { atoi, parseBool, parseInteger, parseUint, toGoInt } from "../../../../src/base/go/integers.ts";
import type { Result } from "../../../../src/base/result.ts";

const shown = (result: Result<unknown, string>): unknown => (result.ok ? result.value : result.error);

test("base 0 takes prefixes and underscores, as docker's integer flags do", () => {
  const read = (text: string): unknown => shown(parseInteger(text, 0));
  expect(["0x10", "010", "1_0", "0b11", "0o17", "0", "-5", "+7", "0x_1f"].map(read)).toEqual([
    16, 8, 10, 3, 15, 0, -5, 7, 31,
  ]);
  for (const text of ["x", "", "1.5", "1__0", "0x", "_1", "1_", "08", "0b2", "-", "+-1", "é"])
    expect(read(text)).toBe(`strconv.ParseInt: parsing "${text}": invalid syntax`);
});

test("the largest and smallest numbers are exact, and beyond them is out of range", () => {
  expect(shown(parseInteger("9223372036854775807", 10))).toBe(2n ** 63n - 1n);
  expect(shown(parseInteger("-9223372036854775808", 10))).toBe(-(2n ** 63n));
  expect(shown(parseInteger("9223372036854775808", 10))).toBe(
    'strconv.ParseInt: parsing "9223372036854775808": value out of range',
  );
  expect(shown(parseUint("18446744073709551615", 10))).toBe(2n ** 64n - 1n);
  expect(shown(parseInteger("128", 10, 8))).toMatch(/value out of range$/);
  expect(shown(parseUint("-5", 0))).toBe('strconv.ParseUint: parsing "-5": invalid syntax');
  expect(shown(atoi("x"))).toBe('strconv.Atoi: parsing "x": invalid syntax');
  expect([toGoInt(2n ** 53n - 1n), toGoInt(2n ** 53n)]).toEqual([2 ** 53 - 1, 2n ** 53n]);
});

test("booleans in six spellings each", () => {
  expect(["1", "t", "T", "TRUE", "True", "true"].map((t) => shown(parseBool(t)))).toEqual(
    Array(6).fill(true),
  );
  expect(shown(parseBool("F"))).toBe(false);
  expect(shown(parseBool("yes"))).toBe('strconv.ParseBool: parsing "yes": invalid syntax');
  expect(shown(parseBool("tRUE"))).toBe('strconv.ParseBool: parsing "tRUE": invalid syntax');
});
