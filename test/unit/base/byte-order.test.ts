import { expect, test } from "vitest";
import { byteOrder } from "../../../src/base/byte-order.ts";

test("names are in the order of their bytes", () => {
  const names = ["b", "a", "B", "ab", "", "é", "\u{1F40B}", "\uFF5E", "\uE000", "z"];
  const expected = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(names.toSorted(byteOrder)).toEqual(expected);
  expect(byteOrder("\u{1F40B}a", "\u{1F40B}b")).toBeLessThan(0);
});
