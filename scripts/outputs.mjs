// @ts-check
// What the build makes, where, and from what. Apart from bundle.mjs so that asking whether the command is fresh
// loads no bundler.

import { join } from "node:path";
import { isFresh } from "./freshness.mjs";
import { ROOT } from "./installed.mjs";

/** @type {(path: string) => string} */
const at = (path) => join(ROOT, path);

export const DIST = at("dist");
/** the `paperwhale` command: starts the program, one file for Node, with the code that V8 made of it */
export const COMMAND = at("dist/paperwhale.mjs");
export const PROGRAM = at("dist/paperwhale.cjs");
export const CODE_CACHE = at("dist/paperwhale.cache");
/** the library, one file for Node and browsers, and its types */
export const LIBRARY = at("dist/index.js");
export const TYPES = at("dist/types");

export const COMMAND_ENTRY = at("src/edge/node/main.ts");
export const LIBRARY_ENTRY = at("src/index.ts");

const INPUTS = [at("src"), at("package-lock.json"), at("scripts/bundle.mjs"), at("scripts/launcher.mjs")];

export const commandIsFresh = () => isFresh(COMMAND, INPUTS);
export const libraryIsFresh = () => isFresh(LIBRARY, INPUTS);
