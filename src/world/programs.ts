// Every program that a host may run: those of src/programs, and docker and paperwhale, which stand apart as
// they talk to the engine's API and know nothing of the rest.

import { containerd, dockerd } from "../api/dockerd.ts";
import { DOCKER_CE, DOCKER_IO } from "../cli/client-version.ts";
import { dockerOf } from "../cli/docker.ts";
import { paperwhaleOf } from "../cli/layers/paperwhale.ts";
import type { Programs } from "../kernel/programs.ts";
import { PROGRAMS } from "../programs/registry.ts";

const MEGABYTE = 1024 * 1024;

export const HOST_PROGRAMS: Programs = new Map([
  ...PROGRAMS,
  ["docker", { run: dockerOf(DOCKER_CE), memory: 28 * MEGABYTE, startup: 15_000 }],
  ["paperwhale", { run: paperwhaleOf(DOCKER_CE), memory: 12 * MEGABYTE, startup: 2_000 }],
  ["dockerd", { run: dockerd, memory: 80 * MEGABYTE, startup: 150_000 }],
  ["containerd", { run: containerd, memory: 45 * MEGABYTE, startup: 50_000 }],
  ["docker.io", { run: dockerOf(DOCKER_IO), memory: 28 * MEGABYTE, startup: 15_000 }],
]);
