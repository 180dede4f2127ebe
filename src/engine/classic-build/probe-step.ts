// What every step of the classic builder needs: the variables of its place, the shell that tells of it in history, and
// whether it was made before (moby daemon/builder/dockerfile/internals.go probeCache, imageprobe.go).

import { dockerError, type DockerError, type Fail } from "../../base/result.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { Engine } from "../engine.ts";
import { allowedValues } from "./build-arguments.ts";
import type { ClassicState } from "./classic-state.ts";
import { findCached } from "./find-cached.ts";

const SHELL = ["/bin/sh", "-c"];
export const shellOf = ({ Shell }: ContainerConfig): readonly string[] =>
  Shell === undefined || Shell === null || Shell.length === 0 ? SHELL : Shell;

export const invalid = (message: string): Fail<DockerError> => dockerError("invalid-parameter", message);

export const needsBuildKit = (flag: string): Fail<DockerError> =>
  dockerError(
    "system",
    `the --${flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
  );

/** Variables as words see them here. */
export function variables({ config, args }: ClassicState): Map<string, string> {
  const values = new Map(allowedValues(args, config.Env));
  for (const entry of config.Env ?? []) {
    const [name = "", value = ""] = entry.split(/=(.*)/s);
    values.set(name, value);
  }
  return values;
}

export interface Probed {
  readonly state: ClassicState;
  readonly hit: boolean;
}

/** Looks for the step among those that were made, unless one before it was not there. */
export function probe(engine: Engine, state: ClassicState, config: ContainerConfig): Probed {
  const { options, cacheFrom } = state.plan;
  if (options.noCache || state.cacheMissed) return { state, hit: false };
  const image = findCached(engine, { parent: state.image, config, cacheFrom });
  if (image === undefined) return { state: { ...state, cacheMissed: true }, hit: false };
  return { state: withImage(state, image), hit: true };
}

export const withImage = (state: ClassicState, image: string): ClassicState => ({
  ...state,
  image,
  config: { ...state.config, Image: image },
});

export const FROM_CACHE = " ---> Using cache\n";
