// What is unpacked where, and the texts of what cannot be: those of Docker 28.5 for the same archives.

import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { SECOND } from "../../../src/base/time.ts";
import { decode, encode } from "../../../src/base/utf8.ts";
import { decodeLayer } from "../../../src/fs/layer-tar.ts";
import { BLOCK_DEVICE, DIRECTORY, HARD_LINK, SYMBOLIC_LINK } from "../../../src/base/formats/tar-header.ts";
import { fileEntry, type TarEntry } from "../../../src/fs/tar.ts";
import { decodeTar } from "../../../src/fs/tar-reader.ts";
import { tarOf } from "../../../src/fs/tar-writer.ts";
import {
  makeDirectories,
  makeLink,
  readFile,
  resolve,
  stat,
  walk,
  writeFile,
} from "../../../src/fs/tree-paths.ts";
import { Tree } from "../../../src/fs/tree.ts";
import { unpack, type UnpackOptions } from "../../../src/fs/unpack.ts";

const file = (name: string, text = "hi", rest: Partial<TarEntry> = {}): TarEntry =>
  fileEntry(name, encode(text), rest);
const directory = (name: string, mode = 0o755): TarEntry => ({
  name,
  type: DIRECTORY,
  mode,
  uid: 0,
  gid: 0,
  mtime: 5 * SECOND,
});
const link = (name: string, linkname: string, type = HARD_LINK): TarEntry => ({
  ...directory(name),
  type,
  linkname,
});
const NOW = 9 * SECOND;

const layer = (...entries: TarEntry[]): unknown => {
  const read = decodeLayer(tarOf(entries), NOW);
  if (!read.ok) return read.error.message;
  return read.value.entries.map(({ kind, path }) => (kind === "node" ? path : `-${path}`)).join(" ");
};
const into = (tree: Tree, options: Partial<UnpackOptions>, ...entries: TarEntry[]): string | undefined =>
  unpack(tree, entries, { now: NOW, ...options })?.message;

test("what cannot be unpacked is told in the daemon's words", () => {
  expect(layer(link("b", "a"))).toBe("linkat a b: no such file or directory");
  expect(layer(link("b", "../a"))).toBe('invalid hardlink target "../a"');
  expect(layer(file("../x"))).toBe('invalid entry name "../x"');
  expect(layer(file("a/../../x"))).toBe('invalid entry name "a/../../x"');
  expect(layer(file("b", "hi", { type: "7" }))).toBe("unhandled tar header type 55");
  expect(layer(file("a"), file("a/b"))).toBe("openat a/b: not a directory");
  expect(layer(file("x"), file(".wh.x"))).toBe("failed to mknod('x', S_IFCHR, 0): file exists");
  expect(layer(file(".wh.."))).toBe('invalid whiteout entry ".wh.."');
});

test("later entries replace earlier ones, directories are merged, missing ones are made", () => {
  expect(layer(file("d/x"), file("d"))).toBe("d");
  expect(layer(file("d/x"), directory("d/"), file("d/y"))).toBe("d d/x d/y");
  expect(layer(file("/abs/x"), directory("./"))).toBe("abs abs/x");
  expect(layer(file("d/.wh.gone"), file("d/.wh..wh..opq"))).toBe("d -d/gone");
});

test("links on the way are followed, and lead nowhere outside", () => {
  expect(layer(link("s", "/etc", SYMBOLIC_LINK), file("s/x"))).toBe("etc etc/x s");
  expect(layer(link("d/s", "../up", SYMBOLIC_LINK), file("d/s/x"))).toBe("d d/s up up/x");
  expect(layer(link("s", "../../up", SYMBOLIC_LINK), file("s/x"))).toBe("statat s: path escapes from parent");
});

test("owner, mode, times and attributes are the archive's; times beyond what a kernel takes are 1970", () => {
  const tree = new Tree();
  const xattrs = new Map([["security.capability", encode("cap")]]);
  const base = { uid: 7, gid: 8, mode: 0o4755, xattrs };
  const times = [16e14 + 750_000, -5 * SECOND, 1e10 * SECOND];
  const entries = times.map((mtime, i) => file(`f${i}`, "hi", { ...base, mtime }));
  expect(into(tree, {}, ...entries, directory("d/", 0o1777), file("d/in"))).toBeUndefined();
  expect(times.map((_, i) => stat(tree, `/f${i}`)?.mtime)).toEqual([16e14 + 750_000, 0, 0]);
  expect(stat(tree, "/f0")).toMatchObject({
    mode: 0o104755,
    uid: 7,
    gid: 8,
    ctime: NOW,
    atime: 16e14 + 750_000,
  });
  expect(tree.store.get(resolve(tree, "/f0") as number)?.xattrs).toEqual(xattrs);
  expect(stat(tree, "/d")).toMatchObject({ mode: 0o041777, mtime: 5 * SECOND });
});

test("into a directory of a container, as docker cp does it", () => {
  const tree = new Tree();
  makeDirectories(tree, "/work/dir");
  writeFile(tree, "/work/old", "old");
  makeLink(tree, "/work/abs", "/work/dir");
  const options = { into: resolve(tree, "/work") as number, keepKinds: "/work" };
  expect(into(tree, options, file("dir"))).toBe(
    'cannot overwrite directory "dir" with non-directory "/work"',
  );
  expect(into(tree, options, directory("old/"))).toBe(
    'cannot overwrite non-directory "old" with directory "/work"',
  );
  expect(into(tree, options, file("old", "new"), file("abs/in"), link("hard", "old"))).toBeUndefined();
  expect(decode(readFile(tree, "/work/old") as Uint8Array)).toBe("new");
  expect(stat(tree, "/work/dir/in")?.size).toBe(2);
  expect(stat(tree, "/work/hard")?.nlink).toBe(2);
  expect(into(tree, { ...options, owner: { uid: 1, gid: 2 } }, file("mine", "", { uid: 9 }))).toBeUndefined();
  expect(stat(tree, "/work/mine")).toMatchObject({ uid: 1, gid: 2 });
});

test("an error of a system call is named, so that callers can tell what it was", () => {
  expect(unpack(new Tree(), [link("b", "a")], { now: 0 })).toMatchObject({ errno: "ENOENT" });
  expect(unpack(new Tree(), [file("../b")], { now: 0 })).not.toHaveProperty("errno");
});

test("a device keeps its numbers, however large", () => {
  const tree = new Tree();
  into(tree, {}, { ...directory("dev"), type: BLOCK_DEVICE, devmajor: 259, devminor: 1048575 });
  expect(stat(tree, "/dev")?.rdev).toBe(0xfff103ff);
});

test("compressed or not; what is broken behind the end of the tar is not seen", () => {
  const tar = tarOf([file("a/b/c")]);
  const packed = gzipSync(tar);
  const paths = (bytes: Uint8Array): unknown => {
    const read = decodeLayer(bytes, NOW);
    return read.ok ? read.value.entries.map(({ path }) => path).join(" ") : read.error.message;
  };
  for (const good of [tar, packed, packed.subarray(0, -3), Buffer.concat([packed, new Uint8Array(512)])]) {
    expect(paths(good)).toBe("a a/b a/b/c");
  }
  expect(paths(packed.subarray(0, 60))).toBe("unexpected EOF");
  expect(paths(tar.subarray(0, 700))).toBe("a a/b a/b/c");
  expect(paths(tar.subarray(0, 513))).toBe("unexpected EOF");
  expect(paths(new Uint8Array(1024).fill(65))).toBe("archive/tar: invalid tar header");
  expect(paths(new Uint8Array(0))).toBe("");
});

test("content is shared with the archive and parts when it is written", () => {
  const bytes = tarOf([file("f", "x".repeat(200_000))]);
  const tree = new Tree();
  expect(unpack(tree, decodeTar(bytes).entries, { now: NOW })).toBeUndefined();
  const before = bytes.slice();
  tree.write(resolve(tree, "/f") as number, 100_000, encode("y"), NOW);
  expect(Buffer.compare(bytes, before)).toBe(0);
  expect([...walk(tree)].map(({ attributes }) => attributes.size)).toEqual([200_000]);
});
