import { describe, expect, test } from "vitest";
import {
  baseName,
  directoryName,
  keepEnd,
  linkTarget,
  rebased,
  rename,
  renamingOf,
  splitPath,
  unpackingOf,
  type CopyInfo,
} from "../../../../src/cli/archive/copy-paths.ts";

test("names and directories are those of Go's filepath", () => {
  expect(["", "/", "a", "a/", "/a/b/", "/a/.", "//"].map(baseName)).toEqual([
    ".",
    "/",
    "a",
    "a",
    "b",
    ".",
    "/",
  ]);
  expect(["", "/", "a", "/a", "/a/b/", "a/b"].map(directoryName)).toEqual([".", "/", ".", "/", "/a/b", "a"]);
});

test("what a path ends with says whether a directory is meant", () => {
  expect(keepEnd("/a/b", "b/")).toBe("/a/b/");
  expect(keepEnd("/a/b", "b/.")).toBe("/a/b/.");
  expect(keepEnd("/", ".")).toBe("/.");
  expect(keepEnd("/a/b", "b")).toBe("/a/b");
  expect(splitPath("/a/b/.")).toEqual(["/a/b", "."]);
  expect(splitPath("/a/b/")).toEqual(["/a", "b"]);
  expect(splitPath("/")).toEqual(["/", "/"]);
});

test("a link keeps the name that the user gave it", () => {
  expect(linkTarget("/a/link", "target")).toBe("/a/target");
  expect(linkTarget("/a/link", "/target")).toBe("/target");
  expect(rebased("/a/link", "/b/target")).toEqual(["/b/target", "link"]);
  expect(rebased("/a/link/", "/b/target")).toEqual(["/b/target/", "link"]);
  expect(rebased("/a/same", "/b/same")).toEqual(["/b/same", ""]);
});

describe("where an archive is unpacked", () => {
  const info = (path: string, more: Partial<CopyInfo> = {}): CopyInfo => ({
    path,
    exists: true,
    isDirectory: false,
    rebaseName: "",
    ...more,
  });
  const directory = (path: string): CopyInfo => info(path, { isDirectory: true });
  const missing = (path: string): CopyInfo => info(path, { exists: false });

  test("into a directory that is there, under its own name", () => {
    const unpacking = unpackingOf(info("/f"), directory("/d"));
    expect(unpacking).toEqual({ ok: true, value: { directory: "/d", renaming: undefined } });
  });

  test("beside what it is to be called, under that name", () => {
    for (const to of [info("/d/g"), missing("/d/g")])
      expect(unpackingOf(info("/f"), to)).toEqual({
        ok: true,
        value: { directory: "/d", renaming: { from: "f", to: "g" } },
      });
    expect(unpackingOf(directory("/src/."), missing("/d/new"))).toEqual({
      ok: true,
      value: { directory: "/d", renaming: { from: ".", to: "new" } },
    });
  });

  test("nowhere, if kinds do not fit", () => {
    expect(unpackingOf(directory("/src"), info("/d/g"))).toEqual({
      ok: false,
      error: "cannot copy directory",
    });
    expect(unpackingOf(info("/f"), missing("/d/"))).toEqual({ ok: false, error: "no such directory" });
  });
});

test("only the first place of a name changes, and nothing in the new one is special", () => {
  expect(rename("a/b/a", renamingOf("a", "$&"))).toBe("$&/b/a");
  expect(rename("/etc/passwd", renamingOf("/", "root"))).toBe("root/etc/passwd");
  expect(rename("a", undefined)).toBe("a");
});
