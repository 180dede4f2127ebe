// Compound commands: groups, subshells, if, loops, case, functions, (( )), coproc (POSIX shell, 2.9.4 and
// 2.9.5; bash's "Compound Commands"). What each shell expects where, and says when it is not there, follows
// what the real ones print.

import type { Token } from "./lexer.ts";
import type { Parser } from "./parser.ts";
import { parseTest } from "./test-grammar.ts";
import { isReserved } from "./reserved.ts";
import {
  wordOf,
  type ArithmeticFor,
  type Case,
  type CaseItem,
  type Command,
  type If,
  type Word,
} from "./syntax.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The compound command that `token` begins; undefined if it begins none. */
export function parseCompound(parser: Parser, token: Token): Command | undefined {
  const opens = token.text !== "function";
  if (opens) parser.open.push({ word: token.text, line: token.line });
  const command = compoundOf(parser, token);
  // what an error stopped stays open, so that it can be told
  if (opens && !parser.failed) parser.open.pop();
  return command;
}

function compoundOf(parser: Parser, token: Token): Command | undefined {
  if (token.kind === "operator") return token.text === "(" ? parseParenthesis(parser, token) : undefined;
  if (token.kind !== "word") return undefined;
  switch (token.text) {
    case "{":
      return parseGroup(parser, token);
    case "if":
      return parseIf(parser, token);
    case "while":
    case "until":
      return parseWhile(parser, token);
    case "for":
    case "select":
      return parseFor(parser, token);
    case "case":
      return parseCase(parser, token);
    case "function":
      return parseFunctionKeyword(parser);
    case "[[":
      return parseTest(parser, token);
    case "coproc":
      return parseCoprocess(parser, token);
    default:
      return undefined;
  }
}

function parseGroup(parser: Parser, { line }: Token): Command {
  parser.next();
  const body = parser.list("}");
  parser.expect("}");
  return { kind: "group", body, redirections: parser.redirections(), line };
}

/** `(( … ))` if it is arithmetic, else a subshell. */
function parseParenthesis(parser: Parser, token: Token): Command {
  const { line } = token;
  const arithmetic = parser.dialect.extensions ? parseDoubleParentheses(parser, token) : undefined;
  if (arithmetic !== undefined)
    return {
      kind: "arithmetic",
      text: arithmetic,
      plain: isPlainArithmetic(arithmetic),
      redirections: parser.redirections(),
      line,
    };
  parser.next();
  const body = parser.list(")");
  parser.expect(")");
  return { kind: "subshell", body, redirections: parser.redirections(), line };
}

/** Nothing in it has to be expanded before it is evaluated. */
const isPlainArithmetic = (text: string): boolean => !/[$`\\]/.test(text);

/** The text between `((` and `))`, taken; undefined if it is none. */
function parseDoubleParentheses(parser: Parser, token: Token): string | undefined {
  const { lexer } = parser;
  const { scanner } = lexer;
  if (scanner.text[token.at + 1] !== "(") return undefined;
  const end = scanner.arithmetic(token.at + 2, token.at);
  if (end === 0) return undefined;
  if (end < 0) {
    lexer.moveTo(scanner.text.length);
    return "";
  }
  lexer.moveTo(end);
  return scanner.text.slice(token.at + 2, end - 2);
}

function parseIf(parser: Parser, { line }: Token): Command {
  parser.next();
  const clauses: { condition: If["clauses"][number]["condition"]; body: If["clauses"][number]["body"] }[] =
    [];
  let otherwise: If["otherwise"];
  for (;;) {
    const condition = parser.list("then");
    if (!parser.expect("then")) break;
    clauses.push({ condition, body: parser.list("fi") });
    if (parser.isWord("elif")) {
      parser.next();
      continue;
    }
    if (parser.isWord("else")) {
      parser.next();
      otherwise = parser.list("fi");
    }
    parser.expect("fi");
    break;
  }
  return { kind: "if", clauses, otherwise, redirections: parser.redirections(), line };
}

function parseWhile(parser: Parser, { line, text }: Token): Command {
  parser.next();
  const condition = parser.list("do");
  const body = parseDo(parser);
  return {
    kind: "while",
    until: text === "until",
    condition,
    body,
    redirections: parser.redirections(),
    line,
  };
}

function parseDo(parser: Parser): ReturnType<Parser["list"]> {
  parser.expect("do");
  const body = parser.list("done");
  parser.expect("done");
  return body;
}

function parseFor(parser: Parser, { line, text: keyword }: Token): Command {
  parser.next();
  const token = parser.peek();
  if (keyword === "for" && parser.isOperator("(") && parser.dialect.extensions) {
    const arithmetic = parseArithmeticFor(parser, token, line);
    if (arithmetic !== undefined) return arithmetic;
  }
  const named = token.kind === "word" && (parser.dialect.extensions || NAME.test(token.text));
  if (!named) {
    if (parser.dialect.extensions) parser.unexpected(token);
    else parser.breaks("for-variable", token);
  }
  parser.next();
  const words = parseForWords(parser);
  const body = parseLoopBody(parser);
  const kind = keyword === "select" ? "select" : "for";
  return { kind, variable: token.text, words, body, redirections: parser.redirections(), line };
}

function parseForWords(parser: Parser): Word[] | undefined {
  if (parser.isOperator(";")) {
    parser.next();
    parser.skipNewlines();
    return undefined;
  }
  parser.skipNewlines();
  if (!parser.isWord("in")) return undefined;
  parser.next();
  const words: Word[] = [];
  while (parser.peek().kind === "word") {
    const { text, line } = parser.next();
    words.push(wordOf(text, line));
  }
  const end = parser.peek();
  if (end.kind === "newline" || parser.isOperator(";")) parser.next();
  else parser.unexpected(end, undefined, false);
  parser.skipNewlines();
  return words;
}

/** bash takes a group as well. */
function parseLoopBody(parser: Parser): ReturnType<Parser["list"]> {
  if (!parser.dialect.extensions || !parser.isWord("{")) {
    const token = parser.peek();
    if (!parser.isWord("do")) parser.unexpected(token, '"do"');
    return parseDo(parser);
  }
  parser.next();
  const body = parser.list("}");
  parser.expect("}");
  return body;
}

function parseArithmeticFor(parser: Parser, token: Token, line: number): ArithmeticFor | undefined {
  const text = parseDoubleParentheses(parser, token);
  if (text === undefined) return undefined;
  const parts = splitArithmeticFor(text);
  if (parts.length !== 3) {
    const problem = parts.length < 3 ? "arithmetic expression required" : "`;' unexpected";
    parser.breaks("for-expressions", { ...token, text: problem }, `((${text}))`);
    return undefined;
  }
  if (parser.isOperator(";")) parser.next();
  parser.skipNewlines();
  const body = parseLoopBody(parser);
  const [initialise = "", test = "", update = ""] = parts;
  return {
    kind: "arithmetic-for",
    initialise,
    test,
    update,
    plain: parts.every(isPlainArithmetic),
    body,
    redirections: parser.redirections(),
    line,
  };
}

/** At semicolons outside parentheses and quotes. */
function splitArithmeticFor(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === "(" || c === "{") depth++;
    else if (c === ")" || c === "}") depth--;
    else if (c === ";" && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function parseCase(parser: Parser, { line }: Token): Command {
  parser.next();
  const word = parser.peek();
  if (word.kind !== "word") parser.unexpected(word, "word");
  parser.next();
  parser.skipNewlines();
  parser.expect("in");
  const items: CaseItem[] = [];
  for (;;) {
    parser.skipNewlines();
    if (parser.failed || parser.isWord("esac")) break;
    const item = parseCaseItem(parser);
    if (item === undefined) break;
    items.push(item);
    if (!item.ended) break;
  }
  if (!parser.failed) {
    parser.skipNewlines();
    parser.expect("esac");
  }
  const redirections = parser.redirections();
  const node: Case = { kind: "case", word: wordOf(word.text, word.line), items, redirections, line };
  return node;
}

function parseCaseItem(parser: Parser): (CaseItem & { ended: boolean }) | undefined {
  if (parser.isOperator("(")) parser.next();
  const patterns: Word[] = [];
  for (;;) {
    const token = parser.peek();
    // the others take whatever stands there
    if (token.kind !== "word" && (parser.dialect.extensions || token.kind === "end")) {
      parser.unexpected(token, parser.dialect.extensions ? undefined : '")"');
      return undefined;
    }
    parser.next();
    patterns.push(wordOf(token.text, token.line));
    if (!parser.isOperator("|")) break;
    parser.next();
  }
  if (!parser.isOperator(")")) {
    parser.unexpected(parser.peek(), '")"', false);
    return undefined;
  }
  parser.next();
  const body = parser.list("esac", true);
  if (parser.failed) return undefined;
  const token = parser.peek();
  if (token.kind === "operator" && token.text.startsWith(";") && token.text !== ";") {
    parser.next();
    return { patterns, body, terminator: token.text as CaseItem["terminator"], ended: true };
  }
  if (!parser.isWord("esac")) parser.unexpected(token, '";;"');
  return { patterns, body, terminator: ";;", ended: false };
}

// ---- functions and coprocesses

/** `name ( ) body`, from the parenthesis. */
export function parseFunctionBody(parser: Parser, name: Word, open: Token): Command {
  parser.next();
  if (!parser.isOperator(")")) {
    parser.unexpected(parser.peek(), '")"', false);
    return parseNothing(name);
  }
  parser.next();
  if (parser.dialect.name === "dash" && !NAME.test(name.text)) parser.breaks("function-name", open);
  return functionOf(parser, name, false);
}

function parseFunctionKeyword(parser: Parser): Command {
  const { line } = parser.next();
  const name = parser.peek();
  if (name.kind !== "word") {
    parser.unexpected(name, "word");
    return parseNothing(wordOf("", line));
  }
  parser.next();
  if (parser.isOperator("(")) {
    parser.next();
    parser.expect(")");
  }
  return functionOf(parser, wordOf(name.text, name.line), true);
}

function functionOf(parser: Parser, name: Word, keyword: boolean): Command {
  parser.skipNewlines();
  const token = parser.peek();
  const { dialect } = parser;
  const compound =
    token.kind === "operator" ||
    (token.kind === "word" && isReserved(dialect, token.text) && token.text !== "time" && token.text !== "!");
  if (!dialect.anyFunctionBody && !compound) parser.unexpected(token);
  if (parser.failed) return parseNothing(name);
  return { kind: "function", name: name.text, body: parser.command(), keyword, line: name.line };
}

const parseNothing = ({ line }: Word): Command => ({
  kind: "simple",
  assignments: [],
  words: [],
  declares: false,
  redirections: [],
  line,
});

/** `coproc [NAME] command`: a name only before a compound command. */
function parseCoprocess(parser: Parser, { line }: Token): Command {
  parser.next();
  const first = parser.peek();
  const after = parser.lexer.at;
  if (first.kind === "word" && NAME.test(first.text) && !isReserved(parser.dialect, first.text)) {
    parser.next();
    const token = parser.peek();
    const compound =
      parser.isOperator("(") || (token.kind === "word" && isReserved(parser.dialect, token.text));
    if (compound) return { kind: "coprocess", name: first.text, body: parser.command(), line };
    parser.lexer.moveTo(first.at);
  } else parser.lexer.moveTo(Math.min(first.at, after));
  return { kind: "coprocess", name: "COPROC", body: parser.command(), line };
}
