import { expect, test } from "vitest";
import {
  decodeEntries,
  encodeEntries,
  NO_BYTES,
  renameEntry,
} from "../../../../src/cli/archive/tar-entries.ts";
import { encode } from "../../../../src/base/utf8.ts";
import { readArchive } from "../../../../src/fs/tar-reader.ts";
import { bytesOf } from "../../../../src/fs/tar.ts";

const fields = { mode: 0o644, uid: 1, gid: 2, mtime: 3_000_000, devmajor: 0, devminor: 0, linkname: "" };
const ENTRIES = [
  { ...fields, name: "d/", type: "5", bytes: NO_BYTES },
  { ...fields, name: "d/f", type: "0", bytes: encode("hello") },
  { ...fields, name: `d/${"long".repeat(60)}é`, type: "0", bytes: encode("x".repeat(512)) },
  { ...fields, name: "d/hard", type: "1", linkname: "d/f", bytes: NO_BYTES },
];

test("what is written is read again, by the daemon too", () => {
  const tar = encodeEntries(ENTRIES);
  expect(tar.length % 512).toBe(0);
  expect(decodeEntries(tar)).toEqual({ ok: true, value: ENTRIES });
  const { entries, error } = readArchive(tar);
  expect(error).toBeUndefined();
  expect(entries.map((entry) => [entry.name, bytesOf(entry).length])).toEqual(
    ENTRIES.map((entry) => [entry.name, entry.bytes.length]),
  );
});

test("one file is a header, its bytes and two blocks of zeros", () => {
  expect(encodeEntries([ENTRIES[1] as (typeof ENTRIES)[number]]).length).toBe(2048);
});

test("what is cut is told", () => {
  const tar = encodeEntries(ENTRIES);
  expect(decodeEntries(tar.subarray(0, 700))).toEqual({ ok: false, error: "unexpected EOF" });
  expect(decodeEntries(encode("not a tar"))).toEqual({ ok: false, error: "unexpected EOF" });
  expect(decodeEntries(encode("x".repeat(1024)))).toEqual({
    ok: false,
    error: "archive/tar: invalid tar header",
  });
});

test("hard links follow the new name", () => {
  const renaming = { from: "d", to: "e" };
  expect(ENTRIES.map((entry) => renameEntry(entry, renaming)).at(-1)).toMatchObject({
    name: "e/hard",
    linkname: "e/f",
  });
});
