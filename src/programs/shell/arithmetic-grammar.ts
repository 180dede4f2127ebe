// Reads arithmetic expressions (POSIX shell, 2.6.4; bash, "Shell Arithmetic") into a tree. Which operators
// there are depends on the shell: dash has neither ++ nor ** nor a comma. Where an expression is wrong, what
// was wrong and the token that it was noticed at are kept: each shell words it its own way (arithmetic.ts).

import type { DialectName } from "./dialect.ts";
import { fromDigits, type Int } from "./integers.ts";

export type Expression =
  | { readonly kind: "number"; readonly value: Int }
  | Reference
  | { readonly kind: "unary"; readonly operator: "-" | "+" | "!" | "~"; readonly operand: Expression }
  | { readonly kind: "step"; readonly target: Reference; readonly by: 1 | -1; readonly before: boolean }
  | Binary
  | { readonly kind: "assign"; readonly target: Reference; readonly operator: string; readonly value: Expression; readonly at: number }
  | { readonly kind: "choice"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }; // prettier-ignore

export interface Binary {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  /** where the right side begins, for errors of division; of the others where its last token does */
  readonly at: number;
}

export interface Reference {
  readonly kind: "variable";
  readonly name: string;
  readonly index: string | undefined;
  readonly at: number;
}

export type Trouble =
  | "operand" | "expression" | "operator" | "base" | "invalid-base" | "number" | "colon" | "assignment" | "paren"
  | "division" | "exponent" | "recursion" | "depth"; // prettier-ignore

export interface ArithmeticError {
  readonly trouble: Trouble;
  /** index of the token that it was noticed at */
  readonly at: number;
}

export type ParsedExpression =
  | { readonly tree: Expression; readonly error: undefined }
  | { readonly tree: undefined; readonly error: ArithmeticError };

const OPERATORS = [
  "<<=", ">>=", "**", "++", "--", "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|=",
  "+", "-", "*", "/", "%", "!", "~", "<", ">", "&", "^", "|", "?", ":", "=", ",", "(", ")",
]; // prettier-ignore
const NOT_IN_DASH = new Set(["**", "++", "--", ","]);
const ASSIGNING = new Set(["=", "*=", "/=", "%=", "+=", "-=", "<<=", ">>=", "&=", "^=", "|="]);
const BINDING = new Map([
  ["||", 1], ["&&", 2], ["|", 3], ["^", 4], ["&", 5], ["==", 6], ["!=", 6], ["<", 7], [">", 7], ["<=", 7], [">=", 7], ["<<", 8],
  [">>", 8], ["+", 9], ["-", 9], ["*", 10], ["/", 10], ["%", 10], ["**", 11],
]); // prettier-ignore
const NUMBER = /[0-9][0-9A-Za-z_@#]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const ZERO: Expression = { kind: "number", value: 0 };
const MAX_DEPTH = 200;

export function parseExpression(text: string, dialect: DialectName): ParsedExpression {
  const parser = new ExpressionParser(text, dialect);
  const tree = parser.whole();
  return parser.error === undefined ? { tree, error: undefined } : { tree: undefined, error: parser.error };
}

class ExpressionParser {
  error: ArithmeticError | undefined;
  /** the present token: an operator, "number", "name", "end" or "unknown" */
  private token = "";
  private value: Int = 0;
  private name = "";
  private index: string | undefined;
  /** where the present token begins; at the end of the text it stays at the one before */
  private at = 0;
  private position = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly dialect: DialectName,
  ) {}

  whole(): Expression {
    this.advance();
    if (this.token === "end" && this.dialect !== "dash") return ZERO;
    const tree = this.comma();
    if (this.token !== "end") this.fail(this.token === "unknown" ? "operator" : "expression");
    return tree;
  }

  private fail(trouble: Trouble, at = this.at): Expression {
    this.error ??= { trouble, at };
    this.token = "end";
    return ZERO;
  }

  // ---- tokens

  private advance(): void {
    if (this.error !== undefined) return;
    const { text } = this;
    let i = this.position;
    while (" \t\n\r".includes(text[i] ?? "x") || (text[i] === '"' && this.dialect === "bash")) i++;
    if (i >= text.length) {
      this.token = "end";
      return;
    }
    this.at = i;
    this.index = undefined;
    NUMBER.lastIndex = NAME.lastIndex = i;
    const digits = NUMBER.exec(text)?.[0];
    if (digits !== undefined) return this.readNumber(digits, i);
    const name = NAME.exec(text)?.[0];
    if (name !== undefined) return this.readName(name, i + name.length);
    const operator = OPERATORS.find(
      (one) => text.startsWith(one, i) && (this.dialect !== "dash" || !NOT_IN_DASH.has(one)),
    );
    this.token = operator ?? "unknown";
    this.position = i + (operator ?? " ").length;
  }

  private readNumber(text: string, from: number): void {
    this.token = "number";
    if (this.dialect === "dash") return this.readPlainNumber(text, from);
    this.position = from + text.length;
    const hash = text.indexOf("#");
    let value: Int | undefined;
    if (hash > 0) {
      const base = Number(text.slice(0, hash));
      if (!(base >= 2 && base <= 64)) return void this.fail("invalid-base");
      value = hash === text.length - 1 ? undefined : fromDigits(text.slice(hash + 1), base);
    } else if (/^0[xX]/.test(text)) value = fromDigits(text.slice(2), 16);
    else value = fromDigits(text, text.startsWith("0") ? 8 : 10);
    if (value === undefined) this.fail("base");
    else this.value = value;
  }

  /** strtoimax(3): what follows the digits is another token. */
  private readPlainNumber(text: string, from: number): void {
    const match = /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text) as RegExpExecArray;
    const [digits] = match;
    this.position = from + digits.length;
    const base = /^0[xX]/.test(digits) ? 16 : digits.startsWith("0") ? 8 : 10;
    const exact = base === 8 && digits.length > 1 ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
    const most = 0x7fff_ffff_ffff_ffffn;
    const value = exact > most ? most : exact;
    this.value = value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  private readName(name: string, end: number): void {
    this.token = "name";
    this.name = name;
    this.position = end;
    if (this.dialect !== "bash" || this.text[end] !== "[") return;
    let open = 0;
    for (let i = end + 1; i < this.text.length; i++) {
      if (this.text[i] === "[") open++;
      else if (this.text[i] === "]" && open-- === 0) {
        this.index = this.text.slice(end + 1, i);
        this.position = i + 1;
        return;
      }
    }
    this.fail("operand");
  }

  // ---- grammar

  private comma(): Expression {
    let left = this.assignment();
    while (this.token === ",") {
      this.advance();
      left = { kind: "binary", operator: ",", left, right: this.assignment(), at: this.at };
    }
    return left;
  }

  private assignment(): Expression {
    const target = this.choice();
    if (!ASSIGNING.has(this.token)) return target;
    if (target.kind !== "variable") return this.fail(this.dialect === "bash" ? "assignment" : "expression");
    const operator = this.token.slice(0, -1);
    this.advance();
    const value = this.assignment();
    return { kind: "assign", target, operator, value, at: this.at };
  }

  private choice(): Expression {
    const test = this.binary(1);
    if (this.token !== "?") return test;
    this.advance();
    const yes = this.dialect === "dash" ? this.assignment() : this.comma();
    if ((this.token as string) !== ":") return this.fail("colon");
    this.advance();
    const no = this.dialect === "bash" ? this.choice() : this.assignment();
    return { kind: "choice", test, yes, no };
  }

  private binary(least: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.token;
      const binding = BINDING.get(operator);
      if (binding === undefined || binding < least) return left;
      this.advance();
      const begins = this.at;
      const right = this.binary(operator === "**" ? binding : binding + 1);
      const divides = operator === "/" || operator === "%";
      left = { kind: "binary", operator, left, right, at: divides ? begins : this.at };
    }
  }

  private unary(): Expression {
    if (++this.depth > MAX_DEPTH) return this.fail("depth");
    const tree = this.prefixed();
    this.depth--;
    return tree;
  }

  private prefixed(): Expression {
    const { token } = this;
    switch (token) {
      case "-":
      case "+":
      case "!":
      case "~":
        this.advance();
        return { kind: "unary", operator: token, operand: this.unary() };
      case "++":
      case "--":
        return this.steppedBefore(token);
      case "(":
        return this.parenthesised();
      case "number": {
        const { value } = this;
        this.advance();
        return this.afterNumber({ kind: "number", value });
      }
      case "name":
        return this.reference();
      default:
        return this.fail("operand");
    }
  }

  /** `1++` is 1 + (+ …) to bash. */
  private afterNumber(tree: Expression): Expression {
    if (this.dialect === "bash" && (this.token === "++" || this.token === "--")) {
      this.token = this.token[0] as string;
      this.position = this.at + 1;
    }
    return tree;
  }

  private steppedBefore(token: "++" | "--"): Expression {
    this.advance();
    const sign = token === "++" ? "+" : "-";
    if (this.token !== "name") {
      const operand: Expression = { kind: "unary", operator: sign, operand: this.unary() };
      return { kind: "unary", operator: sign, operand };
    }
    const target = this.takeReference();
    return { kind: "step", target, by: token === "++" ? 1 : -1, before: true };
  }

  private takeReference(): Reference {
    const { name, index, at } = this;
    this.advance();
    return { kind: "variable", name, index, at };
  }

  private reference(): Expression {
    const target = this.takeReference();
    const { token } = this;
    if (token !== "++" && token !== "--") return target;
    this.advance();
    return { kind: "step", target, by: token === "++" ? 1 : -1, before: false };
  }

  private parenthesised(): Expression {
    this.advance();
    const inner = this.comma();
    if (this.token !== ")") return this.fail("paren");
    this.advance();
    return inner.kind === "variable" ? { kind: "unary", operator: "+", operand: inner } : inner;
  }
}
