import fc from "fast-check";
import { expect, test } from "vitest";
import {
  canBackquote,
  quote,
  quoteRune,
  quoteToAscii,
  unquote,
  unquoteChar,
} from "../../../../src/base/go/quote.ts";
import { stringOfBytes } from "../../../../src/base/go/go-string.ts";

test("escapes as strconv.Quote writes them", () => {
  expect(quote("\0\x07\b\f\n\r\t\v\\\"\x7f\u00ad\u2028é😀'")).toBe(
    String.raw`"\x00\a\b\f\n\r\t\v\\\"\x7f\u00ad\u2028é😀'"`,
  );
  expect(quote(stringOfBytes(Uint8Array.of(0xff, 0xfe, 0x41)))).toBe(String.raw`"\xff\xfeA"`);
  expect(quoteToAscii("é世😀")).toBe(String.raw`"\u00e9\u4e16\U0001f600"`);
  expect([quoteRune("a"), quoteRune("'"), quoteRune('"'), quoteRune("😀", true)]).toEqual([
    "'a'",
    "'\\''",
    "'\"'",
    "'\\U0001f600'",
  ]);
  expect([canBackquote("a\tb"), canBackquote("a`"), canBackquote("a\n")]).toEqual([true, false, false]);
});

test("what is quoted unquotes to the same, bytes that are no text included", () => {
  const law = fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
    const text = stringOfBytes(bytes);
    expect(unquote(quote(text))).toEqual({ ok: true, value: text });
    expect(unquote(quoteToAscii(text))).toEqual({ ok: true, value: text });
  });
  fc.assert(law, { seed: 5, numRuns: 300 });
});

test("constants with escapes", () => {
  expect(unquote(String.raw`"\u00e9\U0001F600\101\x41"`)).toEqual({ ok: true, value: "é😀AA" });
  expect(unquote(String.raw`"\xc3\xa9"`)).toEqual({ ok: true, value: "é" });
  expect(unquote("`raw \\n\r`")).toEqual({ ok: true, value: "raw \\n" });
  for (const bad of ['"\\q"', '"\\400"', '"\\ud800"', `"\\'"`, '"a\nb"', '"', "", "x", '"a'])
    expect(unquote(bad)).toEqual({ ok: false, error: "invalid syntax" });
  expect(unquoteChar("\\n'", "'")).toMatchObject({ code: 10, length: 2 });
  expect(unquoteChar("'", "'")).toBeUndefined();
});
