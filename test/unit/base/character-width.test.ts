import { expect, test } from "vitest";
import { displayWidth, isWide, runeWidth } from "../../../src/base/character-width.ts";

// What each text adds to the width of ten letters before it, measured on the columns of `docker ps`.
const MEASURED: readonly (readonly [string, number])[] = [
  ["é", 1],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["世", 2],
  ["世\u0301", 2],
  ["世\u200d界", 4],
  ["한", 2],
  ["\u1112\u1161\u11ab", 2],
  ["\u1100\u1100", 2],
  ["\u1161", 1],
  ["ﾊ", 1],
  ["ａ", 2],
  ["か\u3099", 2],
  ["क\u094d\u0937\u093f", 2],
  ["क\u093f", 2],
  ["क\u094d", 1],
  ["\u0e33\u0e33\u0e33", 1],
  ["\u0e31", 0],
  ["کیا", 3],
  ["\u0600a", 2],
  ["😀", 2],
  ["👍🏽", 2],
  ["\u{1f3fb}", 1],
  ["👨‍👩‍👧‍👦", 2],
  ["🏳️‍🌈", 2],
  ["🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", 2],
  ["🇩", 1],
  ["🇩🇪", 2],
  ["🇩🇪🇫", 3],
  ["🇩 🇪", 3],
  ["❤️", 1],
  ["1️⃣", 1],
  ["⚠️", 1],
  ["⭐", 2],
  ["…", 1],
  ["─", 1],
  ["\u200b", 0],
  ["\u00ad", 0],
  ["\ufeff", 0],
  ["\u2060", 1],
  ["\u0007x", 1],
  ["\x7f", 0],
  ["\u{20000}", 2],
  ["\u{1f777}", 1],
  ["\u{1fae9}", 2],
];

test.each(MEASURED)("%j takes %d", (text, width) => {
  expect(displayWidth(`xxxxxxxxxx${text}`) - 10).toBe(width);
});

test("single characters", () => {
  expect(["a", "é", "世", "\n", "\u0301"].map(runeWidth)).toEqual([1, 1, 2, 0, 0]);
  expect([isWide(0x1100), isWide(0x1160), isWide(0x3fffd), isWide(0x3fffe), isWide(0x61)]).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
  expect(displayWidth("")).toBe(0);
});
