import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatDuration,
  fromMicroseconds,
  parseDuration,
  toMicroseconds,
} from "../../../../src/base/go/duration.ts";

const read = (text: string): string => {
  const result = parseDuration(text);
  return result.ok ? formatDuration(result.value) : result.error;
};

test("reads as docker's duration flags do", () => {
  expect(["1h30m", "1.5s", "-1.5h", ".5s", "1.s", "5µs", "0", "+5ms", "100h"].map(read)).toEqual([
    "1h30m0s",
    "1.5s",
    "-1h30m0s",
    "500ms",
    "1s",
    "5µs",
    "0s",
    "5ms",
    "100h0m0s",
  ]);
  expect(read("9223372036854775807ns")).toBe("2562047h47m16.854775807s");
});

test("errors are the time package's, which has a quoting of its own", () => {
  for (const text of ["", "x", "-", ".s", "9223372036854775808ns"])
    expect(read(text)).toBe(`time: invalid duration "${text}"`);
  for (const text of ["5", "1h5", "1..5s", "5s5"])
    expect(read(text)).toBe(`time: missing unit in duration "${text}"`);
  expect(read("5x")).toBe('time: unknown unit "x" in duration "5x"');
  expect(read("1 s")).toBe('time: unknown unit " s" in duration "1 s"');
  expect(read("5é")).toBe(String.raw`time: unknown unit "\xc3\xa9" in duration "5\xc3\xa9"`);
});

test("what String writes, ParseDuration reads", () => {
  const law = fc.property(fc.maxSafeInteger(), (ns) => {
    expect(parseDuration(formatDuration(ns))).toEqual({ ok: true, value: ns });
  });
  fc.assert(law, { seed: 9, numRuns: 300 });
});

test("microseconds of the world and nanoseconds of the API", () => {
  expect(toMicroseconds(1_500_000_999)).toBe(1_500_000);
  expect(fromMicroseconds(30_000_000)).toBe(30_000_000_000);
});
