// @ts-check
// usage: code-cache.mjs PROGRAM CACHE   (started by bundle.mjs)
// Runs one command in the program and keeps what V8 compiled for it, so that the next start need not.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";

const [, self = "", program = "", cache = ""] = process.argv;
process.argv = [process.execPath, self, "-c", "docker ps"];
const script = new Script(readFileSync(program, "utf8"), { filename: program });
script.runInThisContext()(createRequire(program));
process.on("exit", () => writeFileSync(cache, script.createCachedData()));
