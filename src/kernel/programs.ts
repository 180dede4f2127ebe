// Which programs exist, by the name that executables carry (executables.ts). The composition root fills
// it; the kernel only looks up.

import type { Duration } from "../base/time.ts";
import type { Program } from "./sys.ts";

export interface ProgramEntry {
  readonly run: Program;
  /** from exec to the first instruction, beside the usual: a client of 30 MB takes its time to load */
  readonly startup?: Duration;
  /** resident memory, in bytes */
  readonly memory?: number;
}

export type Programs = ReadonlyMap<string, ProgramEntry>;
