// What the build makes, for tests that want it as users get it; brought up to date first.

import { buildCommand, buildLibrary } from "../../scripts/bundle.mjs";
import { COMMAND, commandIsFresh, LIBRARY, libraryIsFresh } from "../../scripts/outputs.mjs";

/** Path of the `paperwhale` command. */
export function builtCommand(): string {
  if (!commandIsFresh()) buildCommand();
  return COMMAND;
}

/** Path of the library, an ES module. */
export function builtLibrary(): string {
  if (!libraryIsFresh()) buildLibrary();
  return LIBRARY;
}
