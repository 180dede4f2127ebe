// @ts-check
// `npm run bench`: installs what the figures are measured against, checks their types, which nothing else does,
// and runs them.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildCommand, buildTool } from "./bundle.mjs";
import { ensureInstalled, ROOT } from "./installed.mjs";
import { COMMAND, commandIsFresh } from "./outputs.mjs";

const FOLDER = join(ROOT, "bench");

ensureInstalled(FOLDER, ["--omit=optional", "--ignore-scripts"]);
const compiler = join(ROOT, "node_modules/typescript7/bin/tsc");
const types = spawnSync(process.execPath, [compiler, "--noEmit", "-p", FOLDER], { stdio: "inherit" });
if (types.status !== 0) process.exit(1);

/** What bench/figure.ts calls a Context. */
const context = {
  command: () => {
    if (!commandIsFresh()) buildCommand();
    return COMMAND;
  },
};
const { main } = await import(buildTool("bench/main.ts", FOLDER));
process.exitCode = await main(process.argv.slice(2), context);
