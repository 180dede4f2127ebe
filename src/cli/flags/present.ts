// Commands that are there only under a setting of the environment: those that buildx calls experimental. What the daemon
// must have is support.ts.

import { parseBool } from "../../base/go/integers.ts";
import type { Command } from "../grammar/command.ts";
import type { ClientEnvironment } from "./client-environment.ts";

export function isBuildxExperimental(env: ClientEnvironment): boolean {
  const value = parseBool(env.lookupEnv("BUILDX_EXPERIMENTAL") ?? "");
  return value.ok && value.value;
}

export const isPresent = (command: Command, env: ClientEnvironment): boolean =>
  !command.experimentalOnly || isBuildxExperimental(env);
