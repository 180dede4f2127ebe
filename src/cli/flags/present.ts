// Commands that are there only under a setting of the environment.

import type { Command } from "../grammar/command.ts";
import { parseBool } from "../opts/go-text.ts";
import type { ClientEnvironment } from "./client-environment.ts";

export function isBuildxExperimental(env: ClientEnvironment): boolean {
  const value = parseBool(env.lookupEnv("BUILDX_EXPERIMENTAL") ?? "");
  return value.ok && value.value;
}

export const isPresent = (command: Command, env: ClientEnvironment): boolean => !command.experimentalOnly || isBuildxExperimental(env);
