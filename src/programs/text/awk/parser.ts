// Reading an awk program: rules, functions and statements. Expressions are read by expressions.ts. Where a newline may
// stand is the grammar of POSIX; the messages are the flavours' own, as near as one grammar can come to three.

import { ExpressionParser } from "./expressions.ts";
import type { Flavour } from "./flavour.ts";
import type { LexFault } from "./lexer.ts";
import type { Case, Expr, Func, Lvalue, Name, ProgramTree, Redirect, Rule, Stmt } from "./syntax.ts";

export type ParseFault = LexFault;

export const isParseFault = (answer: ProgramTree | ParseFault): answer is ParseFault => "message" in answer;

export function parseProgram(source: string, flavour: Flavour): ProgramTree | ParseFault {
  const parser = new Parser(source, flavour);
  const tree = parser.program();
  return parser.fault ?? tree;
}

const EMPTY: Stmt = { kind: "block", body: [] };

class Parser extends ExpressionParser {
  private inFunction = false;
  private loops = 0;
  private when: Rule["when"] = "record";

  program(): ProgramTree {
    const rules: Rule[] = [];
    const functions = new Map<string, Func>();
    this.skipTerminators();
    while (!this.atEnd()) {
      if (this.is("function")) this.functionDefinition(functions);
      else rules.push(this.rule());
      if (!this.isTerminator() && !this.atEnd() && !this.afterBrace()) this.unexpected();
      this.skipNewlines();
      if (this.is(";")) this.advance();
      this.skipNewlines();
    }
    return { rules, functions };
  }

  private atEnd(): boolean {
    return this.kind === "end";
  }

  /** A rule that ended with a brace needs nothing after it. */
  private afterBrace(): boolean {
    return this.lastText === "}";
  }

  private skipTerminators(): void {
    while (this.kind === "newline" || this.is(";")) this.advance();
  }

  private isTerminator(): boolean {
    return this.kind === "newline" || this.is(";");
  }

  private functionDefinition(functions: Map<string, Func>): void {
    this.advance();
    const name = this.lexer.token.text;
    if (this.kind !== "name" && this.kind !== "function-name") return this.unexpected();
    this.advance();
    this.expect("(");
    const params: string[] = [];
    while (this.kind === "name") {
      params.push(this.lexer.token.text);
      this.advance();
      if (!this.is(",")) break;
      this.advance();
      this.skipNewlines();
    }
    this.expect(")");
    this.skipNewlines();
    this.inFunction = true;
    this.when = "record";
    const body = this.block();
    this.inFunction = false;
    functions.set(name, { name, params, body, arrays: params.map(() => false) });
  }

  private rule(): Rule {
    const { text } = this.lexer.token;
    if (["BEGIN", "END", "BEGINFILE", "ENDFILE"].includes(text) && this.kind === "keyword") {
      this.when = text as Rule["when"];
      this.advance();
      if (!this.is("{")) this.unexpected();
      return { when: this.when, from: undefined, to: undefined, body: this.block() };
    }
    this.when = "record";
    let from: Expr | undefined;
    let to: Expr | undefined;
    if (!this.is("{")) {
      from = this.expression();
      if (this.is(",")) {
        this.advance();
        this.skipNewlines();
        to = this.expression();
      }
    }
    return { when: "record", from, to, body: this.is("{") ? this.block() : undefined };
  }

  private block(): Stmt {
    this.expect("{");
    this.braces++;
    const body: Stmt[] = [];
    this.skipTerminators();
    while (!this.is("}")) {
      if (this.kind === "end") {
        this.unexpected();
        return EMPTY;
      }
      body.push(this.statement());
      this.skipTerminators();
    }
    this.braces--;
    this.advance();
    return { kind: "block", body };
  }

  /** The statement under if, else, while, for, do. */
  private inner(): Stmt {
    this.skipNewlines();
    if (this.is(";")) {
      this.advance();
      return EMPTY;
    }
    return this.statement();
  }

  private body(): Stmt {
    this.loops++;
    const body = this.inner();
    this.loops--;
    return body;
  }

  private statement(): Stmt {
    if (this.is("{")) return this.block();
    if (this.kind === "keyword") {
      const compound = this.compound(this.lexer.token.text);
      if (compound !== undefined) return compound;
    }
    const simple = this.simple();
    this.endStatement();
    return simple;
  }

  private endStatement(): void {
    if (this.is(";") || this.kind === "newline") this.advance();
    else if (!this.is("}")) this.unexpected();
  }

  private compound(word: string): Stmt | undefined {
    switch (word) {
      case "if":
        return this.conditional();
      case "while": {
        const test = this.condition();
        return { kind: "while", test, body: this.body() };
      }
      case "do":
        return this.doLoop();
      case "for":
        return this.forLoop();
      case "switch":
        return this.switchStatement();
      default:
        return undefined;
    }
  }

  /** `(expr)` after the keyword. */
  private condition(): Expr {
    this.advance();
    this.expect("(");
    const test = this.expression();
    this.expect(")");
    return test;
  }

  private conditional(): Stmt {
    const test = this.condition();
    const yes = this.inner();
    // an else may come after newlines and one semicolon
    const mark = this.mark();
    this.skipTerminators();
    if (!this.is("else")) {
      this.reset(mark);
      return { kind: "if", test, yes, no: undefined };
    }
    this.advance();
    return { kind: "if", test, yes, no: this.inner() };
  }

  private doLoop(): Stmt {
    this.advance();
    const body = this.body();
    this.skipTerminators();
    if (!this.is("while")) this.unexpected();
    const test = this.condition();
    this.endStatement();
    return { kind: "do", body, test };
  }

  private forLoop(): Stmt {
    this.advance();
    this.expect("(");
    const mark = this.mark();
    const key = this.forKey();
    if (key !== undefined) {
      const array = this.arrayName();
      if (this.is(")")) {
        this.advance();
        return { kind: "forin", key, array, body: this.body() };
      }
    }
    this.reset(mark);
    const first = this.is(";") ? undefined : this.simple();
    this.expect(";");
    this.skipNewlines();
    const test = this.is(";") ? undefined : this.expression();
    this.expect(";");
    this.skipNewlines();
    const step = this.is(")") ? undefined : this.simple();
    this.expect(")");
    return { kind: "for", first, test, step, body: this.body() };
  }

  /** `key in` at the beginning of for's parentheses, with the word taken. */
  private forKey(): Lvalue | undefined {
    if (this.kind !== "name") return undefined;
    const name = this.takeName();
    if (!this.is("in")) return undefined;
    this.advance();
    return name;
  }

  private arrayName(): Name {
    return this.takeName();
  }

  private switchStatement(): Stmt {
    const of = this.condition();
    this.skipNewlines();
    this.expect("{");
    const cases: Case[] = [];
    this.skipTerminators();
    this.loops++;
    while (this.is("case") || this.is("default")) {
      const isCase = this.is("case");
      this.advance();
      const test = isCase ? this.expression() : undefined;
      this.expect(":");
      this.skipTerminators();
      const body: Stmt[] = [];
      while (!this.is("case") && !this.is("default") && !this.is("}") && this.kind !== "end") {
        body.push(this.statement());
        this.skipTerminators();
      }
      cases.push({ test, body });
    }
    this.loops--;
    this.expect("}");
    return { kind: "switch", of, cases };
  }

  private simple(): Stmt {
    const { text } = this.lexer.token;
    if (this.kind !== "keyword" || text === "getline" || text === "in")
      return { kind: "expr", expr: this.expression() };
    switch (text) {
      case "print":
      case "printf":
        return this.print(text);
      case "delete":
        return this.deletion();
      case "break":
      case "continue":
        if (this.loops === 0)
          this.misplaced(
            `${text} statement outside of loop`,
            `error: \`${text}' is not allowed outside a loop or switch`,
            `'${text}' not in a loop`,
          );
        this.advance();
        return { kind: text };
      case "next":
      case "nextfile":
        if (this.when !== "record" && this.flavour.name !== "busybox")
          this.misplaced(`improper use of ${text}`, `error: \`${text}' used in ${this.when} action`, "");
        this.advance();
        return { kind: text };
      case "exit":
      case "return":
        if (text === "return" && !this.inFunction)
          this.misplaced("return outside function body", "`return' used outside function context", "");
        this.advance();
        return { kind: text, value: this.isTerminator() || this.is("}") ? undefined : this.expression() };
      default:
        this.unexpected();
        return EMPTY;
    }
  }

  private misplaced(mawk: string, gawk: string, busybox: string): void {
    const { name } = this.flavour;
    const { line, start } = this.lexer.token;
    if (name === "gawk") this.lexer.fail(gawk, line, gawk.startsWith("`") ? start : undefined);
    else if (name === "mawk" || busybox !== "") this.lexer.fail(name === "mawk" ? mawk : busybox);
  }

  private deletion(): Stmt {
    this.advance();
    const parenthesised = this.is("(");
    if (parenthesised) this.advance();
    const array = this.takeName();
    let subscripts: Expr[] | undefined;
    if (this.is("[")) {
      this.advance();
      subscripts = this.list("]");
    }
    if (parenthesised) this.expect(")");
    return { kind: "delete", array, subscripts };
  }

  private print(kind: "print" | "printf"): Stmt {
    this.advance();
    const items = this.printItems();
    return { kind, items, to: this.redirect() };
  }

  private printItems(): readonly Expr[] {
    if (this.isTerminator() || this.is("}") || this.is(">") || this.is(">>") || this.is("|")) return [];
    const items = this.withoutGreater(() => this.openList());
    const [only] = items;
    if (items.length === 1 && only?.kind === "group") return only.items;
    if (items.some(({ kind }) => kind === "group")) this.unexpected();
    return items;
  }

  private redirect(): Redirect | undefined {
    const { text } = this.lexer.token;
    if (this.kind !== "operator" || (text !== ">" && text !== ">>" && text !== "|")) return undefined;
    this.advance();
    const to = this.withoutGreater(() => (text === "|" ? this.concatenation() : this.expression()));
    return { kind: text, to };
  }
}
