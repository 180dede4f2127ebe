// Reading a jq program, or definitions: the tree, or what is unexpected and where. Relies on parser.ts, whose errors are
// caught here.

import { LexError, tokensOf } from "./lexer.ts";
import { Parser } from "./parser.ts";
import type { Definition, Filter } from "./syntax.ts";

export interface SyntaxFailure {
  readonly error: string;
  /** where, in characters */
  readonly at: number;
}

export function parseProgram(text: string): Filter | SyntaxFailure {
  try {
    return new Parser(tokensOf(text)).whole();
  } catch (error) {
    if (error instanceof LexError) return { error: error.what, at: error.at };
    throw error;
  }
}

/** `def a: …; def b: …;` */
export const parseDefinitions = (text: string): Definition[] => {
  const found: Definition[] = [];
  let filter = parseProgram(text);
  while (!("error" in filter) && filter.kind === "define") {
    found.push(filter.definition);
    filter = filter.body;
  }
  return found;
};
