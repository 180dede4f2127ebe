import fc from "fast-check";
import { expect, test } from "vitest";
import {
  byteLength,
  bytesOf,
  byteSlice,
  compareStrings,
  runeCount,
  split,
  stringOfBytes,
  toLower,
  toTitle,
  toUpper,
} from "../../../../src/base/go/go-string.ts";

const bytes = fc.uint8Array({ maxLength: 30 });
const seed = { seed: 7, numRuns: 500 };

test("any bytes become a string and come back, and have the length that the string says", () => {
  const law = fc.property(bytes, (b) => {
    const text = stringOfBytes(b);
    expect(bytesOf(text)).toEqual(b);
    expect(byteLength(text)).toBe(b.length);
  });
  fc.assert(law, seed);
});

test("strings compare as their bytes do", () => {
  const sign = (n: number): number => Math.sign(n);
  const law = fc.property(bytes, bytes, (a, b) => {
    expect(sign(compareStrings(stringOfBytes(a), stringOfBytes(b)))).toBe(sign(Buffer.compare(a, b)));
  });
  fc.assert(law, seed);
  // UTF-16 would put the emoji first
  expect(["😀", "\uffee", "10", "2", "é"].sort(compareStrings)).toEqual(["10", "2", "é", "\uffee", "😀"]);
});

test("a slice may cut a character in two, and loses nothing", () => {
  expect(byteLength("hé")).toBe(3);
  const [first, second] = [byteSlice("hé", 0, 2), byteSlice("hé", 2, 3)];
  expect(bytesOf(first)).toEqual(Uint8Array.of(0x68, 0xc3));
  expect(stringOfBytes(Uint8Array.of(...bytesOf(first), ...bytesOf(second)))).toBe("hé");
  expect(runeCount(first)).toBe(2);
  expect(runeCount("a😀é")).toBe(3);
});

test("case goes rune by rune; what has no single other case stays", () => {
  expect(toUpper("abc é ß ŉ ǆ")).toBe("ABC É ß ŉ Ǆ");
  expect(toLower("ABC É ß İ")).toBe("abc é ß i");
  expect(toTitle("hello wORLD foo-bar foo_bar 1st é'x ǆ")).toBe("Hello WORLD Foo-Bar Foo_bar 1st É'X ǅ");
});

test("split by nothing gives the characters", () => {
  expect(split("aé世", "")).toEqual(["a", "é", "世"]);
  expect(split("", ",")).toEqual([""]);
  expect(split("", "")).toEqual([]);
});
