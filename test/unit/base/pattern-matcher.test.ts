import { expect, test } from "vitest";
import { patternMatcher, readIgnoreFile } from "../../../src/base/pattern-matcher.ts";

const leftOut = (patterns: readonly string[], path: string): boolean => {
  const matcher = patternMatcher(patterns);
  return matcher.ok && matcher.value.matches(path);
};

test.each([
  [["*.tmp"], "a.tmp", true],
  [["*.tmp"], "d/a.tmp", false],
  [["**/*.tmp"], "d/e/a.tmp", true],
  [["**/*.tmp"], "a.tmp", true],
  [["logs"], "logs/x/y", true],
  [["logs/"], "logs/x", true],
  [["logs"], "logs2", false],
  [["*", "!src/*.c"], "src/main.c", false],
  [["*", "!src/*.c"], "src/main.h", true],
  [["src", "!src/main.c"], "src/main.c", false],
  [["!keep", "*"], "keep", true],
  [["a?c"], "abc", true],
  [["a?c"], "a/c", false],
  [["[kl]ogs/[a-z].log"], "logs/x.log", true],
  [["**x"], "abx", true],
  [["a+b"], "a+b", true],
  [["a.c"], "abc", false],
  [["src/../important"], "important", true],
])("%j and %s", (patterns, path, expected) => {
  expect(leftOut(patterns, path)).toBe(expected);
});

test("what is malformed is refused", () => {
  expect(patternMatcher(["[bad"])).toEqual({ ok: false, error: "syntax error in pattern" });
  expect(patternMatcher(["!"])).toEqual({ ok: false, error: 'illegal exclusion pattern: "!"' });
});

test("lines of .dockerignore without comments, cleaned", () => {
  expect(readIgnoreFile("# no\n\n /keep.txt\n./drop/\n! ./a\n")).toEqual(["keep.txt", "drop", "!a"]);
});
