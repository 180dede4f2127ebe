// What real line editors wrote for keys that were typed into them (test/programs/line-editor), key by key: the
// screen must be the same. Cases that differ are listed in test/programs/line-editor/not-yet.json, which may only
// shrink.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { casesOf, difference, recordedFiles } from "../../../programs/line-editor-replay.ts";

const NOT_YET = JSON.parse(
  readFileSync(new URL("../../../programs/line-editor/not-yet.json", import.meta.url), "utf8"),
) as Record<string, string[]>;

describe.each(recordedFiles())("%s", (file) => {
  const notYet = new Set(NOT_YET[file]);
  const cases = casesOf(file);
  test.each(cases.filter(({ name }) => !notYet.has(name)))("$name", (one) => {
    expect(difference(one)).toBeUndefined();
  });
  test("what is said to differ does", () => {
    const equal = cases.filter((one) => notYet.has(one.name) && difference(one) === undefined);
    expect(equal.map(({ name }) => name)).toEqual([]);
  });
});
