// Steps that were made before: children of the image that a step stands on, committed from a container of the same
// config; or, with --cache-from, images whose history tells of the step (moby daemon/internal/image/cache).

import type { Digest } from "../../base/digest.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { Image } from "../../model/image.ts";
import { lookUp, valuesOf } from "../../model/shelf.ts";
import { hexOf } from "../../model/users.ts";
import type { Engine } from "../engine.ts";
import { parseImageJson } from "../image-json.ts";
import { isPossibleParent } from "../parent-links.ts";

/** What is looked at; the rest of a config is a container's own. */
const FIELDS = [
  "Env", "Cmd", "Entrypoint", "Shell", "OnBuild", "ExposedPorts", "Volumes", "Labels", "Healthcheck",
  "User", "WorkingDir", "StopSignal", "StopTimeout", "AttachStdin", "AttachStdout", "AttachStderr",
  "Tty", "OpenStdin", "StdinOnce", "ArgsEscaped", "NetworkDisabled",
] as const satisfies readonly (keyof ContainerConfig)[]; // prettier-ignore

/** Nothing, an empty list and an empty map are the same. */
function essenceOf(config: ContainerConfig): string {
  return JSON.stringify(
    FIELDS.map((field) => {
      const value: unknown = config[field];
      if (value instanceof Map) return [...value].map((pair) => JSON.stringify(pair)).sort();
      return value === undefined || value === null || value === false || value === "" ? [] : value;
    }),
  );
}

export interface Probe {
  /** the image that the step stands on; "" for none */
  readonly parent: Digest;
  readonly config: ContainerConfig;
  readonly cacheFrom: readonly Image[];
}

/** The image that the step gave. */
export function findCached(engine: Engine, { parent, config, cacheFrom }: Probe): Digest | undefined {
  const wanted = essenceOf(config);
  let match: Image | undefined;
  for (const image of childrenOf(engine, parent)) {
    const json = parseImageJson(image.json);
    if (!json.ok || essenceOf(json.value.container_config as ContainerConfig) !== wanted) continue;
    if ((match?.created ?? -1) < (image.created ?? 0)) match = image;
  }
  if (cacheFrom.length === 0) return match?.id;
  return cacheFrom.some((source) => isAbove(engine, source, match?.id))
    ? match?.id
    : fromHistory(engine, parent, config, cacheFrom);
}

/** Images that were made on one; on none: those that were made here of nothing. */
function childrenOf({ state }: Engine, parent: Digest): readonly Image[] {
  if (parent === "")
    return [...valuesOf(state.images)].filter((image) => image.parent === "" && image.dockerVersion !== "");
  const ids = lookUp(state.imageUsers, hexOf(parent))?.children ?? [];
  return ids.map((id) => lookUp(state.images, hexOf(id))).filter((image) => image !== undefined);
}

/** Whether an image is the other or was made on it. */
function isAbove({ state }: Engine, source: Image, id: Digest | undefined): boolean {
  for (let at: Image | undefined = source; id !== undefined && at !== undefined;) {
    if (at.id === id) return true;
    at = at.parent === "" ? undefined : lookUp(state.images, hexOf(at.parent));
  }
  return false;
}

/** Only the last step of such an image: what comes between is not made anew of its history. */
function fromHistory(
  { state }: Engine,
  parent: Digest,
  config: ContainerConfig,
  sources: readonly Image[],
): Digest | undefined {
  const below = parent === "" ? undefined : lookUp(state.images, hexOf(parent));
  const text = (config.Cmd ?? []).join(" ");
  const found = sources.find(
    (image) =>
      (below === undefined ? image.history.length === 1 : isPossibleParent(below, image)) &&
      image.history.at(-1)?.createdBy === text,
  );
  return found?.id;
}
