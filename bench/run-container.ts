// A container's whole life through the library: made, started, attached to, ended and removed. The real engine takes
// 0.34 s for it on a machine like those that CI has; the bound is a thousandth of that.

import { createWorld } from "../src/world.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const ALLOWED_US = 300;
const WARM_UP = 300;
const RUNS = 1000;

export const runContainer: Figure = {
  name: "docker run --rm busybox true",
  unit: "us",
  against: "0.3 ms",
  target: 1,
  measure: () => {
    const host = createWorld({ seed: 1 }).host();
    const run = (): void => {
      const { exitCode, stderr } = host.run("docker run --rm busybox true");
      if (exitCode !== 0) throw new Error(stderr);
    };
    medianOf(WARM_UP, run);
    return { ours: medianOf(RUNS, run), theirs: ALLOWED_US };
  },
};
