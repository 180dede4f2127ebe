import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeValue, toJson } from "../../../../src/base/go/json-encode.ts";
import { parseJson } from "../../../../src/base/go/json-decode.ts";
import { rawMessage } from "../../../../src/base/go/json-number.ts";
import { goDuration, goTime } from "../../../../src/base/go/time-value.ts";
import {
  any,
  array,
  bool,
  bytes,
  complex128,
  embed,
  emptyStruct,
  field,
  float64,
  int,
  int64,
  map,
  named,
  pointer,
  slice,
  string,
  struct,
} from "../../../../src/base/go/types.ts";
import { dynamic, GoValue } from "../../../../src/base/go/value.ts";

test("fields come in Go's order under their JSON names, embedded ones in place", () => {
  const base = struct("x.Base", { ID: field(string, "Id"), Name: string });
  const type = struct("x.T", {
    First: int,
    Base: embed(pointer(base)),
    Hidden: field(string, "-"),
    unexported: int,
    Last: field(bool, "last"),
  });
  const data = { Id: "a", Name: "n", First: 1, Hidden: "h", unexported: 2, last: true };
  expect(toJson(type, data)).toBe('{"First":1,"Id":"a","Name":"n","last":true}');
});

test("a field that the data lacks is the zero value", () => {
  const inner = struct("x.I", { A: int });
  const type = struct("x.T", { S: string, N: int, B: bool, P: pointer(int), L: slice(int), M: map(string, int), I: inner, T: goTime, R: array(2, int) }); // prettier-ignore
  const json = encodeValue(new GoValue(type, {}));
  expect(json).toEqual({
    ok: true,
    value:
      '{"S":"","N":0,"B":false,"P":null,"L":null,"M":null,"I":{"A":0},"T":"0001-01-01T00:00:00Z","R":[0,0]}',
  });
});

test("omitempty leaves out what is empty, omitzero what is zero", () => {
  const type = struct("x.T", {
    S: field(string, ",omitempty"),
    N: field(int, "n,omitempty"),
    L: field(slice(int), ",omitempty"),
    M: field(map(string, int), ",omitempty"),
    P: field(pointer(int), ",omitempty"),
    E: field(emptyStruct, ",omitempty"),
    ZL: field(slice(int), ",omitzero"),
    ZT: field(goTime, ",omitzero"),
  });
  expect(toJson(type, { L: [], M: new Map(), ZL: [] })).toBe('{"E":{},"ZL":[]}');
  expect(toJson(type, { S: "s", n: 1, P: 0, ZT: 0 })).toBe(
    '{"S":"s","n":1,"P":0,"E":{},"ZT":"1970-01-01T00:00:00Z"}',
  );
});

test("null, [] and {} are what the data says", () => {
  expect([toJson(slice(int), null), toJson(slice(int), []), toJson(map(string, int), new Map())]).toEqual([
    "null",
    "[]",
    "{}",
  ]);
  expect(toJson(map(string, emptyStruct), new Map([["80/tcp", {}]]))).toBe('{"80/tcp":{}}');
});

test("keys of users are ordinary keys, sorted by bytes", () => {
  const data = new Map([["b", 1], ["__proto__", 2], ["10", 3], ["2", 4], ["constructor", 5], ["", 6]]); // prettier-ignore
  expect(toJson(map(string, int), data)).toBe('{"":6,"10":3,"2":4,"__proto__":2,"b":1,"constructor":5}');
  const plain = Object.create(null) as Record<string, number>;
  plain["10"] = 1;
  plain["2"] = 2;
  expect(encodeValue(dynamic(plain))).toEqual({ ok: true, value: '{"10":1,"2":2}' });
  expect(toJson(map(int, int), new Map([[9, 1], [10, 2]]))).toBe('{"10":2,"9":1}'); // prettier-ignore
});

test("HTML is escaped unless that is turned off, and line separators always", () => {
  const text = '<a href="x">&\u2028\0\b\f\n\x7f é 😀';
  expect(toJson(string, text)).toBe(
    String.raw`"\u003ca href=\"x\"\u003e\u0026\u2028\u0000\b\f\n` + '\x7f é 😀"',
  );
  expect(toJson(string, "<&>\u2029", { html: false })).toBe('"<&>\\u2029"');
  expect(toJson(string, "a\udcffb")).toBe('"a\ufffdb"');
});

test("numbers as Go writes them", () => {
  const floats = [1, 1.5, 1e20, 1e21, 1e-6, 1e-7, -0, 123456789];
  expect(toJson(slice(float64), floats)).toBe(
    "[1,1.5,100000000000000000000,1e+21,0.000001,1e-7,-0,123456789]",
  );
  expect(encodeValue(new GoValue(int64, 2n ** 63n - 1n))).toEqual({ ok: true, value: "9223372036854775807" });
  expect(encodeValue(new GoValue(float64, NaN))).toEqual({
    ok: false,
    error: "json: unsupported value: NaN",
  });
  expect(encodeValue(new GoValue(complex128, { re: 0, im: 1 }))).toEqual({
    ok: false,
    error: "json: unsupported type: complex128",
  });
});

test("`,string`, bytes, raw messages, times, durations and marshalers", () => {
  const quoted = struct("x.Q", {
    N: field(int64, ",string"),
    S: field(string, ",string"),
    B: field(bool, "b,string"),
  });
  expect(toJson(quoted, { N: 5, S: 'a"', b: true })).toBe(String.raw`{"N":"5","S":"\"a\\\"\"","b":"true"}`);
  expect(toJson(bytes, Uint8Array.of(1, 2, 3, 4))).toBe('"AQIDBA=="');
  expect(toJson(rawMessage, '{ "a" : [ 1, 2 ] }')).toBe('{"a":[1,2]}');
  expect(toJson(goTime, 1_500_000)).toBe('"1970-01-01T00:00:01.5Z"');
  expect(toJson(goDuration, 30_000_000_000)).toBe("30000000000");
  const mode = named("x.Mode", int, { marshal: (n) => `"<${n}>"` });
  expect([toJson(mode, 1), toJson(pointer(mode), 1, { html: false })]).toEqual([
    '"\\u003c1\\u003e"',
    '"<1>"',
  ]);
});

test("JSON of any value reads back, by us and by JavaScript", () => {
  const law = fc.property(fc.jsonValue(), fc.boolean(), (value, html) => {
    const json = encodeValue(dynamic(value), { html });
    expect(json.ok && JSON.parse(json.value)).toEqual(value);
    const read = parseJson(json.ok ? json.value : "");
    expect(read.ok && encodeValue(dynamic(read.value), { html })).toEqual(json);
  });
  fc.assert(law, { seed: 11, numRuns: 500 });
});

test("an interface holds typed values or plain data", () => {
  const mixed = [1, "a", null, new GoValue(int, 5), new Map([["k", [true]]]), new GoValue(any, null)];
  expect(toJson(slice(any), mixed)).toBe('[1,"a",null,5,{"k":[true]},null]');
});
