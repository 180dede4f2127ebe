// The status that a bash ends with of an expansion that ends it: `bash -c` gives 127, scripts and subshells 1.
// Relies on the state of the shell. Not here: what is fatal (parameter-expansion.ts, assign.ts).

import type { Shell } from "./shell.ts";

export const fatalStatus = (sh: Shell): number =>
  sh.state.subshells > 0 || sh.state.commandText === undefined ? 1 : 127;
