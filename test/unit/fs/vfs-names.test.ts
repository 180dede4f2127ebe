import { expect, test } from "vitest";
import type { Program, Sys } from "../../../src/kernel/sys.ts";
import { encode } from "../../../src/base/utf8.ts";
import { BareMachine } from "../../support/bare-machine.ts";

/** The answers of a few calls, as a program gets them. */
function answers(calls: (sys: Sys) => unknown[]): unknown {
  const body: Program = function* (sys) {
    yield* sys.write(1, encode(JSON.stringify(calls(sys).map((answer) => answer ?? "done"))));
    return 0;
  };
  return JSON.parse(new BareMachine({ body }, { "/f": "x" }).run("body").stdout);
}

test("a symbolic link with a slash after it is itself what is removed, renamed or in the way", () => {
  expect(
    answers((sys) => [
      sys.mkdir("/d", 0o755),
      sys.symlink("d", "/l"),
      sys.symlink("nosuch", "/m"),
      sys.rmdir("/l/"),
      sys.unlink("/l/"),
      sys.rename("/l/", "/x"),
      sys.mkdir("/m/", 0o755),
      sys.unlink("/f/"),
      sys.unlink("/d/"),
      sys.rename("/f", "/g/"),
      sys.mkdir("/n/", 0o755),
      sys.rename("/n/", "/o/"),
      sys.rmdir("/o/"),
    ]),
  ).toEqual("done done done ENOTDIR ENOTDIR ENOTDIR EEXIST ENOTDIR EISDIR ENOTDIR done done done".split(" "));
});

test("names that are dots are refused, wherever they lead", () => {
  expect(
    answers((sys) => [
      sys.mkdir("/d", 0o755),
      sys.rmdir("/d/."),
      sys.rmdir("/d/.."),
      sys.rmdir("/"),
      sys.unlink("/d/."),
      sys.rename("/d/.", "/e"),
      sys.rename("/d", "/d/.."),
    ]),
  ).toEqual(["done", "EINVAL", "ENOTEMPTY", "EBUSY", "EISDIR", "EBUSY", "EBUSY"]);
});

test("others' files get more names only from those who may write them", () => {
  expect(
    answers((sys) => [
      sys.chmod("/tmp", 0o1777),
      sys.setCredentials({ uid: 7, gid: 7, euid: 7, egid: 7, groups: [] }),
      sys.link("/f", "/tmp/f"),
      sys.link("/f", "/f2"),
    ]),
  ).toEqual(["done", "done", "EPERM", "EPERM"]);
});
