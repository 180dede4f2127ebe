// Time to read 10,000 small files by path, each side giving its bytes to the caller to keep.

import { readFile } from "../src/fs/tree-paths.ts";
import { timesOf, type Figure } from "./figure.ts";
import { pathOf, treeOf, volumeOf } from "./file-trees.ts";

const FILES = 10_000;

export const filesRead: Figure = {
  name: "read 10,000 files",
  unit: "us",
  against: "memfs",
  target: 0.5,
  measure: () => {
    const [tree, volume] = [treeOf(FILES), volumeOf(FILES)];
    const paths = Array.from({ length: FILES }, (_, i) => pathOf(i));
    return timesOf(
      () => paths.reduce((sum, path) => sum + readFile(tree, path).length, 0),
      () => paths.reduce((sum, path) => sum + volume.readFileSync(path).length, 0),
    );
  },
};
