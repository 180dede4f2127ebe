// Every recorded call of every program is made on the simulated machine and must give the recorded answer, but
// for those in DIFFERENCES, which must still differ.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DIFFERENCES } from "./differences.ts";
import { isSame, play, type Recording } from "./replay.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const recordings = readdirSync(folder).filter((name) => name.endsWith(".json"));

test.each(recordings)("%s", (name) => {
  const { trees, calls } = JSON.parse(readFileSync(folder + name, "utf8")) as Recording;
  const wrong: unknown[] = [];
  const right: string[] = [];
  for (const call of calls) {
    for (const family of ["gnu", "busybox"] as const) {
      const recorded = call[family];
      if (recorded === undefined) continue;
      const key = `${family}: ${JSON.stringify(call.argv)}`;
      const answer = play(call, trees[call.tree]!, family);
      const same = isSame(call, answer, recorded);
      const known = DIFFERENCES.has(key);
      if (!same && !known) wrong.push({ key, answer, recorded });
      if (same && known) right.push(key);
    }
  }
  expect(wrong).toEqual([]);
  expect(right, "no longer different: take them out of DIFFERENCES").toEqual([]);
});
