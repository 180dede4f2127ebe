// From nothing to the answer of one command, held against Node that does nothing and then 150 ms.

import { spawnSync } from "node:child_process";
import type { Figure } from "./figure.ts";

const RUNS = 15;
const ALLOWED_MS = 150;

/** Median over runs, the two sides in turn, so that what else the machine does hits both. */
function millisecondsOf(commands: readonly (readonly string[])[]): number[] {
  const times = commands.map(() => [] as number[]);
  for (let run = 0; run < RUNS; run++)
    for (const [i, args] of commands.entries()) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      times[i]?.push(performance.now() - start);
      if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
    }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0);
}

export const coldStart: Figure = {
  name: "paperwhale -c 'docker ps'",
  unit: "ms",
  against: "node -e 0 and 150 ms",
  target: 1,
  measure: ({ command }) => {
    const [ours = 0, node = 0] = millisecondsOf([
      [command(), "-c", "docker ps"],
      ["-e", "0"],
    ]);
    return { ours, theirs: node + ALLOWED_MS };
  },
};
