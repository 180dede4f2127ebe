import { expect, test } from "vitest";
import { digestOf } from "../../../src/base/digest.ts";
import type { Result } from "../../../src/base/result.ts";
import { Disk } from "../../../src/fs/disk.ts";
import { layerOf } from "../../../src/fs/layer-walk.ts";
import { chainIdOf, sharedSnapshot, Snapshotter } from "../../../src/fs/snapshotter.ts";
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

test("a shared snapshot is made once, when somebody looks at it, and stands in any number of places", () => {
  const source = twoLayers();
  let made = 0;
  const layerOf = (name: string) => () => {
    made++;
    return source.get(name)!.layer;
  };
  const below = sharedSnapshot({ below: undefined, parent: undefined, size: 8, layer: layerOf(A), now: 1 });
  const top = chainIdOf(A, B);
  const above = sharedSnapshot({ below, parent: A, size: 7, layer: layerOf(top), now: 2 });
  const [one, other] = [new Snapshotter(), new Snapshotter()];
  for (const snapshotter of [one, other]) {
    expect(error(snapshotter.adopt(top, above))).toBe(
      `not-found: parent snapshot ${A} does not exist: not found`,
    );
    value(snapshotter.adopt(A, below));
    value(snapshotter.adopt(top, above));
    expect(error(snapshotter.adopt(top, above))).toBe(`conflict: snapshot ${top}: already exists`);
  }
  expect([made, one.get(top)?.size]).toEqual([0, 7]);
  const mine = value(one.prepare("mine", top, { now: 3 }));
  expect([made, paths(mine)]).toEqual([2, "/base"]);
  writeFile(mine, "/base", "mine", { now: 4 });
  const theirs = value(other.prepare("theirs", top, { now: 5 }));
  expect([made, stat(theirs, "/base")?.size]).toEqual([2, 7]);
  expect(stat(mine, "/base")?.size).toBe(4);
});
