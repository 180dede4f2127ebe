// What a container's life costs where a thousand others run, held against the same where ten do.

import type { World } from "../src/world.ts";
import type { Figure, Pair } from "./figure.ts";
import { medianOf, worldWith } from "./worlds.ts";

const MANY = 1000;
const FEW = 10;
const ROUNDS = 300;

/** Commands on one container; `docker ps` prints them all and is as long as their number, so it is not here. */
const LINES = [
  "docker run -d --name one busybox sleep 1000",
  "docker exec one true",
  "docker inspect -f '{{.State.Status}}' one",
  "docker stop -t 0 one",
  "docker rm one",
];

export const manyContainers: Figure = {
  name: `a command among ${MANY} containers`,
  unit: "us",
  against: `among ${FEW}`,
  target: 1.5,
  measure: () => pairOf(worldWith(MANY), worldWith(FEW)),
};

/** In turn, so that what else the machine does hits both. */
function pairOf(many: World, few: World): Pair {
  const life = (world: World) => (): void => {
    for (const line of LINES) world.host().run(line);
  };
  const measure = (world: World): number => medianOf(ROUNDS, life(world)) / LINES.length;
  measure(many);
  measure(few);
  return { ours: measure(many), theirs: measure(few) };
}
