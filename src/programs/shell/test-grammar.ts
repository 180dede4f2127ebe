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
  const expression = parseOr(parser);
  if (!parser.failed) {
    skip(parser);
    const token = parser.peek();
    if (token.text !== "]]" || token.kind !== "word") {
      if (token.kind === "end") unclosed(parser, token);
      else parser.breaks("test-unexpected-token", token, "after");
    }
  }
  Object.assign(scanner, { options: before });
  parser.next();
  return { kind: "test", expression, redirections: parser.redirections(), line };
}

function unclosed(parser: Parser, token: Token): void {
  parser.lexer.scanner.fail({
    kind: "open",
    closer: "]]",
    at: token.at,
    line: token.line,
    lastLine: token.line,
  });
}

const skip = (parser: Parser): void => parser.skipNewlines();

function parseOr(parser: Parser): TestExpression {
  const left = parseAnd(parser);
  skip(parser);
  if (parser.failed || !parser.isOperator("||")) return left;
  parser.next();
  return { kind: "or", left, right: parseOr(parser) };
}

function parseAnd(parser: Parser): TestExpression {
  const left = parseTerm(parser);
  skip(parser);
  if (parser.failed || !parser.isOperator("&&")) return left;
  parser.next();
  return { kind: "and", left, right: parseAnd(parser) };
}

function parseTerm(parser: Parser): TestExpression {
  skip(parser);
  const token = parser.peek();
  if (parser.isOperator("(")) {
    parser.next();
    const operand = parseOr(parser);
    if (parser.failed) return NONE;
    skip(parser);
    if (!parser.isOperator(")")) {
      parser.breaks("test-expected-paren", parser.peek());
      return NONE;
    }
    parser.next();
    return { kind: "group", operand };
  }
  if (token.kind !== "word") {
    if (token.kind === "end") parser.unexpected(token);
    else parser.breaks("test-unexpected-token", token, "in");
    return NONE;
  }
  if (token.text === "]]") {
    parser.unexpected(token);
    return NONE;
  }
  if (token.text === "!") {
    parser.next();
    return { kind: "not", operand: parseTerm(parser) };
  }
  return parsePrimary(parser, asWord(parser.next()));
}

const asWord = ({ text, line }: Token): Word => wordOf(text, line);

function parsePrimary(parser: Parser, first: Word): TestExpression {
  const token = parser.peek();
  if (UNARY.test(first.text) && !isBinary(token)) {
    if (token.kind !== "word" || token.text === "]]") {
      parser.breaks("test-unary-argument", token);
      return NONE;
    }
    return { kind: "unary", operator: first.text, operand: asWord(parser.next()) };
  }
  if (isBinary(token)) {
    parser.next();
    const right = parser.peek(token.text === "=~" ? "regex" : "plain");
    if (right.kind !== "word" || right.text === "]]") {
      parser.breaks("test-unexpected-argument", right);
      return NONE;
    }
    parser.next(token.text === "=~" ? "regex" : "plain");
    return { kind: "binary", operator: token.text, left: first, right: asWord(right) };
  }
  if (endsTerm(parser, token)) return { kind: "unary", operator: "-n", operand: first };
  parser.breaks("test-binary-expected", token, token.kind === "word" ? "" : "token");
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
