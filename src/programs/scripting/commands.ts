// The interpreters of small programs, for the registry that gives executables their programs.
// Which files run them is decided by packages and images.

import type { Command } from "../libc/command.ts";
import { node } from "./node.ts";
import { python3 } from "./python.ts";

export const SCRIPTING_COMMANDS: readonly Command[] = [node, python3];
