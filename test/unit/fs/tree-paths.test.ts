import { expect, test } from "vitest";
import { decode } from "../../../src/base/utf8.ts";
import {
  makeDirectories,
  makeLink,
  readFile,
  remove,
  resolve,
  stat,
  walk,
  writeFile,
} from "../../../src/fs/tree-paths.ts";
import { Tree } from "../../../src/fs/tree.ts";

const text = (tree: Tree, path: string): string => decode(readFile(tree, path) as Uint8Array);

test("files are written with the directories on the way, and read back", () => {
  const tree = new Tree();
  writeFile(tree, "/a/b/c.txt", "one", { mode: 0o600, uid: 5, now: 7 });
  expect(text(tree, "a//b/../b/./c.txt")).toBe("one");
  expect(stat(tree, "/a/b/c.txt")).toMatchObject({ mode: 0o100600, uid: 5, mtime: 7 });
  writeFile(tree, "/a/b/c.txt", "2");
  expect(text(tree, "/a/b/c.txt")).toBe("2");
  expect(stat(tree, "/a/b/c.txt")?.mode).toBe(0o100600);
  writeFile(tree, "/a/b/c.txt", "3", { mode: 0o644 });
  expect(stat(tree, "/a/b/c.txt")?.mode).toBe(0o100644);
});

test("errors are those of the system calls", () => {
  const tree = new Tree();
  writeFile(tree, "/file", "");
  makeLink(tree, "/loop", "loop");
  expect(readFile(tree, "/no")).toBe("ENOENT");
  expect(readFile(tree, "/no/no")).toBe("ENOENT");
  expect(readFile(tree, "/file/no")).toBe("ENOTDIR");
  expect(readFile(tree, "/")).toBe("EISDIR");
  expect(readFile(tree, "/loop")).toBe("ELOOP");
  expect(writeFile(tree, "/file/x", "")).toBe("ENOTDIR");
  expect(writeFile(tree, "/", "")).toBe("EISDIR");
  expect(makeDirectories(tree, "/file")).toBe("ENOTDIR");
  expect(makeLink(tree, "/file", "x")).toBe("EEXIST");
  expect(remove(tree, "/no")).toBe("ENOENT");
  expect(resolve(tree, `/${"n".repeat(256)}`)).toBe("ENAMETOOLONG");
});

test("links are followed within the tree, whose root is the top", () => {
  const tree = new Tree();
  writeFile(tree, "/etc/real", "here");
  makeLink(tree, "/usr/lib/l", "../../../../etc/real");
  makeLink(tree, "/abs", "/etc");
  makeLink(tree, "/chain", "abs/real");
  makeLink(tree, "/dangling", "etc/new");
  expect([text(tree, "/usr/lib/l"), text(tree, "/abs/real"), text(tree, "/chain")]).toEqual([
    "here",
    "here",
    "here",
  ]);
  expect(resolve(tree, "/abs/..")).toBe(tree.root);
  expect(stat(tree, "/abs", false)?.size).toBe(4);
  writeFile(tree, "/dangling", "made");
  expect(text(tree, "/etc/new")).toBe("made");
  makeDirectories(tree, "/abs/x/y");
  expect(stat(tree, "/etc/x/y")?.mode).toBe(0o040755);
});

test("remove takes all below, and links themselves", () => {
  const tree = new Tree();
  writeFile(tree, "/d/e/f", "");
  makeLink(tree, "/d/l", "/keep");
  writeFile(tree, "/keep/k", "");
  expect(remove(tree, "/d")).toBeUndefined();
  expect([...walk(tree)].map(({ path }) => path)).toEqual(["/keep", "/keep/k"]);
  expect(remove(tree, "/")).toBeUndefined();
  expect([...walk(tree)]).toEqual([]);
});

test("walk goes through names in byte order, directories first, from anywhere", () => {
  const tree = new Tree();
  for (const path of ["/b/z", "/b/a/q", "/a", "/b.c", "/B"]) writeFile(tree, path, "");
  expect([...walk(tree)].map(({ path }) => path)).toEqual([
    "/B",
    "/a",
    "/b",
    "/b/a",
    "/b/a/q",
    "/b/z",
    "/b.c",
  ]);
  expect([...walk(tree, "/b/a/")].map(({ path }) => path)).toEqual(["/b/a/q"]);
  expect([...walk(tree, "/no")]).toEqual([]);
});
