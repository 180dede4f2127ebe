import { expect, test } from "vitest";
import { dockerFunctions } from "../../../../../src/cli/format/template/docker-functions.ts";
import { parseTemplate } from "../../../../../src/cli/format/template/template.ts";

test("a text is parsed once for a name and a set of functions", () => {
  const first = parseTemplate("{{.Names}}");
  expect(parseTemplate("{{.Names}}")).toBe(first);
  expect(parseTemplate("{{.Names}}", { name: "version" })).not.toBe(first);
  const own = new Map([...dockerFunctions, ["mine", dockerFunctions.get("lower") as never]]);
  expect(parseTemplate("{{mine .}}", { functions: own }).ok).toBe(true);
  expect(parseTemplate("{{mine .}}")).toEqual({
    ok: false,
    error: 'template: :1: function "mine" not defined',
  });
});

test("what is remembered is bounded", () => {
  const first = parseTemplate("{{.A}}");
  for (let i = 0; i < 300; i++) parseTemplate(`{{.A${i}}}`);
  expect(parseTemplate("{{.A}}")).not.toBe(first);
  expect(parseTemplate("{{.A}}")).toEqual(first);
});
