// What a template may do is covered by the recorded templates; here are functions as values, methods, own
// bounds, and that nothing makes it crash.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  any,
  bool,
  float64,
  int,
  int8,
  make,
  map,
  method,
  pointer,
  slice,
  string,
  struct,
  uint8,
} from "../../../../../src/base/go/types.ts";
import { dynamic, GoValue, INVALID, valueOf } from "../../../../../src/base/go/value.ts";
import { ok } from "../../../../../src/base/result.ts";
import { dockerFunctions } from "../../../../../src/cli/format/template/docker-functions.ts";
import { type Executed, executeTemplate } from "../../../../../src/cli/format/template/execute.ts";
import type { TemplateFunction } from "../../../../../src/cli/format/template/functions.ts";
import { parseTemplate } from "../../../../../src/cli/format/template/template.ts";

function run(text: string, data: GoValue = INVALID): Executed {
  const template = parseTemplate(text);
  return template.ok ? executeTemplate(template.value, data) : { output: "", error: template.error };
}

const add: TemplateFunction = {
  params: [int, int],
  variadic: true,
  call: (args) =>
    ok(
      new GoValue(
        int,
        args.reduce((sum, arg) => sum + Number(arg.data), 0),
      ),
    ),
};
const functionType = make("func", "func(int, ...int) int");

test("functions as values: `call` checks what it is given", () => {
  const data = valueOf(map(string, functionType), new Map([["add", add]]));
  expect(run("{{call .add 1 2 3}} {{2 | call .add 1}}", data)).toEqual({ output: "6 3" });
  expect(run("{{call .add}}", data).error).toMatch(/wrong number of args for .add: got 0 want at least 1$/);
  expect(run('{{call .add 1 "x"}}', data).error).toMatch(
    /error calling call: arg 1: value has type string; should be int$/,
  );
  expect(run("{{call .add nil}}", data).error).toMatch(/arg 0: value is nil; should be of type int$/);
  expect(run("{{.add}}", data).error).toMatch(/can't print \{\{.add\}\} of type func\(int, ...int\) int$/);
});

const counter = struct(
  "x.Counter",
  { N: int },
  {
    methods: {
      Next: method([], int, (c: { N: number }) => c.N + 1),
      Plus: method([int8, uint8], int, (c: { N: number }, a, b) => c.N + a + b),
      Show: method(
        [any, bool, float64],
        string,
        (_c: unknown, v, b, f) => `${String(dynamic(v).data)} ${b} ${f}`,
      ),
    },
  },
);

test("methods take arguments of their types", () => {
  const data = valueOf(pointer(counter), { N: 1 });
  expect(run("{{.Next}} {{.Plus 2 3}} {{.Show 1 true 2}} {{(.).Next}}", data).output).toBe("2 6 1 true 2 2");
  expect(run("{{3 | .Plus 2}}", data).error).toMatch(/wrong type for value; expected uint8; got int$/);
  expect(run("{{.Plus 300 0}}", data).output).toBe("45");
  expect(run("{{.Plus 1 -1}}", data).error).toMatch(/expected unsigned integer; found -1$/);
  expect(run("{{.Show 1 1 1}}", data).error).toMatch(/expected bool; found 1$/);
  expect(run('{{.Show 1 true "x"}}', data).error).toMatch(/expected float; found "x"$/);
  expect(run("{{.Next 1}}", data).error).toMatch(/wrong number of args for Next: want 0 got 1$/);
  expect(run("{{.Next}}", valueOf(pointer(counter), null)).error).toMatch(
    /error calling Next: .* nil pointer dereference$/,
  );
});

test("the error names template, line and column, and what was written stays", () => {
  const template = parseTemplate("one\n é {{.Nope}} two", { name: "version" });
  const executed = template.ok && executeTemplate(template.value, valueOf(counter, { N: 1 }));
  expect(executed).toEqual({
    output: "one\n é ",
    error:
      'template: version:2:6: executing "version" at <.Nope>: can\'t evaluate field Nope in type x.Counter',
  });
});

test("other functions can stand in for those of the parsing", () => {
  const template = parseTemplate("{{upper .}}");
  const functions = new Map([
    ...dockerFunctions,
    ["upper", dockerFunctions.get("lower") as TemplateFunction],
  ]);
  const executed = template.ok && executeTemplate(template.value, dynamic("Ab"), { functions });
  expect(executed).toEqual({ output: "ab" });
});

test("what would never end, ends", () => {
  expect(run('{{define "x"}}a{{template "x"}}{{end}}{{template "x"}}').error).toMatch(
    /exceeded maximum template depth \(100000\)$/,
  );
  expect(run("{{range 99999999999}}{{end}}").error).toMatch(/range exceeds 1000000 rounds$/);
  expect(run('{{pad "x" 99999999999 1}}').error).toMatch(/strings: Repeat output length overflow$/);
  expect(run('{{$x := "aaaa"}}{{range 40}}{{$x = print $x $x}}{{end}}').error).toMatch(
    /result exceeds 16777216 char/,
  );
  expect(run('{{$x := printf "%999999d" 1}}{{join (split $x "") $x}}').error).toMatch(
    /Join output length overflow$/,
  );
  expect(run('{{range 99}}{{printf "%999999d" 1}}{{end}}').error).toMatch(
    /output exceeds 67108864 characters$/,
  );
  expect(run(`{{printf "${"%999999d".repeat(99)}"${" 1".repeat(99)}}}`).error).toMatch(/result exceeds/);
  expect(
    run('{{html (printf "%999999s" (split "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" ""))}}').error,
  ).toMatch(/exceeds/);
  expect(run(`{{${"(".repeat(5000)}1${")".repeat(5000)}}}`).error).toBe(
    "template: :1: max expression depth exceeded",
  );
  expect(run("{{if 1}}".repeat(5000)).error).toBe("template: :1: max expression depth exceeded");
  expect(run("{{".repeat(50_000)).error).toMatch(/^template: :1: /);
  expect(run(`${"{{if 1}}".repeat(150)}x${"{{end}}".repeat(150)}`)).toEqual({ output: "x" });
});

const data = dynamic(
  new Map<string, unknown>([
    ["s", "héllo\udcff"],
    ["n", 5],
    ["i", new GoValue(int, 5)],
    ["l", [1, "a", null]],
    ["ss", new GoValue(slice(string), ["a", "b"])],
    ["m", new Map([["k", "v"]])],
    ["z", null],
    ["p", new GoValue(pointer(counter), { N: 1 })],
    ["q", new GoValue(pointer(counter), null)],
  ]),
);

const word = fc.constantFrom(
  ..."{{ }} {{- -}} ( ) | . $ $x := = , .s .n .i .l .ss .m .m.k .z .z.x .p .p.N .p.Next .p.Plus .q .q.N nil true 0 1 -1".split(
    " ",
  ),
  ...'2.5 1i \'a\' 0x1F 1e400 "a" "%v%5.2f%[1]q%*d" `b` "\\xff" len index slice print printf println html js eq ne lt le'.split(
    " ",
  ),
  ..."gt ge and or not call json split join title lower upper pad truncate urlquery".split(" "),
  ...'if else end range with template define block break continue "t" /* */ \n é 😀 \0'.split(" "),
);

test("no text and no data makes it crash: there is output or an error", () => {
  const tokens = fc.array(word, { maxLength: 25 }).map((words) => `{{$x := 1}}${words.join(" ")}`);
  const actions = fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 6 }).map((all) => {
    return all.map((words) => `{{${words.join(" ")}}}`).join("");
  });
  const text = fc.oneof(
    tokens,
    actions,
    fc.string({ maxLength: 40, unit: "binary" }),
    fc.string({ maxLength: 40 }),
  );
  const law = fc.property(text, (template) => {
    const { output, error } = run(template, data);
    expect(typeof output).toBe("string");
    if (error !== undefined) expect(error).toMatch(/^template: :\d+:/);
  });
  fc.assert(law, { seed: 23, numRuns: 5000 });
});

test("any format and any operands make a text", () => {
  const piece = fc.constantFrom(
    "%",
    "v",
    "d",
    "s",
    "q",
    "x",
    "e",
    "g",
    "T",
    "p",
    "U",
    "c",
    "[",
    "]",
    "1",
    "*",
    ".",
    "-",
    "+",
    "#",
    "0",
    " ",
    "é",
  );
  const format = fc.string({ unit: piece, maxLength: 12 });
  const operand = fc.constantFrom(
    ".s",
    ".n",
    ".i",
    ".l",
    ".m",
    ".z",
    ".p",
    ".q",
    "nil",
    "1i",
    "true",
    "-7",
    ".",
  );
  const law = fc.property(format, fc.array(operand, { maxLength: 3 }), (f, operands) => {
    expect(run(`{{printf ${JSON.stringify(f)} ${operands.join(" ")}}}`, data).error).toBeUndefined();
  });
  fc.assert(law, { seed: 29, numRuns: 1500 });
});
