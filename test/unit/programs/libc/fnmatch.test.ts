// What `case` of bash says of each, with extglob on.
import { expect, test } from "vitest";
import { escapePattern, fnmatch, Pattern } from "../../../../src/programs/libc/fnmatch.ts";

test.each([
  ["*.txt", "a.txt", true],
  ["*.txt", "atxt", false],
  ["a?c", "a中c", true],
  ["[!a-c]x", "dx", true],
  ["[]a]", "]", true],
  ["[a", "[a", true],
  ["\\*", "*", true],
  ["[[:upper:]]*", "Éa", true],
  ["@(a|b)*(cd)", "bcdcd", true],
  ["!(a|b)", "c", true],
  ["!(a|b)", "b", false],
  ["+(a|bc)x", "abcax", true],
  ["*a*a*a*a*a*a*a*a*b", "a".repeat(2000), false],
])("%s against %s", (pattern, text, matched) => {
  expect(fnmatch(pattern, text, { extglob: true })).toBe(matched);
});

test("paths and periods are respected where that is asked for", () => {
  expect(fnmatch("*", "a/b", { pathname: true })).toBe(false);
  expect(fnmatch("*/*", "a/b", { pathname: true })).toBe(true);
  expect(fnmatch("*", ".a", { period: true })).toBe(false);
  expect(fnmatch(".*", ".a", { period: true })).toBe(true);
  expect(fnmatch("ABC", "abc", { ignoreCase: true })).toBe(true);
});

test("shortest and longest parts at both ends", () => {
  const slash = new Pattern("*/");
  expect([slash.prefix("a/b/c", false), slash.prefix("a/b/c", true)]).toEqual([2, 4]);
  const dot = new Pattern(".*");
  expect([dot.suffix("a.b.c", false), dot.suffix("a.b.c", true), dot.suffix("abc", true)]).toEqual([
    3, 1, -1,
  ]);
});

test("an escaped text matches itself and nothing else", () => {
  for (const text of ["a*b", "[x]", "\\", "!(a)"]) {
    expect(fnmatch(escapePattern(text), text, { extglob: true })).toBe(true);
    expect(fnmatch(escapePattern(text), `${text}x`, { extglob: true })).toBe(false);
  }
});
