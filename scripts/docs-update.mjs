// @ts-check
// `npm run docs:update`: rewrites what README.md and docs/*.md show below their commands with what comes out.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildLibrary, buildTool } from "./bundle.mjs";
import { ROOT } from "./installed.mjs";
import { LIBRARY, libraryIsFresh } from "./outputs.mjs";

if (!libraryIsFresh()) buildLibrary();
const { createWorld } = await import(pathToFileURL(LIBRARY).href);
const { check, HOST, SEED } = await import(buildTool("test/docs/documents.ts"));

const names = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
for (const path of ["README.md", ...names.map((name) => `docs/${name}`)]) {
  const file = join(ROOT, path);
  const { differences, text } = check(readFileSync(file, "utf8"), createWorld({ seed: SEED }).host(HOST));
  for (const { line, command, patch } of differences) console.log(`${path}:${line}: $ ${command}\n${patch}`);
  if (differences.length > 0) writeFileSync(file, text);
}
