// A million turns of a loop that counts, held against two seconds.

import { createWorld } from "../src/world.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const TURNS = 1_000_000;
const LINE = `for ((i = x = 0; i < ${TURNS}; i++)); do ((x += i)); done; echo $x`;

export const shellLoop: Figure = {
  name: "a loop of a million turns",
  unit: "us",
  against: "2 s",
  target: 1,
  measure: () => {
    const host = createWorld({ seed: 1 }).host();
    const run = (): void => {
      const { stdout } = host.run(LINE);
      if (stdout !== "499999500000\n") throw new Error(`printed ${JSON.stringify(stdout)}`);
    };
    return { ours: medianOf(3, run), theirs: 2_000_000 };
  },
};
