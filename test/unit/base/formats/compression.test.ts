import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import { compressionOf, decompress, gunzip, gzip } from "../../../../src/base/formats/compression.ts";
import { crc32 } from "../../../../src/base/formats/crc32.ts";
import { encode } from "../../../../src/base/utf8.ts";

const data = encode("hello hello hello hello, ".repeat(400));

test("gzip is read by others and reads what others write", () => {
  expect(zlib.gunzipSync(gzip(data)).equals(data)).toBe(true);
  expect(Buffer.compare(gunzip(zlib.gzipSync(data)).bytes, data)).toBe(0);
  expect(gunzip(gzip(new Uint8Array(0)))).toEqual({ bytes: new Uint8Array(0), error: undefined });
  expect(Buffer.compare(gzip(data), gzip(data.slice()))).toBe(0);
  expect([...gzip(data).subarray(4, 8)]).toEqual([0, 0, 0, 0]);
});

test("all members count", () => {
  const two = Buffer.concat([zlib.gzipSync("one "), zlib.gzipSync(data), zlib.gzipSync("")]);
  const { bytes, error } = gunzip(two);
  expect([bytes.length, error]).toEqual([data.length + 4, undefined]);
});

test("what is broken is told, with what came before", () => {
  const packed = new Uint8Array(zlib.gzipSync(data));
  const damaged = packed.slice();
  damaged[packed.length - 7] = (damaged[packed.length - 7] as number) ^ 1;
  expect(gunzip(damaged)).toMatchObject({ error: "gzip: invalid checksum" });
  expect(gunzip(damaged).bytes.length).toBe(data.length);
  for (let cut = 0; cut < packed.length; cut += 3) {
    expect(gunzip(packed.subarray(0, cut)).error).toBe(cut === 0 ? "EOF" : "unexpected EOF");
  }
  expect(gunzip(Buffer.concat([packed, new Uint8Array(600)]))).toMatchObject({
    error: "gzip: invalid header",
  });
});

test("what a stream is shows at its beginning", () => {
  expect(compressionOf(gzip(data))).toBe("gzip");
  expect(compressionOf(encode("BZh91AY"))).toBe("bzip2");
  expect(compressionOf(new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]))).toBe("xz");
  expect(compressionOf(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd]))).toBe("zstd");
  expect(compressionOf(new Uint8Array([0x1f, 0x8b]))).toBe("none");
  expect(decompress(data).bytes).toBe(data);
  expect(decompress(encode("BZh91AY")).error).toBe("unexpected EOF");
  expect(decompress(Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)).error).toBe(
    "exit status 1: xz: (stdin): Unexpected end of input",
  );
});

test("crc32 is the one of gzip", () => {
  for (const text of ["", "1", "123456789", "a".repeat(1003)]) expect(crc32(encode(text))).toBe(crcOf(text));
});

/** The checksum stands in the trailer. */
const crcOf = (text: string): number => zlib.gzipSync(text).readUInt32LE(zlib.gzipSync(text).length - 8);
