// `docker __complete WORDS…`, which docker's bash completion asks: what the last word may become, a line each, and a
// directive (cobra, completions.go). Commands and flags come from the grammar, with their descriptions.
// Not here: what asks it, a script of the shell.

import { must } from "../../base/assert.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import type { Command, Flag } from "../grammar/command.ts";
import { childCommand } from "../grammar/decode.ts";
import { findCommand } from "../grammar/lookup.ts";
import { describe, flagDescription } from "../help/descriptions.ts";
import { argumentsOf } from "./arguments.ts";
import { valuesOfFlag } from "./flag-values.ts";
import { DEFAULT, directiveName, nothing, words, type Possibilities } from "./possibilities.ts";

/** Where a command line is before its last word. */
interface Place {
  readonly command: Command;
  readonly given: readonly string[];
  readonly changed: ReadonlySet<Flag>;
  /** the flag that waits for its value */
  readonly open: Flag | undefined;
  /** flags are over */
  readonly ended: boolean;
}

const takesValue = (flag: Flag): boolean => flag.kind !== "bool";

function flagOf(command: Command, word: string): Flag | undefined {
  const { byName, byShorthand } = command.flags;
  if (word.startsWith("--")) return byName.get(word.slice(2).split("=")[0] as string);
  return byShorthand.get(word.slice(-1)) ?? byShorthand.get(word[1] ?? "");
}

function placeOf(before: readonly string[]): Place {
  let command = must(findCommand([]), "docker");
  let given: string[] = [];
  let open: Flag | undefined;
  let ended = false;
  const changed = new Set<Flag>();
  for (const word of before) {
    if (open !== undefined) {
      open = undefined;
      continue;
    }
    if (!ended && word === "--") ended = true;
    else if (!ended && /^-./.test(word)) {
      const flag = flagOf(command, word);
      if (flag === undefined) continue;
      changed.add(flag);
      if (takesValue(flag) && !word.includes("=")) open = flag;
    } else {
      const below = given.length === 0 ? commandBelow(command, word) : undefined;
      if (below === undefined) given = [...given, word];
      else command = below;
      ended ||= given.length > 0 && !command.interspersed;
    }
  }
  return { command, given, changed, open, ended };
}

/** A plugin's commands are below its own name. */
const commandBelow = (command: Command, word: string): Command | undefined =>
  (command.parent === undefined && (word === "compose" || word === "buildx")
    ? findCommand([word])
    : undefined) ?? childCommand(command, word);

function possibilities(client: Client, args: readonly string[]): Task<Possibilities> {
  const word = args[args.length - 1] ?? "";
  const place = placeOf(args.slice(0, -1));
  const { command, open } = place;
  if (open !== undefined) return valuesOfFlag(client, command, open, word);
  if (!place.ended && word.startsWith("-")) return flags(client, place, word);
  return commandsOrArguments(client, place, word);
}

function* flags(client: Client, { command, changed }: Place, word: string): Task<Possibilities> {
  if (word.includes("=")) {
    const flag = flagOf(command, word);
    const value = word.slice(word.indexOf("=") + 1);
    return flag === undefined ? nothing(DEFAULT) : yield* valuesOfFlag(client, command, flag, value);
  }
  const names: string[] = [];
  for (const flag of command.flags.sorted) {
    const { name, shorthand, hidden, deprecated, kind } = flag;
    if (hidden || deprecated !== "" || (changed.has(flag) && !kind.includes("list"))) continue;
    const text = `\t${flagDescription(flag).split("\n")[0]?.replaceAll("`", "") ?? ""}`;
    if (`--${name}`.startsWith(word)) names.push(`--${name}${text}`);
    if (shorthand !== "" && `-${shorthand}`.startsWith(word)) names.push(`-${shorthand}${text}`);
  }
  return words(names);
}

function* commandsOrArguments(client: Client, place: Place, word: string): Task<Possibilities> {
  const { command, given, changed } = place;
  if (command.commands.length > 0 && given.length === 0) {
    const names = command.commands
      .filter(({ name, hidden }) => !hidden && name.startsWith(word))
      .map((one) => `${one.name}\t${describe(one).short}`);
    return words(command.parent === undefined && "help".startsWith(word) ? withHelp(names) : names);
  }
  const force = [...changed].some(({ name }) => name === "force");
  return yield* argumentsOf(client, command, given, force);
}

/** The one command of cobra's own. */
const withHelp = (names: readonly string[]): string[] => [...names, "help\tHelp about the command"].sort();

/** Writes what cobra writes; `described` is false for __completeNoDesc. */
export function* complete(client: Client, args: readonly string[], described: boolean): Task<number> {
  const found = yield* possibilities(client, args);
  const lines = found.words.map((word) => `${described ? word : (word.split("\t")[0] as string)}\n`);
  yield* client.print(`${lines.join("")}:${found.directive}\n`);
  yield* client.printError(`Completion ended with directive: ${directiveName(found.directive)}\n`);
  return 0;
}
