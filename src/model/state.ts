// All that one daemon knows: an immutable value. apply.ts is the only place that makes the next one. Beside the
// records there are indexes of who needs an image or a volume, so that no operation looks at all containers;
// test/support/invariants.ts says how they belong together.

import type { BuildCacheRecord } from "./build.ts";
import type { Container, Exec } from "./container.ts";
import type { Image } from "./image.ts";
import type { Network } from "./network.ts";
import { idShelf, nameShelf, type Shelf } from "./shelf.ts";
import type { Volume } from "./volume.ts";

/** Who needs an image. */
export interface ImageUsers {
  /** familiar references that lead to it, in order */
  readonly names: readonly string[];
  /** ids of containers made of it */
  readonly containers: Shelf<true>;
  /** ids of images committed or built from it on this host */
  readonly children: readonly string[];
}

export interface TakenPort {
  readonly protocol: string;
  /** of the host */
  readonly address: string;
  readonly port: number;
}

export const UNSPECIFIED = { v4: "0.0.0.0", v6: "::" } as const;
export const familyOf = (address: string): "v4" | "v6" => (address.includes(":") ? "v6" : "v4");
export const portKey = (protocol: string, family: "v4" | "v6", port: number): string =>
  `${protocol} ${family} ${port}`;

export interface EngineState {
  readonly containers: Shelf<Container>;
  /** name -> id */
  readonly containerNames: Shelf<string>;
  readonly execs: Shelf<Exec>;
  /** by the hex part of the id */
  readonly images: Shelf<Image>;
  /** familiar reference with tag or digest -> id */
  readonly references: Shelf<{ readonly name: string; readonly image: string }>;
  /** by the hex part of the image's id; none where nobody needs it */
  readonly imageUsers: Shelf<ImageUsers>;
  readonly networks: Shelf<Network>;
  /** name -> id; a name may be used twice, then it leads to the first */
  readonly networkNames: Shelf<string>;
  /** protocol, family and port of the host (portKey) -> addresses for which it is published */
  readonly portHolders: Shelf<readonly string[]>;
  /** where the search for a dynamic port goes on, by protocol, address and range */
  readonly lastPorts: ReadonlyMap<string, number>;
  readonly volumes: Shelf<Volume>;
  /** by the key that its result is found by */
  readonly buildCache: Shelf<BuildCacheRecord>;
  /** volume name -> ids of containers, running or not, that have it among their mounts */
  readonly volumeUsers: Shelf<Shelf<true>>;
  /** events so far: the next one's number */
  readonly eventCount: number;
}

export const emptyState = (): EngineState => ({
  containers: idShelf(),
  containerNames: nameShelf(),
  execs: idShelf(),
  images: idShelf(),
  references: nameShelf(),
  imageUsers: idShelf(),
  networks: idShelf(),
  networkNames: nameShelf(),
  portHolders: nameShelf(),
  lastPorts: new Map(),
  volumes: nameShelf(),
  buildCache: idShelf(),
  volumeUsers: nameShelf(),
  eventCount: 0,
});
