// Finds commands by their words. The trees themselves are decoded from the table when first asked for.

import type { Command, Program } from "./command.ts";
import { commandTrees } from "./decode.ts";
import { must } from "../../base/assert.ts";

export const rootOf = (program: Program): Command => must(commandTrees().get(program), program);

const childrenOf = new WeakMap<Command, ReadonlyMap<string, Command>>();

/** The command of that name or alias below `command`. Names are exact: no prefixes, no other case. */
export function childCommand(command: Command, name: string): Command | undefined {
  let children = childrenOf.get(command);
  if (children === undefined) {
    const entries = command.commands.flatMap((child) => [child.name, ...child.aliases].map((word) => [word, child] as const));
    // a name counts before another's alias
    children = new Map([...entries, ...command.commands.map((child) => [child.name, child] as const)]);
    childrenOf.set(command, children);
  }
  return children.get(name);
}

/** The command at ["container", "ls"] or ["ps"], plugins included; undefined if some word is none. */
export function findCommand(words: readonly string[]): Command | undefined {
  const program = words[0] === "compose" || words[0] === "buildx" ? words[0] : "docker";
  let command: Command | undefined = rootOf(program);
  for (const word of words) command = command && childCommand(command, word);
  return command;
}

/** Every command of every program, roots of plugins left out. */
export function* allCommands(): Generator<Command> {
  yield rootOf("docker");
  for (const program of ["docker", "compose", "buildx"] as const) yield* below(rootOf(program));
}

function* below(command: Command): Generator<Command> {
  for (const child of command.commands) {
    yield child;
    yield* below(child);
  }
}
