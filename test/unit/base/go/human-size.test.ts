import { expect, test } from "vitest";
import {
  bytesSize,
  customSize,
  humanSize,
  parseBinarySize,
  parseDecimalSize,
} from "../../../../src/base/go/human-size.ts";
import type { Result } from "../../../../src/base/result.ts";

test("sizes for people", () => {
  expect([0, 6, 999, 1000, 2_066_692, 1e15, 1e27, 1e30].map((n) => humanSize(n, 3))).toEqual([
    "0B",
    "6B",
    "999B",
    "1kB",
    "2.07MB",
    "1PB",
    "1e+03YB",
    "1e+06YB",
  ]);
  expect(humanSize(2_066_692)).toBe("2.067MB");
  // three digits cannot hold a thousand
  expect(humanSize(999_900, 3)).toBe("1e+03kB");
  expect([bytesSize(1024), bytesSize(1.5 * 1024 ** 2), bytesSize(1023)]).toEqual(["1KiB", "1.5MiB", "1023B"]);
  expect(customSize("%.1f %s", 1536, 1024, ["b", "k"])).toBe("1.5 k");
});

const shown = (result: Result<unknown, string>): unknown => (result.ok ? result.value : result.error);

test("sizes that people write, with docker's words for wrong ones", () => {
  const read = (text: string): unknown => shown(parseBinarySize(text));
  expect(
    ["8m", "8mb", "8MiB", "8 M", "1.5g", ".5k", "8.k", "1_0k", "1e3", "0", "7b", "7B"].map(read),
  ).toEqual([8388608, 8388608, 8388608, 8388608, 1610612736, 512, 8192, 10240, 1000, 0, 7, 7]);
  for (const text of ["", "x", "-1m", "inf"]) expect(read(text)).toBe(`invalid size: '${text}'`);
  for (const [text, suffix] of [
    ["8x", "x"],
    ["8kbb", "kbb"],
    ["8 mm", "mm"],
    ["8mxyz", "mxyz"],
    ["8é", "é"],
    ["8BB", "bb"],
  ])
    expect(read(text as string)).toBe(`invalid suffix: '${suffix}'`);
  for (const [text, number] of [
    ["8mib2", "8mib2"],
    ["8  m", "8 "],
    ["0x10m", "0x10"],
    ["8kb ", "8kb"],
    [" 8m", " 8"],
  ])
    expect(read(text as string)).toBe(`strconv.ParseFloat: parsing "${number}": invalid syntax`);
  expect(read("99999999999999999999")).toBe(-(2n ** 63n));
  expect(shown(parseDecimalSize("44kB"))).toBe(44_000);
});
