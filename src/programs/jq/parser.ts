// A jq program as a tree, by the precedence of its operators: `|` and `def` bind loosest, then `,` `//` assignments, or,
// and, comparisons, sums, products, and what follows a term. Relies on lexer.ts. A program that cannot be read answers with
// what is unexpected; jq's words for it are bison's, of which the common ones are here.

import { LexError, tokensOf, type Token } from "./lexer.ts";
import type { Definition, Filter, Pattern } from "./syntax.ts";

/** `.a.b?` forgives what goes wrong with `.b`, not with `.a`. */
const optional = (term: Filter): Filter =>
  term.kind === "index" || term.kind === "slice" || term.kind === "iterate"
    ? { ...term, optional: true }
    : { kind: "try", of: term, otherwise: undefined };

const IDENTITY: Filter = { kind: "identity" };

const LEVELS: readonly (readonly string[])[] = [["or"], ["and"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]]; // prettier-ignore
const ASSIGNMENTS = ["=", "|=", "+=", "-=", "*=", "/=", "%=", "//="];
const KEYWORDS = new Set("def if then elif else end reduce foreach try catch label import include and or not as __loc__".split(" ")); // prettier-ignore

export class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Filter {
    const program = this.peek.kind === "end" ? IDENTITY : this.pipe(true);
    if (this.peek.kind !== "end") this.unexpected();
    return program;
  }

  private get peek(): Token {
    return this.tokens[this.at] as Token;
  }

  private is(text: string): boolean {
    const { kind, text: word } = this.peek;
    return word === text && (kind === "operator" || kind === "name");
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) this.unexpected();
  }

  private unexpected(): never {
    const { kind, text } = this.peek;
    const what = { name: KEYWORDS.has(text) ? text : "IDENT", field: "FIELD", variable: "'$'", number: "LITERAL", string: "QQSTRING_START", format: "FORMAT", operator: text.length === 1 ? `'${text}'` : `"${text}"`, end: "end of file" }[kind]; // prettier-ignore
    throw new LexError(
      `unexpected ${what}`,
      kind === "end" ? (this.tokens[this.at - 1]?.at ?? 0) : this.peek.at,
    );
  }

  private take(kind: Token["kind"]): string {
    if (this.peek.kind !== kind) this.unexpected();
    return (this.tokens[this.at++] as Token).text;
  }

  // ---- operators

  private pipe(whole = false): Filter {
    if (this.is("def")) {
      const definition = this.definition();
      const body = whole && this.peek.kind === "end" ? IDENTITY : this.pipe(whole);
      return { kind: "define", definition, body };
    }
    if (this.accept("label")) {
      const name = this.take("variable");
      this.expect("|");
      return { kind: "label", name, body: this.pipe() };
    }
    const left = this.comma();
    return this.accept("|") ? { kind: "pipe", left, right: this.pipe() } : left;
  }

  private definition(): Definition {
    this.expect("def");
    const name = this.take("name");
    const parameters: string[] = [];
    if (this.accept("(")) {
      do parameters.push(this.peek.kind === "variable" ? `$${this.take("variable")}` : this.take("name"));
      while (this.accept(";"));
      this.expect(")");
    }
    this.expect(":");
    const body = this.pipe();
    this.expect(";");
    return { name, parameters, body };
  }

  private comma(): Filter {
    let left = this.alternative();
    while (this.accept(",")) left = { kind: "comma", left, right: this.alternative() };
    return left;
  }

  private alternative(): Filter {
    const left = this.assignment();
    return this.accept("//") ? { kind: "alternative", left, right: this.alternative() } : left;
  }

  private assignment(): Filter {
    const left = this.binary(0);
    const operator = this.peek.kind === "operator" && ASSIGNMENTS.includes(this.peek.text) ? this.peek.text : undefined; // prettier-ignore
    if (operator === undefined) return left;
    this.at++;
    return { kind: "assign", operator, left, right: this.alternative() };
  }

  private binary(level: number): Filter {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => this.is(one));
      if (operator === undefined) return left;
      this.at++;
      const right = this.binary(level + 1);
      left =
        operator === "or" || operator === "and"
          ? { kind: operator, left, right }
          : { kind: "binary", operator, left, right };
      if (level === 2) return left;
    }
  }

  private unary(): Filter {
    if (this.accept("-")) return { kind: "negate", of: this.unary() };
    const term = this.postfix();
    if (!this.accept("as")) return term;
    const patterns = [this.pattern()];
    while (this.accept("?//")) patterns.push(this.pattern());
    this.expect("|");
    return { kind: "bind", of: term, patterns, body: this.pipe() };
  }

  // ---- terms

  private postfix(): Filter {
    let term = this.term();
    for (;;) {
      if (this.accept("?")) term = optional(term);
      else if (this.peek.kind === "field") term = { kind: "index", of: term, by: this.literal(this.take("field")) };
      else if (this.is(".") && this.tokens[this.at + 1]?.kind === "string") {
        this.at++;
        term = { kind: "index", of: term, by: this.string(undefined) };
      } else if (this.is(".") && this.tokens[this.at + 1]?.text === "[") this.at++;
      else if (this.accept("[")) term = this.bracket(term);
      else return term;
    }
  } // prettier-ignore

  private bracket(of: Filter): Filter {
    if (this.accept("]")) return { kind: "iterate", of };
    if (this.accept(":")) {
      const to = this.pipe();
      this.expect("]");
      return { kind: "slice", of, from: undefined, to };
    }
    const by = this.pipe();
    if (!this.accept(":")) {
      this.expect("]");
      return { kind: "index", of, by };
    }
    const to = this.is("]") ? undefined : this.pipe();
    this.expect("]");
    return { kind: "slice", of, from: by, to };
  }

  private readonly literal = (value: null | boolean | number | string): Filter => ({
    kind: "literal",
    value,
  });

  private term(): Filter {
    const { kind, text, at } = this.peek;
    switch (kind) {
      case "number":
        this.at++;
        return this.literal(Number(text));
      case "string":
        return this.string(undefined);
      case "format":
        this.at++;
        return this.peek.kind === "string" ? this.string(text) : { kind: "format", name: text };
      case "field":
        this.at++;
        return { kind: "index", of: IDENTITY, by: this.literal(text) };
      case "variable":
        this.at++;
        return { kind: "variable", name: text, at };
      case "name":
        return this.named();
      default:
        return this.punctuated();
    }
  }

  private punctuated(): Filter {
    if (this.accept("..")) return { kind: "recurse" };
    if (this.accept(".")) {
      if (this.peek.kind === "string") return { kind: "index", of: IDENTITY, by: this.string(undefined) };
      return IDENTITY;
    }
    if (this.accept("(")) {
      const inner = this.pipe();
      this.expect(")");
      return inner;
    }
    if (this.accept("[")) {
      if (this.accept("]")) return { kind: "array", of: undefined };
      const of = this.pipe();
      this.expect("]");
      return { kind: "array", of };
    }
    if (this.accept("{")) return this.object();
    return this.unexpected();
  }

  private named(): Filter {
    const { at } = this.peek;
    const name = this.take("name");
    switch (name) {
      case "if":
        return this.conditional();
      case "try": {
        const of = this.tried();
        return { kind: "try", of, otherwise: this.accept("catch") ? this.tried() : undefined };
      }
      case "reduce":
        return this.reduce();
      case "foreach":
        return this.foreach();
      case "def":
        this.at--;
        return this.pipe();
      case "break":
        return { kind: "break", name: this.take("variable") };
      case "null":
        return this.literal(null);
      case "true":
      case "false":
        return this.literal(name === "true");
    }
    if (KEYWORDS.has(name) && name !== "not") {
      this.at--;
      this.unexpected();
    }
    const args: Filter[] = [];
    if (this.accept("(")) {
      do args.push(this.pipe());
      while (this.accept(";"));
      this.expect(")");
    }
    return { kind: "call", name, args, at };
  }

  /** A term with what follows it, but without `?`. */
  private tried(): Filter {
    return this.postfix();
  }

  private conditional(): Filter {
    const condition = this.pipe();
    this.expect("then");
    const yes = this.pipe();
    if (this.accept("elif")) return { kind: "if", condition, yes, no: this.conditional() };
    const no = this.accept("else") ? this.pipe() : undefined;
    this.expect("end");
    return { kind: "if", condition, yes, no };
  }

  private reduce(): Filter {
    const over = this.postfix();
    this.expect("as");
    const pattern = this.pattern();
    this.expect("(");
    const from = this.pipe();
    this.expect(";");
    const update = this.pipe();
    this.expect(")");
    return { kind: "reduce", over, pattern, from, update };
  }

  private foreach(): Filter {
    const over = this.postfix();
    this.expect("as");
    const pattern = this.pattern();
    this.expect("(");
    const from = this.pipe();
    this.expect(";");
    const update = this.pipe();
    const extract = this.accept(";") ? this.pipe() : undefined;
    this.expect(")");
    return { kind: "foreach", over, pattern, from, update, extract };
  }

  private string(format: string | undefined): Filter {
    const { parts = [""] } = this.tokens[this.at++] as Token;
    const pieces = parts.map((part, i) => (i % 2 === 0 ? part : new Parser(tokensOf(part)).whole()));
    return pieces.length === 1
      ? this.literal(pieces[0] as string)
      : { kind: "string", parts: pieces, format };
  }

  // ---- objects and patterns

  private object(): Filter {
    const members: (readonly [Filter, Filter])[] = [];
    if (this.accept("}")) return { kind: "object", members };
    do {
      if (this.is("}")) break;
      members.push(this.member());
    } while (this.accept(","));
    this.expect("}");
    return { kind: "object", members };
  }

  private member(): readonly [Filter, Filter] {
    const { kind } = this.peek;
    if (kind === "variable") {
      const name = this.take("variable");
      if (name === "__loc__") return [this.literal(name), this.literal(null)];
      return [this.literal(name), this.accept(":") ? this.memberValue() : { kind: "variable", name }];
    }
    const key = this.key();
    if (this.accept(":")) return [key, this.memberValue()];
    return [key, { kind: "index", of: IDENTITY, by: key }];
  }

  private key(): Filter {
    if (this.accept("(")) {
      const key = this.pipe();
      this.expect(")");
      return key;
    }
    const { kind } = this.peek;
    if (kind === "string") return this.string(undefined);
    if (kind === "format") {
      const format = this.take("format");
      return this.string(format);
    }
    if (kind === "name" || kind === "number") return this.literal(this.take(kind));
    return this.unexpected();
  }

  /** Without commas; several may be joined by `|`. */
  private memberValue(): Filter {
    const left = this.alternative();
    return this.accept("|") ? { kind: "pipe", left, right: this.memberValue() } : left;
  }

  private startsVariable(): boolean {
    return this.peek.kind === "variable";
  }

  private pattern(): Pattern {
    if (this.startsVariable()) return { kind: "variable", name: this.take("variable") };
    if (this.accept("[")) {
      const items: Pattern[] = [];
      do items.push(this.pattern());
      while (this.accept(","));
      this.expect("]");
      return { kind: "array", items };
    }
    this.expect("{");
    const members: [Filter, string | undefined, Pattern | undefined][] = [];
    do {
      const variable = this.startsVariable() ? this.take("variable") : undefined;
      const key = variable === undefined ? this.key() : this.literal(variable);
      members.push([key, variable, this.accept(":") ? this.pattern() : undefined]);
    } while (this.accept(","));
    this.expect("}");
    return { kind: "object", members };
  }
}
