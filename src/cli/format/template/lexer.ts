// text/template's lexer: text and actions to tokens, one at a time, with trim markers and comments taken
// care of. Source of the rules: Go's text/template/parse/lex.go. Positions are in UTF-16 units; who prints
// one turns it into bytes.

import { sprintf } from "../../../base/go/fmt.ts";
import { byteLength, isDigit, isLetter, isPrint } from "../../../base/go/go-string.ts";
import { string } from "../../../base/go/types.ts";
import { GoValue } from "../../../base/go/value.ts";
import { quote } from "../../../base/go/quote.ts";

export type TokenType =
  | "error"
  | "bool"
  | "char"
  | "char-constant"
  | "complex"
  | "assign"
  | "declare"
  | "eof"
  | "field"
  | "identifier"
  | "left-delim"
  | "left-paren"
  | "number"
  | "pipe"
  | "raw-string"
  | "right-delim"
  | "right-paren"
  | "space"
  | "string"
  | "text"
  | "variable"
  | Keyword;

type Keyword =
  | "block"
  | "break"
  | "continue"
  | "dot"
  | "define"
  | "else"
  | "end"
  | "if"
  | "nil"
  | "range"
  | "template"
  | "with";

export interface Token {
  readonly type: TokenType;
  readonly pos: number;
  readonly text: string;
  readonly line: number;
}

const WORDS = [
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
];
const KEYWORDS = new Set<string>([...WORDS, "dot"]);
const KEYWORD_OF = new Map<string, Keyword>(WORDS.map((word) => [word, word as Keyword]));

/** A token as error texts show it. */
export function tokenText({ type, text }: Token): string {
  if (type === "eof") return "EOF";
  if (type === "error") return text;
  if (KEYWORDS.has(type)) return `<${text}>`;
  return byteLength(text) > 10 ? sprintf("%.10q...", [new GoValue(string, text)]) : quote(text);
}

const SPACE = " \t\r\n";
const isSpace = (c: string): boolean => c !== "" && SPACE.includes(c);
const isAlphanumeric = (rune: string): boolean =>
  rune.length > 0 && (/^[A-Za-z0-9_]$/.test(rune) || (rune > "\u007f" && (isLetter(rune) || isDigit(rune))));

const countLines = (text: string): number => text.split("\n").length - 1;

const hasLeftTrim = (text: string, at: number): boolean => text[at] === "-" && isSpace(text[at + 1] ?? "");
const hasRightTrim = (text: string, at: number): boolean => isSpace(text[at] ?? "") && text[at + 1] === "-";

/** "U+007D '}'" */
function describe(rune: string): string {
  const code = rune.codePointAt(0) ?? 0xfffd;
  const shown = isPrint(rune) ? ` '${rune}'` : "";
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}${shown}`;
}

export class Lexer {
  private pos = 0;
  private start = 0;
  private line = 1;
  private startLine = 1;
  private insideAction = false;
  private parenDepth = 0;

  constructor(private input: string) {}

  next(): Token {
    return this.insideAction ? this.action() : this.text();
  }

  private peek(): string {
    const code = this.input.codePointAt(this.pos);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  private advance(): string {
    const rune = this.peek();
    this.pos += rune.length;
    if (rune === "\n") this.line++;
    return rune;
  }

  private emit(type: TokenType): Token {
    const token = {
      type,
      pos: this.start,
      text: this.input.slice(this.start, this.pos),
      line: this.startLine,
    };
    this.start = this.pos;
    this.startLine = this.line;
    return token;
  }

  /** Moves to `pos` over text that was not read rune by rune. */
  private skipTo(pos: number): void {
    this.line += countLines(this.input.slice(this.pos, pos));
    this.pos = pos;
  }

  private ignore(): void {
    this.start = this.pos;
    this.startLine = this.line;
  }

  private fail(why: string): Token {
    const token: Token = { type: "error", pos: this.start, text: why, line: this.startLine };
    this.input = "";
    this.pos = 0;
    this.start = 0;
    return token;
  }

  private text(): Token {
    const { input } = this;
    const found = input.indexOf("{{", this.pos);
    const end = found < 0 ? input.length : found;
    if (end === this.pos) return found < 0 ? this.emit("eof") : this.leftDelim();
    let kept = end;
    if (found >= 0 && hasLeftTrim(input, found + 2))
      while (kept > this.start && isSpace(input[kept - 1] ?? "")) kept--;
    this.skipTo(kept);
    const token = this.emit("text");
    this.skipTo(end);
    this.ignore();
    return token.text === "" ? this.leftDelim() : token;
  }

  private leftDelim(): Token {
    this.skipTo(this.pos + 2);
    const marker = hasLeftTrim(this.input, this.pos) ? 2 : 0;
    if (this.input.startsWith("/*", this.pos + marker)) {
      this.skipTo(this.pos + marker);
      this.ignore();
      return this.comment();
    }
    const token = this.emit("left-delim");
    this.insideAction = true;
    this.parenDepth = 0;
    this.skipTo(this.pos + marker);
    this.ignore();
    return token;
  }

  private comment(): Token {
    const end = this.input.indexOf("*/", this.pos + 2);
    if (end < 0) return this.fail("unclosed comment");
    this.skipTo(end + 2);
    const delim = this.rightDelimLength();
    if (delim === 0) return this.fail("comment ends before closing delimiter");
    this.closeDelim(delim);
    this.ignore();
    return this.text();
  }

  /** Length of the right delimiter that stands here, with its trim marker; 0 for none. */
  private rightDelimLength(): number {
    if (hasRightTrim(this.input, this.pos) && this.input.startsWith("}}", this.pos + 2)) return 4;
    return this.input.startsWith("}}", this.pos) ? 2 : 0;
  }

  private closeDelim(length: number): void {
    this.skipTo(this.pos + length);
    if (length === 4) this.skipSpaces();
  }

  private skipSpaces(): void {
    while (isSpace(this.input[this.pos] ?? "")) this.advance();
  }

  private rightDelim(length: number): Token {
    if (length === 4) {
      this.skipTo(this.pos + 2);
      this.ignore();
    }
    this.skipTo(this.pos + 2);
    const token = this.emit("right-delim");
    if (length === 4) this.skipSpaces();
    this.ignore();
    this.insideAction = false;
    return token;
  }

  private action(): Token {
    const delim = this.rightDelimLength();
    if (delim > 0) return this.parenDepth === 0 ? this.rightDelim(delim) : this.fail("unclosed left paren");
    const rune = this.peek();
    if (rune === "") return this.fail("unclosed action");
    if (isSpace(rune)) return this.space();
    if (rune === "." && !/^[0-9]?$/.test(this.input[this.pos + 1] ?? "")) return this.named("field");
    if (/^[.+\-0-9]$/.test(rune)) return this.number();
    if (isAlphanumeric(rune)) return this.identifier();
    return this.punctuation(this.advance());
  }

  private punctuation(rune: string): Token {
    switch (rune) {
      case "=":
        return this.emit("assign");
      case ":":
        return this.advance() === "=" ? this.emit("declare") : this.fail("expected :=");
      case "|":
        return this.emit("pipe");
      case '"':
        return this.quoted('"', "string", "unterminated quoted string");
      case "'":
        return this.quoted("'", "char-constant", "unterminated character constant");
      case "`":
        return this.rawString();
      case "$":
        return this.named("variable");
      case "(":
        this.parenDepth++;
        return this.emit("left-paren");
      case ")":
        this.parenDepth--;
        return this.parenDepth < 0 ? this.fail("unexpected right paren") : this.emit("right-paren");
      default:
        if (/^[\x20-\x7e]$/.test(rune)) return this.emit("char");
        return this.fail(`unrecognized character in action: ${describe(rune)}`);
    }
  }

  /** A run of spaces, without the one that belongs to a trim marker. */
  private space(): Token {
    this.skipSpaces();
    const last = this.pos - 1;
    if (hasRightTrim(this.input, last) && this.input.startsWith("}}", last + 2)) {
      this.pos = last;
      if (this.input[last] === "\n") this.line--;
      if (last === this.start) return this.rightDelim(4);
    }
    return this.emit("space");
  }

  private atTerminator(): boolean {
    const rune = this.peek();
    return rune === "" || isSpace(rune) || ".,|:)(".includes(rune) || this.input.startsWith("}}", this.pos);
  }

  private badCharacter(): Token {
    return this.fail(`bad character ${describe(this.peek())}`);
  }

  /** .field and $variable; the mark alone is the dot and the variable $. */
  private named(type: "field" | "variable"): Token {
    if (type === "field") this.advance();
    if (this.atTerminator()) return this.emit(type === "field" ? "dot" : type);
    while (isAlphanumeric(this.peek())) this.advance();
    return this.atTerminator() ? this.emit(type) : this.badCharacter();
  }

  private identifier(): Token {
    while (isAlphanumeric(this.peek())) this.advance();
    if (!this.atTerminator()) return this.badCharacter();
    const word = this.input.slice(this.start, this.pos);
    if (word === "true" || word === "false") return this.emit("bool");
    return this.emit(KEYWORD_OF.get(word) ?? "identifier");
  }

  private quoted(mark: string, type: TokenType, unterminated: string): Token {
    for (;;) {
      const rune = this.advance();
      if (rune === mark) return this.emit(type);
      const escaped = rune === "\\" ? this.advance() : rune;
      if (escaped === "" || escaped === "\n") return this.fail(unterminated);
    }
  }

  private rawString(): Token {
    for (;;) {
      const rune = this.advance();
      if (rune === "`") return this.emit("raw-string");
      if (rune === "") return this.fail("unterminated raw quoted string");
    }
  }

  private accept(valid: string): boolean {
    const rune = this.peek();
    if (rune === "" || !valid.includes(rune)) return false;
    this.advance();
    return true;
  }

  private acceptRun(valid: string): void {
    while (this.accept(valid));
  }

  /** Not a perfect scanner: what is wrong here is found when the number is read. */
  private scanNumber(): boolean {
    this.accept("+-");
    let digits = "0123456789_";
    if (this.accept("0")) {
      if (this.accept("xX")) digits = "0123456789abcdefABCDEF_";
      else if (this.accept("oO")) digits = "01234567_";
      else if (this.accept("bB")) digits = "01_";
    }
    this.acceptRun(digits);
    if (this.accept(".")) this.acceptRun(digits);
    if ((digits.length === 11 && this.accept("eE")) || (digits.length === 23 && this.accept("pP"))) {
      this.accept("+-");
      this.acceptRun("0123456789_");
    }
    this.accept("i");
    if (!isAlphanumeric(this.peek())) return true;
    this.advance();
    return false;
  }

  private number(): Token {
    const bad = (): Token => this.fail(`bad number syntax: ${quote(this.input.slice(this.start, this.pos))}`);
    if (!this.scanNumber()) return bad();
    const sign = this.peek();
    if (sign !== "+" && sign !== "-") return this.emit("number");
    return this.scanNumber() && this.input[this.pos - 1] === "i" ? this.emit("complex") : bad();
  }
}
