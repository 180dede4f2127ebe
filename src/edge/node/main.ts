// The `paperwhale` command: a terminal on a simulated host, or commands that run there. Everything that it does
// in the world goes through the library; what it was asked for is read in arguments.ts.

import { readFileSync } from "node:fs";
import { createWorld } from "../../index.ts";
import { parseInvocation, USAGE, type Invocation } from "./arguments.ts";
import { playFiles } from "./play-files.ts";
import { runShell } from "./script.ts";
import { systemError } from "./system-error.ts";
import { runTerminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

const WRONG_USE = 2;

async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseInvocation(argv);
  if (parsed.ok) return perform(parsed.value);
  process.stderr.write(`paperwhale: ${parsed.error}\nTry 'paperwhale --help'.\n`);
  return WRONG_USE;
}

async function perform({ seed, task }: Invocation): Promise<number> {
  switch (task.kind) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "version":
      process.stdout.write(`paperwhale ${VERSION}\n`);
      return 0;
    case "shell":
      return process.stdin.isTTY ? runTerminal(createWorld({ seed })) : runShell(createWorld({ seed }), []);
    case "commands":
      return runShell(createWorld({ seed }), ["-c", task.commands, ...task.words]);
    case "script":
      return runScript(seed, task.file, task.words);
    case "play":
      return playFiles(task.files, task.out, seed);
  }
}

/** The file is on this machine; the world gets its text. */
function runScript(seed: number | string, file: string, words: readonly string[]): number {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const complaint = systemError(error, file);
    if (complaint === undefined) throw error;
    process.stderr.write(`paperwhale: ${complaint}\n`);
    return 127;
  }
  return runShell(createWorld({ seed }), ["-c", text, file, ...words]);
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
