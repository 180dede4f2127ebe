// Every program that packs, unpacks and compresses, for the registry that gives executables their programs.
// What works on plain files is in src/programs/files.

import type { Command } from "../libc/command.ts";

export const ARCHIVE_COMMANDS: readonly Command[] = [];
