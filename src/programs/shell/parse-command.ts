// The parser's entries: one complete command of a text, and the commands of a substitution, of which only the
// end is wanted. Puts scanner, lexer and parser together for a text. Not here: the grammar (parser.ts).

import type { Failure } from "./failure.ts";
import { Lexer } from "./lexer.ts";
import { Parser, type ParseOptions } from "./parser.ts";
import { Scanner } from "./scanner.ts";
import type { List } from "./syntax.ts";

export interface Parsed {
  /** undefined at the end of the text, and where there is a failure */
  readonly command: List | undefined;
  /** index of what follows, and its line */
  readonly end: number;
  readonly endLine: number;
  readonly failure: Failure | undefined;
  /** here-documents that the end of the text ended */
  readonly unfinished: Lexer["unfinished"];
}

/** Reads one complete command from `from`, which is on the given line. */
export function parseCommand(text: string, from: number, line: number, options: ParseOptions): Parsed {
  const scanner = new Scanner(text, {
    dialect: options.dialect,
    extglob: options.extglob,
    parseSubstitution: (inner, at) => parseSubstitution(inner, at, options),
  });
  scanner.startAt(from, line);
  const lexer = new Lexer(scanner, options.final);
  lexer.moveTo(from);
  const command = wholeCommand(lexer, options);
  const { failure } = scanner;
  return {
    command: failure === undefined ? command : undefined,
    end: lexer.at - lexer.grown,
    endLine: scanner.lineAt(lexer.at),
    failure,
    unfinished: lexer.unfinished,
  };
}

/** A command, with those that an alias's value brought along. */
function wholeCommand(lexer: Lexer, options: ParseOptions): List | undefined {
  let command = new Parser(lexer, options).completeCommand();
  while (command !== undefined && lexer.insideAlias) {
    const next = new Parser(lexer, options).completeCommand();
    if (next === undefined) break;
    command = { ...command, items: [...command.items, ...next.items] };
  }
  return command;
}

/** Commands up to `)`: only to find where they end; they are parsed again when they are expanded. */
function parseSubstitution(scanner: Scanner, from: number, options: ParseOptions): number {
  const lexer = new Lexer(scanner, true);
  lexer.moveTo(from);
  const parser = new Parser(lexer, { ...options, aliases: undefined });
  parser.list(")", true);
  if (parser.failed) return -1;
  const token = parser.peek();
  if (token.kind === "operator" && token.text === ")") return token.end;
  if (token.kind === "end" && options.dialect.name === "bash") {
    const lastLine = scanner.lineAt(scanner.text.length);
    return scanner.fail({ kind: "open", closer: ")", at: from, line: scanner.lineAt(from), lastLine });
  }
  const { at, line } = token;
  if (token.kind !== "word" || options.dialect.name !== "bash") parser.unexpected(token, '")"');
  else scanner.fail({ kind: "token", token: token.text, called: "word", expected: undefined, substitution: true, at, line }); // prettier-ignore
  return -1;
}
