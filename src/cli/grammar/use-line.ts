// The line after `Usage:` in errors and in the help of what is no group: the command's full name, and what may
// follow. Relies on nothing but the command.

import type { Command } from "./command.ts";

export const useLine = (command: Command): string =>
  command.use === "" ? command.path : `${command.path} ${command.use}`;
