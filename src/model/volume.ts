// Volumes of the local driver: a directory below the data root, or what its options say.
// What is in it is a matter of the host's files.

import type { Instant } from "../base/time.ts";

export interface Volume {
  readonly name: string;
  readonly driver: string;
  readonly createdAt: Instant;
  /** null where none were given, as inspect shows it */
  readonly labels: ReadonlyMap<string, string> | null;
  readonly options: ReadonlyMap<string, string> | null;
  readonly mountpoint: string;
}
