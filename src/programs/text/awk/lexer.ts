// Awk's words. Whether a slash begins a regular expression only the parser knows, so it asks for one where an operand
// is due. After the first fault everything is the end of the program, so that the parser comes to an end by itself.

import type { Flavour } from "./flavour.ts";

export type TokenKind =
  | "number" | "string" | "name" | "function-name" | "builtin" | "keyword" | "operator" | "newline" | "end"; // prettier-ignore

export interface Token {
  readonly kind: TokenKind;
  /** as written; of a string what it means */
  readonly text: string;
  readonly number: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS = new Set([
  "BEGIN", "END", "function", "if", "else", "while", "for", "do", "break", "continue", "next", "nextfile", "exit", "return",
  "delete", "in", "getline", "print", "printf",
]); // prettier-ignore
const GAWK_KEYWORDS = new Set(["switch", "case", "default", "BEGINFILE", "ENDFILE"]);

const BUILTINS = new Set([
  "length", "substr", "index", "split", "sub", "gsub", "match", "sprintf", "sin", "cos", "atan2", "exp", "log", "sqrt",
  "int", "rand", "srand", "tolower", "toupper", "close", "system", "fflush", "systime", "strftime", "mktime",
]); // prettier-ignore
const BUSYBOX_BUILTINS = new Set(["and", "or", "xor", "lshift", "rshift", "compl", "gensub"]);
const GAWK_BUILTINS = new Set([
  ...BUSYBOX_BUILTINS, "strtonum", "asort", "asorti", "isarray", "typeof", "patsplit",
]); // prettier-ignore

const OPERATORS = [
  "**=", "**", "^=", "+=", "-=", "*=", "/=", "%=", "==", "<=", ">=", "!=", "!~", "++", "--", "&&", "||", ">>",
  "{", "}", "(", ")", "[", "]", ";", ",", "+", "-", "*", "/", "%", "^", "!", ">", "<", "|", "?", ":", "~", "$", "=",
]; // prettier-ignore

const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const RADIX = /0[xX][0-9a-fA-F]+|0[0-7]+(?![\d.eE])/y;

const at = (pattern: RegExp, text: string, place: number): string | undefined => {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0];
};

const ESCAPES: Record<string, string> = {
  n: "\n",
  t: "\t",
  "\\": "\\",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  r: "\r",
  v: "\v",
};

/** Escapes in a string, in -v and in command-line assignments. */
export function unescapeString(text: string, flavour: Flavour): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(\n|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|[^])/g, (whole, e: string) => {
    if (e === "\n") return "";
    if (/^[0-7]/.test(e)) return String.fromCharCode(parseInt(e, 8) & 255);
    if (e.length > 1) return String.fromCharCode(parseInt(e.slice(1), 16));
    if (e === "/") return flavour.name === "mawk" ? whole : "/";
    return ESCAPES[e] ?? (flavour.unknownEscape === "keeps" ? whole : e);
  });
}

export interface LexFault {
  readonly line: number;
  readonly message: string;
  /** index in the source of what it is about, where that is shown */
  readonly place: number | undefined;
}

interface Mark {
  readonly place: number;
  readonly line: number;
  readonly token: Token;
  readonly fault: LexFault | undefined;
}

export class Lexer {
  private place = 0;
  private line = 1;
  token: Token;
  /** the first fault's message, and whether it is about a token */
  fault: LexFault | undefined;
  private readonly builtins: (name: string) => boolean;

  constructor(
    readonly source: string,
    readonly flavour: Flavour,
  ) {
    const more =
      flavour.name === "gawk" ? GAWK_BUILTINS : flavour.name === "busybox" ? BUSYBOX_BUILTINS : new Set();
    this.builtins = (name) => BUILTINS.has(name) || more.has(name);
    this.token = this.make("end", "", 0);
    this.next();
  }

  /** Where it stands, to come back to. */
  mark(): Mark {
    const { place, line, token, fault } = this;
    return { place, line, token, fault };
  }

  reset(mark: Mark): void {
    this.place = mark.place;
    this.line = mark.line;
    this.token = mark.token;
    this.fault = mark.fault;
  }

  fail(message: string, line = this.token.line, place?: number): void {
    this.fault ??= { line, message, place };
    this.token = this.make("end", "", this.place);
  }

  next(): void {
    this.token = this.fault === undefined ? this.scan() : this.make("end", "", this.place);
  }

  /** The character after the present token. */
  get following(): string | undefined {
    return this.source[this.token.end];
  }

  /** The present token is `/` or `/=`: reads it as a regular expression. */
  regex(): string {
    const { source } = this;
    let text = "";
    let i = this.token.start + 1;
    for (let inBracket = false; ; i++) {
      const c = source[i];
      if (c === undefined || c === "\n") {
        const shown = source.slice(this.token.start, i).slice(0, 20);
        this.fail(this.unterminated("regular expression", "regexp", shown));
        return "";
      }
      if (c === "\\" && source[i + 1] !== undefined) {
        text += source[i + 1] === "/" ? "/" : c + source[i + 1];
        i++;
        continue;
      }
      if (c === "/" && !inBracket) break;
      if (this.flavour.name !== "busybox") inBracket = bracketAfter(source, i, inBracket);
      text += c;
    }
    this.place = i + 1;
    this.next();
    return text;
  }

  private unterminated(mawk: string, gawk: string, shown: string): string {
    const { name } = this.flavour;
    return name === "mawk" ? `runaway ${mawk} ${shown} ...` : name === "gawk" ? `unterminated ${gawk}` : "Unexpected end of string"; // prettier-ignore
  }

  private make(kind: TokenKind, text: string, start: number, number = 0, line = this.line): Token {
    return { kind, text, number, line, start, end: this.place };
  }

  private scan(): Token {
    this.skipSpace();
    const { source, place: start } = this;
    const c = source[start];
    if (c === undefined) return this.make("end", "", start);
    if (c === "\n") {
      this.place++;
      const token = this.make("newline", "\n", start);
      this.line++;
      return token;
    }
    if (c === '"') return this.string(start);
    const number =
      (this.flavour.radixNumbers ? at(RADIX, source, start) : undefined) ?? at(NUMBER, source, start);
    if (number !== undefined) {
      this.place += number.length;
      return this.make("number", number, start, numberOf(number, this.flavour));
    }
    const name = at(NAME, source, start);
    if (name !== undefined) return this.word(name, start);
    const { powerStars } = this.flavour;
    const operator = OPERATORS.find(
      (text) => source.startsWith(text, start) && (powerStars || !text.startsWith("**")),
    );
    if (operator === undefined) {
      this.place++;
      return this.make("operator", c, start);
    }
    this.place += operator.length;
    return this.make("operator", operator, start);
  }

  private skipSpace(): void {
    const { source } = this;
    for (;;) {
      const c = source[this.place];
      if (c === " " || c === "\t" || c === "\r") this.place++;
      else if (c === "\\" && (source[this.place + 1] === "\n" || source.startsWith("\r\n", this.place + 1))) {
        this.place = source.indexOf("\n", this.place) + 1;
        this.line++;
      } else if (c === "#") {
        const end = source.indexOf("\n", this.place);
        this.place = end < 0 ? source.length : end;
      } else return;
    }
  }

  private word(name: string, start: number): Token {
    this.place += name.length;
    const { flavour } = this;
    if (name === "func" && flavour.func) return this.make("keyword", "function", start);
    if (KEYWORDS.has(name) || (flavour.extended && GAWK_KEYWORDS.has(name)))
      return this.make("keyword", name, start);
    if (this.builtins(name)) return this.make("builtin", name, start);
    return this.make(this.source[this.place] === "(" ? "function-name" : "name", name, start);
  }

  private string(start: number): Token {
    const { source } = this;
    const line = this.line;
    let i = start + 1;
    for (; source[i] !== '"'; i++) {
      if (source[i] === "\\" && source[i + 1] !== undefined) {
        i++;
        if (source[i] === "\n") this.line++;
      } else if (source[i] === undefined || source[i] === "\n") {
        const shown = source.slice(start, i).slice(0, 20);
        this.place = i;
        this.fault ??= {
          line,
          message: this.unterminated("string constant", "string", shown),
          place: start,
        };
        return this.make("end", "", i);
      }
    }
    this.place = i + 1;
    return this.make("string", unescapeString(source.slice(start + 1, i), this.flavour), start, 0, line);
  }
}

function bracketAfter(source: string, i: number, inBracket: boolean): boolean {
  const c = source[i];
  if (!inBracket) return c === "[";
  if (c !== "]") return true;
  const first = source[i - 1] === "[" || (source[i - 1] === "^" && source[i - 2] === "[");
  // `[:alpha:]` within brackets does not end them
  return first || (source[i - 1] === ":" && source.lastIndexOf("[:", i) > source.lastIndexOf("]", i - 1));
}

function numberOf(text: string, flavour: Flavour): number {
  if (flavour.radixNumbers && /^0[xX]/.test(text)) return Number(text);
  if (flavour.radixNumbers && /^0[0-7]+$/.test(text)) return parseInt(text, 8);
  return Number(text);
}
