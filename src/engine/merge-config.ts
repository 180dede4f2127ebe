// What a container is configured to be when its image has a say (moby daemon/commit.go merge): the user's
// word goes first, lists of names are joined, an entrypoint of one's own makes the image's command void.

import type { ContainerConfig, HealthConfig } from "../model/container-config.ts";

const isEmpty = (list: readonly unknown[] | null | undefined): boolean =>
  list === null || list === undefined || list.length === 0;
const keyOf = (entry: string): string => entry.split("=", 1)[0] as string;

function mergeEnv(user: readonly string[] | null, image: readonly string[] | null): readonly string[] | null {
  if (isEmpty(user)) return image;
  const given = new Set((user ?? []).map(keyOf));
  return [...(user ?? []), ...(image ?? []).filter((entry) => !given.has(keyOf(entry)))];
}

function mergeMaps<V>(
  user: ReadonlyMap<string, V> | null | undefined,
  image: ReadonlyMap<string, V> | null | undefined,
): ReadonlyMap<string, V> | null {
  if (!user || user.size === 0) return image ?? null;
  return image ? new Map([...image, ...user]) : user;
}

function mergeHealth(
  user: HealthConfig | null | undefined,
  image: HealthConfig | null | undefined,
): HealthConfig | null {
  if (!image || !user) return user ?? image ?? null;
  return {
    Test: isEmpty(user.Test) ? image.Test : user.Test,
    Interval: user.Interval || image.Interval,
    Timeout: user.Timeout || image.Timeout,
    StartPeriod: user.StartPeriod || image.StartPeriod,
    StartInterval: user.StartInterval || image.StartInterval,
    Retries: user.Retries || image.Retries,
  };
}

function mergeCommand(
  user: ContainerConfig,
  image: ContainerConfig,
): Pick<ContainerConfig, "Entrypoint" | "Cmd"> {
  if (!isEmpty(user.Entrypoint)) return { Entrypoint: user.Entrypoint, Cmd: user.Cmd };
  const Cmd = isEmpty(user.Cmd) ? image.Cmd : user.Cmd;
  return { Cmd, Entrypoint: user.Entrypoint === null ? image.Entrypoint : user.Entrypoint };
}

/** An image that is not there has no say. */
export function mergeConfig(user: ContainerConfig, image: ContainerConfig | undefined): ContainerConfig {
  if (image === undefined) return user;
  return {
    ...user,
    ...mergeCommand(user, image),
    User: user.User || image.User,
    ExposedPorts: mergeMaps(user.ExposedPorts, image.ExposedPorts) ?? undefined,
    Env: mergeEnv(user.Env, image.Env),
    Labels: mergeMaps(user.Labels, image.Labels) ?? new Map(),
    Healthcheck: mergeHealth(user.Healthcheck, image.Healthcheck) ?? undefined,
    WorkingDir: user.WorkingDir || image.WorkingDir,
    Volumes: mergeMaps(user.Volumes, image.Volumes),
    StopSignal: user.StopSignal || image.StopSignal,
  };
}

/** [""] was given to reset the image's entrypoint. */
export const withoutReset = (config: ContainerConfig): ContainerConfig =>
  config.Entrypoint?.length === 1 && config.Entrypoint[0] === "" ? { ...config, Entrypoint: null } : config;
