// The images that exist without anybody having built them: by reference, each once however many names it has.
// Everything in it is pure data that all worlds of a process share; nothing of it is made before it is used.

import { alpine } from "./alpine.ts";
import { busybox } from "./busybox.ts";
import { debian } from "./debian.ts";
import { helloWorld } from "./hello-world.ts";
import type { CatalogueImage } from "./image.ts";
import { nginx } from "./nginx.ts";
import { redis } from "./redis.ts";
import { ubuntu } from "./ubuntu.ts";

const ALL: readonly CatalogueImage[] = [alpine, busybox, debian, helloWorld, nginx, redis, ubuntu];

/** By familiar name with tag. */
export const IMAGES: ReadonlyMap<string, CatalogueImage> = new Map(
  ALL.flatMap((image) => image.references.map((reference) => [reference, image] as const)),
);

/** By familiar name, with or without a tag. */
export const findImage = (name: string): CatalogueImage | undefined =>
  IMAGES.get(name) ?? IMAGES.get(`${name}:latest`);

/** What is on a host before anybody pulls, unless it is asked for otherwise. */
export const USUAL_IMAGES: readonly string[] = ALL.map(({ references }) => references[0] as string);
