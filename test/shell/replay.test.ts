// What bash, dash and busybox's ash printed for the snippets of test/shell/snippets, against what our shell prints.
// Answers that differ still stand in not-yet.json, by file, title and shell; it may only shrink.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { comparable, playSnippet, recordings, type ShellName } from "./replay.ts";

const NOT_YET = new Set(
  JSON.parse(readFileSync(new URL("not-yet.json", import.meta.url), "utf8")) as string[],
);

test.each(recordings())("%s", (file, snippets) => {
  const wrong: string[] = [];
  for (const snippet of snippets)
    for (const [shell, real] of Object.entries(snippet.answers)) {
      const key = `${file}: ${snippet.title}: ${shell}`;
      const same = comparable(playSnippet(snippet, shell as ShellName)) === comparable(real);
      if (same === NOT_YET.has(key)) wrong.push(same ? `${key} agrees now: take it out of the list` : key);
    }
  expect(wrong).toEqual([]);
});
