// The sentences of syntax errors, as bash 5.2, dash 0.5.12 and busybox 1.38 write them, with the line of the
// source that bash shows after some. Relies on failure.ts for what was found.
// Not here: errors that only come up when a command runs.

import type { Failure, Rule } from "./failure.ts";
import { ownName, prefixOf } from "./messages.ts";
import type { Shell } from "./shell.ts";

/** Where the text came from. */
export type TextSource =
  "command" | "script" | "input" | "file" | "eval" | "trap" | "substitution" | "backquotes";

export function syntaxMessage(sh: Shell, failure: Failure, text: string, source: TextSource): string {
  if (sh.isBash) return bashMessage(sh, failure, text, source);
  const { line } = sh.state;
  sh.state.line = sh.state.lineBase + lineOf(failure);
  const prefix = prefixOf(sh);
  sh.state.line = line;
  const said = sh.dialect.name === "dash" ? dashSentence(failure) : ashSentence(failure);
  return `${prefix}${sh.dialect.name === "dash" ? "S" : "s"}yntax error: ${said}\n`;
}

/** A newline that could not stand there has been read, and quotes have been looked for up to the end. */
function lineOf(failure: Failure): number {
  if (failure.kind === "open") return failure.lastLine;
  return failure.line + (failure.kind === "token" && failure.token === "newline" ? 1 : 0);
}

// ---- dash and busybox

const RULES: Record<Rule, string> = {
  "for-variable": "Bad for loop variable",
  "function-name": "Bad function name",
  "fd-number": "Bad fd number",
  "too-deep": "Nested too deep",
  "for-expressions": "Bad for loop variable",
  "test-primary-missing": "unexpected token",
  "test-unexpected-token": "unexpected token",
  "test-binary-expected": "unexpected token",
  "test-unexpected-argument": "unexpected token",
  "test-unary-argument": "unexpected token",
  "test-expected-paren": "unexpected token",
};

function openSentence(closer: string): string {
  if (closer === '"' || closer === "'") return "Unterminated quoted string";
  return closer === "`" ? "EOF in backquote substitution" : `Missing '${closer}'`;
}

function dashSentence(failure: Failure): string {
  const expecting =
    "expected" in failure && failure.expected !== undefined ? ` (expecting ${failure.expected})` : "";
  switch (failure.kind) {
    case "token":
      return `${failure.called} unexpected${expecting}`;
    case "end":
      return `end of file unexpected${expecting}`;
    case "open":
      return openSentence(failure.closer);
    case "rule":
      return RULES[failure.rule];
    case "document":
      return "end of file unexpected";
  }
}

function ashSentence(failure: Failure): string {
  const expecting =
    "expected" in failure && failure.expected !== undefined ? ` (expecting ${failure.expected})` : "";
  switch (failure.kind) {
    case "token":
      return `unexpected ${failure.called}${expecting}`;
    case "end":
      return `unexpected end of file${expecting}`;
    case "open": {
      const sentence = openSentence(failure.closer);
      return sentence.startsWith("EOF") ? sentence : sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
    }
    case "rule":
      return RULES[failure.rule].slice(0, 1).toLowerCase() + RULES[failure.rule].slice(1);
    case "document":
      return "unexpected end of file";
  }
}

// ---- bash

function bashPrefix(sh: Shell, line: number, source: TextSource): string {
  const { source: name } = sh.state;
  if (source === "input" && sh.state.interactive) return `${ownName(sh)}: `;
  const frame = sh.frames[sh.frames.length - 1];
  const who = frame === undefined ? name : frame.source;
  if (source === "substitution" || source === "backquotes")
    return `${who}: command substitution: line ${line}: `;
  const said =
    source === "command" ? "-c: " : source === "eval" ? "eval: " : source === "trap" ? "exit trap: " : "";
  return `${who}: ${said}line ${line}: `;
}

function bashMessage(sh: Shell, failure: Failure, text: string, source: TextSource): string {
  const base = source === "backquotes" ? 1 : sh.state.lineBase;
  const at = (line: number): string => bashPrefix(sh, base + line, source);
  switch (failure.kind) {
    case "token": {
      const looking = failure.substitution ? " while looking for matching `)'" : "";
      return `${at(failure.line)}syntax error near unexpected token \`${failure.token}'${looking}\n${at(failure.line)}${shownLine(text, failure.at)}`;
    }
    case "end":
    case "document": {
      const within = failure.kind === "end" ? failure.within : undefined;
      const from = within && ` from \`${within.word}' command on line ${base + within.line}`;
      const before = failure.kind === "end" ? conditionEnd(failure, at, newlines(text)) : "";
      return `${before}${at(newlines(text))}syntax error: unexpected end of file${from ?? ""}\n`;
    }
    case "open":
      return `${at(failure.closer === ")" && failure.lastLine >= 0 && text[failure.at - 1] !== "(" ? failure.line : openLine(failure, text))}${openWords(failure.closer)}\n${failure.regex ? `${at(newlines(text))}unexpected argument to conditional binary operator\n` : ""}`;
    case "rule":
      return ruleMessage(failure, at, text);
  }
}

/** What is said of [[ ]] before the end of the text is. */
function conditionEnd(
  { condition, line, within }: Extract<Failure, { kind: "end" }>,
  at: (line: number) => string,
  last: number,
): string {
  if (condition === undefined) return "";
  return condition === "term"
    ? `${at(last)}unexpected token \`EOF' in conditional command\n`
    : `${at(within?.line ?? line)}unexpected EOF while looking for \`]]'\n`;
}

/** How many lines there are, the last of which is taken to end like the others. */
const newlines = (text: string): number => (text.endsWith("\n") ? text : `${text}\n`).split("\n").length - 1;

const openLine = (failure: Extract<Failure, { kind: "open" }>, text: string): number =>
  failure.closer === ")" && text[failure.at - 1] === "(" ? newlines(text) : failure.line;

const openWords = (closer: string): string => `unexpected EOF while looking for matching \`${closer}'`;

/** The line that the error is on, in bash's quotes. */
function shownLine(text: string, at: number): string {
  const from = text.lastIndexOf("\n", Math.max(0, at - 1)) + 1;
  const end = text.indexOf("\n", Math.max(from, at));
  return `\`${text.slice(from, end < 0 ? text.length : end)}'\n`;
}

type RuleFailure = Extract<Failure, { kind: "rule" }>;

function ruleMessage(failure: RuleFailure, at: (line: number) => string, text: string): string {
  const { rule, token, detail, line } = failure;
  const here = at(line);
  switch (rule) {
    case "for-expressions":
      return `${here}syntax error: ${token}\n${here}syntax error: \`${detail}'\n`;
    case "test-unexpected-token":
      if (detail === "in")
        return testMessage(failure, at, text, `unexpected token \`${token}' in conditional command`);
      return testMessage(
        failure,
        at,
        text,
        `syntax error in conditional expression: unexpected token \`${token}'`,
      );
    case "test-primary-missing":
      return testMessage(failure, at, text, undefined);
    case "test-binary-expected":
      return testMessage(
        failure,
        at,
        text,
        `unexpected token \`${token}', conditional binary operator expected`,
      );
    case "test-unexpected-argument":
      return testMessage(failure, at, text, `unexpected argument \`${token}' to conditional binary operator`);
    case "test-unary-argument":
      return testMessage(failure, at, text, `unexpected argument \`${token}' to conditional unary operator`);
    case "test-expected-paren":
      return testMessage(failure, at, text, `unexpected token \`${token}', expected \`)'`);
    default:
      return `${here}syntax error near unexpected token \`${token}'\n${here}${shownLine(text, failure.at)}`;
  }
}

/** Errors of [[ ]]: the sentence, one for each parenthesis that is open, and where the reader stood. */
function testMessage(
  { at: from, end, line, condition, rule }: RuleFailure,
  at: (line: number) => string,
  text: string,
  sentence: string | undefined,
): string {
  const here = at(line);
  const first = rule === "test-unexpected-token" ? at(condition?.line ?? line) : here;
  const said = sentence === undefined ? "" : `${first}${sentence}\n`;
  const parens = `${first}expected \`)'\n`.repeat(condition?.groups ?? 0);
  return `${said}${parens}${here}syntax error near \`${nearText(text, from, end)}'\n${here}${shownLine(text, from)}`;
}

/** The word or operator that ends where bash has read up to in the line. */
function nearText(text: string, at: number, end: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, at - 1)) + 1;
  const newline = text.indexOf("\n", Math.max(start, at));
  const line = text.slice(start, newline < 0 ? text.length : newline);
  let i = Math.min(end - start, line.length);
  while (i > 0 && /[\s]|^$/.test(line[i] ?? "")) i--;
  const tokenEnd = i + 1;
  while (i > 0 && !/[\s;|&]/.test(line[i] as string)) i--;
  while (i < tokenEnd && /\s/.test(line[i] as string)) i++;
  return line.slice(i, tokenEnd);
}
