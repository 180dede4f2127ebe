// What operations take in virtual time, in microseconds, so that events are strictly ordered and clocks
// move as they would. `CPU` costs pass while nothing else runs; latencies let others go on meanwhile.
// The figures are of the order of a real machine's, rounded; nothing may depend on their exact size.

/** One system call. */
export const CPU_CALL = 1;
/** One step of a shell or another interpreter. */
export const CPU_STEP = 2;

/** From fork to the child's first instruction. */
export const LATENCY_FORK = 200;
/** From exec to the new program's first instruction. */
export const LATENCY_EXEC = 600;
