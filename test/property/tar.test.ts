// Tar archives: what is written is read back, GNU tar reads what we write and we read what GNU tar writes.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Content } from "../../src/fs/content.ts";
import { decodeTar } from "../../src/fs/tar-reader.ts";
import { tarOf } from "../../src/fs/tar-writer.ts";
import { bytesOf, type TarEntry } from "../../src/fs/tar.ts";

const scratch = mkdtempSync(join(tmpdir(), "tar-test-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const part = fc.oneof(
  fc.stringMatching(/^[a-z0-9._-]{1,12}$/),
  fc.stringMatching(/^[a-z]{60,120}$/),
  fc.constantFrom("ü", "日本", "a b"),
);
const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const number = fc.oneof(fc.nat(0o7777777), fc.integer({ min: 0o7777777, max: 2 ** 31 }));
const time = fc.oneof(
  fc.nat(2 ** 31).map((s) => s * 1_000_000),
  fc.integer({ min: -(10 ** 15), max: 2 * 10 ** 16 }),
);
const data = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.nat(2000).map((n) => new Uint8Array(n).fill(65)),
);

const entry: fc.Arbitrary<TarEntry> = fc
  .record({ name, type: fc.constantFrom("0", "0", "1", "2", "3", "4", "5", "6"), mode: fc.nat(0o7777), uid: number, gid: number, mtime: time, link: name, user: fc.constantFrom("", "root", "bücher", "x".repeat(40)), data, device: fc.nat(0o7777777), xattr: fc.option(fc.uint8Array({ minLength: 1, maxLength: 30 })) })
  .map(({ link, user, data, device, xattr, ...rest }) => ({
    ...rest,
    name: rest.type === "5" ? `${rest.name}/` : rest.name,
    uname: user,
    gname: user,
    linkname: rest.type === "1" || rest.type === "2" ? link : "",
    devmajor: rest.type === "3" || rest.type === "4" ? device : 0,
    devminor: rest.type === "3" || rest.type === "4" ? device : 0,
    xattrs: xattr === null ? undefined : new Map([["user.test", xattr]]),
    content: rest.type === "0" && data.length > 0 ? Content.of(data) : undefined,
  })); // prettier-ignore

const plain = (entries: readonly TarEntry[]): object[] =>
  entries.map((each) => ({
    ...each,
    content: [...bytesOf(each)],
    xattrs: [...(each.xattrs ?? [])].map(([k, v]) => [k, [...v]]),
  }));

test("what is written is read back", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const bytes = tarOf(entries);
      expect(bytes.length % 512).toBe(0);
      const read = decodeTar(bytes);
      expect(read.error).toBeUndefined();
      expect(plain(read.entries)).toEqual(plain(entries));
      expect(Buffer.compare(tarOf(read.entries), bytes)).toBe(0);
    }),
    { seed: 6, numRuns: 80 },
  );
});

test("a tar that is cut or damaged anywhere is an error or a beginning, and never more", () => {
  const entries: TarEntry[] = [
    {
      name: "x".repeat(150),
      type: "0",
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: 0,
      content: Content.of(new Uint8Array(700).fill(7)),
    },
    { name: "d/", type: "5", mode: 0o755, uid: 3e6, gid: 0, mtime: 1 },
  ];
  const bytes = tarOf(entries);
  const whole = decodeTar(bytes).entries.length;
  for (let cut = 0; cut < bytes.length; cut += 37) {
    const { entries: read, error } = decodeTar(bytes.subarray(0, cut));
    expect(read.length).toBeLessThanOrEqual(whole);
    if (error !== undefined) expect(error).toBe("unexpected EOF");
  }
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ change;
      expect(["undefined", "string"]).toContain(typeof decodeTar(damaged).error);
    }),
    { seed: 7, numRuns: 300 },
  );
});

const gnuTar = (args: readonly string[], input?: Uint8Array): Buffer =>
  execFileSync("tar", args as string[], {
    input,
    cwd: scratch,
    env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" },
  });

test("GNU tar lists what we write as it was meant", () => {
  const long = `${"a".repeat(90)}/${"b".repeat(90)}/${"c".repeat(120)}`;
  const base = { mode: 0o644, uid: 3_000_000, gid: 5, mtime: 1_700_000_000_000_000 };
  const entries: TarEntry[] = [
    { ...base, name: "d/", type: "5", mode: 0o1777, uid: 0 },
    { ...base, name: "d/file", type: "0", mode: 0o4755, content: Content.of(new Uint8Array(1000)) },
    { ...base, name: long, type: "0", mtime: 1_700_000_000_250_000 },
    { ...base, name: "d/hard", type: "1", linkname: "d/file" },
    { ...base, name: "d/soft", type: "2", mode: 0o777, linkname: long },
    { ...base, name: "d/ünï", type: "6", uid: 0 },
    { ...base, name: "d/dev", type: "3", uid: 0, devmajor: 259, devminor: 1000 },
  ];
  const lines = gnuTar(["-tv", "--numeric-owner", "--full-time", "--quoting-style=literal"], tarOf(entries));
  const fields = lines
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ +/).join(" "));
  expect(fields).toEqual([
    "drwxrwxrwt 0/5 0 2023-11-14 22:13:20 d/",
    "-rwsr-xr-x 3000000/5 1000 2023-11-14 22:13:20 d/file",
    `-rw-r--r-- 3000000/5 0 2023-11-14 22:13:20.25 ${long}`,
    "hrw-r--r-- 3000000/5 0 2023-11-14 22:13:20 d/hard link to d/file",
    `lrwxrwxrwx 3000000/5 0 2023-11-14 22:13:20 d/soft -> ${long}`,
    "prw-r--r-- 0/5 0 2023-11-14 22:13:20 d/ünï",
    "crw-r--r-- 0/5 259,1000 2023-11-14 22:13:20 d/dev",
  ]);
});

test.each(["gnu", "oldgnu", "pax", "posix", "ustar", "v7"])("what GNU tar writes as %s is read", (format) => {
  const limited = format === "ustar" || format === "v7";
  const long = limited ? "l".repeat(80) : `${"l".repeat(120)}/${"m".repeat(130)}`;
  const tree = join(scratch, format);
  const script = `mkdir -p "${tree}/$(dirname ${long})" && cd ${tree} && printf hello >${long} && ln -s ${long} soft && ln ${long} zhard && mkdir -m 750 sub && touch -h -d @1600000000 ${long} soft sub`;
  execFileSync("sh", ["-c", script]);
  const bytes = gnuTar([
    "-C",
    tree,
    `--format=${format}`,
    "--owner=ann:1234",
    "--group=grp:77",
    "--sort=name",
    "-c",
    ".",
  ]);
  const { entries, error } = decodeTar(bytes);
  expect(error).toBeUndefined();
  const seen = new Map(entries.map((each) => [each.name, each]));
  expect(seen.get(`./${long}`)).toMatchObject({
    type: "0",
    uid: 1234,
    gid: 77,
    mtime: 16e14,
    uname: format === "v7" ? "" : "ann",
  });
  expect(Buffer.from(bytesOf(seen.get(`./${long}`) as TarEntry)).toString()).toBe("hello");
  expect(seen.get("./soft")).toMatchObject({ type: "2", linkname: long });
  expect(seen.get("./zhard")).toMatchObject({ type: "1", linkname: `./${long}` });
  expect(seen.get("./sub/")).toMatchObject({ type: "5", mode: 0o750 });
});

test.each([["--format=gnu", "S"], ["--format=posix --sparse-version=1.0", "0"], ["--format=posix --sparse-version=0.1", "0"], ["--format=posix --sparse-version=0.0", "0"]])("sparse files of GNU tar %s keep their holes", (options, type) => {
  const file = join(scratch, "sparse");
  writeFileSync(file, "begin");
  execFileSync("sh", ["-c", `truncate -s 3000000 ${file} && for at in 100 250 400 600 700; do printf middle | dd of=${file} bs=4096 seek=$at conv=notrunc 2>/dev/null; done`]);
  const { entries, error } = decodeTar(gnuTar(["-c", "-S", ...options.split(" "), "sparse"]));
  expect(error).toBeUndefined();
  const [read] = entries as [TarEntry];
  expect([read.name, read.type, read.content?.size]).toEqual(["sparse", type, 3_000_000]);
  expect(Buffer.from((read.content as Content).read(4096 * 600 - 3, 12)).toString()).toBe("\0\0\0middle\0\0\0");
  expect((read.content as Content).blocks).toBeLessThan(20);
}); // prettier-ignore

test("numbers in base 256, as GNU tar writes large ones", () => {
  const bytes = tarOf([{ name: "f", type: "0", mode: 0o644, uid: 0, gid: 0, mtime: 0 }]).slice();
  bytes.set([0x80, 0, 0, 0, 0x01, 0x02, 0x03, 0x04], 108);
  bytes.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe], 136);
  const sum = bytes.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  bytes.set(Buffer.from(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  expect(decodeTar(bytes)).toMatchObject({
    error: undefined,
    entries: [{ uid: 0x01020304, mtime: -2_000_000 }],
  });
});

test("what is no tar is told as Go tells it", () => {
  expect(decodeTar(new Uint8Array(0))).toEqual({ entries: [], error: undefined });
  expect(decodeTar(new Uint8Array(512)).error).toBeUndefined();
  expect(decodeTar(Buffer.from("not a tar\n")).error).toBe("unexpected EOF");
  expect(decodeTar(new Uint8Array(2048).fill(65)).error).toBe("archive/tar: invalid tar header");
  const zeroThenMore = new Uint8Array(1024);
  zeroThenMore[600] = 1;
  expect(decodeTar(zeroThenMore).error).toBe("archive/tar: invalid tar header");
});
