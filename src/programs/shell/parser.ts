// The grammar of the shell language by recursive descent, for bash, dash and ash (POSIX shell, section 2.10;
// bash's "Shell Grammar"). It reads one complete command at a time, as shells do: what stands before an error
// has been carried out when the error is found. A failure is kept by the scanner; from then on there are no
// more tokens, so that every rule comes back by itself. Not here: [[ ]] (test-grammar.ts), words (words.ts).

import type { Dialect } from "./dialect.ts";
import type { Expected, Rule } from "./failure.ts";
import type { Lexer, Mode, Token } from "./lexer.ts";
import { isReserved, LIST_ENDS } from "./reserved.ts";
import { parseCompound, parseFunctionBody } from "./compound-grammar.ts";
import { parseAssignment } from "./assignment-grammar.ts";
import { wordOf, type Argument, type Assignment, type Command, type List, type ListItem, type Pipeline, type Redirection } from "./syntax.ts"; // prettier-ignore

export interface ParseOptions {
  readonly dialect: Dialect;
  readonly extglob: boolean;
  readonly aliases: ReadonlyMap<string, string> | undefined;
  /** no more input will come: an end in the midst of a command is an error */
  readonly final: boolean;
}

/** Commands whose arguments may be assignments with values of their own rules. */
const DECLARING = new Set(["declare", "typeset", "local", "export", "readonly", "alias"]);
const DECLARING_PLAIN = new Set(["local", "export", "readonly"]);
const MAX_NESTING = 250;

export class Parser {
  private nesting = 0;
  /** the next word is looked up as an alias too, as the value before it ended in a blank */
  private aliasEnd = -1;

  constructor(
    readonly lexer: Lexer,
    readonly options: ParseOptions,
  ) {}

  /** compound commands that have begun and not ended, for what is said of a text that ends too early */
  readonly open: { readonly word: string; readonly line: number }[] = [];

  get dialect(): Dialect {
    return this.options.dialect;
  }

  get failed(): boolean {
    return this.lexer.failure !== undefined;
  }

  // ---- errors

  unexpected(token: Token, expected?: Expected, keyword = true): void {
    const { at, line } = token;
    if (token.kind === "end") {
      this.lexer.scanner.fail({ kind: "end", expected, within: this.open.at(-1), at, line });
      return;
    }
    const text = token.kind === "newline" ? "newline" : token.text;
    let called = `"${text}"`;
    if (token.kind === "newline") called = "newline";
    else if (token.kind === "redirect") called = "redirection";
    else if (token.kind === "word" && !(keyword && isReserved(this.dialect, text))) called = "word";
    this.lexer.scanner.fail({ kind: "token", token: text, called, expected, at, line });
  }

  breaks(
    rule: Rule,
    token: Token,
    detail = "",
    condition?: { readonly line: number; readonly groups: number },
  ): void {
    const text = token.kind === "newline" || token.kind === "end" ? "newline" : token.text;
    const { at, line } = token;
    const end = Math.max(token.end, at + 1);
    const failure = { kind: "rule", rule, detail, token: text, at, end, line } as const;
    this.lexer.scanner.fail(condition === undefined ? failure : { ...failure, condition });
  }

  // ---- tokens

  peek(mode: Mode = "plain"): Token {
    return this.lexer.peek(mode);
  }

  next(mode: Mode = "plain"): Token {
    return this.lexer.next(mode);
  }

  isOperator(text: string): boolean {
    const token = this.peek();
    return token.kind === "operator" && token.text === text;
  }

  isWord(text: string): boolean {
    const token = this.peek();
    return token.kind === "word" && token.text === text;
  }

  /** Takes the reserved word or operator that must stand here. */
  expect(text: string): boolean {
    const token = this.peek();
    if (token.text === text && token.kind !== "end" && token.kind !== "newline") {
      this.next();
      return true;
    }
    this.unexpected(token, `"${text}"`);
    return false;
  }

  skipNewlines(): void {
    while (this.peek().kind === "newline") this.next();
  }

  // ---- lists

  /** The next command up to the end of its line; undefined at the end of the text. */
  completeCommand(): List | undefined {
    this.skipNewlines();
    const first = this.peek();
    if (first.kind === "end") return undefined;
    const items: ListItem[] = [];
    for (;;) {
      const command = this.andOr();
      if (this.failed) return undefined;
      const separator = this.peek();
      items.push({ command, background: separator.kind === "operator" && separator.text === "&" });
      if (separator.kind === "operator" && (separator.text === ";" || separator.text === "&")) {
        this.next();
        const after = this.peek();
        if (after.kind !== "newline" && after.kind !== "end") continue;
      }
      const end = this.peek();
      if (end.kind === "newline") this.next();
      else if (end.kind !== "end" || !this.options.final) this.unexpected(end, undefined, false);
      return { kind: "list", items, line: first.line };
    }
  }

  /** Commands up to a word or operator that ends them; at least one, unless `mayBeEmpty`. */
  /** `closer` is what may stand after it. */
  list(closer: string, mayBeEmpty = false): List {
    this.skipNewlines();
    const { line, kind } = this.peek();
    const items: ListItem[] = [];
    if (kind === "end") this.unexpected(this.peek(), `"${closer}"`);
    if (mayBeEmpty && this.atListEnd()) return { kind: "list", items, line };
    for (;;) {
      const command = this.andOr();
      if (this.failed) break;
      const separator = this.peek();
      const operator = separator.kind === "operator" ? separator.text : "";
      items.push({ command, background: operator === "&" });
      if (operator === ";" || operator === "&") this.next();
      else if (separator.kind !== "newline") break;
      this.skipNewlines();
      if (this.atListEnd()) break;
    }
    return { kind: "list", items, line };
  }

  private atListEnd(): boolean {
    const token = this.peek();
    if (token.kind === "end") return true;
    if (token.kind === "operator") return token.text === ")" || token.text.startsWith(";");
    return token.kind === "word" && LIST_ENDS.has(token.text);
  }

  andOr(): Command {
    let left = this.pipeline();
    for (;;) {
      const token = this.peek();
      if (token.kind !== "operator" || (token.text !== "&&" && token.text !== "||")) return left;
      this.next();
      this.skipNewlines();
      const right = this.pipeline();
      left = { kind: "and-or", operator: token.text, left, right, line: left.line };
    }
  }

  pipeline(): Command {
    const { line } = this.peek();
    let timed: Pipeline["timed"];
    let negated = false;
    const { extensions } = this.dialect;
    for (;;) {
      if (this.isWord("!") && (extensions || !negated)) {
        this.next();
        negated = !negated;
        if (!extensions) break;
      } else if (extensions && timed === undefined && this.isWord("time")) {
        this.next();
        timed = "time";
        if (this.isWord("-p")) {
          this.next();
          timed = "time -p";
        }
        if (this.isWord("--")) this.next();
      } else break;
    }
    if ((negated || timed !== undefined) && extensions && this.atPipelineEnd())
      return { kind: "pipeline", commands: [], negated, timed, line };
    const commands = this.pipelineCommands();
    const [only] = commands;
    if (commands.length === 1 && !negated && timed === undefined) return only as Command;
    return { kind: "pipeline", commands, negated, timed, line };
  }

  private atPipelineEnd(): boolean {
    const token = this.peek();
    return token.kind === "end" || token.kind === "newline" || this.isOperator(";") || this.isOperator("&");
  }

  private pipelineCommands(): Command[] {
    const commands = [this.command()];
    for (;;) {
      const token = this.peek();
      if (token.kind !== "operator" || (token.text !== "|" && token.text !== "|&")) return commands;
      this.next();
      if (token.text === "|&") commands.push(withErrorsPiped(commands.pop() as Command));
      this.skipNewlines();
      commands.push(this.command());
    }
  }

  // ---- commands

  command(): Command {
    if (this.nesting >= MAX_NESTING) this.breaks("too-deep", this.peek());
    this.nesting++;
    const command = this.commandHere();
    this.nesting--;
    return command;
  }

  private commandHere(): Command {
    this.replaceAliases();
    const token = this.peek("assignment");
    if (token.kind === "redirect") return this.simpleCommand();
    if (token.kind === "word" && !isReserved(this.dialect, token.text)) return this.simpleCommand();
    const compound = parseCompound(this, token);
    if (compound !== undefined) return compound;
    this.unexpected(token);
    return NOTHING;
  }

  private replaceAliases(): void {
    const { aliases } = this.options;
    if (aliases === undefined) return;
    for (;;) {
      const token = this.peek("assignment");
      const value = token.kind === "word" ? aliases.get(token.text) : undefined;
      if (value === undefined || !this.lexer.replaceAlias(token, value)) return;
      this.aliasEnd = /[ \t]$/.test(value) ? token.at + value.length : -1;
    }
  }

  private simpleCommand(): Command {
    let { line } = this.peek("assignment");
    let elements = 0;
    const assignments: Assignment[] = [];
    const words: Argument[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      if (words.length === 0 && elements > 0) this.replaceAliases();
      if (this.aliasEnd >= 0 && words.length > 0 && this.peek("assignment").at >= this.aliasEnd) {
        this.aliasEnd = -1;
        this.replaceAliases();
      }
      const declaring = words.length > 0 && this.isDeclaring(words);
      const token = this.peek(words.length === 0 || declaring ? "assignment" : "plain");
      // bash counts a command's line when it has read its second word
      if (elements++ === 1 && token.kind === "word" && this.dialect.extensions)
        line = this.lexer.scanner.lineAt(token.end);
      if (token.kind === "redirect") {
        const redirection = this.redirection();
        if (redirection !== undefined) redirections.push(redirection);
      } else if (token.kind === "word") {
        const assignment = words.length === 0 || declaring ? parseAssignment(this, token) : undefined;
        if (assignment === undefined) words.push(argumentOf(this.next("plain")));
        else if (declaring) words.push({ ...assignment.word, assignment });
        else assignments.push(assignment);
      } else if (this.isConditionWord(words, token)) {
        words.push(argumentOf(this.next("plain")));
      } else if (token.text === "(" && token.kind === "operator" && words.length === 1) {
        if (assignments.length + redirections.length > 0) break;
        return parseFunctionBody(this, words[0] as Argument, token);
      } else break;
    }
    const declares = words.some(({ assignment }) => assignment !== undefined);
    return { kind: "simple", assignments, words, declares, redirections, line };
  }

  /** busybox's [[ is a command, but && and || are words of it. */
  private isConditionWord(words: readonly Argument[], { kind, text }: Token): boolean {
    if (this.dialect.name !== "ash" || kind !== "operator" || (text !== "&&" && text !== "||")) return false;
    return words[0]?.text === "[[" && words[words.length - 1]?.text !== "]]";
  }

  private isDeclaring(words: readonly Argument[]): boolean {
    const [first, second] = words;
    const name = first?.text === "command" && !this.dialect.arrays ? second?.text : first?.text;
    return name !== undefined && (this.dialect.arrays ? DECLARING : DECLARING_PLAIN).has(name);
  }

  redirections(): Redirection[] {
    const all: Redirection[] = [];
    while (this.peek().kind === "redirect") {
      const redirection = this.redirection();
      if (redirection !== undefined) all.push(redirection);
    }
    return all;
  }

  private redirection(): Redirection | undefined {
    const { text, fd, variable } = this.next();
    const operator = text as Redirection["operator"];
    const target = this.peek();
    if (target.kind !== "word") {
      this.unexpected(target);
      return undefined;
    }
    this.next();
    const redirection: Redirection = {
      operator,
      fd,
      variable,
      target: wordOf(target.text, target.line),
      document: undefined,
    };
    if (operator === "<<" || operator === "<<-") this.lexer.expectDocument(redirection, operator === "<<-");
    return redirection;
  }
}

/** Stands for what could not be read. */
const NOTHING: Command = {
  kind: "simple",
  assignments: [],
  words: [],
  declares: false,
  redirections: [],
  line: 0,
};

const argumentOf = ({ text, line }: Token): Argument => ({
  text,
  line,
  plans: undefined,
  assignment: undefined,
});

/** `a |& b` is `a 2>&1 | b`. */
function withErrorsPiped(command: Command): Command {
  const extra: Redirection = {
    operator: ">&",
    fd: 2,
    variable: undefined,
    target: wordOf("1", command.line),
    document: undefined,
  };
  if ("redirections" in command) return { ...command, redirections: [...command.redirections, extra] };
  const body: List = { kind: "list", items: [{ command, background: false }], line: command.line };
  return { kind: "group", body, redirections: [extra], line: command.line };
}
