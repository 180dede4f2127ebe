import { expect, test } from "vitest";
import { checkSource } from "../../../../src/engine/dockerfile/checks.ts";
import { parseSource } from "../../../../src/engine/dockerfile/source.ts";

const rules = (text: string): string[] => {
  const source = parseSource(text);
  return source.ok ? checkSource(source.value, "Dockerfile", text).map(({ rule }) => rule) : [];
};

test.each([
  ['FROM a\nENV x=1\nCMD ["y"]\nEXPOSE 80/tcp\n', []],
  ["from a\nRUN b\nRUN c\n", ["ConsistentInstructionCasing"]],
  ["FROM a\nMAINTAINER me\n", ["MaintainerDeprecated"]],
  ["FROM a\nENV x 1\nLABEL y 2\n", ["LegacyKeyValueFormat", "LegacyKeyValueFormat"]],
  ["FROM a\nCMD x\n", ["JSONArgsRecommended"]],
  ['FROM a\nSHELL ["sh"]\nCMD x\nFROM a\nENTRYPOINT x\n', ["JSONArgsRecommended"]],
  ["FROM a\nEXPOSE 80/TCP\n", ["ExposeProtoCasing"]],
])("%j", (text, expected) => {
  expect(rules(text)).toEqual(expected);
});
