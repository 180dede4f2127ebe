// Every file of src is part of something that runs: it is reached from an entry of the product, or it is a
// tool of the tests and reached from one of them. Exports that nobody uses are found by knip (`npm run lint`).

import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { importsOf, type Import } from "./imports.ts";
import { expectNone, sourcesIn } from "./sources.ts";

/** What the product is started from; every page that it serves is one as well. */
const ENTRIES = ["src/index.ts", "src/edge/node/main.ts"];

/** Where files count as alive if a test, a script or a bench imports them. */
const FOR_TESTS = "src/testing/";

/** Files that nothing reaches yet, why, and the file with which the excuse ends. */
const EXCUSED: readonly { readonly prefix: string; readonly until: string; readonly why: string }[] = [];

function reachable(imports: readonly Import[], roots: readonly string[]): Set<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) if (to !== undefined) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Set(roots);
  for (const path of seen) for (const to of next.get(path) ?? []) seen.add(to);
  return seen;
}

test("every file of src is reached from an entry, or from a test if it is a tool of the tests", () => {
  const files = sourcesIn("src");
  const tools = [...sourcesIn("test"), ...sourcesIn("bench")];
  const imports = [...files, ...tools].flatMap(importsOf);
  const live = reachable(imports, ENTRIES);
  const tested = reachable(
    imports,
    tools.map(({ path }) => path),
  );
  const dead = files
    .map(({ path }) => path)
    .filter((path) => !live.has(path) && !(path.startsWith(FOR_TESTS) && tested.has(path)));
  const excuses = EXCUSED.filter(({ until }) => !existsSync(new URL(`../../${until}`, import.meta.url)));
  expectNone(
    dead
      .filter((path) => !excuses.some(({ prefix }) => path.startsWith(prefix)))
      .map((path) => ({
        path,
        line: 1,
        message: `no entry reaches it (${ENTRIES.join(", ")}): use it, remove it, or enter it in EXCUSED of dead-files.test.ts`,
      })),
  );
});

test("an excuse ends when what it waits for exists", () => {
  expectNone(
    EXCUSED.filter(({ until }) => existsSync(new URL(`../../${until}`, import.meta.url))).map(
      ({ prefix, until }) => ({
        path: "test/tidy/dead-files.test.ts",
        line: 1,
        message: `${until} exists, so ${prefix} is no longer excused: take the line out of EXCUSED`,
      }),
    ),
  );
});

test("what is reached is followed through any number of files", () => {
  const edge = (from: string, to: string): Import => ({ from, to, line: 1, specifier: "", kind: "type" });
  const imports = [edge("a.ts", "b.ts"), edge("b.ts", "c.ts"), edge("c.ts", "a.ts"), edge("x.ts", "a.ts")];
  expect([...reachable(imports, ["a.ts"])].sort()).toEqual(["a.ts", "b.ts", "c.ts"]);
});
