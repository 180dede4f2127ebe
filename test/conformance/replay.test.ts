// What the real Docker printed, step by step, is what ours prints, but for the steps that not-yet.json lists.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { buildTool } from "../../scripts/bundle.mjs";
import { complaintsOf, detailsOf } from "./main.ts";
import type { NotYet } from "./not-yet.ts";
import { loadScenarios, replay, type Outcome } from "./replay.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const scenarios = loadScenarios(`${HERE}recordings`);
const list = JSON.parse(readFileSync(`${HERE}not-yet.json`, "utf8")) as NotYet;

describe.skipIf(!existsSync(`${HERE}../../src/testing/play.ts`))(
  "our Docker prints what the real one printed",
  () => {
    const outcomes = new Map<string, Outcome>();
    beforeAll(async () => {
      const player = buildTool("test/conformance/player.ts");
      for (const outcome of await replay(scenarios, player)) outcomes.set(outcome.scenario, outcome);
    }, 120_000);

    test.each(scenarios.map(({ name }) => name))("%s", (name) => {
      const outcome = outcomes.get(name);
      if (outcome === undefined) return expect.fail("was not played");
      const complaints = complaintsOf(outcome, list);
      if (complaints.length > 0) expect.fail([...complaints, ...detailsOf(outcome)].join("\n"));
    });
  },
);

test("not-yet.json lists steps of scenarios that exist", () => {
  const known = new Map(scenarios.map(({ name, recording }) => [name, recording.steps.length]));
  for (const [name, steps] of Object.entries(list))
    for (const step of steps) expect(step, name).toBeLessThanOrEqual(known.get(name) ?? 0);
});
