import { expect, test } from "vitest";
import {
  cString,
  escapeName,
  localeQuote,
  questionMarks,
  shellQuote,
} from "../../../../src/programs/libc/quote.ts";

// Expected texts are what coreutils 9.10 prints for `rm NAME` in the C locale.
test.each([
  ["it's", `"it's"`],
  ["a b", "'a b'"],
  ["it's $x", "'it'\\''s $x'"],
  ["#x", "'#x'"],
  ["a=b", "'a=b'"],
  ["a\nb", "'a'$'\\n''b'"],
  ["\nb", "''$'\\n''b'"],
  ["a'\n'", "'a'\\'''$'\\n'\\'''"],
  ["中", "''$'\\344\\270\\255'"],
  ["x\x1b", "'x'$'\\033'"],
  ["", "''"],
  ["'!", "''\\''!'"],
  ["'#", "''\\''#'"],
  ["\udcff", "''$'\\377'"],
])("%j is %s", (name, expected) => {
  expect(shellQuote(name, false, true)).toBe(expected);
});

test("a name that needs no quotes gets them only if they are asked for", () => {
  expect(["x#", "a~", "{}", "{a", "a:b", "]"].map((name) => shellQuote(name, false))).toEqual([
    "x#",
    "a~",
    "{}",
    "{a",
    "a:b",
    "]",
  ]);
  expect(["#", "~", "{", "a=b", "!"].map((name) => shellQuote(name, false))).toEqual([
    "'#'",
    "'~'",
    "'{'",
    "'a=b'",
    "'!'",
  ]);
  expect(shellQuote("中", true)).toBe("中");
});

test("other styles", () => {
  expect(localeQuote("it's", false)).toBe("'it\\'s'");
  expect(localeQuote("it's", true)).toBe("‘it's’");
  expect(escapeName("a b\\\t中", false)).toBe("a\\ b\\\\\\t\\344\\270\\255");
  expect(cString('a "b"', true)).toBe('"a \\"b\\""');
  expect(questionMarks("中\udcff", false)).toBe("????");
  expect(questionMarks("中\udcff", true)).toBe("中?");
});
