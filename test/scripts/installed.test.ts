import { mkdtempSync, rmSync, utimesSync, writeFileSync, mkdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isFresh } from "../../scripts/freshness.mjs";
import { matches } from "../../scripts/installed.mjs";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/a-darwin": { version: "1.0.0", optional: true },
  },
};
const a = { version: "1.0.0", integrity: "sha512-a" };

test("what is installed matches the lockfile when every package has the version that is asked for", () => {
  expect(matches(lock, { packages: { "node_modules/a": a } })).toBe(true);
  expect(
    matches(lock, { packages: { "node_modules/a": a, "node_modules/a-darwin": { version: "1.0.0" } } }),
  ).toBe(true);
});

test("nothing installed, another version, other bytes, a package too few and one too many do not match", () => {
  expect(matches(lock, undefined)).toBe(false);
  expect(matches(lock, { packages: { "node_modules/a": { ...a, version: "1.0.1" } } })).toBe(false);
  expect(matches(lock, { packages: { "node_modules/a": { ...a, integrity: "sha512-b" } } })).toBe(false);
  expect(matches(lock, { packages: {} })).toBe(false);
  expect(matches(lock, { packages: { "node_modules/a": a, "node_modules/b": a } })).toBe(false);
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "freshness-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a result is fresh until anything that it was made from changes, comes, goes or is renamed", () => {
  const input = join(folder, "src");
  const output = join(folder, "out");
  const date = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);
  const calm = (): void => {
    for (const path of [input, join(input, "deep")]) date(path, 1000);
    date(output, 2000);
  };
  mkdirSync(join(input, "deep"), { recursive: true });
  writeFileSync(join(input, "deep/a.ts"), "");
  expect(isFresh(output, [input])).toBe(false);
  writeFileSync(output, "");
  date(join(input, "deep/a.ts"), 1000);
  calm();
  expect(isFresh(output, [input, join(folder, "missing")])).toBe(true);

  date(join(input, "deep/a.ts"), 2000);
  expect(isFresh(output, [input])).toBe(false);
  date(join(input, "deep/a.ts"), 1000);
  renameSync(join(input, "deep/a.ts"), join(input, "deep/b.ts"));
  expect(isFresh(output, [input])).toBe(false);
  calm();
  expect(isFresh(output, [input])).toBe(true);
  rmSync(join(input, "deep/b.ts"));
  expect(isFresh(output, [input])).toBe(false);
});
