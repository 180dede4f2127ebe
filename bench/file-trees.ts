// What the figures about files have in common: the same small files, in our tree and in a memfs volume.

import { Volume } from "memfs";
import { encode } from "../src/base/utf8.ts";
import { writeFile } from "../src/fs/tree-paths.ts";
import { Tree } from "../src/fs/tree.ts";

const FILES_IN_DIRECTORY = 100;

export const pathOf = (i: number): string => `/data/d${Math.floor(i / FILES_IN_DIRECTORY)}/file${i}`;

const contentOf = (i: number): string => `the content of file ${i}\n`;

export function treeOf(files: number): Tree {
  const tree = new Tree();
  for (let i = 0; i < files; i++) void writeFile(tree, pathOf(i), encode(contentOf(i)));
  return tree;
}

export function volumeOf(files: number): InstanceType<typeof Volume> {
  const volume = new Volume();
  for (let i = 0; i < files; i++) {
    const path = pathOf(i);
    if (i % FILES_IN_DIRECTORY === 0)
      volume.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    volume.writeFileSync(path, contentOf(i));
  }
  return volume;
}
