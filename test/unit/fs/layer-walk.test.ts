// Packing a tree whole, as docker export and docker cp do; order and links as Docker 28.5 has them.

import { expect, test } from "vitest";
import { S_IFIFO, S_IFSOCK, type Ino } from "../../../src/fs/file-system.ts";
import { tarEntriesOf } from "../../../src/fs/layer-tar.ts";
import { entriesOf, layerOf } from "../../../src/fs/layer-walk.ts";
import { decodeTar } from "../../../src/fs/tar-reader.ts";
import { tarOf } from "../../../src/fs/tar-writer.ts";
import { bytesOf, type TarEntry } from "../../../src/fs/tar.ts";
import { makeDirectories, makeLink, resolve, writeFile } from "../../../src/fs/tree-paths.ts";
import { Tree } from "../../../src/fs/tree.ts";

function image(): Tree {
  const tree = new Tree();
  writeFile(tree, "/etc/passwd", "root", { now: 1_700_000_000_900_000 });
  writeFile(tree, "/d/one", "1");
  const one = resolve(tree, "/d/one") as Ino;
  tree.link(resolve(tree, "/etc") as Ino, "alias", one, 1);
  tree.link(resolve(tree, "/d") as Ino, "zhard", one, 1);
  makeLink(tree, "/d/link", "one");
  makeDirectories(tree, "/e");
  tree.create(tree.root, "pipe", { mode: S_IFIFO | 0o600, uid: 0, gid: 0 }, 1);
  tree.create(tree.root, "sock", { mode: S_IFSOCK | 0o600, uid: 0, gid: 0 }, 1);
  return tree;
}

const list = (tree: Tree, ino?: Ino, name?: string): string[] =>
  [...tarEntriesOf(entriesOf(tree, ino, name))].map(({ type, name: path, linkname }) =>
    [type, path, linkname].join(" ").trim(),
  );

const whole = ["5 d/", "2 d/link one", "0 d/one", "1 d/zhard d/one", "5 e/", "5 etc/", "1 etc/alias d/one", "0 etc/passwd", "6 pipe"]; // prettier-ignore

test("all of a tree, a second name as a link to the first, and no sockets", () => {
  expect(list(image())).toEqual(whole);
  expect(list(image().forkAbove())).toEqual(whole);
});

test("a part of it, under the name that it is asked for", () => {
  const tree = image();
  const d = resolve(tree, "/d") as Ino;
  expect(list(tree, d, "copy")).toEqual([
    "5 copy/",
    "2 copy/link one",
    "0 copy/one",
    "1 copy/zhard copy/one",
  ]);
  expect(list(tree, d, ".")).toEqual(["5 ./", "2 ./link one", "0 ./one", "1 ./zhard ./one"]);
  expect(list(tree, resolve(tree, "/etc/passwd") as Ino, "pw")).toEqual(["0 pw"]);
});

test("what is packed reads back, in whole seconds", () => {
  const { entries } = decodeTar(tarOf(tarEntriesOf(entriesOf(image()))));
  const passwd = entries.find(({ name }) => name === "etc/passwd") as TarEntry;
  expect(passwd.mtime).toBe(1_700_000_000_000_000);
  expect(Buffer.from(bytesOf(passwd)).toString()).toBe("root");
});

test("a layer stays as it was when the container goes on", () => {
  const tree = image().forkAbove();
  writeFile(tree, "/log", "first");
  const layer = layerOf(tree);
  writeFile(tree, "/log", "second");
  tree.write(resolve(tree, "/log") as Ino, 6, new Uint8Array(3), 2);
  const [log] = tarEntriesOf(layer.entries);
  expect(Buffer.from(bytesOf(log as TarEntry)).toString()).toBe("first");
  expect(tree.attributes(resolve(tree, "/log") as Ino)?.size).toBe(9);
});

test("two things called the same, and links to nothing, are no trouble", () => {
  const tree = new Tree();
  makeLink(tree, "/a", "/nowhere");
  makeDirectories(tree, "/b/a");
  expect(list(tree)).toEqual(["2 a /nowhere", "5 b/", "5 b/a/"]);
});
