// What the figures about files have in common: the same small files, in our tree, in one over layers and in a memfs
// volume.

import { Volume } from "memfs";
import { encode } from "../src/base/utf8.ts";
import { Snapshotter, type ChainId } from "../src/fs/snapshotter.ts";
import { writeFile } from "../src/fs/tree-paths.ts";
import { Tree } from "../src/fs/tree.ts";

const FILES_IN_DIRECTORY = 100;

const directoryOf = (i: number): string => `/data/d${Math.floor(i / FILES_IN_DIRECTORY)}`;

export const pathOf = (i: number): string => `${directoryOf(i)}/file${i}`;

export const directoriesOf = (files: number): string[] => [
  ...new Set(Array.from({ length: files }, (_, i) => directoryOf(i))),
];

export const contentOf = (i: number): string => `the content of file ${i}\n`;

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

function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error("the snapshotter refused");
  return result.value;
}

/** A container's tree over layers, each of which holds the files whose number leaves its own when divided by `layers`. */
export function layeredTree(files: number, layers: number): Tree {
  const snapshotter = new Snapshotter();
  let parent: ChainId | undefined;
  for (let layer = 0; layer < layers; layer++) {
    const tree = must(snapshotter.prepare("active", parent));
    for (let i = layer; i < files; i += layers) void writeFile(tree, pathOf(i), encode(contentOf(i)));
    const name: ChainId = `sha256:${layer}`;
    must(snapshotter.commit(name, "active", tree, 0));
    parent = name;
  }
  return must(snapshotter.prepare("container", parent));
}
