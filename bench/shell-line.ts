// One simple line in a shell that stays, held against just-bash, the nearest peer among simulated shells.

import { Bash } from "just-bash";
import { createWorld } from "../src/world.ts";
import { timesOf, type Figure } from "./figure.ts";

const LINE = 'name=hello; echo "${name^^}"';

export const shellLine: Figure = {
  name: `shell line: ${LINE}`,
  unit: "us",
  against: "just-bash",
  target: 0.1,
  measure: () => {
    const host = createWorld({ seed: 1 }).host();
    const theirs = new Bash();
    return timesOf(
      () => expectHello(host.run(LINE).stdout),
      async () => expectHello((await theirs.exec(LINE)).stdout),
    );
  },
};

function expectHello(stdout: string): void {
  if (stdout !== "HELLO\n") throw new Error(`printed ${JSON.stringify(stdout)}`);
}
