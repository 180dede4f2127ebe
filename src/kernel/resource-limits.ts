// What limits a process has (getrlimit(2)): its own, or what the kernel gives to the first process. No cores are
// written unless somebody raises that limit. Relies on the process's record only.
// Not here: what the limits do, and /proc/PID/limits (proc-status.ts).

import type { Process } from "./process.ts";
import type { Limit, Resource } from "./sys.ts";

const UNLIMITED: Limit = { soft: Infinity, hard: Infinity };
const NO_CORES: Limit = { soft: 0, hard: Infinity };

export const limitOf = (process: Process, resource: Resource): Limit =>
  process.limits.get(resource) ?? (resource === "core" ? NO_CORES : UNLIMITED);
