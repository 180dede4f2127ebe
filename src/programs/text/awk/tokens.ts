// What every part of awk's parser does with words: looking at the present one, going on, coming back, and saying that it
// does not belong there, each flavour in its own way.

import type { Flavour } from "./flavour.ts";
import { Lexer, type LexFault, type TokenKind } from "./lexer.ts";
import type { Name } from "./syntax.ts";

interface Mark {
  readonly lexer: ReturnType<Lexer["mark"]>;
  readonly last: string;
}

export class TokenParser {
  protected readonly lexer: Lexer;
  /** the token before the present one */
  protected lastText = "";
  protected lastStart = 0;
  /** blocks that are open */
  protected braces = 0;

  constructor(
    source: string,
    protected readonly flavour: Flavour,
  ) {
    this.lexer = new Lexer(source, flavour);
  }

  get fault(): LexFault | undefined {
    return this.lexer.fault;
  }

  protected get kind(): TokenKind {
    return this.lexer.token.kind;
  }

  protected is(text: string): boolean {
    const { kind, text: present } = this.lexer.token;
    return present === text && (kind === "operator" || kind === "keyword");
  }

  protected advance(): void {
    this.lastText = this.kind === "operator" ? this.lexer.token.text : "";
    this.lastStart = this.lexer.token.start;
    this.lexer.next();
  }

  protected expect(text: string): void {
    if (this.is(text)) this.advance();
    else this.unexpected();
  }

  protected skipNewlines(): void {
    while (this.kind === "newline") this.advance();
  }

  protected mark(): Mark {
    return { lexer: this.lexer.mark(), last: this.lastText };
  }

  protected reset({ lexer, last }: Mark): void {
    this.lexer.reset(lexer);
    this.lastText = last;
  }

  protected unexpected(): void {
    const { kind, text, start, end } = this.lexer.token;
    if (kind === "end" && this.braces > 0 && this.flavour.name === "mawk")
      return this.lexer.fail("missing } near end of file", this.lexer.token.line + 1);
    if (this.flavour.name === "busybox")
      return this.lexer.fail(kind === "end" && this.lexer.fault ? "" : "Unexpected token");
    const shown = kind === "newline" ? "end of line" : kind === "end" ? "end of line" : kind === "string" ? this.lexer.source.slice(start, end) : text; // prettier-ignore
    if (this.flavour.name === "mawk") this.lexer.fail(`syntax error at or near ${shown}`);
    else this.lexer.fail("syntax error", this.lexer.token.line, start);
  }

  protected takeName(): Name {
    const { text, line } = this.lexer.token;
    if (this.kind !== "name" && this.kind !== "function-name") this.unexpected();
    else this.advance();
    return { kind: "name", name: text, line, place: undefined };
  }
}
