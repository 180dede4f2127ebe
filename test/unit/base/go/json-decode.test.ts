import fc from "fast-check";
import { expect, test } from "vitest";
import { fromJson, parseJson } from "../../../../src/base/go/json-decode.ts";
import { toJson } from "../../../../src/base/go/json-encode.ts";
import { jsonNumber } from "../../../../src/base/go/json-number.ts";
import { goTime } from "../../../../src/base/go/time-value.ts";
import {
  bool,
  bytes,
  embed,
  field,
  int64,
  map,
  pointer,
  slice,
  string,
  struct,
} from "../../../../src/base/go/types.ts";
import { GoValue } from "../../../../src/base/go/value.ts";

test("objects are maps, so no key is special", () => {
  const read = parseJson('{"__proto__": 1, "10": [true, null], "2": {"constructor": "x"}}');
  expect(read.ok && read.value).toEqual(
    new Map<string, unknown>([
      ["__proto__", 1],
      ["10", [true, null]],
      ["2", new Map([["constructor", "x"]])],
    ]),
  );
});

test("numbers can stay as they were written", () => {
  const read = parseJson("[1.50, 9223372036854775807, -0]", { useNumber: true });
  expect(read.ok && read.value).toEqual(
    ["1.50", "9223372036854775807", "-0"].map((n) => new GoValue(jsonNumber, n)),
  );
});

test("texts that are no JSON get encoding/json's words", () => {
  const error = (text: string): unknown => {
    const read = parseJson(text);
    return read.ok ? undefined : read.error;
  };
  expect(error("")).toBe("unexpected end of JSON input");
  expect(error('{"a"')).toBe("unexpected end of JSON input");
  expect(error("{x}")).toBe("invalid character 'x' looking for beginning of object key string");
  expect(error('{"a" 1}')).toBe("invalid character '1' after object key");
  expect(error('{"a": 1 2}')).toBe("invalid character '2' after object key:value pair");
  expect(error("[1 2]")).toBe("invalid character '2' after array element");
  expect(error("tru,")).toBe("invalid character ',' in literal true (expecting 'e')");
  expect(error("'a'")).toBe("invalid character '\\'' looking for beginning of value");
  expect(error('"\\q"')).toBe("invalid character 'q' in string escape code");
  expect(error('"a\nb"')).toBe("invalid character '\\n' in string literal");
  expect(error("-x")).toBe("invalid character 'x' in numeric literal");
  expect(error("1 2")).toBe("invalid character '2' after top-level value");
  expect(error("[".repeat(5000))).toBe("exceeded max depth");
});

test("anything is either read as JavaScript reads it, or refused by both", () => {
  const text = fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().map((json) => json.slice(0, -1)),
  );
  const law = fc.property(text, (json) => {
    let expected = true;
    try {
      JSON.parse(json);
    } catch {
      expected = false;
    }
    expect(parseJson(json).ok).toBe(expected);
  });
  fc.assert(law, { seed: 13, numRuns: 500 });
});

test("half a surrogate pair is no character, and no byte either", () => {
  const read = parseJson(String.raw`["\udcff", "\ud83d\ude00"]`);
  expect(read.ok && read.value).toEqual(["\ufffd", "😀"]);
});

const shape = struct("x.T", {
  Base: embed(pointer(struct("x.Base", { ID: field(string, "Id") }))),
  At: goTime,
  Count: int64,
  Quoted: field(int64, ",string"),
  On: bool,
  Labels: map(string, string),
  Data: bytes,
  Next: field(pointer(struct("x.N", { Ports: slice(int64) })), ",omitempty"),
});

test("by a description, data comes in its forms and goes back the same", () => {
  const json =
    '{"Id":"a","At":"2026-11-22T00:07:25.198757Z","Count":9223372036854775807,"Quoted":"7","On":true,' +
    '"Labels":{"10":"x","__proto__":"y"},"Data":"AQID","Next":{"Ports":[1,2]}}';
  const read = fromJson(shape, json);
  expect(read.ok && read.value).toMatchObject({ Id: "a", Count: 9223372036854775807n, Quoted: 7, On: true });
  expect(read.ok && read.value.Labels?.get("10")).toBe("x");
  expect(read.ok && toJson(shape, read.value)).toBe(json);
});

test("members that are missing, unknown or of another type", () => {
  const read = fromJson(shape, '{"Nope": 1, "Labels": [], "At": "soon", "Next": null, "On": "true"}');
  expect(read).toEqual({ ok: true, value: { Labels: null, At: null, Next: null, On: true } });
  expect(fromJson(shape, "{")).toEqual({ ok: false, error: "unexpected end of JSON input" });
});
