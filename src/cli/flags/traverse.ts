// Which command is meant, as cobra finds it. It does so before flags are read, by guessing which words are flags and
// which of those take the next word along: a flag without `=` that the command does not know for a bool does.

import type { Command, Flag, FlagSet } from "../grammar/command.ts";
import { childCommand } from "../grammar/decode.ts";
import type { ClientEnvironment } from "./client-environment.ts";
import { isPresent } from "./present.ts";

const isBool = (flag: Flag | undefined): boolean => flag?.kind === "bool";

/** Whether the next word is taken for the flag's value. */
function takesNext(word: string, flags: FlagSet): boolean {
  if (word.includes("=")) return false;
  if (word.startsWith("--")) return !isBool(flags.byName.get(word.slice(2)));
  // two bytes: what is beyond ASCII is longer
  return /^-[\x00-\x7f]$/.test(word) && !isBool(flags.byShorthand.get(word.slice(1)));
}

function child(command: Command, name: string, env: ClientEnvironment): Command | undefined {
  const found = childCommand(command, name);
  return found !== undefined && isPresent(found, env) ? found : undefined;
}

export interface Step {
  readonly command: Command;
  /** words before the name of the next command */
  readonly words: readonly string[];
}

export interface Traversal {
  /** commands on the way, with the words that stand before the next one: flags, as cobra takes it */
  readonly passed: readonly Step[];
  readonly command: Command;
  readonly words: readonly string[];
}

/** cobra's Traverse: each word that is no flag must name a command below the last; the first that does not ends it. */
export function traverse(root: Command, words: readonly string[], env: ClientEnvironment): Traversal {
  const passed: Step[] = [];
  let command = root;
  let rest = words;
  for (;;) {
    const next = nextCommand(command, rest, env);
    if (next === undefined) return { passed, command, words: rest };
    passed.push({ command, words: rest.slice(0, next.at) });
    command = next.command;
    rest = rest.slice(next.at + 1);
  }
}

function nextCommand(
  command: Command,
  words: readonly string[],
  env: ClientEnvironment,
): { command: Command; at: number } | undefined {
  let isValue = false;
  for (const [at, word] of words.entries()) {
    if (word.startsWith("--") && !word.includes("=")) {
      isValue = takesNext(word, command.flags);
      continue;
    }
    if (takesNext(word, command.flags)) {
      isValue = true;
      continue;
    }
    if (isValue) {
      isValue = false;
      continue;
    }
    if (/^--.|^-[^-]/s.test(word)) continue;
    const next = child(command, word, env);
    return next && { command: next, at };
  }
  return undefined;
}

/** cobra's Find, which leaves flags where they are: `docker help` and the search for plugins use it. */
export function find(
  root: Command,
  words: readonly string[],
  env: ClientEnvironment,
): { command: Command; words: readonly string[] } {
  let command = root;
  let rest = words;
  for (;;) {
    const [name] = withoutFlags(rest, command.flags);
    const next = name === undefined ? undefined : child(command, name, env);
    if (name === undefined || next === undefined) return { command, words: rest };
    rest = withoutFirst(rest, name, command.flags);
    command = next;
  }
}

function withoutFlags(words: readonly string[], flags: FlagSet): string[] {
  const plain: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === "--") break;
    if (takesNext(word, flags)) {
      // cobra gives up where the value would be the last word
      if (words.length - 1 - i <= 1) break;
      i++;
    } else if (word !== "" && !word.startsWith("-")) plain.push(word);
  }
  return plain;
}

function withoutFirst(words: readonly string[], name: string, flags: FlagSet): readonly string[] {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === "--") return words;
    if (takesNext(word, flags)) i++;
    else if (!word.startsWith("-") && word === name) return [...words.slice(0, i), ...words.slice(i + 1)];
  }
  return words;
}
