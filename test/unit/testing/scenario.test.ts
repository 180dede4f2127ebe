import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseScenario } from "../../../src/testing/scenario.ts";

const steps = (text: string): unknown => {
  const parsed = parseScenario(text);
  return parsed.ok ? parsed.value : parsed.error;
};

test("steps, continuations, comments and empty lines", () => {
  expect(steps("# about: nothing\n$ echo a\n\n$ cat <<E\n> one\n>\n>   two\n> E\n# more\n$ true\n")).toEqual([
    "echo a",
    "cat <<E\none\n\n  two\nE",
    "true",
  ]);
  expect(steps("")).toEqual([]);
});

test("a comment may stand between a step and its continuation", () => {
  expect(steps("$ echo \\\n# why\n> a")).toEqual(["echo \\\na"]);
});

test("what is none of these is named with its line", () => {
  expect(steps("$ echo a\necho b\n")).toEqual({
    line: 2,
    message: "not a step, a continuation or a comment: echo b",
  });
  expect(steps("# about\n> b\n")).toEqual({ line: 2, message: "continues a step, but none has begun" });
  expect(steps("$\n")).toEqual({ line: 1, message: "not a step, a continuation or a comment: $" });
});

test("every recording was made from the steps that its scenario file has", () => {
  const folder = new URL("../../conformance/recordings/", import.meta.url);
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".scn"))) {
    const recording = JSON.parse(readFileSync(new URL(name.replace(/scn$/, "json"), folder), "utf8"));
    const commands = recording.steps.map(({ command }: { command: string }) => command);
    expect(steps(readFileSync(new URL(name, folder), "utf8")), name).toEqual(commands);
  }
});
