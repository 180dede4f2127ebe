// Every file of src opens with a few lines of comment: what it is, what it relies on, what is not here.

import { expect, test } from "vitest";
import { expectNone, sourceOf, sourcesIn, type Offence, type Source } from "./sources.ts";

const LINES = 2;

/** How many lines the comment has that a text begins with. */
function openingLines(text: string): number {
  const block = /^\/\*[^]*?\*\//.exec(text)?.[0];
  if (block !== undefined) return block.split("\n").filter((line) => /\w/.test(line)).length;
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("//"));
  return (end < 0 ? lines : lines.slice(0, end)).filter((line) => /\w/.test(line)).length;
}

const judge = ({ path, text }: Source): Offence[] =>
  openingLines(text) >= LINES
    ? []
    : [
        {
          path,
          line: 1,
          message: "open the file with two lines or more: what it is, what it relies on, what is not here",
        },
      ];

test("every file of src says at its top what it is", () => {
  expectNone(sourcesIn("src").flatMap(judge));
});

test.each([
  ["two lines", "// What it is,\n// and what not.\n\nexport {};\n", 0],
  ["a block", "/*\n * What it is,\n * and what not.\n */\nexport {};\n", 0],
  ["one line", "// What it is.\n\nexport {};\n", 1],
  ["an empty second line", "// What it is.\n//\nexport {};\n", 1],
  ["code first", "export {};\n// What it is,\n// and what not.\n", 1],
  ["nothing", "", 1],
])("%s", (_, text, offences) => {
  expect(judge(sourceOf("src/a.ts", text))).toHaveLength(offences);
});
