// Parsed commands by the text that they stand in and where, so that a line, a function or a script that runs
// often is read once. Parsing depends on nothing but the text, the dialect and two options; where aliases are
// in force nothing is kept. A bounded cache of pure data, shared by all shells.

import type { Dialect } from "./dialect.ts";
import { parseCommand, type Parsed } from "./parse-command.ts";
import type { ParseOptions } from "./parser.ts";

const MOST_TEXTS = 1000;
/** Longer texts are not kept: they are read once. */
const MOST_LENGTH = 1 << 20;

const texts = new Map<string, Map<number, Parsed>>();

export function parseAt(text: string, from: number, line: number, options: ParseOptions): Parsed {
  if (options.aliases !== undefined || text.length > MOST_LENGTH)
    return parseCommand(text, from, line, options);
  const known = commandsOf(text, options);
  const parsed = known.get(from);
  if (parsed !== undefined) return parsed;
  const fresh = parseCommand(text, from, line, options);
  known.set(from, fresh);
  return fresh;
}

function commandsOf(text: string, { dialect, extglob, final }: ParseOptions): Map<number, Parsed> {
  const key = keyOf(text, dialect, extglob, final);
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= MOST_TEXTS) texts.delete(texts.keys().next().value as string);
  const fresh = new Map<number, Parsed>();
  texts.set(key, fresh);
  return fresh;
}

const keyOf = (text: string, dialect: Dialect, extglob: boolean, final: boolean): string =>
  `${dialect.name}${extglob ? "+" : "-"}${final ? "!" : "?"}${text}`;
