import { expect, test } from "vitest";
import { Budget } from "../../../src/world/run-never-ends.ts";

test("a run that prints nothing is given up sooner than one that does", () => {
  const quiet = Budget.ofRun();
  expect(() => {
    for (let turns = 0; turns < 10_000; turns++) quiet.spend(4000);
  }).toThrow("gave up after 30 seconds of work without any output");
  const busy = Budget.ofRun();
  let turns = 0;
  expect(() => {
    for (; turns < 1_000_000; turns++) {
      busy.spend(4000);
      busy.renew(0);
    }
  }).toThrow("gave up after 60 seconds of work");
  expect(turns).toBeGreaterThan(10_000);
});
