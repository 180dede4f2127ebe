// Time to make 10,000 small files in 100 directories, by path.

import { timesOf, type Figure } from "./figure.ts";
import { treeOf, volumeOf } from "./file-trees.ts";

const FILES = 10_000;

export const filesCreate: Figure = {
  name: "make 10,000 files",
  unit: "us",
  against: "memfs",
  target: 0.5,
  measure: () =>
    timesOf(
      () => treeOf(FILES),
      () => volumeOf(FILES),
    ),
};
