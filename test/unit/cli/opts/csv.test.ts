import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsvRecord } from "../../../../src/cli/opts/csv.ts";

test.each([
  ["a,b,c", ["a", "b", "c"]],
  ["a", ["a"]],
  [",", ["", ""]],
  ['"a,b",c', ["a,b", "c"]],
  ['"a""b"', ['a"b']],
  ['""', [""]],
  ["a\nb", ["a"]],
  ["\n\na,b\n", ["a", "b"]],
  ['"a\nb",c', ["a\nb", "c"]],
  ["a\r\nb", ["a"]],
  [" a , b ", [" a ", " b "]],
])("%j", (text, fields) => expect(parseCsvRecord(text)).toEqual({ ok: true, value: fields }));

test.each([
  ["", "EOF"],
  ["\n", "EOF"],
  ['a"b', 'parse error on line 1, column 2: bare " in non-quoted-field'],
  ['x,é"', 'parse error on line 1, column 5: bare " in non-quoted-field'],
  ['"', 'parse error on line 1, column 2: extraneous or missing " in quoted-field'],
  ['"a"b', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'],
  ['"a\nb', 'record on line 1; parse error on line 2, column 2: extraneous or missing " in quoted-field'],
  ['\n"a', 'parse error on line 2, column 3: extraneous or missing " in quoted-field'],
])("%j is refused", (text, error) => expect(parseCsvRecord(text)).toEqual({ ok: false, error }));

test("what is quoted comes back", () => {
  const quoted = (fields: readonly string[]): string =>
    fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
  const field = fc.string().filter((text) => !text.includes("\r"));
  fc.assert(
    fc.property(fc.array(field, { minLength: 1 }), (fields) => {
      expect(parseCsvRecord(quoted(fields))).toEqual({ ok: true, value: fields });
    }),
    { numRuns: 300, seed: 30 },
  );
});
