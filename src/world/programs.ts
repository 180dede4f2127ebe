// Every program that a host may run: those of src/programs, and docker and paperwhale, which stand apart as
// they talk to the engine's API and know nothing of the rest.

import { containerd, dockerd } from "../api/dockerd.ts";
import { DOCKER_CE, DOCKER_IO } from "../cli/client-version.ts";
import { dockerOf } from "../cli/docker.ts";
import { paperwhaleOf } from "../cli/layers/paperwhale.ts";
import type { Programs } from "../kernel/programs.ts";
import type { Program } from "../kernel/sys.ts";
import { PROGRAMS } from "../programs/registry.ts";

const MEGABYTE = 1024 * 1024;

/** What it tells of images comes from the engine's API, what it tells of packets from the kernel. */
const paperwhale: Program = function* (sys, argv, env) {
  const packets = PROGRAMS.get("paperwhale")?.run;
  const isOfPackets = argv[1] === "trace" || argv[1] === "reach";
  const run = isOfPackets && packets !== undefined ? packets : paperwhaleOf(DOCKER_CE);
  return yield* run(sys, argv, env);
};

export const HOST_PROGRAMS: Programs = new Map([
  ...PROGRAMS,
  ["docker", { run: dockerOf(DOCKER_CE), memory: 28 * MEGABYTE, startup: 15_000 }],
  ["paperwhale", { run: paperwhale, memory: 12 * MEGABYTE, startup: 2_000 }],
  ["dockerd", { run: dockerd, memory: 80 * MEGABYTE, startup: 150_000 }],
  ["containerd", { run: containerd, memory: 45 * MEGABYTE, startup: 50_000 }],
  ["docker.io", { run: dockerOf(DOCKER_IO), memory: 28 * MEGABYTE, startup: 15_000 }],
]);
