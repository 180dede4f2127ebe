// What the classic builder is asked for: the query of POST /build (moby daemon/server/router/build, buildbackend
// BuildOptions). Values only; who reads the query is api/handlers/classic-build.ts.

import type { HostConfig } from "../../model/container-config.ts";

export interface ClassicOptions {
  /** where the Dockerfile is in the context; "" for its usual name */
  readonly dockerfile: string;
  /** familiar references with tags */
  readonly tags: readonly string[];
  readonly noCache: boolean;
  /** containers of steps that went well go away */
  readonly remove: boolean;
  /** and those of steps that did not */
  readonly forceRemove: boolean;
  readonly target: string;
  /** null: named without a value */
  readonly args: ReadonlyMap<string, string | null>;
  readonly labels: ReadonlyMap<string, string>;
  readonly platform: string;
  /** images whose history is looked at for steps that were made */
  readonly cacheFrom: readonly string[];
  /** what the containers of steps are given: network, extra hosts, limits */
  readonly hostConfig: HostConfig;
}
