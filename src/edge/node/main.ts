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
    case "trace":
      return runAfter(seed, task.scripts, `paperwhale trace ${quoted(task.command)}`);
    case "reach":
      return runAfter(seed, task.scripts, "paperwhale reach");
    case "play":
      return playFiles(task.files, task.out, seed);
  }
}

const NO_FILE = 127;

/** The file is on this machine; the world gets its text. Undefined after a complaint. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const complaint = systemError(error, file);
    if (complaint === undefined) throw error;
    process.stderr.write(`paperwhale: ${complaint}\n`);
    return undefined;
  }
}

function runScript(seed: number | string, file: string, words: readonly string[]): number {
  const text = textOf(file);
  return text === undefined ? NO_FILE : runShell(createWorld({ seed }), ["-c", text, file, ...words]);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Scripts one after the other, and then a command of the host's. */
function runAfter(seed: number | string, scripts: readonly string[], command: string): number {
  const texts = scripts.map(textOf);
  if (texts.includes(undefined)) return NO_FILE;
  return runShell(createWorld({ seed }), ["-c", [...texts, command].join("\n")]);
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
