import { expect, test } from "vitest";
import { decodeBzip2 } from "../../../../src/base/formats/bzip2-decode.ts";
import { encodeBzip2 } from "../../../../src/base/formats/bzip2-encode.ts";
import { sha256Hex } from "../../../../src/base/digest.ts";
import { concat, encode } from "../../../../src/base/utf8.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const numbers = (count: number): Uint8Array =>
  encode(Array.from({ length: count }, (_, i) => `${i + 1}\n`).join(""));

// The bytes are those of bzip2 1.0.8.
test("what is written is byte for byte what bzip2 writes", () => {
  expect(hex(encodeBzip2(encode("banana")))).toBe(
    "425a6839314159265359efb6ec0100000181003001200030cc0c7a885e2ee48a70a121df6dd802",
  );
  expect(hex(encodeBzip2(new Uint8Array(0)))).toBe("425a683917724538509000000000");
  expect(sha256Hex(encodeBzip2(numbers(1000)))).toBe(
    "0776be5500fff7ff51ad590f9d7aacc57f25a839a31bcf2a0ab980205b49e7eb",
  );
  expect(sha256Hex(encodeBzip2(encode("ab".repeat(6000)), 1))).toBe(
    "90d9bc1f649888680a9b52d555f0189fa3e57919f2fe42e59fa16995c726bfe4",
  );
});

test.each([
  ["nothing", new Uint8Array(0)],
  ["one byte", encode("a")],
  ["runs of every length", concat(Array.from({ length: 600 }, (_, i) => new Uint8Array(i).fill(i)))],
  ["the same over and over", encode("abc".repeat(5000))],
  ["several blocks", numbers(60_000)],
])("%s comes back", (_, bytes) => {
  const back = decodeBzip2(encodeBzip2(bytes, 1));
  expect(back.fault).toBeUndefined();
  expect(hex(back.bytes)).toBe(hex(bytes));
});

test("faults are told apart, and what came before them is kept", () => {
  const good = encodeBzip2(encode("some text\n"));
  const broken = good.slice();
  broken[12]! ^= 1;
  expect(decodeBzip2(encode("text")).fault).toBe("magic");
  expect(decodeBzip2(good.subarray(0, 20)).fault).toBe("cut");
  expect(decodeBzip2(broken).fault).toBe("checksum");
  expect(decodeBzip2(concat([good, good])).bytes).toEqual(encode("some text\nsome text\n"));
  expect(decodeBzip2(concat([good, encode("junk")]))).toEqual({
    bytes: encode("some text\n"),
    fault: "trailing",
  });
});
