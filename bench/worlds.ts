// Worlds that figures begin from, each made once.

import { createWorld, type World } from "../src/world.ts";

/** A world in which this many containers run, each with a process that waits. */
export function worldWith(containers: number): World {
  const world = createWorld({ seed: 1 });
  const { exitCode, stderr } = world
    .host()
    .run(
      `for i in $(seq ${containers}); do docker run -d --name c$i busybox sleep 1000000 >/dev/null || exit; done`,
    );
  if (exitCode !== 0) throw new Error(stderr);
  return world;
}

/** One call's time in microseconds, at the median over rounds; what is done between them is not measured. */
export function medianOf(
  rounds: number,
  act: (round: number) => void,
  between: () => void = () => undefined,
): number {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    act(round);
    const time = (performance.now() - start) * 1000;
    between();
    return time;
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}
