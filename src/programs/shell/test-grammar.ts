// The grammar of [[ … ]]: words, operators, && || ! and parentheses, over several lines
// (bash, "Conditional Constructs"). Errors are bash's own sentences, put together in syntax-messages.ts.

import type { Token } from "./lexer.ts";
import type { Parser } from "./parser.ts";
import { wordOf, type Command, type TestExpression, type Word } from "./syntax.ts";

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = new Set([
  "=",
  "==",
  "!=",
  "=~",
  "-eq",
  "-ne",
  "-lt",
  "-le",
  "-gt",
  "-ge",
  "-nt",
  "-ot",
  "-ef",
]);
const NONE: TestExpression = { kind: "unary", operator: "-n", operand: wordOf('""', 0) };

export function parseTest(parser: Parser, { line }: Token): Command {
  parser.next();
  const { scanner } = parser.lexer;
  const before = scanner.options;
  Object.assign(scanner, { options: { ...before, extglob: true } });
  const expression = parseOr(parser, 0);
  if (!parser.failed) {
    skip(parser);
    const token = parser.peek();
    if (token.text !== "]]" || token.kind !== "word") {
      if (token.kind === "end") ended(parser, token, "closer");
      else parser.breaks("test-unexpected-token", token, "after", { line, groups: 0 });
    }
  }
  Object.assign(scanner, { options: before });
  parser.next();
  return { kind: "test", expression, redirections: parser.redirections(), line };
}

function ended(parser: Parser, { at, line }: Token, condition: "closer" | "term"): void {
  const within = parser.open.at(-1);
  parser.lexer.scanner.fail({ kind: "end", expected: undefined, within, condition, at, line });
}

const skip = (parser: Parser): void => parser.skipNewlines();

function parseOr(parser: Parser, groups: number): TestExpression {
  const left = parseAnd(parser, groups);
  skip(parser);
  if (parser.failed || !parser.isOperator("||")) return left;
  parser.next();
  return { kind: "or", left, right: parseOr(parser, groups) };
}

function parseAnd(parser: Parser, groups: number): TestExpression {
  const left = parseTerm(parser, groups);
  skip(parser);
  if (parser.failed || !parser.isOperator("&&")) return left;
  parser.next();
  return { kind: "and", left, right: parseAnd(parser, groups) };
}

function parseTerm(parser: Parser, groups: number): TestExpression {
  skip(parser);
  const token = parser.peek();
  if (parser.isOperator("(")) {
    parser.next();
    const operand = parseOr(parser, groups + 1);
    if (parser.failed) return NONE;
    skip(parser);
    if (!parser.isOperator(")")) {
      parser.breaks("test-expected-paren", parser.peek(), "", { line: token.line, groups });
      return NONE;
    }
    parser.next();
    return { kind: "group", operand };
  }
  if (token.kind !== "word") {
    if (token.kind === "end") ended(parser, token, "term");
    else parser.breaks("test-unexpected-token", token, "in", { line: token.line, groups });
    return NONE;
  }
  if (token.text === "]]") {
    parser.breaks("test-primary-missing", token, "", { line: token.line, groups });
    return NONE;
  }
  if (token.text === "!") {
    parser.next();
    return { kind: "not", operand: parseTerm(parser, groups) };
  }
  return parsePrimary(parser, asWord(parser.next()), groups);
}

const asWord = ({ text, line }: Token): Word => wordOf(text, line);

function parsePrimary(parser: Parser, first: Word, groups: number): TestExpression {
  const token = parser.peek();
  const condition = { line: token.line, groups };
  if (UNARY.test(first.text) && !isBinary(token)) {
    if (token.kind !== "word" || token.text === "]]") {
      parser.breaks("test-unary-argument", token, "", condition);
      return NONE;
    }
    return { kind: "unary", operator: first.text, operand: asWord(parser.next()) };
  }
  if (isBinary(token)) {
    parser.next();
    const right = parser.peek(token.text === "=~" ? "regex" : "plain");
    if (right.kind !== "word" || right.text === "]]") {
      parser.breaks("test-unexpected-argument", right, "", condition);
      return NONE;
    }
    parser.next(token.text === "=~" ? "regex" : "plain");
    return { kind: "binary", operator: token.text, left: first, right: asWord(right) };
  }
  if (endsTerm(parser, token)) return { kind: "unary", operator: "-n", operand: first };
  parser.breaks("test-binary-expected", token, "", condition);
  return NONE;
}

const isBinary = (token: Token): boolean =>
  (token.kind === "word" && BINARY.has(token.text)) ||
  (token.kind === "redirect" && (token.text === "<" || token.text === ">") && token.fd === undefined);

const endsTerm = (parser: Parser, token: Token): boolean =>
  (token.kind === "word" && token.text === "]]") ||
  parser.isOperator("&&") ||
  parser.isOperator("||") ||
  parser.isOperator(")");
