// Awk's expressions, from the weakest operator to the strongest: ?:, ||, &&, in, ~, comparisons, concatenation, sums,
// products, signs, powers, steps, fields. A `>` is no comparison in print's list unless it is in parentheses; the
// pieces of a concatenation are told by what can begin an operand.

import { ARGUMENTS } from "./signatures.ts";
import { TokenParser } from "./tokens.ts";
import type { Binary, Comparison, Expr, Lvalue } from "./syntax.ts";

const NOTHING: Expr = { kind: "string", value: "" };
const COMPARISONS = new Set(["<", "<=", "==", "!=", ">", ">="]);
const ASSIGNMENTS = new Map<string, Binary | undefined>([
  ["=", undefined],
  ["+=", "+"],
  ["-=", "-"],
  ["*=", "*"],
  ["/=", "/"],
  ["%=", "%"],
  ["^=", "^"],
  ["**=", "^"],
]);

const isLvalue = (expr: Expr): expr is Lvalue =>
  expr.kind === "name" || expr.kind === "element" || expr.kind === "field";

export class ExpressionParser extends TokenParser {
  /** whether `>` compares */
  private greater = true;

  // ---- lists

  /** Up to the closing token, which is taken. */
  protected list(close: string): Expr[] {
    const items: Expr[] = [];
    this.skipNewlines();
    const before = this.greater;
    this.greater = true;
    while (!this.is(close) && this.kind !== "end") {
      items.push(this.expression());
      this.skipNewlines();
      if (!this.is(",")) break;
      this.advance();
      this.skipNewlines();
    }
    this.greater = before;
    this.expect(close);
    return items;
  }

  protected openList(): Expr[] {
    const items = [this.expression()];
    while (this.is(",")) {
      this.advance();
      this.skipNewlines();
      items.push(this.expression());
    }
    return items;
  }

  protected withoutGreater<T>(read: () => T): T {
    const before = this.greater;
    this.greater = false;
    const value = read();
    this.greater = before;
    return value;
  }

  // ---- operators, the weakest first

  expression(): Expr {
    const left = this.ternary();
    const op = this.lexer.token.text;
    if (this.kind !== "operator" || !ASSIGNMENTS.has(op)) return left;
    if (!isLvalue(left)) {
      // `a == b = c` and `1 + x = 2` assign to what stands last
      return this.assignRightmost(left);
    }
    this.advance();
    this.skipNewlines();
    return { kind: "assign", op: ASSIGNMENTS.get(op), to: left, value: this.expression() };
  }

  private assignRightmost(left: Expr): Expr {
    if (left.kind === "compare" && isLvalue(left.right)) return { ...left, right: this.assignTo(left.right) };
    if ((left.kind === "and" || left.kind === "or") && isLvalue(left.right))
      return { ...left, right: this.assignTo(left.right) };
    if (left.kind === "match" && isLvalue(left.right)) return { ...left, right: this.assignTo(left.right) };
    if (left.kind === "not" && isLvalue(left.of)) return { ...left, of: this.assignTo(left.of) };
    this.unexpected();
    return NOTHING;
  }

  private assignTo(to: Lvalue): Expr {
    const op = this.lexer.token.text;
    this.advance();
    this.skipNewlines();
    return { kind: "assign", op: ASSIGNMENTS.get(op), to, value: this.expression() };
  }

  private ternary(): Expr {
    const test = this.or();
    if (!this.is("?")) return test;
    this.advance();
    this.skipNewlines();
    const yes = this.expression();
    this.skipNewlines();
    this.expect(":");
    this.skipNewlines();
    const no = this.expression();
    return { kind: "choose", test, yes, no };
  }

  private or(): Expr {
    let left = this.and();
    while (this.is("||")) {
      this.advance();
      this.skipNewlines();
      left = { kind: "or", left, right: this.and() };
    }
    return left;
  }

  private and(): Expr {
    let left = this.membership();
    while (this.is("&&")) {
      this.advance();
      this.skipNewlines();
      left = { kind: "and", left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expr {
    let left = this.matching();
    while (this.is("in")) {
      this.advance();
      const subscripts = left.kind === "group" ? left.items : [left];
      left = { kind: "in", subscripts, array: this.takeName() };
    }
    if (left.kind === "group" && left.items.length > 1 && this.greater) this.unexpected();
    return left;
  }

  private matching(): Expr {
    let left = this.comparison();
    while (this.is("~") || this.is("!~")) {
      const negated = this.is("!~");
      this.advance();
      left = { kind: "match", negated, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expr {
    let left = this.piped();
    for (;;) {
      const { text } = this.lexer.token;
      if (this.kind !== "operator" || !COMPARISONS.has(text) || (text === ">" && !this.greater)) return left;
      if (text === ">=" && !this.greater && this.flavour.name !== "gawk") this.greaterInPrint();
      this.advance();
      left = { kind: "compare", op: text as Comparison, left, right: this.piped() };
    }
  }

  /** mawk and busybox take the `>` of `>=` for a redirection. */
  private greaterInPrint(): void {
    this.lexer.fail(this.flavour.name === "mawk" ? "syntax error at or near =" : "Unexpected token");
  }

  /** `command | getline` */
  private piped(): Expr {
    let left = this.concatenation();
    while (this.is("|")) {
      const mark = this.mark();
      this.advance();
      if (!this.is("getline")) {
        this.reset(mark);
        return left;
      }
      this.advance();
      left = { kind: "getline", from: "command", source: left, to: this.optionalLvalue() };
    }
    return left;
  }

  protected concatenation(): Expr {
    const first = this.sum();
    if (!this.beginsOperand()) return first;
    if (first.kind === "group") this.unexpected();
    const items = [first];
    while (this.beginsOperand()) items.push(this.sum());
    return { kind: "concat", items };
  }

  /** What can go on a concatenation: an operand, but no sign and no slash. */
  private beginsOperand(): boolean {
    const { kind, text } = this.lexer.token;
    if (
      kind === "number" ||
      kind === "string" ||
      kind === "name" ||
      kind === "function-name" ||
      kind === "builtin"
    )
      return true;
    return kind === "operator" && (text === "$" || text === "(" || text === "++" || text === "--");
  }

  private sum(): Expr {
    let left = this.product();
    while (this.is("+") || this.is("-")) {
      const op = this.lexer.token.text as Binary;
      this.advance();
      left = { kind: "binary", op, left, right: this.product() };
    }
    return left;
  }

  private product(): Expr {
    let left = this.unary();
    while (this.is("*") || this.is("/") || this.is("%")) {
      const op = this.lexer.token.text as Binary;
      this.advance();
      left = { kind: "binary", op, left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expr {
    for (const [text, kind] of [
      ["!", "not"],
      ["-", "minus"],
      ["+", "plus"],
    ] as const)
      if (this.is(text)) {
        this.advance();
        return { kind, of: this.unary() };
      }
    return this.power();
  }

  private power(): Expr {
    const base = this.postfix();
    const stars = this.is("**") && this.flavour.powerStars;
    if (!this.is("^") && !stars) return base;
    this.advance();
    // the exponent may have a sign, and powers go from right to left
    const exponent = this.is("-") || this.is("+") || this.is("!") ? this.unary() : this.power();
    return { kind: "binary", op: "^", left: base, right: exponent };
  }

  private postfix(): Expr {
    const operand = this.operand();
    if (isLvalue(operand) && (this.is("++") || this.is("--"))) {
      const by = this.is("++") ? 1 : -1;
      this.advance();
      return { kind: "step", by, before: false, of: operand };
    }
    return operand;
  }

  // ---- operands

  private operand(): Expr {
    const { kind, text, number } = this.lexer.token;
    switch (kind) {
      case "number":
        this.advance();
        return { kind: "number", value: number };
      case "string":
        this.advance();
        return { kind: "string", value: text };
      case "name":
        return this.variable();
      case "function-name":
        return this.call();
      case "builtin":
        return this.builtin();
      default:
        return this.operatorOperand(text);
    }
  }

  private operatorOperand(text: string): Expr {
    if (this.is("$")) {
      this.advance();
      return { kind: "field", index: this.fieldIndex() };
    }
    if (this.is("(")) return this.group();
    if (this.is("/") || this.is("/=")) return { kind: "regex", source: this.lexer.regex() };
    if (this.is("++") || this.is("--")) {
      this.advance();
      const begins = this.kind === "name" || this.is("$") || this.is("(");
      const of = begins ? this.operand() : NOTHING;
      if (isLvalue(of)) return { kind: "step", by: text === "++" ? 1 : -1, before: true, of };
    } else if (this.is("-") || this.is("+") || this.is("!")) return this.unary();
    else if (this.is("getline")) return this.getline();
    this.unexpected();
    return NOTHING;
  }

  /** `$NF-1` is `($NF)-1`, `$i++` is `($i)++`, `$++i` takes the step first. */
  private fieldIndex(): Expr {
    if (this.is("-") || this.is("+") || this.is("!")) {
      const kind = this.is("-") ? "minus" : this.is("+") ? "plus" : "not";
      this.advance();
      return { kind, of: this.fieldIndex() };
    }
    return this.operand();
  }

  private group(): Expr {
    this.advance();
    const items = this.list(")");
    if (items.length === 0) this.unexpected();
    const [only] = items;
    return items.length === 1 && only !== undefined ? { kind: "paren", of: only } : { kind: "group", items };
  }

  private variable(): Expr {
    const name = this.takeName();
    if (!this.is("[")) return name;
    this.advance();
    const subscripts = this.list("]");
    if (subscripts.length === 0) this.unexpected();
    return { kind: "element", array: name, subscripts };
  }

  private call(): Expr {
    const { text, line } = this.lexer.token;
    this.advance();
    this.expect("(");
    return { kind: "call", name: text, args: this.list(")"), line };
  }

  private builtin(): Expr {
    const { text, line } = this.lexer.token;
    this.advance();
    if (!this.is("(")) {
      if (text !== "length") this.unexpected();
      return { kind: "builtin", name: text, args: [], line };
    }
    this.advance();
    const args = this.list(")");
    this.checkArguments(text, args.length);
    return { kind: "builtin", name: text, args, line };
  }

  private checkArguments(name: string, count: number): void {
    const [least, usual] = ARGUMENTS.get(name) ?? [0, Infinity];
    const most = name === "match" && this.flavour.name === "mawk" ? 2 : usual;
    if (count >= least && count <= most) return;
    if (this.flavour.name === "busybox")
      this.lexer.fail(count < least ? "Too few arguments" : "Too many arguments");
    else if (this.flavour.name === "mawk")
      this.lexer.fail(
        count < least
          ? `not enough arguments in call to ${name}: ${count} (need ${least})`
          : "syntax error at or near ,",
      );
    else
      this.lexer.fail(
        `${count} is invalid as number of arguments for ${name}`,
        this.lexer.token.line,
        this.lastStart,
      );
  }

  private getline(): Expr {
    this.advance();
    const to = this.optionalLvalue();
    if (!this.is("<")) return { kind: "getline", from: "input", to };
    this.advance();
    return { kind: "getline", from: "file", source: this.postfix(), to };
  }

  private optionalLvalue(): Lvalue | undefined {
    if (this.kind === "name") return this.variable() as Lvalue;
    if (!this.is("$")) return undefined;
    this.advance();
    return { kind: "field", index: this.fieldIndex() };
  }
}
