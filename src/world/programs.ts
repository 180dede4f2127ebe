// Every program that a host may run: those of src/programs, and docker, which stands apart as it talks to the
// engine's API and knows nothing of the rest.

import { docker } from "../cli/docker.ts";
import type { Programs } from "../kernel/programs.ts";
import { PROGRAMS } from "../programs/registry.ts";

const MEGABYTE = 1024 * 1024;

export const HOST_PROGRAMS: Programs = new Map([
  ...PROGRAMS,
  ["docker", { run: docker, memory: 28 * MEGABYTE, startup: 15_000 }],
]);
