// The same files in one layer, in ten and in sixty: what is looked up by path or listed must not become dearer with
// the layers. A deep stack is held against a stack of one.

import { must } from "../src/base/assert.ts";
import { failed } from "../src/base/errno.ts";
import { resolve, stat } from "../src/fs/tree-paths.ts";
import type { Tree } from "../src/fs/tree.ts";
import { directoriesOf, layeredTree, pathOf } from "./file-trees.ts";
import { timesOf, type Figure } from "./figure.ts";

const FILES = 6000;
const DEPTHS = [10, 60];

const PATHS = Array.from({ length: FILES }, (_, i) => pathOf(i));
const DIRECTORIES = directoriesOf(FILES);

const lookUp = (tree: Tree): number => PATHS.reduce((sum, path) => sum + (stat(tree, path)?.size ?? 0), 0);

const list = (tree: Tree): number =>
  DIRECTORIES.reduce((sum, path) => {
    const ino = resolve(tree, path);
    return sum + (failed(ino) ? 0 : tree.list(ino).length);
  }, 0);

const figureOf = (what: string, layers: number, act: (tree: Tree) => number): Figure => ({
  name: `${what} over ${layers} layers`,
  unit: "us",
  against: "over 1 layer",
  target: 1.5,
  measure: () => {
    const [deep, flat] = [layeredTree(FILES, layers), layeredTree(FILES, 1)];
    must(act(deep) === act(flat) || undefined, "both hold the same");
    return timesOf(
      () => act(deep),
      () => act(flat),
    );
  },
});

export const layerDepth: readonly Figure[] = DEPTHS.flatMap((layers) => [
  figureOf("path lookup", layers, lookUp),
  figureOf("readdir", layers, list),
]);
