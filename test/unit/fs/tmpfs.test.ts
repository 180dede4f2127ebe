import { expect, test } from "vitest";
import { S_IFREG, type Ino } from "../../../src/fs/file-system.ts";
import { newTmpfs } from "../../../src/fs/tmpfs.ts";
import { makeDirectories, makeLink, writeFile } from "../../../src/fs/tree-paths.ts";
import type { Tree } from "../../../src/fs/tree.ts";

const TOTAL = 16 * 2 ** 30;
const mount = (options: string): Tree => newTmpfs(options, { total: TOTAL, uid: 3, gid: 4, now: 5 }) as Tree;

test("half of the memory and half as many inodes as it has pages, unless told otherwise", () => {
  expect(mount("").usage()).toMatchObject({
    total: TOTAL / 2,
    files: TOTAL / 4096 / 2,
    filesFree: TOTAL / 4096 / 2 - 1,
  });
  expect(mount("size=64k").usage()).toMatchObject({ total: 65536, free: 65536 });
  expect(mount("size=100").usage().total).toBe(4096);
  expect(mount("size=25%").usage().total).toBe(TOTAL / 4);
  expect(mount("nr_blocks=2,nr_inodes=1k").usage()).toMatchObject({ total: 8192, files: 1024 });
  expect(mount("size=0").usage().total).toBeGreaterThan(2 ** 50);
});

test("the root is as the options say", () => {
  const root = (options: string): unknown => mount(options).attributes(1);
  expect(root("")).toMatchObject({ mode: 0o041777, uid: 3, gid: 4, mtime: 5 });
  expect(root("mode=755,uid=1000,gid=1001,size=1m")).toMatchObject({ mode: 0o040755, uid: 1000, gid: 1001 });
});

test("options that it does not know are refused", () => {
  for (const bad of ["sise=1", "size=x", "mode=9", "uid=a", "size"]) {
    expect(newTmpfs(bad, { total: TOTAL })).toBe("EINVAL");
  }
});

test("it fills up as a real one does", () => {
  const tmpfs = mount("size=64k");
  const file = writeFile(tmpfs, "/f", new Uint8Array(65536)) as Ino;
  expect(tmpfs.write(file, 65536, new Uint8Array(1), 6)).toBe("ENOSPC");
  expect(tmpfs.usage().free).toBe(0);
  // names still can be made, and directories, but no bytes and no long links
  expect(makeDirectories(tmpfs, "/d")).not.toBe("ENOSPC");
  expect(writeFile(tmpfs, "/g", "x")).toBe("ENOSPC");
  expect(makeLink(tmpfs, "/short", "x")).not.toBe("ENOSPC");
  expect(makeLink(tmpfs, "/long", "x".repeat(300))).toBe("ENOSPC");
  expect(tmpfs.truncate(file, 4096, 7)).toBeUndefined();
  expect(tmpfs.usage().free).toBe(65536 - 4096);
});

test("inodes end as well", () => {
  const tmpfs = mount("nr_inodes=3");
  const node = { mode: S_IFREG, uid: 0, gid: 0 };
  expect(["a", "b", "c"].map((name) => tmpfs.create(1, name, node, 6))).toEqual([2, 3, "ENOSPC"]);
});
