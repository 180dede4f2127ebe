// Images as the daemon knows them: a config and the layers that it names, found by id or by references.
// Files of layers are the snapshotter's (fs/snapshotter.ts).

import type { Digest } from "../base/digest.ts";
import type { Instant } from "../base/time.ts";
import type { ContainerConfig } from "./container-config.ts";

export interface HistoryEntry {
  readonly created: Instant | undefined;
  /** RFC 3339, where `created` cannot tell all of it */
  readonly createdText?: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly author: string;
  /** it changed the config only */
  readonly emptyLayer: boolean;
}

export interface Image {
  /** digest of the config */
  readonly id: Digest;
  /** the image that this one was committed or built from on this host, or "" */
  readonly parent: Digest;
  readonly created: Instant | undefined;
  /** RFC 3339, where `created` cannot tell all of it: images of others count nanoseconds */
  readonly createdText?: string;
  readonly author: string;
  readonly comment: string;
  readonly dockerVersion: string;
  readonly architecture: string;
  /** of the architecture; undefined for none */
  readonly variant?: string;
  readonly os: string;
  readonly config: ContainerConfig;
  /** digests of the uncompressed layer tars, lowest first */
  readonly diffIds: readonly Digest[];
  readonly history: readonly HistoryEntry[];
  /** bytes of all its layers' files */
  readonly size: number;
  /** the very bytes that `id` is the digest of */
  readonly json: string;
  readonly lastTagged: Instant | undefined;
}
