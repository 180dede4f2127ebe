// Time to get an independent twin of 10,000 files and write one of them. memfs has no fork: its twin is made by
// the way that it offers, out to JSON and back in, which even loses owners, modes and links.

import { Volume } from "memfs";
import { encode } from "../src/base/utf8.ts";
import { writeFile } from "../src/fs/tree-paths.ts";
import { timesOf, type Figure } from "./figure.ts";
import { pathOf, treeOf, volumeOf } from "./file-trees.ts";

const FILES = 10_000;

export const filesFork: Figure = {
  name: "fork 10,000 files and write one",
  unit: "us",
  against: "memfs",
  target: 0.001,
  measure: () => {
    const [tree, volume] = [treeOf(FILES), volumeOf(FILES)];
    const path = pathOf(FILES / 2);
    const bytes = encode("changed\n");
    return timesOf(
      () => writeFile(tree.fork(), path, bytes),
      () => Volume.fromJSON(volume.toJSON()).writeFileSync(path, bytes),
    );
  },
};
