// Three programs over ten thousand lines, held against just-bash.

import { Bash } from "just-bash";
import { createWorld } from "../src/world.ts";
import { timesOf, type Figure } from "./figure.ts";

const LINES = 10_000;
const LINE = `seq ${LINES} | grep 7 | sort -r | head -n 1`;

export const shellPipeline: Figure = {
  name: `pipeline over ${LINES} lines`,
  unit: "us",
  against: "just-bash",
  target: 0.2,
  measure: () => {
    const host = createWorld({ seed: 1 }).host();
    const theirs = new Bash();
    return timesOf(
      () => expectLast(host.run(LINE).stdout),
      async () => expectLast((await theirs.exec(LINE)).stdout),
    );
  },
};

function expectLast(stdout: string): void {
  if (stdout !== "9997\n") throw new Error(`printed ${JSON.stringify(stdout)}`);
}
