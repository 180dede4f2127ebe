// Every command block of README.md and docs/*.md is run (documents.ts says how), so that no document shows what
// does not happen. Blocks for the reader's own machine are listed as skipped, unless they are marked to be run.
// Programs that use the library are run where they are marked, and judge themselves by assertions.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { blocksOf, check, HOST, SEED, type Host } from "./documents.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LIBRARY = `${ROOT}src/index.ts`;

const documents = ["README.md", ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: readFileSync(ROOT + path, "utf8") }));

interface Library {
  readonly createWorld: (options: { seed: number }) => { host(name: string): Host };
}

describe.skipIf(!existsSync(LIBRARY))("what documents show is what comes out", () => {
  test.each(documents)("$path", async ({ path, text }) => {
    const { createWorld } = (await import(/* @vite-ignore */ LIBRARY)) as Library;
    const { differences } = check(text, createWorld({ seed: SEED }).host(HOST));
    const lines = differences.map(({ line, command, patch }) => `  ${path}:${line}: $ ${command}\n${patch}`);
    if (lines.length > 0) expect.fail(`npm run docs:update writes what comes out:\n${lines.join("\n")}\n`);
  });
});

describe("blocks for the reader's own machine", () => {
  for (const { path, text } of documents)
    for (const { line, mark, body } of blocksOf(text).filter(({ language }) => language === "sh"))
      test.skipIf(mark !== "run")(`${path}:${line} ${body.join("; ")}`, () => {
        const done = spawnSync("bash", ["-euc", body.join("\n")], { cwd: ROOT, encoding: "utf8" });
        expect(done.status, done.stderr).toBe(0);
      });
});

describe.skipIf(!existsSync(LIBRARY))("programs that use the library", () => {
  for (const { path, text } of documents)
    for (const { line, body } of blocksOf(text).filter(
      ({ language, mark }) => language === "ts" && mark === "run",
    ))
      test(`${path}:${line}`, async () => {
        const folder = `${ROOT}node_modules/.cache/paperwhale`;
        const file = `${folder}/document-${process.pid}-${line}.ts`;
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, body.join("\n").replace('from "paperwhale"', `from "${LIBRARY}"`));
        try {
          await import(/* @vite-ignore */ file);
        } finally {
          rmSync(file);
        }
      });
});
