import { expect, test } from "vitest";
import { checkSource } from "../../../../src/engine/dockerfile/checks.ts";
import { Linter, parseLintOptions } from "../../../../src/engine/dockerfile/linter.ts";
import { parseSource } from "../../../../src/engine/dockerfile/source.ts";
import { parseStages } from "../../../../src/engine/dockerfile/stages.ts";

function rules(text: string): string[] | string {
  const source = parseSource(text);
  if (!source.ok) return source.error.message;
  const stages = parseStages(source.value);
  const options = parseLintOptions(source.value.directives.get("check")?.value ?? "");
  if (!stages.ok || !options.ok) return "refused";
  const linter = new Linter(options.value, "Dockerfile", text);
  checkSource(linter, source.value, stages.value);
  return linter.error() ?? linter.found.map(({ rule }) => rule);
}

test.each([
  ['FROM a\nENV x=1\nCMD ["y"]\nEXPOSE 80/tcp\n', []],
  ["from a\nRUN b\nrun c\n", ["ConsistentInstructionCasing"]],
  ["FROM a\nMAINTAINER me\n", ["MaintainerDeprecated"]],
  ["FROM a as B\n", ["StageNameCasing", "FromAsCasing"]],
  ["FROM a AS b\nFROM a AS b\n", ["DuplicateStageName"]],
  ["FROM a AS scratch\n", ["ReservedStageName"]],
  ["FROM a\nRUN b \\\n\n  c\n", ["NoEmptyContinuation"]],
  ["ARG X\nFROM a:$X\n", ["InvalidDefaultArgInFrom"]],
  ["# check=skip=MaintainerDeprecated\nFROM a\nMAINTAINER me\n", []],
  ["# check=skip=all\nFROM a as B\n", []],
  ["# check=error=true\nFROM a\nMAINTAINER me\n", "lint violation found for rules: MaintainerDeprecated"],
  ["# escape=`\n# escape=`\nFROM a\n", "only one escape parser directive can be used"],
])("%j", (text, expected) => {
  expect(rules(text)).toEqual(expected);
});

test.each([
  [
    "skip=A,B;error=1",
    { ok: true, value: { skipped: new Set(["A", "B"]), experimental: new Set(), isError: true } },
  ],
  ["foo=1", { ok: false, error: 'invalid check option "foo"' }],
  ["skip", { ok: false, error: 'invalid check option "skip"' }],
])("the check directive %j", (text, expected) => {
  expect(parseLintOptions(text)).toEqual(expected);
});
