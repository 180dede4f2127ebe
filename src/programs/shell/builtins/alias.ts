// alias and unalias (POSIX shell, "alias"). What aliases do is done where commands are read (lexer.ts).
// Not here: when they count, which each shell decides for itself (reader.ts).

import type { Task } from "../../../kernel/sys.ts";
import { complain, print, printError } from "../messages.ts";
import { quotePosix, singleQuote } from "../quoting.ts";
import type { Outcome, Shell } from "../shell.ts";
import { usage, wrong } from "./complaints.ts";
import { has, isRefusal, readOptions } from "./options.ts";
import type { Declared } from "../declared.ts";

const lineOf = (sh: Shell, name: string, value: string): string =>
  sh.isBash ? `alias ${name}=${singleQuote(value)}\n` : `${name}=${quotePosix(value)}\n`;

export function aliasBuiltin(sh: Shell, args: readonly string[], _declared?: Declared): Outcome {
  if (!sh.isBash) return aliases(sh, args.slice(1), false);
  const options = readOptions(sh, args, "p");
  if (isRefusal(options)) return options;
  return aliases(sh, options.rest, has(options, "p"));
}

function* aliases(sh: Shell, words: readonly string[], list: boolean): Task<number> {
  if (words.length === 0 || list) {
    const all = [...sh.aliases].sort(([a], [b]) => (a < b ? -1 : 1));
    yield* print(sh, all.map(([name, value]) => lineOf(sh, name, value)).join(""));
  }
  let status = 0;
  for (const word of words) {
    const equals = word.indexOf("=", 1);
    if (equals > 0) {
      const name = word.slice(0, equals);
      if (sh.isBash && /[\s/$`"'\\<>;&|()]/.test(name))
        status = yield* wrong(sh, "alias", `\`${name}': invalid alias name`);
      else sh.aliases = new Map(sh.aliases).set(name, word.slice(equals + 1));
      continue;
    }
    const value = sh.aliases.get(word);
    if (value !== undefined) yield* print(sh, lineOf(sh, word, value));
    else status = yield* unknown(sh, "alias", word);
  }
  return status;
}

function* unknown(sh: Shell, name: string, word: string): Task<number> {
  if (sh.isBash) yield* complain(sh, `${word}: not found`, name);
  else yield* printError(sh, `${name}: ${word} not found\n`);
  return 1;
}

export function unaliasBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "a");
  if (isRefusal(options)) return options;
  if (has(options, "a")) {
    sh.aliases = new Map();
    return 0;
  }
  if (options.rest.length === 0 && sh.isBash) return usage(sh, "unalias");
  return remove(sh, options.rest);
}

function* remove(sh: Shell, names: readonly string[]): Task<number> {
  let status = 0;
  for (const name of names) {
    if (!sh.aliases.has(name)) {
      status = yield* unknown(sh, "unalias", name);
      continue;
    }
    const left = new Map(sh.aliases);
    left.delete(name);
    sh.aliases = left;
  }
  return status;
}
