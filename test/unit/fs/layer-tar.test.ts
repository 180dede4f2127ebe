// The digest below is that of a real layer: Docker 28.5 with overlay2 packed it after the same steps.

import { expect, test } from "vitest";
import { Digester } from "../../../src/base/digest.ts";
import { failed } from "../../../src/base/errno.ts";
import { parseRfc3339, SECOND, type Instant } from "../../../src/base/time.ts";
import { applyLayer } from "../../../src/fs/apply-layer.ts";
import { changesOf } from "../../../src/fs/diff.ts";
import { makedev, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO } from "../../../src/fs/file-system.ts";
import { decodeLayer, encodeLayer } from "../../../src/fs/layer-tar.ts";
import { layerOf } from "../../../src/fs/layer-walk.ts";
import { layerSize } from "../../../src/fs/layer.ts";
import { tarOf } from "../../../src/fs/tar-writer.ts";
import {
  locate,
  makeDirectories,
  makeLink,
  remove,
  resolve,
  stat,
  walk,
  writeFile,
} from "../../../src/fs/tree-paths.ts";
import type { Place } from "../../../src/fs/tree-paths.ts";
import { Tree } from "../../../src/fs/tree.ts";

const NOW = parseRfc3339("2026-11-22T01:06:59.5Z") as Instant;

function image(): Tree {
  const tree = new Tree();
  for (const path of ["/etc", "/data/sub", "/keep", "/bin"]) makeDirectories(tree, path);
  const files = {
    "data/one": "one\n",
    "data/sub/two": "two\n",
    "keep/k": "k\n",
    "bin/x": "x\n",
    "bin/y": "y\n",
  };
  for (const [path, text] of Object.entries({ ...files, "bin/z": "z\n", "etc/p": "p\n", "etc/q": "q\n" }))
    writeFile(tree, path, text);
  link(tree, "/keep/k", "/keep/k2");
  makeLink(tree, "/bin/l", "x");
  change(tree, "/bin/x", { mode: 0o4755 });
  for (const { ino } of walk(tree)) tree.change(ino, { atime: 16e8 * SECOND, mtime: 16e8 * SECOND }, 0);
  return tree;
}

const at = (tree: Tree, path: string): Place => {
  const place = locate(tree, path, false);
  if (failed(place)) throw new Error(`${path}: ${place}`);
  return place;
};
const change = (tree: Tree, path: string, to: Parameters<Tree["change"]>[1]): unknown =>
  tree.change(at(tree, path).ino as number, to, NOW);
const link = (tree: Tree, from: string, to: string): unknown => {
  const place = at(tree, to);
  return tree.link(place.directory, place.name, at(tree, from).ino as number, NOW);
};
const move = (tree: Tree, from: string, to: string): unknown => {
  const [source, target] = [at(tree, from), at(tree, to)];
  return tree.rename(source.directory, source.name, target.directory, target.name, NOW);
};
const make = (tree: Tree, path: string, mode: number, rdev = 0): unknown => {
  const place = at(tree, path);
  return tree.create(place.directory, place.name, { mode, uid: 0, gid: 0, rdev }, NOW);
};
const append = (tree: Tree, path: string, text: string): unknown => {
  const ino = at(tree, path).ino as number;
  return tree.write(ino, tree.attributes(ino)?.size ?? 0, new TextEncoder().encode(text), NOW);
};

/** What the steps left untouched keeps the time that they had. */
const TOUCHED = /^\/(data.*|bin|bin\/x|etc|etc\/[pqr]|keep|keep\/.*|deep|deep\/.*|big|big\/.*|up2.*)$/;

function container(): Tree {
  const tree = image().forkAbove({ now: NOW });
  const now = { now: NOW };
  remove(tree, "/bin/y", NOW);
  remove(tree, "/bin/z", NOW);
  remove(tree, "/data", NOW);
  makeDirectories(tree, "/data", { mode: 0o750, uid: 7, gid: 8, ...now });
  writeFile(tree, "/data/new", "new\n", { uid: 7, gid: 8, ...now });
  move(tree, "/etc/p", "/etc/r");
  makeLink(tree, "/etc/p", "r", now);
  for (const uid of [1, 0]) change(tree, "/etc/q", { uid });
  change(tree, "/bin/x", { uid: 33, gid: 33 });
  append(tree, "/keep/k2", "more\n");
  link(tree, "/keep/k", "/keep/third");
  makeDirectories(tree, "/deep/er", now);
  writeFile(tree, "/deep/er/f", "s\n", now);
  link(tree, "/deep/er/f", "/deep/alink");
  make(tree, "/deep/pipe", S_IFIFO | 0o644);
  make(tree, "/deep/null", S_IFCHR | 0o644, makedev(1, 3));
  make(tree, "/deep/blk", S_IFBLK | 0o644, makedev(259, 1048575));
  const long = "1".padStart(60, "0");
  writeFile(tree, `/big/${long}/${long}/file`, "v\n", now);
  makeLink(tree, "/big/link", `${long}/${long}/${long}`, now);
  make(tree, "/up", S_IFDIR | 0o755);
  move(tree, "/up", "/up2");
  make(tree, "/up2/x", S_IFDIR | 0o755);
  move(tree, "/up2/x", "/up2/y");
  change(tree, "/up2", { uid: 3000000, gid: 4000000 });
  writeFile(tree, "/deep/ünï", "u\n", now);
  writeFile(tree, "/deep/hole", "", now);
  tree.truncate(at(tree, "/deep/hole").ino as number, 100_000, NOW);
  make(tree, "/made", S_IFDIR | 0o755);
  remove(tree, "/made", NOW);
  writeFile(tree, "/keep/gone", "", now);
  remove(tree, "/keep/gone", NOW);
  for (const { path, ino } of walk(tree))
    if (TOUCHED.test(path)) tree.change(ino, { mtime: 17e8 * SECOND }, NOW);
  change(tree, "/deep/er/f", { mtime: parseRfc3339("1960-01-01T00:00:00Z") });
  return tree;
}

const bytesOf = (chunks: Iterable<Uint8Array>): Uint8Array => new Uint8Array(Buffer.concat([...chunks]));

test("a layer has the digest that Docker gives it", () => {
  const digester = new Digester();
  for (const chunk of encodeLayer(layerOf(container()))) digester.update(chunk);
  expect(digester.digest()).toBe("sha256:b2f29f9c8e0c9de1d468a45b0631d3cf6fdb0306d9636d965b774e92c2e3b1cd");
});

test("docker diff tells the same of it", () => {
  const letters = { add: "A", delete: "D", modify: "C" };
  const long = "1".padStart(60, "0");
  const lines = changesOf(container()).map(
    ({ kind, path }) => `${letters[kind]} ${path.replaceAll(long, "LONG")}`,
  );
  expect(lines.join(" ")).toBe(
    "A /big A /big/LONG A /big/LONG/LONG A /big/LONG/LONG/file A /big/link C /bin C /bin/x D /bin/y D /bin/z " +
      "C /data A /data/new D /data/one D /data/sub A /deep A /deep/alink A /deep/blk A /deep/er A /deep/er/f " +
      "A /deep/hole A /deep/null A /deep/pipe A /deep/ünï C /etc C /etc/p C /etc/q A /etc/r " +
      "C /keep C /keep/k C /keep/k2 A /keep/third A /up2 A /up2/y",
  );
});

test("its size counts what is in files and links, once", () => {
  expect(layerSize(layerOf(container()).entries)).toBe(100_208);
});

test("a layer read from its tar is the layer, but for what a tar does not say of whiteouts", () => {
  const bytes = bytesOf(encodeLayer(layerOf(container())));
  const read = decodeLayer(bytes, NOW);
  expect(read.ok).toBe(true);
  if (!read.ok) return;
  const old = stat(container(), "/deep/er/f")?.mtime ?? 0;
  const forget = (entry: object): object =>
    Object.fromEntries(Object.entries(entry).filter(([k]) => k !== "content" && k !== "link"));
  const whole = layerOf(container()).entries.map((entry) =>
    forget({ ...entry, mtime: Math.floor(entry.mtime / SECOND) }),
  );
  const again = read.value.entries.map((entry) =>
    forget({ ...entry, mtime: Math.floor(entry.mtime / SECOND) }),
  );
  // times before 1970 become 1970 when a layer is unpacked
  expect(old).toBeLessThan(0);
  const expected = whole.map((entry) =>
    "mtime" in entry && Number(entry.mtime) < 0 ? { ...entry, mtime: 0 } : entry,
  );
  expect(again).toEqual(expected);
});

test("a file of several names below parts when one of them is written, and the others still count it", () => {
  const above = image().forkAbove();
  expect([stat(above, "/keep/k")?.nlink, stat(above, "/keep/k2")?.nlink]).toEqual([2, 2]);
  expect(stat(above, "/keep/k")?.ino).toBe(stat(above, "/keep/k2")?.ino);
  append(above, "/keep/k2", "more\n");
  expect([stat(above, "/keep/k")?.nlink, stat(above, "/keep/k2")?.nlink]).toEqual([2, 1]);
  expect([stat(above, "/keep/k")?.size, stat(above, "/keep/k2")?.size]).toEqual([2, 7]);
  link(above, "/keep/k", "/keep/third");
  expect([stat(above, "/keep/k")?.nlink, stat(above, "/keep/third")?.nlink]).toEqual([2, 2]);
});

test("applied to the image, a layer gives what the container had", () => {
  const [below, above] = [image(), container()];
  applyLayer(below, layerOf(above), NOW);
  const show = (tree: Tree): string[] =>
    [...walk(tree)].map(
      ({ path, attributes: a }) => `${path} ${a.mode} ${a.uid} ${a.gid} ${a.size} ${a.mtime} ${a.rdev}`,
    );
  expect(show(below)).toEqual(show(above));
});

test("an entry of an image's root says nothing", () => {
  const layer = decodeLayer(tarOf([{ name: "./", type: "5", mode: 0o700, uid: 0, gid: 0, mtime: 0 }]), NOW);
  expect(layer).toMatchObject({ ok: true, value: { entries: [] } });
  expect(resolve(new Tree(), "/")).toBe(2);
});
