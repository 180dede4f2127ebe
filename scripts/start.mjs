// @ts-check
// `npm start`: the terminal, from a bare checkout. Installs and builds what is missing or old, then becomes the
// command itself, in this process, so that stdin, stdout, signals and the exit status are the command's own.

import { pathToFileURL } from "node:url";
import { ensureInstalled } from "./installed.mjs";
import { COMMAND, commandIsFresh } from "./outputs.mjs";

ensureInstalled();
if (!commandIsFresh()) (await import("./bundle.mjs")).buildCommand();
process.argv[1] = COMMAND;
await import(pathToFileURL(COMMAND).href);
