import { memfs } from "memfs";
import { expect, test } from "vitest";
import { decode } from "../../../src/base/utf8.ts";
import { S_IFIFO } from "../../../src/fs/file-system.ts";
import {
  giveVolume,
  takeVolume,
  type ReadableVolume,
  type WritableVolume,
} from "../../../src/fs/memfs-volume.ts";
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

const asVolume = (fs: unknown): ReadableVolume & WritableVolume => fs as ReadableVolume & WritableVolume;

function project(): ReadableVolume & WritableVolume {
  const { fs } = memfs({
    "/src/main.js": "console.log(1)",
    "/src/sub/__proto__": "x",
    "/Dockerfile": "FROM busybox\n",
  });
  fs.symlinkSync("src/main.js", "/entry");
  fs.linkSync("/Dockerfile", "/Containerfile");
  fs.chmodSync("/src/main.js", 0o755);
  fs.chownSync("/src/sub", 33, 34);
  fs.utimesSync("/Dockerfile", 1_000_000, 1_600_000_000.25);
  return asVolume(fs);
}

test("a volume is taken in with all that it carries", () => {
  const tree = new Tree();
  takeVolume(project(), tree, 7, "/", "/work");
  expect([...walk(tree, "/work")].map(({ path }) => path)).toEqual(
    ["Containerfile", "Dockerfile", "entry", "src", "src/main.js", "src/sub", "src/sub/__proto__"].map(
      (p) => `/work/${p}`,
    ),
  );
  expect(decode(readFile(tree, "/work/entry") as Uint8Array)).toBe("console.log(1)");
  expect(stat(tree, "/work/src/main.js")?.mode).toBe(0o100755);
  expect(stat(tree, "/work/src/sub")).toMatchObject({ uid: 33, gid: 34 });
  expect(stat(tree, "/work/Dockerfile")).toMatchObject({
    nlink: 2,
    mtime: 1_600_000_000_250_000,
    atime: 1e12,
  });
  expect(resolve(tree, "/work/Containerfile")).toBe(resolve(tree, "/work/Dockerfile"));
});

test("what is there already is replaced, directories are merged", () => {
  const tree = new Tree();
  writeFile(tree, "/Dockerfile", "old");
  writeFile(tree, "/src/kept", "kept");
  takeVolume(project(), tree, 7);
  expect(decode(readFile(tree, "/Dockerfile") as Uint8Array)).toBe("FROM busybox\n");
  expect(stat(tree, "/src/kept")?.size).toBe(4);
});

test("a tree is given out, and comes back the same", () => {
  const tree = new Tree();
  takeVolume(project(), tree, 7);
  writeFile(tree, "/src/secret", "s", { mode: 0o4744, uid: 5, gid: 6, now: 1_500_000_000_000_000 });
  makeLink(tree, "/src/dangling", "/no/where");
  makeDirectories(tree, "/empty", { mode: 0o1777, now: 1e15 });
  const { fs } = memfs();
  giveVolume(tree, asVolume(fs));
  const again = new Tree();
  takeVolume(asVolume(fs), again, 7);
  const show = (from: Tree): unknown[] =>
    [...walk(from)].map(({ path, attributes: { mode, uid, gid, size, nlink, mtime } }) => {
      const isLink = (mode & 0o170000) === 0o120000;
      return [path, mode, uid, gid, size, nlink, isLink ? 0 : mtime];
    });
  expect(show(again)).toEqual(show(tree));
});

test("a part is given out; what a volume cannot hold is left out", () => {
  const tree = new Tree();
  writeFile(tree, "/a/b/c", "x");
  tree.create(resolve(tree, "/a/b") as number, "pipe", { mode: S_IFIFO | 0o600, uid: 0, gid: 0 }, 1);
  const { fs, vol } = memfs();
  giveVolume(tree, asVolume(fs), "/a/", "/out");
  expect(vol.toJSON()).toEqual({ "/out/b/c": "x" });
});
