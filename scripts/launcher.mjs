#!/usr/bin/env node
// The `paperwhale` command as it stands in dist: runs the program beside it, with the code that V8 made of it when
// it was built. Where another V8 runs, that code is refused and V8 compiles as usual; only the start is slower.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

function codeCache() {
  try {
    return readFileSync(beside("paperwhale.cache"));
  } catch {
    return undefined;
  }
}

const filename = beside("paperwhale.cjs");
const script = new Script(readFileSync(filename, "utf8"), { filename, cachedData: codeCache() });
script.runInThisContext()(createRequire(import.meta.url));
