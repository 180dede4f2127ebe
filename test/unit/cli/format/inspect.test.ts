import { expect, test } from "vitest";
import { field, int64, map, named, pointer, slice, string, struct } from "../../../../src/base/go/types.ts";
import { fail, ok } from "../../../../src/base/result.ts";
import { elementOf, inspectAll, typedElement } from "../../../../src/cli/format/inspect.ts";

const port = named("nat.Port", string);
const thing = struct("api.Thing", {
  ID: field(string, "Id"),
  Ports: map(port, slice(struct("nat.PortBinding", { HostPort: string }))),
  Labels: map(string, string),
  Size: field(pointer(int64), ",omitempty"),
});

const data = {
  Id: "abc",
  Ports: new Map([["80/tcp", [{ HostPort: "8080" }]]]),
  Labels: new Map([["a", "<1>"]]),
};
const one = ok(elementOf(thing, data));
const other = ok(elementOf(thing, { ...data, Id: "def" }));
const typed = ok(typedElement(thing, data));

test("types first, and the daemon's JSON if they fail", () => {
  expect(inspectAll("{{.ID}} {{.Ports}} {{.Size}}", [one])).toEqual({
    stdout: "abc map[80/tcp:[{8080}]] <nil>\n",
    exit: 0,
  });
  expect(inspectAll('{{(index (index .Ports "80/tcp") 0).HostPort}} {{.Ports}}', [one]).stdout).toBe(
    "8080 map[80/tcp:[map[HostPort:8080]]]\n",
  );
  expect(inspectAll("{{.Nope}}", [one]).error).toMatch(/map has no entry for key "Nope"$/);
  expect(inspectAll("{{.Nope}}", [typed]).error).toMatch(/can't evaluate field Nope in type api.Thing$/);
});

test("after the first fallback, missing keys are errors for all that follow", () => {
  const format = '{{if eq .Id "abc"}}raw{{end}}[{{.Labels.nope}}]';
  expect(inspectAll("[{{.Labels.nope}}]", [one, other]).stdout).toBe("[<no value>]\n[<no value>]\n");
  expect(inspectAll(format, [one]).error).toMatch(/map has no entry for key "nope"$/);
  const mixed = '{{if eq .ID "def"}}{{.Labels.nope}}{{else}}{{index .Ports "x"}}{{end}}';
  // a real Docker prints the same for two containers, in both orders
  expect(inspectAll(mixed, [other, one])).toMatchObject({ stdout: "<no value>\n", exit: 1 });
});

test("JSON, compact and indented, of all that was found", () => {
  expect(inspectAll("json", [one, other]).stdout).toMatch(
    /^\[\{"Id":"abc",.*"a":"<1>".*\},\{"Id":"def".*\}\]\n$/,
  );
  expect(inspectAll("", [one]).stdout.split("\n").slice(0, 3)).toEqual([
    "[",
    "    {",
    '        "Id": "abc",',
  ]);
  // without the daemon's JSON it is encoded here, where HTML is escaped
  expect(inspectAll("", [typed]).stdout).toContain('"a": "\\u003c1\\u003e"');
  expect(inspectAll("", [])).toEqual({ stdout: "[]\n", exit: 0 });
});

test("what is missing is said after what was found", () => {
  const gone = fail("Error: No such object: x");
  expect(inspectAll("{{.ID}}", [one, gone, other, gone])).toEqual({
    stdout: "abc\ndef\n",
    error: "Error: No such object: x\nError: No such object: x",
    exit: 1,
  });
  expect(inspectAll("{{.ID}}", [gone])).toEqual({ stdout: "\n", error: "Error: No such object: x", exit: 1 });
});

test("a template that is none ends it, with its own exit status", () => {
  expect(inspectAll("{{.ID", [one])).toEqual({
    stdout: "",
    error: "template parsing error: template: :1: unclosed action",
    exit: 64,
  });
});
