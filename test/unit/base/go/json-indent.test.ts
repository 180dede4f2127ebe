import fc from "fast-check";
import { expect, test } from "vitest";
import { compactJson, indentJson } from "../../../../src/base/go/json-indent.ts";

test("as `docker inspect` prints: four spaces, and nothing inside what is empty", () => {
  const json = '[{"a":{},"b":[],"c":[1,{"d":"x, {y} : \\" [z]"}]}]';
  const text = `[
    {
        "a": {},
        "b": [],
        "c": [
            1,
            {
                "d": "x, {y} : \\" [z]"
            }
        ]
    }
]`;
  expect(indentJson(json, "    ")).toBe(text);
  expect(compactJson(text)).toBe(json);
  expect(indentJson(text, "    ")).toBe(text);
  expect(indentJson('{"a":1}', "\t", "> ")).toBe('{\n> \t"a": 1\n> }');
});

test("agrees with JavaScript on what both can print", () => {
  const law = fc.property(fc.jsonValue(), (value) => {
    const json = JSON.stringify(value);
    expect(indentJson(json, "  ")).toBe(JSON.stringify(value, null, 2));
    expect(compactJson(JSON.stringify(value, null, 3))).toBe(json);
  });
  fc.assert(law, { seed: 17, numRuns: 300 });
});
