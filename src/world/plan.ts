// What a host is to be, settled from its options: machine, file tree, engine and the images that it has before
// anybody pulls. Everything that hosts have in common is shared by all worlds (host-roots/, registry/catalogue).

import { must } from "../base/assert.ts";
import { failed, strerror } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import { beginWith, type Beginning, type PresentImage } from "../engine/beginning.ts";
import { DEFAULT_SETTINGS } from "../engine/settings.ts";
import { writeFile } from "../fs/tree-paths.ts";
import type { Machine } from "../kernel/kernel.ts";
import { findImage, USUAL_IMAGES } from "../registry/catalogue/catalogue.ts";
import type { HostPlan } from "./boot.ts";
import { DEBIAN_KERNEL, debianRoot } from "./host-roots/debian.ts";
import { playRoot } from "./host-roots/play.ts";
import { OptionsError, type HostOptions, type InitialFiles } from "./options.ts";
import { PLAY_MACHINE, PLAY_SETTINGS, playBusybox } from "./play-plan.ts";
import { HOST_PROGRAMS } from "./programs.ts";

/** `everywhere`: the files that all hosts of the world are given. */
export function planHost(
  name: string,
  options: HostOptions,
  everywhere: InitialFiles,
  now: Instant,
): HostPlan {
  const { system = "debian", docker = true, files = {} } = options;
  const play = system === "play";
  const root = play ? playRoot(name) : debianRoot(name, docker !== false);
  for (const [path, content] of Object.entries({ ...everywhere, ...files })) {
    const ino = writeFile(root, path, content, { now });
    if (failed(ino)) throw new OptionsError(`createWorld: files: ${path}: ${strerror(ino)}`);
  }
  const settings = play ? PLAY_SETTINGS : DEFAULT_SETTINGS;
  return {
    name,
    root,
    machine: machineOf(options, play),
    engine: docker === false ? undefined : { ...settings, ...(docker === true ? {} : docker) },
    ...(docker === false ? {} : { beginning: beginningOf(options, play, now) }),
  };
}

function machineOf({ memory, cpus }: HostOptions, play: boolean): Machine {
  const usual = play ? PLAY_MACHINE : { ...DEBIAN_KERNEL, memory: 4 * 2 ** 30, cpus: 2 };
  return { ...usual, programs: HOST_PROGRAMS, memory: memory ?? usual.memory, cpus: cpus ?? usual.cpus };
}

/** Beginnings by images and time. Forgotten when there are many, as whoever needs one again makes it again. */
const beginnings = new Map<string, Beginning>();
const MANY = 32;

function beginningOf({ images = "usual" }: HostOptions, play: boolean, now: Instant): Beginning {
  const key = JSON.stringify([images, play, now]);
  let beginning = beginnings.get(key);
  if (beginning === undefined) {
    if (beginnings.size === MANY) beginnings.clear();
    beginnings.set(key, (beginning = beginWith(imagesOf(images, play, now), now)));
  }
  return beginning;
}

function imagesOf(
  images: NonNullable<HostOptions["images"]>,
  play: boolean,
  now: Instant,
): readonly PresentImage[] {
  if (images === "none") return [];
  if (images === "usual" && play) return [playBusybox(now)];
  return (images === "usual" ? USUAL_IMAGES : images).map((reference) => {
    const { image, layers } = must(findImage(reference), `no image ${reference} in the catalogue`);
    return { image, layers, names: [reference.includes(":") ? reference : `${reference}:latest`] };
  });
}
