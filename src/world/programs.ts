// Every program that a host may run: those of src/programs, and docker, which stands apart as it talks to the
// engine's API and knows nothing of the rest.

import { DOCKER_CE, DOCKER_IO } from "../cli/client-version.ts";
import { dockerOf } from "../cli/docker.ts";
import type { Programs } from "../kernel/programs.ts";
import { PROGRAMS } from "../programs/registry.ts";

const MEGABYTE = 1024 * 1024;

export const HOST_PROGRAMS: Programs = new Map([
  ...PROGRAMS,
  ["docker", { run: dockerOf(DOCKER_CE), memory: 28 * MEGABYTE, startup: 15_000 }],
  ["docker.io", { run: dockerOf(DOCKER_IO), memory: 28 * MEGABYTE, startup: 15_000 }],
]);
