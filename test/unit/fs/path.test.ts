import { expect, test } from "vitest";
import {
  basename,
  byteOrder,
  components,
  dirname,
  join,
  normalise,
  utf8Length,
} from "../../../src/fs/path.ts";

test("paths never leave the root", () => {
  expect(normalise("/../../a/./b//../c/")).toBe("/a/c");
  expect(normalise("")).toBe("/");
  expect(components("..")).toEqual([]);
  expect(join("/a/b", "../c")).toBe("/a/c");
  expect(join("/a/b", "/c")).toBe("/c");
  expect([basename("/a/b/"), basename("/"), dirname("/a/b/"), dirname("/a"), dirname("/")]).toEqual([
    "b",
    "/",
    "/a",
    "/",
    "/",
  ]);
});

test("names are in the order of their bytes", () => {
  const names = ["b", "a", "B", "ab", "", "é", "\u{1F40B}", "\uFF5E", "\uE000", "z"];
  const expected = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(names.toSorted(byteOrder)).toEqual(expected);
  expect(byteOrder("\u{1F40B}a", "\u{1F40B}b")).toBeLessThan(0);
  for (const name of [...names, "\ud800", "a\udc00", "é\u{1F40B}"])
    expect(utf8Length(name)).toBe(Buffer.byteLength(name));
});
