// @ts-check
// `npm test`: installs what is missing, then runs vitest in this process with the arguments that it was given.
// What tests need of dist they bring up to date themselves (test/support/built.ts).

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, ROOT } from "./installed.mjs";

ensureInstalled();
process.argv.splice(2, 0, "run");
await import(pathToFileURL(join(ROOT, "node_modules/vitest/vitest.mjs")).href);
