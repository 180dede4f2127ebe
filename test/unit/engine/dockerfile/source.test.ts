import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSource } from "../../../../src/engine/dockerfile/source.ts";
import { parseStages } from "../../../../src/engine/dockerfile/stages.ts";

const nodes = (text: string) => {
  const source = parseSource(text);
  return source.ok ? source.value.nodes : source.error.message;
};

test("continued lines, with comments and empty lines among them", () => {
  expect(nodes("FROM a\nRUN one && \\\n  # no\n\n  two\n")).toMatchObject([
    { name: "FROM", rest: "a", start: 1, end: 1 },
    { name: "RUN", rest: "one &&   two", start: 2, end: 5 },
  ]);
});

test("flags and JSON lists", () => {
  expect(nodes('FROM a\nCOPY --chown="a b" --link ["x", "y z"]')).toMatchObject([
    {},
    { flags: ["--chown=a b", "--link"], json: ["x", "y z"] },
  ]);
});

test("here-documents end where their word stands alone", () => {
  expect(nodes("FROM a\nRUN <<-'E' cat\n\tone $x\n\tE\nRUN true")).toMatchObject([
    {},
    { hereDocuments: [{ name: "E", content: "one $x\n", expands: false }], start: 2, end: 4 },
    { rest: "true", start: 5 },
  ]);
});

test("the escape directive", () => {
  expect(nodes("# escape=`\nFROM a `\n  b\n")).toMatchObject([{ rest: "a   b" }]);
});

test.each([
  ["", "the Dockerfile cannot be empty"],
  ["# only\n", "file with no instructions"],
  ["# escape=x\nFROM a", "invalid escape token 'x' does not match ` or \\"],
  ["FROM a\nRUN <<E\nx", "unterminated heredoc"],
  ["FROM a\nENV X", "ENV must have two arguments"],
  ["FROM a\nENV X=1 Y", 'Syntax error - can\'t find = in "Y". Must be of the form: name=value'],
  ['FROM a\nCMD ["a", 1]', "when using JSON array syntax, arrays must be comprised of strings only"],
])("%j is refused", (text, message) => {
  expect(nodes(text)).toBe(message);
});

test.each([
  ["FROM", "dockerfile parse error on line 1: FROM requires either one or three arguments"],
  ["RUN x", "no build stage in current context"],
  ["FROM a\nFORM b", "dockerfile parse error on line 2: unknown instruction: FORM (did you mean FROM?)"],
  [
    "FROM a\nVOLUMN /x",
    "dockerfile parse error on line 2: unknown instruction: VOLUMN (did you mean VOLUME?)",
  ],
  ["FROM a\nCOPY --nosuch a b", "dockerfile parse error on line 2: unknown flag: --nosuch"],
  ["FROM a\nCOPY --chown a b", "dockerfile parse error on line 2: missing a value on flag: --chown"],
  ["FROM a\nHEALTHCHECK x", 'dockerfile parse error on line 2: Unknown type "X" in HEALTHCHECK (try CMD)'],
])("%j: what instructions say is checked", (text, message) => {
  const source = parseSource(text);
  const stages = source.ok ? parseStages(source.value) : source;
  expect(stages.ok ? "" : stages.error.message).toBe(message);
});

test("no text is too much for it", () => {
  const words = fc.constantFrom(
    "FROM",
    "RUN",
    "COPY",
    "ENV",
    "<<E",
    "\\\n",
    "\n",
    "#",
    "=",
    '"',
    "'",
    "[",
    "--",
    " ",
    "$",
    "E",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 20 }), (parts) => {
      const source = parseSource(parts.join(""));
      if (source.ok) parseStages(source.value);
    }),
    { seed: 4, numRuns: 400 },
  );
});
