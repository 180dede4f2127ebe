// Words of Dockerfile instructions: quotes, escapes and variables, as BuildKit's shell lexer replaces them
// (frontend/dockerfile/shell/lex.go), and how a line falls into words. Not here: what instructions do with them, and
// patterns that cut values (dockerfile-word-patterns.ts).

import { quote } from "../base/go/quote.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { replacePattern, trimPrefix, trimSuffix } from "./dockerfile-word-patterns.ts";

export type Environment = ReadonlyMap<string, string>;

const MISSING = "unexpected end of statement while looking for matching";
const NO_BRACE = "syntax error: missing '}'";

export interface Wording {
  /** the character that takes the next one's meaning away; a backslash if it is not said */
  readonly escape?: string | undefined;
  /** for showing a line: quotes stay, and variables that are not set as well */
  readonly forShow?: boolean;
  /** quotes are nothing special */
  readonly plainQuotes?: boolean;
  /** gets the names of variables that are not set */
  readonly unset?: Set<string> | undefined;
}

class Lexer {
  private at = 0;
  failure: string | undefined;
  private readonly escape: string;
  private readonly forShow: boolean;
  /** escapes stay, as in patterns */
  private rawEscapes = false;

  constructor(
    private readonly chars: readonly string[],
    private readonly env: Environment,
    private readonly wording: Wording,
  ) {
    this.escape = wording.escape ?? "\\";
    this.forShow = wording.forShow ?? false;
  }

  /** Up to `stop`, which is taken as well; up to the end if it is undefined. */
  run(stop?: string, rawEscapes = false): string {
    const before = this.rawEscapes;
    this.rawEscapes = rawEscapes;
    let out = "";
    let stopped = false;
    while (this.at < this.chars.length && this.failure === undefined && !stopped) {
      const char = this.chars[this.at] as string;
      stopped = char === stop;
      if (stopped) this.at++;
      else out += this.piece(char);
    }
    this.rawEscapes = before;
    if (stop !== undefined && !stopped) this.refuse(`${MISSING} ${stop}`);
    return out;
  }

  private refuse(why: string): string {
    this.failure ??= why;
    return "";
  }

  private piece(char: string): string {
    this.at++;
    if (char === "$") return this.dollar();
    if (this.wording.plainQuotes !== true && char === "'") return this.single();
    if (this.wording.plainQuotes !== true && char === '"') return this.double();
    if (char !== this.escape) return char;
    return (this.rawEscapes ? char : "") + (this.chars[this.at++] ?? "");
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
      else if (char === this.escape) out += this.escapedInDouble(char);
      else out += char;
    }
  }

  private escapedInDouble(char: string): string {
    const raw = this.rawEscapes ? char : "";
    const next = this.chars[this.at];
    if (next === undefined) return raw;
    const escapes = next === '"' || next === "$" || next === this.escape;
    if (!escapes) return raw + char;
    this.at++;
    return raw + next;
  }

  private name(): string {
    const rest = this.chars.slice(this.at).join("");
    const name = /^(?:\p{L}[\p{L}\p{Nd}_]*|_[\p{L}\p{Nd}_]*|\d+|[@*#!?\-$])/u.exec(rest)?.[0] ?? "";
    this.at += Array.from(name).length;
    return name;
  }

  private valueOf(name: string): string | undefined {
    const value = this.env.get(name);
    if (value === undefined) this.wording.unset?.add(name);
    return value;
  }

  private dollar(): string {
    if (this.chars[this.at] !== "{") {
      const name = this.name();
      return name === "" ? "$" : (this.valueOf(name) ?? (this.forShow ? `$${name}` : ""));
    }
    this.at++;
    const first = this.chars[this.at];
    if (first === undefined) return this.refuse(NO_BRACE);
    if (first === "{" || first === "}" || first === ":") return this.refuse("syntax error: bad substitution");
    const name = this.name();
    const operator = this.chars[this.at++];
    if (operator === "}") return this.valueOf(name) ?? (this.forShow ? `\${${name}}` : "");
    if (operator === "/") return this.replaced(name);
    const modifier = operator === ":" ? `:${this.chars[this.at++] ?? "\ufffd"}` : (operator ?? "\ufffd");
    return this.modified(name, modifier);
  }

  private modified(name: string, modifier: string): string {
    const unsupported = `unsupported modifier (${modifier}) in substitution`;
    const kind = modifier.at(-1) as string;
    const cuts = kind === "#" || kind === "%";
    if (cuts && modifier.length > 1) return this.refuse(unsupported);
    if (modifier.length === 1 && !"+-?#%".includes(kind)) return this.refuse(unsupported);
    const word = this.run("}", cuts);
    if (this.failure !== undefined) return this.unclosed(NO_BRACE);
    const value = this.valueOf(name);
    if (this.forShow && value === undefined) return `\${${name}${modifier}${word}}`;
    const isEmpty = modifier.length > 1 && value === "";
    if (kind === "-") return value === undefined || isEmpty ? word : value;
    if (kind === "+") return value === undefined || isEmpty ? "" : word;
    if (kind === "?") return this.required(name, word, value, isEmpty);
    return cuts ? this.cut(kind, word, value ?? "") : this.refuse(unsupported);
  }

  private required(name: string, word: string, value: string | undefined, isEmpty: boolean): string {
    if (value === undefined) return this.refuse(`${name}: ${word || "is not allowed to be unset"}`);
    return isEmpty ? this.refuse(`${name}: ${word || "is not allowed to be empty"}`) : value;
  }

  /** `${x#a*}`, `${x##a*}`, `${x%a*}`, `${x%%a*}` */
  private cut(kind: string, word: string, value: string): string {
    const greedy = word.startsWith(kind);
    const pattern = greedy ? word.slice(1) : word;
    const done = (kind === "#" ? trimPrefix : trimSuffix)(pattern, value, greedy);
    return done.ok ? done.value : this.refuse(done.error);
  }

  /** `${x/a/b}`, `${x//a/b}` */
  private replaced(name: string): string {
    const all = this.chars[this.at] === "/";
    if (all) this.at++;
    const pattern = this.run("/", true);
    if (this.failure !== undefined) return this.unclosed("syntax error: missing '/' in ${}");
    const by = this.run("}", true);
    if (this.failure !== undefined) return this.unclosed(NO_BRACE);
    const value = this.valueOf(name);
    if (this.forShow && value === undefined) return `\${${name}/${pattern}/${by}}`;
    const done = replacePattern(pattern, value ?? "", by, all);
    return done.ok ? done.value : this.refuse(done.error);
  }

  /** Where the text ended too soon, that is the fault. */
  private unclosed(why: string): string {
    if (this.at >= this.chars.length) this.failure = why;
    return "";
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
