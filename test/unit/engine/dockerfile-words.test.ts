// Words as BuildKit's lexer reads them (its frontend/dockerfile/shell/envVarTest has cases of this kind).

import { expect, test } from "vitest";
import { processWord } from "../../../src/engine/dockerfile-words.ts";

const ENV = new Map([
  ["A", "hello"],
  ["E", ""],
  ["P", "/a/b/c.tar.gz"],
  ["S", "a*b"],
]);

test.each([
  ["$A", "hello"],
  ["${A}x", "hellox"],
  ["$Z", ""],
  ["'$A'", "$A"],
  ['"$A"', "hello"],
  ["\\$A", "$A"],
  ["a\\ b", "a b"],
  ["${Z:-$A}", "hello"],
  ["${E:-d}", "d"],
  ["${E-d}", ""],
  ["${A:+yes}", "yes"],
  ["${E:+yes}", ""],
  ["${P#*/}", "a/b/c.tar.gz"],
  ["${P##*/}", "c.tar.gz"],
  ["${P%.*}", "/a/b/c.tar"],
  ["${P%%.*}", "/a/b/c"],
  ["${P/a/Z}", "/Z/b/c.tar.gz"],
  ["${P//\\//_}", "_a_b_c.tar.gz"],
  ["${S#a\\*}", "b"],
  ["${A/l*/L}", "heL"],
  ["$", "$"],
])("%s is %j", (word, expected) => {
  expect(processWord(word, ENV)).toEqual({ ok: true, value: expected });
});

test.each([
  ["${Z?}", "Z: is not allowed to be unset"],
  ["${E:?}", "E: is not allowed to be empty"],
  ["${Z:?need it}", "Z: need it"],
  ["${A:z}", "unsupported modifier (:z) in substitution"],
  ["${A:#x}", "unsupported modifier (:#) in substitution"],
  ["${}", "syntax error: bad substitution"],
  ["${", "syntax error: missing '}'"],
  ["${A:-x", "syntax error: missing '}'"],
  ["'a", "unexpected end of statement while looking for matching single-quote"],
  ["${A#\\x}", "invalid pattern (\\x) in substitution: invalid escape '\\x'"],
])("%s is refused", (word, why) => {
  expect(processWord(word, ENV)).toEqual({
    ok: false,
    error: `failed to process ${JSON.stringify(word)}: ${why}`,
  });
});

test("for showing, quotes and what is not set stay", () => {
  const shown = (word: string) => processWord(word, ENV, { forShow: true });
  expect(shown('echo "$A" $Z ${Z:-x}')).toEqual({ ok: true, value: 'echo "hello" $Z ${Z:-x}' });
});

test("names that are not set are told", () => {
  const unset = new Set<string>();
  void processWord("$A $Z ${Y:-$X}", ENV, { unset });
  expect([...unset]).toEqual(["Z", "X", "Y"]);
});
