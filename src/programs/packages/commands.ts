// Every program that installs software, for the registry that gives executables their programs.
// Which of them a system has is decided by its files.

import type { Command } from "../libc/command.ts";
import { apkCommands } from "./apk.ts";
import { aptQueries } from "./apt-cache.ts";
import { aptCommands } from "./apt-get.ts";
import { dpkgCommands } from "./dpkg.ts";

export const PACKAGE_COMMANDS: readonly Command[] = [
  ...apkCommands,
  ...aptCommands,
  ...aptQueries,
  ...dpkgCommands,
];
