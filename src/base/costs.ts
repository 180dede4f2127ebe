// What operations take in virtual time, in microseconds, so that events are strictly ordered and clocks
// move as they would. `CPU` costs pass while nothing else runs; latencies let others go on meanwhile.
// The figures are of the order of a real machine's, rounded; nothing may depend on their exact size.

/** One system call. */
export const CPU_CALL = 1;
/** One step of a shell or another interpreter. */
export const CPU_STEP = 2;

/** One line of a container's output on its way through dockerd into the log: whoever prints waits for that. */
export const CPU_LOGGED = 10;

/** From fork to the child's first instruction. */
export const LATENCY_FORK = 200;
/** From exec to the new program's first instruction. */
export const LATENCY_EXEC = 600;

const MILLISECOND = 1000;

/** Operations of the Engine API, from the request to the answer, beside what they wait for. */
const API_LATENCIES: ReadonlyMap<string, number> = new Map([
  ["ContainerCreate", 25 * MILLISECOND],
  ["ContainerStart", 120 * MILLISECOND],
  ["ContainerStop", 10 * MILLISECOND],
  ["ContainerRestart", 60 * MILLISECOND],
  ["ContainerKill", 10 * MILLISECOND],
  ["ContainerPause", 10 * MILLISECOND],
  ["ContainerUnpause", 10 * MILLISECOND],
  ["ContainerDelete", 15 * MILLISECOND],
  ["ExecStart", 30 * MILLISECOND],
  ["ImageCommit", 40 * MILLISECOND],
  ["ContainerExport", 20 * MILLISECOND],
  ["ImageGetAll", 20 * MILLISECOND],
  ["ImageLoad", 30 * MILLISECOND],
  ["ImageCreate", 30 * MILLISECOND],
]);

export const latencyOf = (operation: string): number => API_LATENCIES.get(operation) ?? MILLISECOND;
