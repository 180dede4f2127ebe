// What can be seen of the layers in a container. The figures are those of a container on Docker 28.5 with
// overlay2 over ext4 (Linux 6.18), and of a tmpfs there.

import { expect, test } from "vitest";
import { encode } from "../../../src/base/utf8.ts";
import { applyLayer } from "../../../src/fs/apply-layer.ts";
import { changesOf } from "../../../src/fs/diff.ts";
import { Disk } from "../../../src/fs/disk.ts";
import { S_IFCHR, S_IFDIR, S_IFLNK, S_IFREG, type Ino } from "../../../src/fs/file-system.ts";
import { entriesAbove, layerOf } from "../../../src/fs/layer-walk.ts";
import { layerSize } from "../../../src/fs/layer.ts";
import {
  locate,
  makeDirectories,
  makeLink,
  remove,
  resolve,
  stat,
  writeFile,
  type Place,
} from "../../../src/fs/tree-paths.ts";
import { Tree } from "../../../src/fs/tree.ts";

function image(): Tree {
  const tree = new Tree();
  for (const path of ["/bin", "/etc", "/home", "/tmp", "/usr", "/var/www"])
    makeDirectories(tree, path, { now: 1 });
  writeFile(tree, "/etc/passwd", "root", { now: 1 });
  writeFile(tree, "/etc/group", "root", { now: 1 });
  for (const name of ["wget", "vi", "sh"]) writeFile(tree, `/bin/${name}`, "#!", { now: 1 });
  return tree;
}

const ino = (tree: Tree, path: string): Ino => resolve(tree, path, false) as Ino;
const move = (tree: Tree, from: string, to: string): unknown => {
  const [a, b] = [locate(tree, from, false) as Place, locate(tree, to, false) as Place];
  return tree.rename(a.directory, a.name, b.directory, b.name, 9);
};
const diff = (tree: Tree): string =>
  changesOf(tree)
    .map(({ path, kind }) => `${LETTERS[kind]} ${path}`)
    .join(" ");
const LETTERS = { add: "A", delete: "D", modify: "C" };
const packed = (tree: Tree): string =>
  [...entriesAbove(tree)]
    .map((e) => (e.kind === "whiteout" ? `-${e.path}` : `${e.path}${e.opaque ? "!" : ""}`))
    .join(" ");
const links = (tree: Tree, ...paths: string[]): unknown[] =>
  paths.map((path) => stat(tree, path, false)?.nlink);

test("a directory from below cannot be moved, one from above can, and a file is copied up", () => {
  const tree = image().forkAbove();
  makeDirectories(tree, "/new/in", { now: 9 });
  expect(move(tree, "/var", "/v2")).toBe("EXDEV");
  expect(move(tree, "/var/www", "/www")).toBe("EXDEV");
  expect(move(tree, "/new", "/new2")).toBeUndefined();
  expect(move(tree, "/etc/group", "/etc/group2")).toBeUndefined();
  expect(diff(tree)).toBe("C /etc D /etc/group A /etc/group2 A /new2 A /new2/in");
  expect(packed(tree)).toBe("etc -etc/group etc/group2 new2! new2/in");
  expect(move(image(), "/var", "/v2")).toBeUndefined();
});

test("a directory that layers make together has one link, any other counts its own", () => {
  const tree = image().forkAbove();
  expect(links(tree, "/", "/bin", "/var", "/etc")).toEqual([1, 2, 3, 2]);
  makeDirectories(tree, "/new/a", { now: 9 });
  makeDirectories(tree, "/etc/sub", { now: 9 });
  expect(links(tree, "/", "/new", "/etc")).toEqual([1, 3, 1]);
  const next = image();
  applyLayer(next, layerOf(tree), 9);
  expect(links(next.forkAbove(), "/", "/new", "/etc", "/var")).toEqual([1, 3, 1, 3]);
});

test("copying up keeps the number and all but ctime, and takes the directories along", () => {
  const tree = image().forkAbove();
  const before = [ino(tree, "/etc"), ino(tree, "/etc/passwd")];
  expect(tree.copyUp(ino(tree, "/etc/passwd"), 9)).toBeUndefined();
  expect([ino(tree, "/etc"), ino(tree, "/etc/passwd")]).toEqual(before);
  expect(stat(tree, "/etc/passwd")).toMatchObject({ mtime: 1, atime: 1, ctime: 9, size: 4 });
  expect(stat(tree, "/etc")).toMatchObject({ mtime: 1, ctime: 9, size: 4096, blocks: 8 });
  expect([diff(tree), packed(tree)]).toEqual(["", "etc etc/passwd"]);
  expect(layerSize(entriesAbove(tree))).toBe(4);
});

test("what is put back is in the layer, but no change", () => {
  const tree = image().forkAbove();
  for (const uid of [1, 0]) tree.change(ino(tree, "/etc/passwd"), { uid }, 9);
  makeDirectories(tree, "/bin/d", { now: 9 });
  remove(tree, "/bin/d", 9);
  remove(tree, "/home", 9);
  makeDirectories(tree, "/home", { now: 9 });
  expect(diff(tree)).toBe("");
  expect(packed(tree)).toBe("bin etc etc/passwd home!");
});

test("whiteouts hide what was below, and nothing else", () => {
  const tree = image().forkAbove();
  remove(tree, "/bin/wget", 9);
  remove(tree, "/var", 9);
  remove(tree, "/usr", 9);
  writeFile(tree, "/usr", "file", { now: 9 });
  writeFile(tree, "/tmp/t", "x", { now: 9 });
  remove(tree, "/tmp/t", 9);
  remove(tree, "/etc/group", 9);
  writeFile(tree, "/etc/group", "new!", { now: 9 });
  expect(diff(tree)).toBe("C /bin D /bin/wget C /etc C /etc/group C /usr D /var");
  expect(packed(tree)).toBe("bin -bin/wget etc etc/group tmp usr -var");
  const whiteouts = [...entriesAbove(tree)].filter(({ kind }) => kind === "whiteout");
  expect(whiteouts).toEqual([
    { kind: "whiteout", path: "bin/wget", mtime: 9, link: undefined },
    { kind: "whiteout", path: "var", mtime: 9, link: "bin/wget" },
  ]);
});

test("a directory made anew shows as changed with what it lost", () => {
  const tree = image().forkAbove();
  remove(tree, "/etc", 9);
  makeDirectories(tree, "/etc", { now: 9 });
  writeFile(tree, "/etc/new", "x", { now: 9 });
  expect(diff(tree)).toBe("C /etc D /etc/group A /etc/new D /etc/passwd");
  expect(packed(tree)).toBe("etc! etc/new");
});

test("a whiteout cannot be made by hand", () => {
  const node = { mode: S_IFCHR | 0o600, uid: 0, gid: 0, rdev: 0 };
  expect(image().forkAbove().create(2, "w", node, 9)).toBe("EPERM");
});

test("only what is above takes space, and a full disk leaves all as it was", () => {
  const disk = new Disk({ bytes: 8 * 4096, inodes: 100 });
  const tree = image().forkAbove({ disk });
  expect(disk.usage().free).toBe(8 * 4096);
  writeFile(tree, "/etc/passwd", "root and more", { now: 9 });
  // the file, and the directory that was copied up for it
  expect(disk.usage().free).toBe(6 * 4096);
  const file = writeFile(tree, "/etc/big", new Uint8Array(5 * 4096), { now: 9 }) as Ino;
  expect(tree.write(file, 5 * 4096, new Uint8Array(2 * 4096), 10)).toBe("ENOSPC");
  expect(tree.fits(file, 5 * 4096, 2 * 4096)).toBe(4096);
  expect(stat(tree, "/etc/big")).toMatchObject({ size: 5 * 4096, mtime: 9 });
  writeFile(tree, "/etc/last", new Uint8Array(1), { now: 9 });
  expect(tree.change(ino(tree, "/bin/sh"), { uid: 1 }, 9)).toBe("ENOSPC");
  expect(packed(tree)).not.toContain("bin/sh");
  remove(tree, "/etc/group", 9);
  remove(tree, "/etc/big", 9);
  expect(disk.usage().free).toBe(5 * 4096);
  tree.discard();
  expect(disk.usage()).toMatchObject({ free: 8 * 4096, filesFree: 100 });
});

test("forks that share a disk share its twin", () => {
  const disk = new Disk({ bytes: 10 * 4096, inodes: 100 });
  const [a, b] = [new Tree({ disk }), new Tree({ disk })];
  const twin = disk.fork();
  const [a2, b2] = [a, b].map((tree) => tree.fork(() => twin)) as [Tree, Tree];
  writeFile(a2, "/f", new Uint8Array(3 * 4096));
  expect(b2.usage().free).toBe(5 * 4096);
  expect(b.usage().free).toBe(8 * 4096);
});

test("a view cannot be written", () => {
  const tree = image();
  tree.store.readOnly = true;
  const file = ino(tree, "/etc/passwd");
  expect(tree.write(file, 0, encode("x"), 9)).toBe("EROFS");
  expect(tree.create(2, "x", { mode: S_IFREG, uid: 0, gid: 0 }, 9)).toBe("EROFS");
  expect(tree.create(2, "etc", { mode: S_IFREG, uid: 0, gid: 0 }, 9)).toBe("EEXIST");
  expect([remove(tree, "/bin", 9), move(tree, "/etc", "/e"), tree.change(file, {}, 9)]).toEqual([
    "EROFS",
    "EROFS",
    "EROFS",
  ]);
  expect(tree.forkAbove().write(file, 0, encode("x"), 9)).toBeUndefined();
});

test("sizes and blocks are those of ext4", () => {
  const tree = new Tree();
  const many = makeDirectories(tree, "/many") as Ino;
  for (let i = 0; i < 300; i++) tree.create(many, `file${i}`, { mode: S_IFREG, uid: 0, gid: 0 }, 1);
  expect(stat(tree, "/many")).toMatchObject({ size: 12288, blocks: 24, nlink: 2 });
  const sizeOf = (path: string, count: number, prefix: string): unknown => {
    const directory = makeDirectories(tree, path) as Ino;
    for (let i = 0; i < count; i++) tree.create(directory, prefix + i, { mode: S_IFREG, uid: 0, gid: 0 }, 1);
    return stat(tree, path)?.size;
  };
  expect([sizeOf("/a", 254, "file"), sizeOf("/b", 255, "file")]).toEqual([4096, 12288]);
  expect([sizeOf("/c", 3000, "f"), sizeOf("/d", 1000, "averyveryverylongfilename")]).toEqual([69632, 57344]);
  for (let i = 0; i < 300; i++) tree.unlink(many, `file${i}`, 1);
  expect(stat(tree, "/many")?.size).toBe(12288);
  makeLink(tree, "/s59", "x".repeat(59));
  makeLink(tree, "/s60", "x".repeat(60));
  expect([stat(tree, "/s59", false)?.blocks, stat(tree, "/s60", false)?.blocks]).toEqual([0, 8]);
});

test("sizes and blocks are those of tmpfs", () => {
  const tree = new Tree({ type: "tmpfs" });
  expect(tree.attributes(tree.root)).toMatchObject({ ino: 1, nlink: 2, size: 40, blocks: 0 });
  const names = ["a", "b", "l"];
  for (const name of names)
    tree.create(
      tree.root,
      name,
      { mode: name === "l" ? S_IFLNK : S_IFREG, uid: 0, gid: 0, target: "abc" },
      1,
    );
  tree.create(tree.root, "c", { mode: S_IFDIR | 0o755, uid: 0, gid: 0 }, 1);
  expect(tree.attributes(tree.root)).toMatchObject({ nlink: 3, size: 120, blocks: 0 });
  makeLink(tree, "/short", "x".repeat(127));
  makeLink(tree, "/long", "x".repeat(128));
  expect([stat(tree, "/short", false)?.blocks, stat(tree, "/long", false)?.blocks]).toEqual([0, 8]);
});
