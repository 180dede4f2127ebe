// Running commands without a terminal: the world's time goes as fast as it can, output is passed on as it comes,
// standard input is read when somebody waits for it.

import { writeSync } from "node:fs";
import type { Running, World } from "../../index.ts";
import { readStandardInput } from "./standard-input.ts";

/** Microseconds of the world's time between two looks at whether it has ended. */
const STRIDE = 100_000;

/** Starts bash with these arguments on the world's host; gives its exit status. */
export function runShell(world: World, args: readonly string[]): number {
  const shell = world.host().shell(args);
  shell.onOutput("stdout", (bytes) => print(1, bytes));
  shell.onOutput("stderr", (bytes) => print(2, bytes));
  while (shell.exitCode === undefined) if (!goOn(world, shell)) return deadlock();
  return shell.exitCode;
}

/** False if nothing can ever happen again. */
function goOn(world: World, shell: Running): boolean {
  if (shell.wantsInput) {
    const bytes = readStandardInput();
    if (bytes === undefined) shell.endInput();
    else shell.write(bytes);
  }
  const { pollAt } = world;
  if (pollAt === undefined) return false;
  world.advance(Math.max(0, pollAt - world.now) + STRIDE);
  return true;
}

function deadlock(): number {
  process.stderr.write("paperwhale: everything waits for what can never happen\n");
  return 1;
}

/** In order and at once; a reader that went away ends us as it would end any program. */
function print(descriptor: 1 | 2, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") process.exit(141);
      if (code !== "EAGAIN") throw error;
    }
  }
}
