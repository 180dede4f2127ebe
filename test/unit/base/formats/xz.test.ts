// .xz: what the real xz has packed is read, what is written is read back; broken files are told apart.

import { expect, test } from "vitest";
import { decodeXz, encodeXz } from "../../../../src/base/formats/xz.ts";
import { decode, encode } from "../../../../src/base/utf8.ts";

/** `xz -9` of XZ Utils 5.4.1, of TEXT. */
const PACKED = Buffer.from(
  "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Bx5AOxdADYaSh8IoCYDTQad+LFrtKVmKD0R0G3pvzFb6WV5cR9uoY2CsrNDEZwQTzik+BN+SRnFRSdNmEAYtqI8YzBiUAXORTgq65AIOTBBiVrF//aqR4M2HF0JQhqj+pQnjCbkijXYIqQ/zEbP/tw3eR+31vhgiOKY3GbXveyLnfrWPL0BegKS8/tm7Tx5qa3PCkll7+/cuZj2c3bmWgR1BnivJAJE2f0qJ/+9iqqh7CPcQxc7sdNG1/EYyxPvc1aiuAjl7tvjGrALWOrpKyki+D+cwFiidzuAP871JgfxH4cWNg/iON/v1oPwyjBbvXQAAD6Fgcf65P1BAAGIAvo4AADjU9WIscRn+wIAAAAABFla",
  "base64",
);

const TEXT = Array.from({ length: 200 }, (_, i) => `line ${i} of text that repeats itself\n`).join("");

test("what xz has packed is read", () => {
  const data = decodeXz(PACKED);
  expect(typeof data === "string" ? data : decode(data)).toBe(TEXT);
});

test("two streams are one text, and padding between them is nothing", () => {
  const data = decodeXz(Buffer.concat([PACKED, Buffer.alloc(8), PACKED]));
  expect(typeof data === "string" ? data : decode(data)).toBe(TEXT + TEXT);
});

test.each([0, 1, 65_535, 65_536, 200_000])("%d bytes are written and read back", (count) => {
  const bytes = Uint8Array.from({ length: count }, (_, i) => (i * 7919) & 255);
  expect(decodeXz(encodeXz(bytes))).toEqual(bytes);
});

test("broken files are told apart", () => {
  expect(decodeXz(encode("no xz at all"))).toBe("magic");
  expect(decodeXz(PACKED.subarray(0, PACKED.length - 30))).toBe("cut");
  expect(decodeXz(new Uint8Array(0))).toBe("cut");
  const written = encodeXz(encode("some text"));
  written[30] = 0;
  expect(decodeXz(written)).toBe("data");
});
