import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode } from "../../../src/base/utf8.ts";

test("any bytes come back as they were", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(encode(decode(bytes))).toEqual(Uint8Array.from(bytes));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("well-formed text is what TextDecoder says", () => {
  for (const text of ["", "plain", "纸鲸 folds".repeat(20), "a\u{1f433}b", "\ufffd kept", "é".repeat(100)]) {
    const bytes = new TextEncoder().encode(text);
    expect(decode(bytes)).toBe(text);
    expect(encode(text)).toEqual(bytes);
  }
});

test("a byte that is no UTF-8 is a lone surrogate", () => {
  expect(decode(Uint8Array.of(0x61, 0xff, 0x62))).toBe("a\udcffb");
});
