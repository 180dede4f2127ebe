// The ratchet: what counts as worse, what as better, and what --update may write.

import { expect, test } from "vitest";
import { complaintsOf, tableOf } from "./main.ts";
import { driftOf, formatNotYet, updated } from "./not-yet.ts";
import type { Outcome } from "./replay.ts";

const outcome = (scenario: string, steps: readonly boolean[], more: Partial<Outcome> = {}): Outcome => ({
  scenario,
  steps,
  mismatches: [],
  extra: 0,
  milliseconds: 0,
  ...more,
});

test("a wrong step that is not listed is broken, a listed one that is right or gone is mended", () => {
  const verdict = outcome("a", [true, false, false]);
  expect(driftOf(verdict, { a: [2, 3] })).toEqual({ broken: [], mended: [] });
  expect(driftOf(verdict, { a: [1, 2, 9] })).toEqual({ broken: [3], mended: [1, 9] });
  expect(driftOf(verdict, {})).toEqual({ broken: [2, 3], mended: [] });
});

test("the list only shrinks, unless it is told that it may grow", () => {
  const list = { a: [1, 2], b: [1], other: [7] };
  const verdicts = [outcome("a", [true, false, false]), outcome("b", [true])];
  expect(updated(list, verdicts, false)).toEqual({ a: [2], other: [7] });
  expect(updated(list, verdicts, true)).toEqual({ a: [2, 3], other: [7] });
});

test("the list is written one scenario a line, in order", () => {
  const list = updated({}, [outcome("b", [false]), outcome("a", [false, false])], true);
  expect(formatNotYet(list)).toBe(`{\n  "a": [1, 2],\n  "b": [1]\n}\n`);
  expect(JSON.parse(formatNotYet({}))).toEqual({});
});

test("a crash and steps too many are complaints whatever the list says", () => {
  expect(complaintsOf(outcome("a", [false]), { a: [1] })).toEqual([]);
  expect(complaintsOf(outcome("a", [false], { crash: "Error: x" }), { a: [1] })).toEqual([
    "a: crashed: Error: x",
  ]);
  expect(complaintsOf(outcome("a", [true], { extra: 2 }), {})).toEqual(["a: 2 steps too many"]);
  expect(complaintsOf(outcome("a", [true]), { a: [1] })[0]).toContain("still in not-yet.json: 1");
  expect(complaintsOf(outcome("a", [false]), {})[0]).toContain("not in not-yet.json: 1");
});

test("the table sums up per area and in total", () => {
  const rows = tableOf([
    outcome("image-a", [true, false]),
    outcome("image-b", [true]),
    outcome("volume", [false]),
  ]);
  expect(rows.map((row) => row.replace(/ +/g, " "))).toEqual([
    "image 2/3 steps 66.7% 1/2 scenarios 0.0s",
    "volume 0/1 steps 0.0% 0/1 scenarios 0.0s",
    "TOTAL 2/4 steps 50.0% 1/3 scenarios 0.0s",
  ]);
});
