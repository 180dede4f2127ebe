// Words of Dockerfile instructions: quotes, escapes and variables, as BuildKit's shell lexer replaces them
// (frontend/dockerfile/shell/lex.go), and how a line falls into words. Not here: what instructions do with them.

import { quote } from "../base/go/quote.ts";
import { fail, ok, type Result } from "../base/result.ts";

export type Environment = ReadonlyMap<string, string>;

const MISSING = "unexpected end of statement while looking for matching";

export interface Wording {
  /** the character that takes the next one's meaning away; a backslash if it is not said */
  readonly escape?: string | undefined;
  /** for showing a line: quotes stay, and variables that are not set as well */
  readonly forShow?: boolean;
}

class Lexer {
  private at = 0;
  failure: string | undefined;
  private readonly escape: string;
  private readonly forShow: boolean;

  constructor(
    private readonly chars: readonly string[],
    private readonly env: Environment,
    { escape = "\\", forShow = false }: Wording,
  ) {
    this.escape = escape;
    this.forShow = forShow;
  }

  /** Up to `stop`, which is taken as well; up to the end if it is undefined. */
  run(stop?: string): string {
    let out = "";
    while (this.at < this.chars.length && this.failure === undefined) {
      const char = this.chars[this.at] as string;
      if (char === stop) {
        this.at++;
        return out;
      }
      out += this.piece(char);
    }
    if (stop !== undefined) this.refuse(`${MISSING} ${stop}`);
    return out;
  }

  private refuse(why: string): string {
    this.failure ??= why;
    return "";
  }

  private piece(char: string): string {
    this.at++;
    if (char === "'") return this.single();
    if (char === '"') return this.double();
    if (char === "$") return this.dollar();
    if (char !== this.escape) return char;
    return (this.forShow ? char : "") + (this.chars[this.at++] ?? "");
  }

  private single(): string {
    const end = this.chars.indexOf("'", this.at);
    if (end < 0) return this.refuse(`${MISSING} single-quote`);
    const text = this.chars.slice(this.at, end).join("");
    this.at = end + 1;
    return this.forShow ? `'${text}'` : text;
  }

  private double(): string {
    let out = this.forShow ? '"' : "";
    for (;;) {
      const char = this.chars[this.at];
      if (char === undefined || this.failure !== undefined) return this.refuse(`${MISSING} double-quote`);
      this.at++;
      if (char === '"') return this.forShow ? `${out}"` : out;
      if (char === "$") out += this.dollar();
      else if (char === this.escape) {
        const next = this.chars[this.at];
        if (next === undefined) return this.refuse(`${MISSING} double-quote`);
        const escapes = next === '"' || next === "$" || next === this.escape;
        if (escapes) this.at++;
        out += !escapes ? char : this.forShow ? char + next : next;
      } else out += char;
    }
  }

  private name(): string {
    const rest = this.chars.slice(this.at).join("");
    const name = /^(?:[A-Za-z_]\w*|\d+|[@*#!?\-$])/.exec(rest)?.[0] ?? "";
    this.at += name.length;
    return name;
  }

  private dollar(): string {
    if (this.chars[this.at] !== "{") {
      const name = this.name();
      return name === "" ? "$" : (this.env.get(name) ?? (this.forShow ? `$${name}` : ""));
    }
    this.at++;
    if (this.chars[this.at] === "}") return this.refuse("syntax error: bad substitution");
    const name = this.name();
    const value = this.env.get(name);
    const operator = this.chars[this.at++];
    if (operator === "}") return value ?? (this.forShow ? `\${${name}}` : "");
    if (operator === ":") {
      const modifier = this.chars[this.at++];
      return this.modified(name, value, modifier, value === undefined || value === "");
    }
    return this.modified(name, value, operator, value === undefined);
  }

  private modified(
    name: string,
    value: string | undefined,
    modifier: string | undefined,
    unset: boolean,
  ): string {
    if (modifier !== "+" && modifier !== "-" && modifier !== "?")
      return this.refuse(`unsupported modifier (${modifier ?? "\ufffd"}) in substitution`);
    const word = this.run("}");
    if (modifier === "+") return unset ? "" : word;
    if (!unset) return value ?? "";
    if (modifier === "-") return word;
    return this.refuse(`${name}: ${word === "" ? "not allowed to be unset" : word}`);
  }
}

/** A word without quotes and with its variables replaced. */
export function processWord(word: string, env: Environment, wording: Wording = {}): Result<string, string> {
  const lexer = new Lexer(Array.from(word), env, wording);
  const value = lexer.run();
  return lexer.failure === undefined ? ok(value) : fail(`failed to process ${quote(word)}: ${lexer.failure}`);
}

/** Split at white space outside of quotes, which stay (BuildKit's parseWords). */
export function splitWords(rest: string): string[] {
  return rest.match(/(?:\\[\s\S]|'[^']*'?|"(?:\\[\s\S]|[^"\\])*"?|[^\s'"\\])+|\\$/g) ?? [];
}
