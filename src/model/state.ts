// All that one daemon knows: an immutable value. apply.ts is the only place that makes the next one.

import type { Container, Exec } from "./container.ts";
import type { Image } from "./image.ts";
import type { Network } from "./network.ts";
import { idShelf, nameShelf, type Shelf } from "./shelf.ts";
import type { Volume } from "./volume.ts";

export interface EngineState {
  readonly containers: Shelf<Container>;
  /** name -> id */
  readonly containerNames: Shelf<string>;
  readonly execs: Shelf<Exec>;
  /** by the hex part of the id */
  readonly images: Shelf<Image>;
  /** familiar reference with tag or digest -> id */
  readonly references: Shelf<{ readonly name: string; readonly image: string }>;
  readonly networks: Shelf<Network>;
  /** name -> id; a name may be used twice, then it leads to the first */
  readonly networkNames: Shelf<string>;
  readonly volumes: Shelf<Volume>;
  /** events so far: the next one's number */
  readonly eventCount: number;
}

export const emptyState = (): EngineState => ({
  containers: idShelf(),
  containerNames: nameShelf(),
  execs: idShelf(),
  images: idShelf(),
  references: nameShelf(),
  networks: idShelf(),
  networkNames: nameShelf(),
  volumes: nameShelf(),
  eventCount: 0,
});
