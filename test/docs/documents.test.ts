// How documents are read, checked and rewritten, with a host that only echoes.

import { expect, test } from "vitest";
import { blocksOf, check, commandsOf, type Host } from "./documents.ts";

const echo: Host = {
  run: (line) =>
    line.startsWith("fail") ? { stdout: "", stderr: "no\n" } : { stdout: `${line}\n`, stderr: "" },
};
const fenced = (...lines: string[]): string =>
  ["# Title", "", "```console", ...lines, "```", "", "End.", ""].join("\n");

test("a console block is commands and what they print; commands may continue", () => {
  const [block] = blocksOf(fenced("$ one", "1", "2", "$ two \\", "> more", "$ three"));
  expect(block && commandsOf(block).map(({ line, text }) => [line, text])).toEqual([
    [4, "one"],
    [7, "two \\\nmore"],
    [9, "three"],
  ]);
});

test("languages and marks are told apart, and blocks in lists lose their indent", () => {
  const text = "```sh run\nnpm test\n```\n\n- a\n\n  ```console\n  $ x\n  ```\n\n```ts\ncode();\n```\n";
  expect(blocksOf(text).map(({ language, mark, body }) => [language, mark, body])).toEqual([
    ["sh", "run", ["npm test"]],
    ["console", "", ["$ x"]],
    ["ts", "", ["code();"]],
  ]);
});

test("what is shown must be what comes out, line by line", () => {
  expect(check(fenced("$ one", "one", "$ fail", "no"), echo).differences).toEqual([]);
  expect(check(fenced("$ one", "uno"), echo).differences).toEqual([
    { line: 4, command: "one", patch: "    - uno\n    + one" },
  ]);
  expect(check(fenced("$ one"), echo).differences).toHaveLength(1);
  expect(check(fenced("$ one", "one", "more"), echo).differences).toHaveLength(1);
});

test("three dots stand for any lines, and stay when the rest is right", () => {
  const many: Host = { run: () => ({ stdout: "a\nb\nc\nd\n", stderr: "" }) };
  expect(check(fenced("$ x", "a", "...", "d"), many).differences).toEqual([]);
  expect(check(fenced("$ x", "..."), many).differences).toEqual([]);
  expect(check(fenced("$ x", "a", "...", "c"), many).differences).toHaveLength(1);
});

test("a document is rewritten with what comes out, and everything else is left alone", () => {
  const text = fenced("$ one", "uno", "dos", "$ two", "two", "$ fail");
  const { text: rewritten } = check(text, echo);
  expect(rewritten).toBe(fenced("$ one", "one", "$ two", "two", "$ fail", "no"));
  expect(check(rewritten, echo)).toEqual({ differences: [], text: rewritten });
  const inList = "- a\n\n  ```console\n  $ one\n  ```\n";
  expect(check(inList, echo).text).toBe("- a\n\n  ```console\n  $ one\n  one\n  ```\n");
});

test("a block that nothing ends, and one that begins without a command, are errors with their line", () => {
  expect(() => blocksOf("```console\n$ x\n")).toThrow("line 1: a block that nothing ends");
  expect(() => check(fenced("printed"), echo)).toThrow("line 4: a console block begins with a command");
});
