// What a daemon has when it starts for the first time: images that were there before anybody looked. It is made
// once for all hosts that begin alike, and each engine forks from it, so that it costs a new world nothing.
// Not here: which images those are (world/plan.ts).

import type { Instant } from "../base/time.ts";
import { Snapshotter } from "../fs/snapshotter.ts";
import { apply } from "../model/apply.ts";
import type { Event } from "../model/event.ts";
import type { Image } from "../model/image.ts";
import { emptyState, type EngineState } from "../model/state.ts";
import { putLayers, type LayerSource } from "./images.ts";

export interface PresentImage {
  readonly image: Image;
  /** familiar references with tags */
  readonly names: readonly string[];
  readonly layers: readonly LayerSource[];
}

/** Belongs to nobody: who starts from it takes a fork of the snapshots. */
export interface Beginning {
  readonly state: EngineState;
  readonly snapshots: Snapshotter;
}

/** Images that were put there and named at `now`. */
export function beginWith(images: readonly PresentImage[], now: Instant): Beginning {
  const snapshots = new Snapshotter();
  const events: Event[] = [];
  for (const { image, names, layers } of images) {
    putLayers(snapshots, layers, now);
    events.push({ kind: "image-added", image, how: "present", at: now });
    for (const name of names) events.push({ kind: "image-tagged", name, image: image.id, at: now });
  }
  return { state: apply(emptyState(), events), snapshots };
}
