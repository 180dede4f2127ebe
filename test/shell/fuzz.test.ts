// A small share of `npm run shell:fuzz`, always the same one.

import { expect, test } from "vitest";
import { problemOf, scriptsIn, trialOf } from "./fuzz.ts";

const SHARE = 250;

test("no script makes a shell throw or say what no shell says", () => {
  const scripts = scriptsIn();
  for (let seed = 1; seed <= SHARE; seed++) {
    const trial = trialOf(seed, scripts);
    expect({ ...trial, seed, problem: problemOf(trial) }).toMatchObject({ problem: undefined });
  }
});
