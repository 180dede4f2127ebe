// Where overlay2 keeps layers below the data root: every layer has a directory with a random name, here one that
// follows from what it holds, and a short link to it for the mount's options (moby daemon/graphdriver/overlay2).

import { sha256Hex } from "../base/digest.ts";
import type { ChainId } from "../fs/snapshotter.ts";
import type { Image } from "../model/image.ts";
import { chainIds } from "./images.ts";
import type { EngineSettings } from "./settings.ts";

const directories = new WeakMap<Image, readonly string[]>();

const directoryOf = (id: ChainId): string => sha256Hex(`overlay2 ${id}`);

/** Names of the directories of an image's layers, highest first. */
export function layerDirectories(image: Image): readonly string[] {
  const known = directories.get(image);
  if (known !== undefined) return known;
  const names = chainIds(image.diffIds).map(directoryOf).reverse();
  directories.set(image, names);
  return names;
}

/** GraphDriver.Data of an image; null for one without layers. */
export function imageDirectories(
  image: Image,
  { dataRoot }: EngineSettings,
): ReadonlyMap<string, string> | null {
  const [own, ...lower] = layerDirectories(image);
  if (own === undefined) return null;
  const root = `${dataRoot}/overlay2`;
  return new Map([
    ...(lower.length === 0
      ? []
      : [["LowerDir", lower.map((name) => `${root}/${name}/diff`).join(":")] as const]),
    ["MergedDir", `${root}/${own}/merged`],
    ["UpperDir", `${root}/${own}/diff`],
    ["WorkDir", `${root}/${own}/work`],
  ]);
}
