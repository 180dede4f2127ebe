// Functions that a bash exports: variables of the environment that only another bash reads (bash, "Shell
// Functions"). Relies on how functions are written out. Not here: reading them (startup.ts).

import { exportedText } from "./command-text.ts";
import type { Shell } from "./shell.ts";

/** What a program gets of the functions that are exported. */
export function exportedFunctions(sh: Shell): string[] {
  const all: string[] = [];
  for (const [name, { exported, definition }] of sh.functions)
    if (exported) all.push(`BASH_FUNC_${name}%%=${exportedText(definition.body)}`);
  return all;
}
