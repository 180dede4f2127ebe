// Programs that busybox's shell runs without a file of theirs: the shell is one program with them, and starts itself
// anew under their names (busybox, "standalone shell"). Relies on the lists of commands.
// Not here: running them (programs.ts).

import { ARCHIVE_COMMANDS } from "../archive/commands.ts";
import { FILE_COMMANDS } from "../files/commands.ts";
import { NETWORK_COMMANDS } from "../network/commands.ts";
import { SYSTEM_COMMANDS } from "../system/commands.ts";
import { TEXT_COMMANDS } from "../text/commands.ts";

const COMMANDS = [FILE_COMMANDS, ARCHIVE_COMMANDS, TEXT_COMMANDS, SYSTEM_COMMANDS, NETWORK_COMMANDS]
  .flat()
  .filter(({ spec }) => spec.busybox !== undefined)
  .map(({ spec }) => spec.name);
const NAMES: ReadonlySet<string> = new Set([...COMMANDS, "sh", "ash"]);

export const isApplet = (name: string): boolean => NAMES.has(name);

/** The file that the shell itself runs. */
export const OWN_FILE = "/proc/self/exe";
