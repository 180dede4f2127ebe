// @ts-check
// `npm run shell:fuzz -- [--count N] [--from N] [--jobs N]`: random and mutated scripts through the three shells.

import { buildTool } from "./bundle.mjs";

const tool = buildTool("test/shell/fuzz-main.ts");
const { main } = await import(tool);
process.exitCode = await main(process.argv.slice(2), tool, new URL("../test/shell/", import.meta.url).href);
