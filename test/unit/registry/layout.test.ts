import { expect, test } from "vitest";
import { decode } from "../../../src/base/utf8.ts";
import { applyLayer } from "../../../src/fs/apply-layer.ts";
import { layerSize, type LayerEntry } from "../../../src/fs/layer.ts";
import { readFile, stat } from "../../../src/fs/tree-paths.ts";
import { Tree } from "../../../src/fs/tree.ts";
import { recogniseExecutable } from "../../../src/kernel/executables.ts";
import { Layout } from "../../../src/registry/layout.ts";

const line = (entry: LayerEntry): string => {
  if (entry.kind === "whiteout") return `${entry.path} gone`;
  const { path, mode, uid, gid, content, target, link } = entry;
  const owner = uid === 0 && gid === 0 ? "" : ` ${uid}:${gid}`;
  const what = target ? ` -> ${target}` : link ? ` = ${link}` : content ? ` ${content.size}` : "";
  return `${(mode & 0o7777).toString(8)}${owner} ${path}${what}`;
};
const lines = (layout: Layout): string[] => layout.layer().entries.map(line);

test("directories on the way are root's and come before what is in them, names in byte order", () => {
  const layout = new Layout(5)
    .file("b/x/file", "text")
    .link("b/link", "x")
    .file("a.conf", "")
    .directory("a", { mode: 0o700, uid: 7, gid: 8 });
  expect(lines(layout)).toEqual([
    "700 7:8 a",
    "644 a.conf",
    "755 b",
    "777 b/link -> x",
    "755 b/x",
    "644 b/x/file 4",
  ]);
  expect(layout.layer().entries.every(({ mtime }) => mtime === 5)).toBe(true);
});

test("a directory keeps what is in it when it is given a mode, before or after", () => {
  const layout = new Layout(0).file("tmp/x", "").directory("tmp", { mode: 0o1777 }).file("tmp/y", "");
  expect(lines(layout)).toEqual(["1777 tmp", "644 tmp/x", "644 tmp/y"]);
});

test("executables name their programs and are as large as they are said to be", () => {
  const layout = new Layout(0).programs("usr/bin", "ls:166792 su:84208:4755 mawk:178856 awk>mawk", new Map([["mawk", "awk"]]));
  expect(lines(layout).slice(2)).toEqual([
    "777 usr/bin/awk -> mawk",
    "755 usr/bin/ls 166792",
    "755 usr/bin/mawk 178856",
    "4755 usr/bin/su 84208",
  ]);
  const tree = new Tree();
  applyLayer(tree, layout.layer(), 0);
  const program = (path: string) => recogniseExecutable((readFile(tree, path) as Uint8Array).subarray(0, 256));
  expect([program("/usr/bin/ls"), program("/usr/bin/awk")]).toEqual([
    { kind: "program", name: "ls" },
    { kind: "program", name: "awk" },
  ]);
  expect(stat(tree, "/usr/bin/ls")).toMatchObject({ size: 166_792, blocks: 41 * 8 });
}); // prettier-ignore

test("further names of a file are links to the first in order, and count once", () => {
  const layout = new Layout(0).program("bin/m", "busybox", 1000).hardLinks("bin", "a z", "bin/m");
  expect(lines(layout)).toEqual(["755 bin", "755 bin/a 1000", "755 bin/m = bin/a", "755 bin/z = bin/a"]);
  expect([layout.size(), layerSize(layout.layer().entries)]).toEqual([1000, 1000]);
  const tree = new Tree();
  applyLayer(tree, layout.layer(), 0);
  expect(stat(tree, "/bin/z")?.nlink).toBe(3);
});

test("a layout is filled up to a size in files of about one size", () => {
  const layout = new Layout(0).file("x", "12345").link("y", "123").fill(1000, ["a", "b", "c"]);
  expect(lines(layout)).toEqual(["644 a 330", "644 b 331", "644 c 331", "644 x 5", "777 y -> 123"]);
  expect(() => new Layout(0).file("x", "12345").fill(5, ["a"])).toThrow("cannot be filled up to 5 bytes");
});

test("what is below can be hidden, and what others say is added", () => {
  const layout = new Layout(0).add((it) => it.file("etc/motd", "hello\n")).remove("etc/issue");
  expect(lines(layout)).toEqual(["755 etc", "etc/issue gone", "644 etc/motd 6"]);
  const [, , motd] = layout.layer().entries;
  expect(motd?.kind === "node" && decode(motd.content!.read(0, 9))).toBe("hello\n");
});

test("what makes no sense is a broken invariant", () => {
  expect(() => new Layout(0).file("a", "").file("a/b", "")).toThrow("a: a is no directory");
  expect(() => new Layout(0).program("ls", "ls", 10)).toThrow("do not fit into 10");
  expect(() => new Layout(0).hardLinks("bin", "a", "bin/none")).toThrow("bin/none is no file");
});
