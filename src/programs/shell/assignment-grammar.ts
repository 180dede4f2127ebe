// Assignments: `name=value`, `name+=value`, `name[index]=value`, `name=(…)` (bash, "Shell Parameters" and
// "Arrays"). The lexer has found the whole word; here it is taken apart. What is assigned is the evaluator's.

import type { Token } from "./lexer.ts";
import type { Parser } from "./parser.ts";
import { wordOf, type Assignment, type Word } from "./syntax.ts";

const HEAD = /^([A-Za-z_][A-Za-z0-9_]*)(?:(\[)|(\+?)=)/;

/** Takes the token if it is an assignment; undefined leaves it where it is. */
export function parseAssignment(parser: Parser, token: Token): Assignment | undefined {
  const head = splitHead(token.text, parser.dialect.arrays);
  if (head === undefined) return undefined;
  if (head.append && parser.dialect.name !== "bash") return undefined;
  parser.next("assignment");
  const { line } = token;
  const value = wordOf(token.text.slice(head.length), line);
  if (!token.list) return { ...head.parts, value, elements: undefined, word: wordOf(token.text, line) };
  const elements = parseElements(parser);
  const text = parser.lexer.text.slice(token.at, parser.lexer.at);
  return { ...head.parts, value, elements, word: wordOf(text, line) };
}

export interface AssignmentHead {
  readonly parts: Pick<Assignment, "name" | "index" | "append">;
  readonly append: boolean;
  /** of `name[index]+=` */
  readonly length: number;
}

/** The part of a word up to its `=`, if the word is an assignment. */
export function splitHead(text: string, arrays: boolean): AssignmentHead | undefined {
  const match = HEAD.exec(text);
  if (match === null) return undefined;
  const name = match[1] as string;
  if (match[2] === undefined) {
    const append = match[3] === "+";
    return { parts: { name, index: undefined, append }, append, length: match[0].length };
  }
  if (!arrays) return undefined;
  const close = closingBracket(text, name.length);
  if (close < 0) return undefined;
  const append = text[close + 1] === "+";
  const equals = close + (append ? 2 : 1);
  if (text[equals] !== "=") return undefined;
  return { parts: { name, index: text.slice(name.length + 1, close), append }, append, length: equals + 1 };
}

/** Index of the bracket that closes the one at `open`, over quotes and nested brackets; -1 without one. */
export function closingBracket(text: string, open: number): number {
  let depth = 0;
  let quote = "";
  for (let i = open + 1; i < text.length; i++) {
    const c = text[i] as string;
    if (c === "\\" && quote !== "'") i++;
    else if (quote !== "") quote = c === quote ? "" : quote;
    else if (c === "'" || c === '"') quote = c;
    else if (c === "[") depth++;
    else if (c === "]" && depth-- === 0) return i;
  }
  return -1;
}

/** `( word … )` */
function parseElements(parser: Parser): Word[] {
  const { lexer } = parser;
  lexer.moveTo(lexer.at + 1);
  const elements: Word[] = [];
  for (;;) {
    parser.skipNewlines();
    const token = parser.peek("assignment");
    if (token.kind === "operator" && token.text === ")") {
      parser.next();
      return elements;
    }
    if (token.kind !== "word") {
      if (token.kind === "end") lexer.scanner.fail(unclosedList(parser, token));
      else parser.unexpected(token);
      return elements;
    }
    const { text, line } = elementToken(parser, token);
    elements.push(wordOf(text, line));
  }
}

/** `[index]=value` may hold blanks between its brackets. */
function elementToken(parser: Parser, token: Token): Token {
  if (!token.text.startsWith("[")) return parser.next("plain");
  const { scanner } = parser.lexer;
  const close = scanner.subscript(token.at);
  if (close <= 0 || !/^\+?=/.test(scanner.text.slice(close, close + 2))) return parser.next("plain");
  const end = scanner.word(close);
  if (end < 0) return parser.next("plain");
  parser.lexer.moveTo(end);
  return { ...token, text: scanner.slice(token.at, end), end };
}

const unclosedList = (parser: Parser, token: Token) =>
  ({
    kind: "open",
    closer: ")",
    at: token.at,
    line: token.line,
    lastLine: parser.lexer.scanner.lineAt(token.at),
  }) as const;
