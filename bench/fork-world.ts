// An independent copy of a world in which a hundred containers run, with all its files and processes.

import type { Figure } from "./figure.ts";
import { medianOf, worldWith } from "./worlds.ts";

const CONTAINERS = 100;
const ALLOWED_US = 1000;
const ROUNDS = 200;

export const forkWorld: Figure = {
  name: `fork a world with ${CONTAINERS} containers`,
  unit: "us",
  against: "1 ms",
  target: 1,
  measure: () => {
    const world = worldWith(CONTAINERS);
    medianOf(ROUNDS, () => world.fork());
    return { ours: medianOf(ROUNDS, () => world.fork()), theirs: ALLOWED_US };
  },
};
