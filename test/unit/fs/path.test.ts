import { expect, test } from "vitest";
import { basename, components, dirname, join, normalise, utf8Length } from "../../../src/fs/path.ts";

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

test("the length of a text is that of its bytes", () => {
  for (const name of ["b", "", "é", "\u{1F40B}", "\uFF5E", "\ud800", "a\udc00", "é\u{1F40B}"])
    expect(utf8Length(name)).toBe(Buffer.byteLength(name));
});
