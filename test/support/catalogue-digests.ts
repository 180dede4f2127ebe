// What src/registry/catalogue/digests.generated.ts says, computed: the tar of every layer, hashed, and the ids of
// images that follow. For the script that writes the file, and for the test that holds it against the layers.

import { createHash } from "node:crypto";
import { encodeLayer } from "../../src/fs/layer-tar.ts";
import { layerSize, type Layer } from "../../src/fs/layer.ts";
import { IMAGES } from "../../src/registry/catalogue/catalogue.ts";
import type { CatalogueImage } from "../../src/registry/catalogue/image.ts";
import type { CatalogueLayer } from "../../src/registry/catalogue/layer.ts";
import { playBusyboxLayer } from "../../src/registry/catalogue/play-busybox.ts";

export const catalogueImages = (): readonly CatalogueImage[] => [...new Set(IMAGES.values())];

export const catalogueLayers = (): readonly CatalogueLayer[] => [
  ...new Set([...catalogueImages().flatMap(({ layers }) => layers), playBusyboxLayer]),
];

export function diffIdOf(layer: Layer): string {
  const hash = createHash("sha256");
  for (const piece of encodeLayer(layer)) hash.update(piece);
  return `sha256:${hash.digest("hex")}`;
}

export interface ComputedDigests {
  readonly layers: ReadonlyMap<string, { readonly diffId: string; readonly size: number }>;
  readonly images: ReadonlyMap<string, string>;
}

export function computeDigests(): ComputedDigests {
  const layers = new Map(
    catalogueLayers().map(({ name, layer }) => [
      name,
      { diffId: diffIdOf(layer()), size: layerSize(layer().entries) },
    ]),
  );
  const images = new Map(
    catalogueImages().map((image) => {
      const json = image.configJson(image.layers.map(({ name }) => layers.get(name)!.diffId));
      return [image.references[0]!, `sha256:${createHash("sha256").update(json).digest("hex")}`];
    }),
  );
  return { layers, images };
}
