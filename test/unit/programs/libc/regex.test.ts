import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRegex, regexFaultText } from "../../../../src/programs/libc/regex.ts";
import { isFault } from "../../../../src/programs/libc/regex/parse.ts";
import type { RegexSyntax } from "../../../../src/programs/libc/regex/tree.ts";

const basic: RegexSyntax = { extended: false };
const extended: RegexSyntax = { extended: true };

/** The match and its groups, or undefined, or the fault's text. */
function find(source: string, text: string, syntax: RegexSyntax = extended): unknown {
  const regex = compileRegex(source, syntax);
  if (isFault(regex)) return regexFaultText(regex);
  const match = regex.exec(text);
  expect(regex.test(text)).toBe(match !== undefined);
  return match && [match.index, ...Array.from({ length: regex.groups + 1 }, (_, i) => match[i])];
}

test.each([
  ["(a|ab)(c|bcd)(d*)", "abcd", [0, "abcd", "ab", "c", "d"]],
  ["foo|foobar", "xfoobar", [1, "foobar"]],
  ["a*(ab)?", "aab", [0, "aab", "ab"]],
  ["(a*)(ab)*(b*)", "abb", [0, "abb", "a", undefined, "bb"]],
  ["(x|xy)*z", "xyxz", [0, "xyxz", "x"]],
  ["a{2,3}", "aaaa", [0, "aaa"]],
  ["a{,2}b", "aab", [0, "aab"]],
  ["(a)\\1", "baa", [1, "aa", "a"]],
  ["[]a]+", "x]a]", [1, "]a]"]],
  ["[^]a]+", "]x]", [1, "x"]],
  ["[[:alpha:]_]+", "1été_2", [1, "été_"]],
  ["\\<b\\w*\\>", "ab bc", [3, "bc"]],
  ["a.c", "a😀c", [0, "a😀c"]],
  ["a|", "b", [0, ""]],
  ["a)", "a)", [0, "a)"]],
])("extended %s on %s", (source, text, found) => {
  expect(find(source, text)).toEqual(found);
});

test.each([
  ["a\\{2\\}", "aaa", [0, "aa"]],
  ["\\(a\\|b\\)\\+c", "xabc", [1, "abc", "b"]],
  ["*a", "*a", [0, "*a"]],
  ["\\(*a\\)", "*a", [0, "*a", "*a"]],
  ["^*a", "*a", [0, "*a"]],
  ["a^b$c", "a^b$c", [0, "a^b$c"]],
  ["a+?", "a+?", [0, "a+?"]],
  ["ab\\?c", "ac", [0, "ac"]],
])("basic %s on %s", (source, text, found) => {
  expect(find(source, text, basic)).toEqual(found);
});

test.each([
  ["[a", "Unmatched [, [^, [:, [., or [="],
  ["(a", "Unmatched ( or \\("],
  ["a{1", "Unmatched \\{"],
  ["a{x}", "Invalid content of \\{\\}"],
  ["a{2,1}", "Invalid content of \\{\\}"],
  ["a{99999}", "Regular expression too big"],
  ["*a", "Invalid preceding regular expression"],
  ["[b-a]", "Invalid range end"],
  ["[[:foo:]]", "Invalid character class name"],
  ["[[.foo.]]", "Invalid collation character"],
  ["\\1", "Invalid back reference"],
  ["a\\", "Trailing backslash"],
])("%s is refused", (source, message) => {
  expect(find(source, "")).toBe(message);
});

test("grep takes an operator with nothing before it, and an interval that is none, as it does", () => {
  const egrep: RegexSyntax = { extended: true, lenient: true, gnu: true };
  expect(find("*a", "xa", egrep)).toEqual([1, "a"]);
  expect(find("{1}a", "xa", egrep)).toEqual([1, "a"]);
  expect(find("{1}a", "{1}a", { ...egrep, gnu: false })).toEqual([0, "{1}a"]);
  expect(find("a{h", "a{h", egrep)).toEqual([0, "a{h"]);
  expect(find("[:space:]", "", egrep)).toBe("character class syntax is [[:space:]], not [:space:]");
});

test("bytes that are no UTF-8 match themselves and nothing general", () => {
  expect(find("a.", "a\udcff")).toBeUndefined();
  expect(find("a\udcff", "a\udcff")).toEqual([0, "a\udcff"]);
  expect(find("a.", "a\xff", { extended: true, bytes: true })).toEqual([0, "a\xff"]);
});

test("case is ignored, in classes and ranges too", () => {
  const ignoring = { extended: true, ignoreCase: true };
  expect(find("straße[a-c][[:upper:]]", "STRAßEBx", ignoring)).toEqual([0, "STRAßEBx"]);
  expect(find("[^a]", "A", { ...ignoring, bytes: true })).toBeUndefined();
});

test("what would take a backtracking matcher for ever is answered at once", () => {
  const text = "a".repeat(60);
  for (const source of ["(a*)*b", "(a|a)*b", "([a-z]+ *)*1", "(a|b|ab)*c"])
    expect(find(source, text)).toBeUndefined();
});

const piece = fc.constantFrom("a", "b", "c", "[ab]", "[^a]", ".");
const common: fc.Arbitrary<string> = fc.letrec<{ whole: string }>((tie) => ({
  whole: fc.oneof(
    { maxDepth: 3 },
    piece,
    fc.tuple(piece, fc.constantFrom("*", "+", "?", "{2}", "{1,2}")).map((parts) => parts.join("")),
    fc.tuple(tie("whole"), tie("whole")).map((parts) => parts.join("")),
    fc.tuple(tie("whole"), tie("whole")).map(([a, b]) => `(${a}|${b})`),
  ),
})).whole;

test("it finds a match where JS finds one, from the same place, and never a shorter one", () => {
  fc.assert(
    fc.property(common, fc.stringMatching(/^[abc]{0,12}$/), (source, text) => {
      const js = new RegExp(source).exec(text);
      const found = find(source, text) as [number, string] | undefined;
      expect(found?.[0]).toBe(js?.index);
      if (js !== null) expect(found?.[1].length).toBeGreaterThanOrEqual(js[0].length);
    }),
    { seed: 20_240_501, numRuns: 2000 },
  );
});
