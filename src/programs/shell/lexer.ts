// Tokens of a script: words, operators, redirections with their numbers, newlines (POSIX shell, 2.3 and 2.10).
// The parser says what it could take next, as that decides what a character means; a token that was looked
// at under another assumption is read again. Here-documents are read when their line ends. Aliases are
// replaced in the text itself.

import type { Scanner } from "./scanner.ts";
import type { Failure } from "./failure.ts";
import type { Redirection, RedirectOperator } from "./syntax.ts";

export type TokenKind = "word" | "operator" | "redirect" | "newline" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly line: number;
  readonly at: number;
  readonly end: number;
  readonly fd: number | undefined;
  readonly variable: string | undefined;
  /** an assignment whose value is a list in parentheses, which begins at `end` */
  readonly list: boolean;
}

/** What the parser could take: a value list after `name=`, or a regular expression in `[[ ]]`. */
export type Mode = "plain" | "assignment" | "regex";

interface PendingDocument {
  readonly redirection: Redirection;
  readonly strip: boolean;
}

const OPERATORS = ["&&", "||", ";;&", ";;", ";&", "|&", "&", ";", "|", "(", ")"];
const REDIRECTS = ["<<<", "<<-", "&>>", "<<", "<&", "<>", ">>", ">&", ">|", "&>", "<", ">"];
const EXTENDED_OPERATORS = new Set([";;&", ";&", "|&"]);
const NAME_BEGIN = /[A-Za-z_]/;
const ASSIGNMENT_HEAD = /[A-Za-z_][A-Za-z0-9_]*/y;

export class Lexer {
  at = 0;
  /** how much longer aliases have made the text before `at` */
  grown = 0;
  private peeked: Token | undefined;
  private peekedMode: Mode = "plain";
  private pending: PendingDocument[] = [];
  /** parts of the text that an alias put there: [name, end] */
  private aliasRegions: { name: string; end: number }[] = [];

  constructor(
    readonly scanner: Scanner,
    /** no more input will come */
    readonly final: boolean,
  ) {}

  get text(): string {
    return this.scanner.text;
  }

  get failure(): Failure | undefined {
    return this.scanner.failure;
  }

  peek(mode: Mode = "plain"): Token {
    if (this.peeked !== undefined && this.peekedMode !== mode && this.dependsOnMode(this.peeked, mode)) {
      this.at = this.peeked.at;
      this.peeked = undefined;
    }
    if (this.peeked === undefined) {
      this.peeked = this.read(mode);
      this.peekedMode = mode;
    }
    return this.peeked;
  }

  /** Would the token be another one in this mode? */
  private dependsOnMode({ kind, text }: Token, mode: Mode): boolean {
    if (mode === "regex" || this.peekedMode === "regex") return true;
    return kind === "word" && (text.includes("=") || text.includes("["));
  }

  next(mode: Mode = "plain"): Token {
    const token = this.peek(mode);
    this.peeked = undefined;
    return token;
  }

  /** The parser read on by itself up to `at`. */
  moveTo(at: number): void {
    this.peeked = undefined;
    this.at = at;
  }

  // ---- reading

  private skipBlanks(): void {
    const { text } = this;
    for (;;) {
      const c = text[this.at];
      if (c === " " || c === "\t") this.at++;
      else if (c === "\\" && text[this.at + 1] === "\n") this.at += 2;
      else if (c === "#") {
        const end = text.indexOf("\n", this.at);
        this.at = end < 0 ? text.length : end;
      } else return;
    }
  }

  private read(mode: Mode): Token {
    if (this.failure !== undefined) return this.token("end", this.at, this.at);
    this.skipBlanks();
    const { text, at } = this;
    if (at >= text.length) {
      this.readDocuments(at);
      return this.token("end", at, at);
    }
    const c = text[at] as string;
    if (c === "\n") {
      this.at = this.readDocuments(at + 1);
      return this.token("newline", at, at + 1);
    }
    return this.readRedirect(at) ?? this.readOperator(at, mode) ?? this.readWord(at, mode);
  }

  private token(
    kind: TokenKind,
    at: number,
    end: number,
    more: Partial<Pick<Token, "fd" | "variable" | "list" | "text">> = {},
  ): Token {
    return {
      kind,
      at,
      end,
      line: this.scanner.lineAt(at),
      text: more.text ?? this.text.slice(at, end),
      fd: more.fd,
      variable: more.variable,
      list: more.list ?? false,
    };
  }

  private readOperator(at: number, mode: Mode): Token | undefined {
    const { text } = this;
    if (mode === "regex" && text[at] === "(") return undefined;
    const { dialect } = this.scanner.options;
    const found = OPERATORS.find(
      (operator) =>
        text.startsWith(operator, at) && (dialect.extensions || !EXTENDED_OPERATORS.has(operator)),
    );
    if (found === undefined) return undefined;
    this.at = at + found.length;
    return this.token("operator", at, this.at);
  }

  /** A redirection operator with the number or {name} that stands before it. */
  private readRedirect(at: number): Token | undefined {
    const { text, scanner } = this;
    const { dialect } = scanner.options;
    let from = at;
    let fd: number | undefined;
    let variable: string | undefined;
    const c = text[at] as string;
    if (c >= "0" && c <= "9") {
      while ((text[from] as string) >= "0" && (text[from] as string) <= "9") from++;
      if (dialect.name === "dash" && from > at + 1) return undefined;
      if (from > at + 9) return undefined;
      fd = Number(text.slice(at, from));
    } else if (c === "{" && dialect.extensions) {
      const name = /^\{([A-Za-z_]\w*(?:\[[^\]\s]*\])?)\}(?=[<>])/.exec(text.slice(at, at + 256));
      if (name === null) return undefined;
      variable = name[1];
      from += name[0].length;
    }
    const operator = this.operatorAt(from);
    if (operator === undefined || (from > at && operator.startsWith("&"))) return undefined;
    this.at = from + operator.length;
    return this.token("redirect", at, this.at, { text: operator, fd, variable });
  }

  private operatorAt(at: number): RedirectOperator | undefined {
    const { text, scanner } = this;
    const c = text[at];
    if (c !== "<" && c !== ">" && c !== "&") return undefined;
    const { dialect } = scanner.options;
    if (c !== "&" && text[at + 1] === "(" && dialect.processSubstitution) return undefined;
    for (const operator of REDIRECTS) {
      if (!text.startsWith(operator, at)) continue;
      if (operator === "<<<" && !dialect.hereString) continue;
      if (operator.startsWith("&") && !dialect.bothRedirect) continue;
      if (operator === "&>>" && dialect.name === "ash") continue;
      return operator as RedirectOperator;
    }
    return undefined;
  }

  private readWord(at: number, mode: Mode): Token {
    const { scanner } = this;
    const head = mode === "assignment" ? this.assignmentHead(at) : 0;
    if (head > 0 && this.text[head] === "(" && scanner.options.dialect.arrays) {
      this.at = head;
      return this.token("word", at, head, { list: true });
    }
    const end = mode === "regex" ? this.regexEnd(at) : scanner.word(Math.max(head, at));
    if (end < 0) return this.token("end", at, at);
    this.at = end;
    return this.token("word", at, end, { text: scanner.slice(at, end) });
  }

  /** Index after `name=`, `name+=` or `name[…]=`; 0 if the word does not begin so. */
  private assignmentHead(at: number): number {
    const { text, scanner } = this;
    if (!NAME_BEGIN.test(text[at] as string)) return 0;
    ASSIGNMENT_HEAD.lastIndex = at;
    let i = at + (ASSIGNMENT_HEAD.exec(text)?.[0].length ?? 0);
    if (text[i] === "[" && scanner.options.dialect.arrays) {
      i = scanner.subscript(i);
      if (i <= 0) return 0;
    }
    if (text[i] === "+" && scanner.options.dialect.name === "bash") i++;
    return text[i] === "=" ? i + 1 : 0;
  }

  /** The right side of =~: parentheses and bars belong to it, blanks only in parentheses. */
  private regexEnd(from: number): number {
    const { text, scanner } = this;
    let open = 0;
    let i = from;
    while (i < text.length) {
      const c = text[i] as string;
      if (c === "(") open++;
      else if (c === ")") {
        if (open-- === 0) return i;
      } else if (open === 0 && (c === " " || c === "\t" || c === "\n" || c === ";" || c === "&")) return i;
      i = c === "[" ? this.bracketEnd(i) : scanner.step(i);
      if (i < 0) return i;
    }
    if (open > 0) return scanner.unclosedRegex(from);
    return i;
  }

  private bracketEnd(at: number): number {
    const match = /^\[\^?\]?(?:\[:\w+:\]|[^\]\s])*\]/.exec(this.text.slice(at, at + 256));
    return match === null || /[\\"'$`]/.test(match[0]) ? at + 1 : at + match[0].length;
  }

  // ---- here-documents

  expectDocument(redirection: Redirection, strip: boolean): void {
    this.pending.push({ redirection, strip });
  }

  /** Reads the documents that the line asked for; answers where the next line begins. */
  private readDocuments(from: number): number {
    let at = from;
    const documents = this.pending;
    this.pending = [];
    for (const { redirection, strip } of documents) {
      const end = this.readDocument(redirection, strip, at);
      if (end < 0) return this.text.length;
      at = end;
    }
    return at;
  }

  private readDocument(redirection: Redirection, strip: boolean, from: number): number {
    const { text } = this;
    const { text: raw } = redirection.target;
    const quoted = /[\\'"]/.test(raw);
    const delimiter = quoted ? unquoteDelimiter(raw) : raw;
    const lines: string[] = [];
    let at = from;
    let continued = false;
    const line = this.scanner.lineAt(from);
    const done = (end: number): number => {
      redirection.document = { text: lines.join(""), quoted, delimiter, line };
      return end;
    };
    while (at < text.length) {
      const newline = text.indexOf("\n", at);
      const end = newline < 0 ? text.length : newline + 1;
      let content = text.slice(at, newline < 0 ? end : newline);
      if (strip) content = content.replace(/^\t+/, "");
      at = end;
      if (content === delimiter && !continued) return done(end);
      continued = !quoted && /(?<!\\)(?:\\\\)*\\$/.test(content);
      lines.push(newline < 0 ? content : `${content}\n`);
    }
    if (!this.final)
      return this.scanner.fail({
        kind: "document",
        delimiter,
        strip,
        at: from,
        line: redirection.target.line,
      });
    this.unfinished.push({ delimiter, line: redirection.target.line, lastLine: this.scanner.lineAt(at) });
    return done(at);
  }

  /** documents that the end of the input ended: bash warns of them */
  readonly unfinished: { delimiter: string; line: number; lastLine: number }[] = [];

  // ---- aliases

  /** What has been read ends in the midst of an alias's value, which held more than one command. */
  get insideAlias(): boolean {
    return this.aliasRegions.some(({ end }) => end > this.at);
  }

  /** Puts the value of an alias in the place of a word; false if that alias is being replaced already. */
  replaceAlias(token: Token, value: string): boolean {
    this.aliasRegions = this.aliasRegions.filter(({ end }) => end > token.at);
    if (this.aliasRegions.some(({ name }) => name === token.text)) return false;
    const { text } = this;
    const growth = value.length - (token.end - token.at);
    for (const region of this.aliasRegions) region.end += growth;
    this.aliasRegions.push({ name: token.text, end: token.at + value.length });
    this.scanner.replaceText(text.slice(0, token.at) + value + text.slice(token.end), token.at);
    this.grown += growth;
    this.moveTo(token.at);
    return true;
  }
}

const unquoteDelimiter = (raw: string): string =>
  raw.replace(
    /\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"/g,
    (_, escaped?: string, single?: string, double?: string) =>
      escaped ?? single ?? (double as string).replace(/\\(["\\$`])/g, "$1"),
  );
