// @ts-check
// `npm run types`: checks every TypeScript project, with the compiler that takes a second for what the
// other one takes ten. Each project sees only what its code may use: the core neither Node nor a browser.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./installed.mjs";

const PROJECTS = ["tsconfig.json", "src/edge/node/tsconfig.json", "test/tsconfig.json"];
const COMPILER = join(ROOT, "node_modules/typescript7/bin/tsc");

for (const project of PROJECTS) {
  const { status } = spawnSync(process.execPath, [COMPILER, "--noEmit", "-p", project], {
    cwd: ROOT,
    stdio: "inherit",
  });
  if (status === 0) continue;
  console.error(`Types: errors in ${project}; the projects after it were not looked at.`);
  process.exit(1);
}
