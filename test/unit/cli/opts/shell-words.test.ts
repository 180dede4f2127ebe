import { expect, test } from "vitest";
import { parseShellWords } from "../../../../src/cli/opts/shell-words.ts";

test.each([
  ["", []],
  ["a b", ["a", "b"]],
  ["  a\t\nb ", ["a", "b"]],
  ["'a b' c", ["a b", "c"]],
  [`"a 'b'" 'c "d"'`, ["a 'b'", 'c "d"']],
  [`"a \\" b"`, ['a " b']],
  ["a\\ b", ["a b"]],
  ["a'b'\"c\"d", ["abcd"]],
  ["'a\\b'", ["a\\b"]],
  ["a # b\nc", ["a", "c"]],
  ["a#b", ["a#b"]],
  ["''", [""]],
])("%j", (text, words) => expect(parseShellWords(text)).toEqual({ ok: true, value: words }));

test.each([
  ["'a", "EOF found when expecting closing quote"],
  ['a "b', "EOF found when expecting closing quote"],
  ["a\\", "EOF found after escape character"],
  ['"a\\', "EOF found after escape character"],
])("%j is refused", (text, error) => expect(parseShellWords(text)).toEqual({ ok: false, error }));
