// Reserved words of each dialect, which count as such only where a command may begin (POSIX shell, 2.4),
// and those of them that end a list of commands.

import type { Dialect } from "./dialect.ts";

const COMMON = [
  "!",
  "case",
  "do",
  "done",
  "elif",
  "else",
  "esac",
  "fi",
  "for",
  "if",
  "in",
  "then",
  "until",
  "while",
  "{",
  "}",
];
const RESERVED = {
  dash: new Set(COMMON),
  ash: new Set([...COMMON, "function"]),
  bash: new Set([...COMMON, "function", "select", "time", "coproc", "[["]),
};

export const isReserved = (dialect: Dialect, text: string): boolean => RESERVED[dialect.name].has(text);

export const reservedWords = (dialect: Dialect): Iterable<string> => RESERVED[dialect.name];

export const LIST_ENDS: ReadonlySet<string> = new Set([
  "then",
  "else",
  "elif",
  "fi",
  "do",
  "done",
  "esac",
  "}",
]);
