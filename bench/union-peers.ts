// Files over layers against the two unions there are for JavaScript: unionfs, a list of volumes of memfs that are asked
// one after the other, and CopyOnWrite of ZenFS, nested once for each layer. All have the same files in the same layers
// and an empty layer on top. unionfs has no whiteouts: what it deletes it deletes below. The faster one counts.

import { configureSingleSync, CopyOnWriteFS, fs as zenfs, InMemory, type FileSystem } from "@zenfs/core";
import { Volume } from "memfs";
import { Union, type IFS } from "unionfs";
import { encode } from "../src/base/utf8.ts";
import { readFile, remove, writeFile } from "../src/fs/tree-paths.ts";
import { contentOf, directoriesOf, layeredTree, pathOf } from "./file-trees.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const FILES = 200;
const DEPTHS = [1, 10, 60];
const ROUNDS = 3;
const DIRECTORIES = directoriesOf(FILES);
const PATHS = Array.from({ length: FILES }, (_, i) => pathOf(i));
/** What is written and deleted: some files of each layer. */
const TOUCHED = PATHS.slice(0, 60);

/** A union with nothing on top. */
interface Files {
  readonly read: (path: string) => number;
  readonly write: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
}

type Make = (layers: number) => Files;

/** The files go to the layers in turn; the last layer stays empty. */
function layOut(layers: number, newLayer: () => void, write: (path: string, text: string) => void): void {
  for (let layer = 0; layer < layers; layer++) {
    newLayer();
    for (let i = layer; i < FILES; i += layers) write(pathOf(i), contentOf(i));
  }
  newLayer();
}

const ours: Make = (layers) => {
  const tree = layeredTree(FILES, layers);
  return {
    read: (path) => readFile(tree, path).length,
    write: (path, text) => void writeFile(tree, path, encode(text)),
    remove: (path) => void remove(tree, path),
  };
};

const unionfs: Make = (layers) => {
  const union = new Union();
  let top = new Volume();
  const newLayer = (): void => {
    top = new Volume();
    for (const path of DIRECTORIES) top.mkdirSync(path, { recursive: true });
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- needed where unionfs and its types are installed
    union.use(top as unknown as IFS);
  };
  layOut(layers, newLayer, (path, text) => top.writeFileSync(path, text));
  return {
    read: (path) => union.readFileSync(path).length,
    write: (path, text) => union.writeFileSync(path, text),
    remove: (path) => union.unlinkSync(path),
  };
};

const copyOnWrite: Make = (layers) => {
  const tops: FileSystem[] = [];
  const newLayer = (): void => {
    const layer = InMemory.create({});
    const below = tops.at(-1);
    const top = below === undefined ? layer : new CopyOnWriteFS(below, layer);
    tops.push(top);
    configureSingleSync(top);
    for (const path of DIRECTORIES) zenfs.mkdirSync(path, { recursive: true });
  };
  layOut(layers, newLayer, (path, text) => zenfs.writeFileSync(path, text));
  return {
    read: (path) => zenfs.readFileSync(path).length,
    write: (path, text) => zenfs.writeFileSync(path, text),
    remove: (path) => zenfs.unlinkSync(path),
  };
};

const ACTS = {
  read: (files: Files) => PATHS.forEach((path) => files.read(path)),
  write: (files: Files) => TOUCHED.forEach((path) => files.write(path, "written\n")),
  delete: (files: Files) => TOUCHED.forEach((path) => files.remove(path)),
};

/** Each round has a union of its own. */
function timeOf(make: Make, layers: number, act: (files: Files) => void): number {
  let files = make(layers);
  return medianOf(
    ROUNDS,
    () => act(files),
    () => (files = make(layers)),
  );
}

export const unionPeers: readonly Figure[] = DEPTHS.flatMap((layers) =>
  Object.entries(ACTS).map(([what, act]) => ({
    name: `union ${what} at ${layers} layer${layers === 1 ? "" : "s"}`,
    unit: "us",
    against: "unionfs, ZenFS",
    target: 1,
    measure: () => ({
      ours: timeOf(ours, layers, act),
      theirs: Math.min(timeOf(unionfs, layers, act), timeOf(copyOnWrite, layers, act)),
    }),
  })),
);
