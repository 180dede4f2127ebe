import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { deflate } from "../../../../src/base/formats/compression.ts";
import { gzipMember, readGzip } from "../../../../src/base/formats/gzip-members.ts";
import { concat, encode } from "../../../../src/base/utf8.ts";

const text = encode(Array.from({ length: 5000 }, (_, i) => `line ${i % 97} of ${i}\n`).join(""));
const real = (bytes: Uint8Array, level: number): Uint8Array => new Uint8Array(gzipSync(bytes, { level }));

test.each([0, 1, 6, 9])("what zlib writes at level %i is read", (level) => {
  for (const bytes of [text, new Uint8Array(0), encode("a"), new Uint8Array(100_000)]) {
    const file = readGzip(real(bytes, level));
    expect(file.fault).toBeUndefined();
    expect(Buffer.compare(file.bytes, bytes)).toBe(0);
  }
});

test("what is written is read, with name and time", () => {
  const bytes = gzipMember(deflate(text, 6), text, 6, 1_600_000_000, "a file");
  const { first, bytes: back, fault } = readGzip(concat([bytes, bytes]));
  expect(first).toMatchObject({ name: "a file", time: 1_600_000_000, method: 8 });
  expect(fault).toBeUndefined();
  expect(back.length).toBe(2 * text.length);
});

test("faults are told apart", () => {
  const good = real(text, 6);
  const [crc, length] = [good.slice(), good.slice()];
  crc[good.length - 8]! ^= 1;
  length[good.length - 1]! ^= 1;
  const faults = [
    encode("plain"), good.subarray(0, 5), good.subarray(0, 1000), good.subarray(0, good.length - 3), crc, length,
    concat([good, encode("junk")]), concat([good, new Uint8Array(10)]), Uint8Array.of(0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 0, 0),
  ].map((bytes) => readGzip(bytes).fault); // prettier-ignore
  expect(faults).toEqual(["magic", "cut", "cut", "cut", "crc", "length", "trailing", undefined, "method"]);
});
