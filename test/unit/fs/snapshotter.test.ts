import { expect, test } from "vitest";
import { digestOf } from "../../../src/base/digest.ts";
import type { Result } from "../../../src/base/result.ts";
import { Disk } from "../../../src/fs/disk.ts";
import { layerOf } from "../../../src/fs/layer-walk.ts";
import { chainIdOf, Snapshotter } from "../../../src/fs/snapshotter.ts";
import { remove, stat, walk, writeFile } from "../../../src/fs/tree-paths.ts";
import type { Tree } from "../../../src/fs/tree.ts";

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const error = (result: Result<unknown>): string =>
  result.ok ? "" : `${result.error.kind}: ${result.error.message}`;
const paths = (tree: Tree): string => [...walk(tree)].map(({ path }) => path).join(" ");

const [A, B] = [digestOf("a"), digestOf("b")];

function twoLayers(): Snapshotter {
  const snapshotter = new Snapshotter();
  const first = value(snapshotter.prepare("one", undefined, { now: 1 }));
  writeFile(first, "/base", "base", { now: 1 });
  writeFile(first, "/gone", "gone", { now: 1 });
  value(snapshotter.commit(A, "one", first, 2));
  const second = value(snapshotter.prepare("two", A, { now: 3 }));
  writeFile(second, "/base", "changed", { now: 3 });
  remove(second, "/gone", 3);
  value(snapshotter.commit(chainIdOf(A, B), "two", second, 4));
  return snapshotter;
}

test("layers are prepared, written and committed, and a container sees them as one", () => {
  const snapshotter = twoLayers();
  const top = chainIdOf(A, B);
  expect(snapshotter.get(A)).toMatchObject({ parent: undefined, size: 8 });
  expect(snapshotter.get(top)).toMatchObject({ parent: A, size: 7 });
  expect(snapshotter.get(top)?.layer.entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    "node base",
    "whiteout gone",
  ]);
  const disk = new Disk({ bytes: 40960, inodes: 10 });
  const container = value(snapshotter.prepare("box", top, { now: 5, disk }));
  expect([paths(container), stat(container, "/base")?.size, container.type]).toEqual(["/base", 7, "overlay"]);
  writeFile(container, "/mine", "x", { now: 6 });
  expect(paths(snapshotter.get(top)?.tree as Tree)).toBe("/base");
  expect(disk.usage().free).toBe(40960 - 4096);
});

test("a view is what was committed and cannot be written", () => {
  const snapshotter = twoLayers();
  const view = value(snapshotter.view("look", A));
  expect(paths(view)).toBe("/base /gone");
  expect(writeFile(view, "/x", "")).toBe("EROFS");
  expect(error(snapshotter.commit(B, "look", view, 9))).toBe(
    "not-found: snapshot look is not active: not found",
  );
});

test("what cannot be done is refused, and changes nothing", () => {
  const snapshotter = twoLayers();
  expect(error(snapshotter.prepare("x", B))).toContain(`parent snapshot ${B} does not exist: not found`);
  expect(error(snapshotter.prepare("x", undefined))).toBe("");
  expect(error(snapshotter.prepare("x", A))).toBe("conflict: snapshot x: already exists");
  expect(error(snapshotter.remove(A))).toBe(
    "conflict: cannot remove snapshot with child: failed precondition",
  );
  expect(error(snapshotter.remove("no"))).toBe("not-found: snapshot no does not exist: not found");
  expect(error(snapshotter.apply(A, undefined, { entries: [] }, 0))).toBe(
    `conflict: snapshot ${A}: already exists`,
  );
  expect(error(snapshotter.remove(chainIdOf(A, B)))).toBe("");
  expect(error(snapshotter.remove(A))).toBe("");
  expect(snapshotter.get(A)).toBeUndefined();
  expect(error(snapshotter.remove("x"))).toBe("");
  expect(snapshotter.stat("x")).toBeUndefined();
});

test("a fork of the snapshotter and its origin go their own ways", () => {
  const origin = twoLayers();
  const twin = origin.fork();
  value(twin.prepare("box", A));
  value(origin.remove(chainIdOf(A, B)));
  expect([origin.stat("box"), twin.stat("box")?.kind]).toEqual([undefined, "active"]);
  expect([origin.get(chainIdOf(A, B)), twin.get(chainIdOf(A, B))?.parent]).toEqual([undefined, A]);
});

test("a layer that came from elsewhere is applied as it is", () => {
  const from = twoLayers();
  const box = value(from.prepare("box", A, { now: 5 }));
  writeFile(box, "/base", "again", { now: 6 });
  const to = new Snapshotter();
  value(to.apply(A, undefined, from.get(A)?.layer ?? { entries: [] }, 9));
  const top = value(to.apply(B, A, layerOf(box), 9));
  expect([paths(top.tree), stat(top.tree, "/base")?.mtime, top.size]).toEqual(["/base /gone", 6, 5]);
});

test("the chain of one layer is its diff id, and of more a digest of both", () => {
  expect(chainIdOf(undefined, A)).toBe(A);
  expect(chainIdOf(A, B)).toBe(digestOf(`${A} ${B}`));
});
