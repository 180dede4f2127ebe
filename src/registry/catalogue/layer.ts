// One layer of the catalogue: described in a few words, made into a real layer when somebody looks at it, and
// then kept, as all worlds share it. Its digest is known before (digests.generated.ts), so that thousands of
// worlds can be told of images that hardly any of them runs.

import { must } from "../../base/assert.ts";
import type { Digest } from "../../base/digest.ts";
import type { Instant } from "../../base/time.ts";
import type { Layer } from "../../fs/layer.ts";
import { chainIdOf, sharedSnapshot, type ChainId, type Snapshot } from "../../fs/snapshotter.ts";
import type { Layout } from "../layout.ts";
import { LAYER_FACTS, type LayerFacts } from "./digests.generated.ts";

export interface CatalogueLayer {
  /** for digests.generated.ts */
  readonly name: string;
  readonly below: CatalogueLayer | undefined;
  readonly diffId: Digest;
  readonly chainId: ChainId;
  readonly size: number;
  readonly layer: () => Layer;
  /** on top of those below it */
  readonly snapshot: Snapshot;
}

export interface LayerDescription {
  readonly name: string;
  readonly below?: CatalogueLayer;
  /** when it came to the host */
  readonly now: Instant;
  readonly describe: () => Layout;
}

export function catalogueLayer({ name, below, now, describe }: LayerDescription): CatalogueLayer {
  let made: Layer | undefined;
  let chainId: ChainId | undefined;
  let snapshot: Snapshot | undefined;
  const facts = (): LayerFacts => must(LAYER_FACTS.get(name), `no digest of layer ${name}`);
  const layer = (): Layer => (made ??= describe().layer());
  return {
    name,
    below,
    layer,
    get diffId() {
      return facts().diffId;
    },
    get size() {
      return facts().size;
    },
    get chainId() {
      return (chainId ??= chainIdOf(below?.chainId, facts().diffId));
    },
    get snapshot() {
      return (snapshot ??= sharedSnapshot({
        below: below?.snapshot,
        parent: below?.chainId,
        size: facts().size,
        layer,
        now,
      }));
    },
  };
}

/** A layer and those below it, lowest first. */
export function stackOf(top: CatalogueLayer | undefined): CatalogueLayer[] {
  const layers: CatalogueLayer[] = [];
  for (let at = top; at !== undefined; at = at.below) layers.unshift(at);
  return layers;
}
