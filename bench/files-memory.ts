// Memory that 50,000 small files hold, content included.

import { heapOf, type Figure } from "./figure.ts";
import { treeOf, volumeOf } from "./file-trees.ts";

const FILES = 50_000;

export const filesMemory: Figure = {
  name: "hold 50,000 files",
  unit: "bytes",
  against: "memfs",
  target: 0.25,
  measure: () => ({ ours: heapOf(() => treeOf(FILES)), theirs: heapOf(() => volumeOf(FILES)) }),
};
