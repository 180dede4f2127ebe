// Finds commands by their words, and goes through all of them. What a word means on a command line, where flags stand
// between the words, is flags/traverse.ts.

import { must } from "../../base/assert.ts";
import type { Command } from "./command.ts";
import { childCommand, rootOf } from "./decode.ts";

/** The command at ["container", "ls"] or ["ps"], plugins included; undefined if some word is none. */
export function findCommand(words: readonly string[]): Command | undefined {
  const program = words[0] === "compose" || words[0] === "buildx" ? words[0] : "docker";
  let command: Command | undefined = rootOf(program);
  for (const word of words) command = command && childCommand(command, word);
  return command;
}

/** Every command of every program; of plugins what is under their own name. */
export function* allCommands(): Generator<Command> {
  yield rootOf("docker");
  yield* below(rootOf("docker"));
  for (const program of ["compose", "buildx"] as const) {
    const plugin = must(childCommand(rootOf(program), program), program);
    yield plugin;
    yield* below(plugin);
  }
}

function* below(command: Command): Generator<Command> {
  for (const child of command.commands) {
    yield child;
    yield* below(child);
  }
}
