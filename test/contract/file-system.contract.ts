// What every file system that holds files must do (src/fs/file-system.ts), whatever it is made of.
// `make` gives one that is empty and whose root can be written by anybody.

import { expect, test } from "vitest";
import { failed, type Errno } from "../../src/base/errno.ts";
import { decode, encode } from "../../src/base/utf8.ts";
import {
  makedev,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  type Attributes,
  type FileSystem,
  type Ino,
} from "../../src/fs/file-system.ts";

const FILE = S_IFREG | 0o644;
const DIRECTORY = S_IFDIR | 0o755;

export function fileSystemContract(name: string, make: () => FileSystem): void {
  const it = (what: string, run: (use: Use) => void): void =>
    test(`${name}: ${what}`, () => run(useOf(make())));

  it("what is made is found, with what it was made with", ({ fs, make, at }) => {
    const node = { mode: S_IFCHR | 0o600, uid: 7, gid: 8, rdev: makedev(1, 3) };
    const ino = fs.create(fs.root, "null", node, 5);
    expect(fs.lookup(fs.root, "null")).toBe(ino);
    expect(at(ino)).toMatchObject({
      mode: S_IFCHR | 0o600,
      uid: 7,
      gid: 8,
      rdev: makedev(1, 3),
      nlink: 1,
      size: 0,
    });
    expect(at(ino)).toMatchObject({ atime: 5, mtime: 5, ctime: 5, blocks: 0 });
    for (const mode of [S_IFIFO, S_IFSOCK])
      expect(at(make(`n${mode}`, mode | 0o644)).mode).toBe(mode | 0o644);
    expect(fs.create(fs.root, "null", node, 6)).toBe("EEXIST");
    expect(fs.lookup(fs.root, "nothing")).toBe("ENOENT");
    expect(fs.attributes(999_999)).toBeUndefined();
  });

  it("names are names, whatever they are elsewhere", ({ fs, make }) => {
    const names = ["__proto__", "constructor", "10", "9", "ünï", "a b", "toString", "-"];
    for (const each of names) make(each, FILE);
    expect(fs.list(fs.root).map((entry) => entry.name)).toEqual(names);
    for (const { name: each, ino } of fs.list(fs.root)) expect(fs.lookup(fs.root, each)).toBe(ino);
    expect(make("10", FILE)).toBe("EEXIST");
    expect(fs.unlink(fs.root, "__proto__", 2)).toBeUndefined();
    expect(fs.lookup(fs.root, "__proto__")).toBe("ENOENT");
  });

  it("names have at most 255 bytes", ({ fs, make }) => {
    expect(failed(make("a".repeat(255), FILE))).toBe(false);
    expect(make("a".repeat(256), FILE)).toBe("ENAMETOOLONG");
    expect(failed(make("é".repeat(127), FILE))).toBe(false);
    expect(make("é".repeat(128), FILE)).toBe("ENAMETOOLONG");
    expect(fs.lookup(fs.root, "a".repeat(256))).toBe("ENAMETOOLONG");
    expect(fs.rename(fs.root, "a".repeat(255), fs.root, "b".repeat(256), 2)).toBe("ENAMETOOLONG");
  });

  it("bytes come back, gaps as zeros, ends where they are", ({ fs, make, text }) => {
    const ino = make("f", FILE) as Ino;
    expect(fs.read(ino, 0, 10)).toEqual(new Uint8Array(0));
    expect(fs.write(ino, 0, encode("hello"), 10)).toBeUndefined();
    expect(fs.write(ino, 8, encode("!"), 11)).toBeUndefined();
    expect(text(ino)).toBe("hello\0\0\0!");
    expect(decode(fs.read(ino, 3, 3))).toBe("lo\0");
    expect(fs.read(ino, 9, 10)).toEqual(new Uint8Array(0));
    expect(fs.truncate(ino, 4, 12)).toBeUndefined();
    expect(fs.truncate(ino, 6, 13)).toBeUndefined();
    expect(text(ino)).toBe("hell\0\0");
    const directory = make("d", DIRECTORY) as Ino;
    expect(fs.write(directory, 0, encode("x"), 1)).toBe("EISDIR");
    expect(fs.truncate(directory, 0, 1)).toBe("EISDIR");
  });

  it("what read gave stays as it was", ({ fs, make }) => {
    const ino = make("f", FILE) as Ino;
    fs.write(ino, 0, encode("aaaa"), 1);
    const before = fs.read(ino, 0, 4);
    fs.write(ino, 1, encode("bb"), 2);
    fs.truncate(ino, 2, 3);
    fs.write(ino, 2, encode("cccccc"), 4);
    expect(decode(before)).toBe("aaaa");
    expect(decode(fs.read(ino, 0, 99))).toBe("abcccccc");
  });

  it("what was written does not follow the writer's buffer", ({ fs, make, text }) => {
    const ino = make("f", FILE) as Ino;
    const buffer = encode("abc");
    fs.write(ino, 0, buffer, 1);
    buffer[0] = 0x7a;
    expect(text(ino)).toBe("abc");
  });

  it("times follow what happens", ({ fs, make, at }) => {
    const directory = make("d", DIRECTORY, 10) as Ino;
    const ino = fs.create(directory, "f", { mode: FILE, uid: 0, gid: 0 }, 20) as Ino;
    expect(at(directory)).toMatchObject({ atime: 10, mtime: 20, ctime: 20 });
    fs.write(ino, 0, new Uint8Array(0), 25);
    expect(at(ino)).toMatchObject({ mtime: 20, ctime: 20 });
    fs.write(ino, 0, encode("x"), 30);
    expect(at(ino)).toMatchObject({ atime: 20, mtime: 30, ctime: 30 });
    expect(at(directory)).toMatchObject({ mtime: 20 });
    fs.change(ino, { mode: 0o600 }, 40);
    expect(at(ino)).toMatchObject({ mtime: 30, ctime: 40 });
    fs.link(directory, "g", ino, 50);
    expect([at(ino).ctime, at(ino).mtime, at(directory).mtime]).toEqual([50, 30, 50]);
    fs.unlink(directory, "g", 60);
    expect([at(ino).ctime, at(directory).mtime]).toEqual([60, 60]);
    fs.rename(directory, "f", fs.root, "f", 70);
    expect([at(ino).ctime, at(ino).mtime, at(directory).mtime, at(fs.root).mtime]).toEqual([70, 30, 70, 70]);
    fs.change(ino, { atime: 1, mtime: 2 }, 80);
    expect(at(ino)).toMatchObject({ atime: 1, mtime: 2, ctime: 80 });
    fs.truncate(ino, 1, 90);
    expect(at(ino)).toMatchObject({ mtime: 90, ctime: 90 });
  });

  it("a file lives until its last name is gone, or its last holder", ({ fs, make, at, text }) => {
    const ino = make("a", FILE) as Ino;
    fs.write(ino, 0, encode("x"), 1);
    expect(fs.link(fs.root, "b", ino, 2)).toBeUndefined();
    expect(at(ino).nlink).toBe(2);
    expect(fs.link(fs.root, "b", ino, 2)).toBe("EEXIST");
    fs.hold(ino);
    fs.hold(ino);
    fs.unlink(fs.root, "a", 3);
    fs.unlink(fs.root, "b", 4);
    expect(at(ino).nlink).toBe(0);
    expect(text(ino)).toBe("x");
    expect(fs.write(ino, 1, encode("y"), 5)).toBeUndefined();
    expect(fs.link(fs.root, "again", ino, 5)).toBe("ENOENT");
    fs.release(ino);
    expect(text(ino)).toBe("xy");
    fs.release(ino);
    expect(fs.attributes(ino)).toBeUndefined();
  });

  it("a removed directory that is held is empty for good", ({ fs, make }) => {
    const ino = make("d", DIRECTORY) as Ino;
    fs.hold(ino);
    expect(fs.rmdir(fs.root, "d", 2)).toBeUndefined();
    expect(fs.create(ino, "f", { mode: FILE, uid: 0, gid: 0 }, 3)).toBe("ENOENT");
    expect(fs.list(ino)).toEqual([]);
    fs.release(ino);
    expect(fs.attributes(ino)).toBeUndefined();
  });

  it("directories are removed by rmdir when empty, all else by unlink", ({ fs, make }) => {
    const directory = make("d", DIRECTORY) as Ino;
    make("f", FILE);
    fs.create(directory, "in", { mode: FILE, uid: 0, gid: 0 }, 1);
    expect(fs.unlink(fs.root, "d", 2)).toBe("EISDIR");
    expect(fs.rmdir(fs.root, "f", 2)).toBe("ENOTDIR");
    expect(fs.rmdir(fs.root, "d", 2)).toBe("ENOTEMPTY");
    expect(fs.rmdir(fs.root, "no", 2)).toBe("ENOENT");
    expect(fs.unlink(fs.root, "no", 2)).toBe("ENOENT");
    expect(fs.link(fs.root, "d2", directory, 2)).toBe("EPERM");
    expect(fs.unlink(directory, "in", 2)).toBeUndefined();
    expect(fs.rmdir(fs.root, "d", 3)).toBeUndefined();
    expect(fs.list(fs.root).map((entry) => entry.name)).toEqual(["f"]);
  });

  it("rename replaces what may be replaced", ({ fs, make, at }) => {
    const [file, other] = [make("f", FILE) as Ino, make("o", FILE) as Ino];
    const [full, empty] = [make("full", DIRECTORY) as Ino, make("empty", DIRECTORY) as Ino];
    fs.create(full, "in", { mode: FILE, uid: 0, gid: 0 }, 1);
    const move = (from: string, to: string): Errno | undefined => fs.rename(fs.root, from, fs.root, to, 9);
    expect(move("no", "x")).toBe("ENOENT");
    expect(move("f", "full")).toBe("EISDIR");
    expect(move("full", "f")).toBe("ENOTDIR");
    expect(move("empty", "full")).toBe("ENOTEMPTY");
    expect(fs.rename(fs.root, "full", full, "deeper", 9)).toBe("EINVAL");
    expect(fs.rename(fs.root, "f", file, "x", 9)).toBe("ENOTDIR");
    expect(move("full", "empty")).toBeUndefined();
    expect(fs.attributes(empty)).toBeUndefined();
    expect(move("f", "o")).toBeUndefined();
    expect(fs.attributes(other)).toBeUndefined();
    expect(fs.lookup(fs.root, "o")).toBe(file);
    fs.link(fs.root, "o2", file, 9);
    expect(move("o", "o2")).toBeUndefined();
    expect(at(file).nlink).toBe(2);
    expect(
      fs
        .list(fs.root)
        .map((entry) => entry.name)
        .sort(),
    ).toEqual(["empty", "o", "o2"]);
  });

  it("a directory that moves takes its parent along", ({ fs, make }) => {
    const [a, b] = [make("a", DIRECTORY) as Ino, make("b", DIRECTORY) as Ino];
    const inner = fs.create(a, "inner", { mode: DIRECTORY, uid: 0, gid: 0 }, 1) as Ino;
    expect([fs.parentOf(inner), fs.parentOf(a), fs.parentOf(fs.root)]).toEqual([a, fs.root, fs.root]);
    expect(fs.rename(a, "inner", b, "moved", 2)).toBeUndefined();
    expect(fs.parentOf(inner)).toBe(b);
    expect(fs.rmdir(fs.root, "a", 3)).toBeUndefined();
  });

  it("symbolic links keep their text and count its bytes", ({ fs, at }) => {
    const ino = fs.create(fs.root, "l", { mode: S_IFLNK, uid: 0, gid: 0, target: "où/est" }, 1) as Ino;
    expect(fs.readlink(ino)).toBe("où/est");
    expect(at(ino)).toMatchObject({ mode: S_IFLNK | 0o777, size: 7, blocks: 0 });
  });

  it("a new owner takes set-id bits away, and changing the mode sets them", ({ fs, make, at }) => {
    const ino = make("f", S_IFREG | 0o6755) as Ino;
    fs.change(ino, { uid: 0 }, 2);
    expect(at(ino).mode & 0o7777).toBe(0o755);
    fs.change(ino, { mode: 0o2644 }, 3);
    fs.change(ino, { gid: 5 }, 4);
    expect(at(ino)).toMatchObject({ mode: S_IFREG | 0o2644, gid: 5 });
    const directory = make("d", S_IFDIR | 0o2755) as Ino;
    fs.change(directory, { uid: 3 }, 5);
    expect(at(directory).mode & 0o7777).toBe(0o2755);
    expect(at(directory).mode & S_IFMT).toBe(S_IFDIR);
  });

  it("a directory with the set-group-id bit gives its group on", ({ fs, make, at }) => {
    const directory = make("d", S_IFDIR | 0o2775) as Ino;
    fs.change(directory, { gid: 33 }, 1);
    const file = fs.create(directory, "f", { mode: FILE, uid: 1, gid: 1 }, 2);
    const inner = fs.create(directory, "d", { mode: DIRECTORY, uid: 1, gid: 1 }, 2);
    expect(at(file)).toMatchObject({ mode: FILE, uid: 1, gid: 33 });
    expect(at(inner)).toMatchObject({ mode: DIRECTORY | 0o2000, gid: 33 });
  });

  it("zeros that are written take space, holes do not", ({ fs, make, at }) => {
    const [zeros, hole] = [make("z", FILE) as Ino, make("h", FILE) as Ino];
    const free = fs.usage().free;
    fs.write(zeros, 0, new Uint8Array(300_000), 1);
    fs.write(hole, 1_000_000, encode("x"), 1);
    expect(at(zeros)).toMatchObject({ size: 300_000, blocks: 592 });
    expect(at(hole)).toMatchObject({ size: 1_000_001, blocks: 8 });
    expect(free - fs.usage().free).toBe(600 * 512);
    fs.truncate(zeros, 1, 2);
    expect(at(zeros).blocks).toBe(8);
    fs.unlink(fs.root, "z", 3);
    fs.unlink(fs.root, "h", 3);
    expect(fs.usage().free).toBe(free);
    expect(fs.read(fs.lookup(fs.root, "z") as Ino, 0, 9).length).toBe(0);
  });

  it("what fails changes nothing", ({ fs, make, at }) => {
    const directory = make("d", DIRECTORY, 10) as Ino;
    fs.create(directory, "f", { mode: FILE, uid: 0, gid: 0 }, 10);
    const before = [at(directory), at(fs.root), fs.usage()];
    fs.create(fs.root, "d", { mode: FILE, uid: 0, gid: 0 }, 20);
    fs.rmdir(fs.root, "d", 20);
    fs.unlink(directory, "no", 20);
    fs.rename(fs.root, "d", directory, "x", 20);
    fs.link(fs.root, "x", directory, 20);
    fs.write(directory, 0, encode("x"), 20);
    expect([at(directory), at(fs.root), fs.usage()]).toEqual(before);
  });
}

interface Use {
  readonly fs: FileSystem;
  make(name: string, mode: number, now?: number): Ino | Errno;
  at(ino: Ino | Errno): Attributes;
  text(ino: Ino): string;
}

function useOf(fs: FileSystem): Use {
  return {
    fs,
    make: (name, mode, now = 1) => fs.create(fs.root, name, { mode, uid: 0, gid: 0 }, now),
    at: (ino) => fs.attributes(ino as Ino) as Attributes,
    text: (ino) => decode(fs.read(ino, 0, 1e6)),
  };
}
