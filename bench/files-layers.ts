// Small files in a container over an image of ten layers, against memfs, which has no layers: written over what
// the layers hold, read and asked for by path.

import { encode } from "../src/base/utf8.ts";
import { readFile, stat, writeFile } from "../src/fs/tree-paths.ts";
import type { Tree } from "../src/fs/tree.ts";
import { timesOf, type Figure, type Pair } from "./figure.ts";
import { layeredTree, pathOf, volumeOf } from "./file-trees.ts";

const LAYERS = 10;
const FILES = 10_000;

const PATHS = Array.from({ length: FILES }, (_, i) => pathOf(i));
const WRITTEN = PATHS.filter((_, i) => i % LAYERS === 0);

type Sides = { readonly tree: Tree; readonly volume: ReturnType<typeof volumeOf> };

const figureOf = (what: string, measure: (sides: Sides) => Promise<Pair>): Figure => ({
  name: `${what} files over ${LAYERS} layers`,
  unit: "us",
  against: "memfs",
  target: 1,
  measure: () => measure({ tree: layeredTree(FILES, LAYERS), volume: volumeOf(FILES) }),
});

export const filesLayers: readonly Figure[] = [
  figureOf("write", ({ tree, volume }) =>
    timesOf(
      () => {
        const container = tree.fork();
        for (const path of WRITTEN) void writeFile(container, path, encode("written"));
      },
      () => WRITTEN.forEach((path) => volume.writeFileSync(path, "written")),
    ),
  ),
  figureOf("read", ({ tree, volume }) =>
    timesOf(
      () => PATHS.reduce((sum, path) => sum + readFile(tree, path).length, 0),
      () => PATHS.reduce((sum, path) => sum + volume.readFileSync(path).length, 0),
    ),
  ),
  figureOf("stat", ({ tree, volume }) =>
    timesOf(
      () => PATHS.reduce((sum, path) => sum + (stat(tree, path)?.size ?? 0), 0),
      () => PATHS.reduce((sum, path) => sum + volume.statSync(path).size, 0),
    ),
  ),
];
