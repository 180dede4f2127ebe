// @ts-check
// `npm run conformance`: bundles the comparison and the player, which are TypeScript, and runs them.

import { join } from "node:path";
import { buildTool } from "./bundle.mjs";
import { ROOT } from "./installed.mjs";

const { main } = await import(buildTool("test/conformance/main.ts"));
const player = buildTool("test/conformance/player.ts");
process.exitCode = await main(process.argv.slice(2), join(ROOT, "test/conformance"), player);
