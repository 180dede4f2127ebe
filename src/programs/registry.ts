// Every program that there is, by the name that executables carry: GNU's under their own names, busybox as one,
// servers, shells, and what stands in for binaries that have no model. The composition of src/programs; nothing
// in src/programs imports it.

import { encode } from "../base/utf8.ts";
import type { ProgramEntry, Programs } from "../kernel/programs.ts";
import type { Program } from "../kernel/sys.ts";
import { ARCHIVE_COMMANDS } from "./archive/commands.ts";
import { busyboxProgram } from "./busybox.ts";
import { FILE_COMMANDS } from "./files/commands.ts";
import { programOf, type Command } from "./libc/command.ts";
import { lastComponent } from "./libc/paths.ts";
import { NETWORK_COMMANDS } from "./network/commands.ts";
import { REDIS_COMMANDS } from "./redis/commands.ts";
import { PACKAGE_COMMANDS } from "./packages/commands.ts";
import { SCRIPTING_COMMANDS } from "./scripting/commands.ts";
import { bash, busyboxAsh, dash } from "./shell/program.ts";
import { SYSTEM_COMMANDS } from "./system/commands.ts";
import { TEXT_COMMANDS } from "./text/commands.ts";

const COMMANDS: readonly Command[] = [
  ...FILE_COMMANDS,
  ...ARCHIVE_COMMANDS,
  ...TEXT_COMMANDS,
  ...SYSTEM_COMMANDS,
  ...NETWORK_COMMANDS,
  ...REDIS_COMMANDS,
  ...PACKAGE_COMMANDS,
  ...SCRIPTING_COMMANDS,
];

const KILOBYTE = 1024;
/** What a small program holds when it runs. */
const SMALL = 1700 * KILOBYTE;

/** Larger programs: what they hold, in kilobytes, and microseconds that they take to start. */
const SIZES = new Map<string, readonly [memory: number, startup: number]>([
  ["bash", [3900, 1500]],
  ["busybox", [1200, 0]],
  ["curl", [11_000, 6000]],
  ["find", [2900, 0]],
  ["gawk", [4200, 1000]],
  ["git", [4400, 1000]],
  ["less", [2900, 500]],
  ["nginx", [7400, 4000]],
  ["perl", [5600, 2000]],
  ["ps", [4000, 500]],
  ["python3", [9800, 12_000]],
  ["redis-cli", [6200, 2000]],
  ["redis-server", [12_500, 8000]],
  ["sudo", [6900, 4000]],
  ["tar", [3200, 0]],
  ["top", [5000, 1000]],
  ["wget", [7900, 3000]],
]);

function entryOf(name: string, run: Program): ProgramEntry {
  const [memory, startup] = SIZES.get(name) ?? [SMALL / KILOBYTE, 0];
  return { run, memory: memory * KILOBYTE, startup };
}

/** A binary from the real world, or a program that nobody has written yet. */
const unmodelled: Program = function* (sys, argv) {
  const name = lastComponent(argv[0] ?? "program");
  yield* sys.write(2, encode(`${name}: not modelled by paperwhale\n`));
  return 126;
};

function applets(): Map<string, Program> {
  const all = new Map<string, Program>();
  for (const command of COMMANDS)
    if (command.spec.busybox !== undefined) all.set(command.spec.name, programOf(command, "busybox"));
  return all.set("ash", busyboxAsh).set("sh", busyboxAsh);
}

function compose(): Programs {
  const all = new Map<string, ProgramEntry>();
  const add = (name: string, run: Program): void => void all.set(name, entryOf(name, run));
  for (const command of COMMANDS)
    if (command.spec.gnu !== undefined) add(command.spec.name, programOf(command, "gnu"));
  add("bash", bash);
  add("dash", dash);
  add("busybox", busyboxProgram(applets()));
  add("unmodelled", unmodelled);
  return all;
}

export const PROGRAMS: Programs = compose();
