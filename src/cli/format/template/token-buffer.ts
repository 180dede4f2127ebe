// The parser's view of the tokens: three of look-ahead, put back in the ways that Go's parser does, because
// errors give the line of the token that was lexed last.

import type { Lexer, Token, TokenType } from "./lexer.ts";

export class TokenBuffer {
  private readonly tokens: Token[] = [];
  private held = 0;

  constructor(private readonly lexer: Lexer) {}

  /** The line of the token that was lexed last. */
  get line(): number {
    return this.tokens[0]?.line ?? 0;
  }

  next(): Token {
    if (this.held > 0) this.held--;
    else this.tokens[0] = this.lexer.next();
    return this.tokens[this.held] as Token;
  }

  backup(): void {
    this.held++;
  }

  /** Puts back a token that stood before the one that is held. */
  backup2(first: Token): void {
    this.tokens[1] = first;
    this.held = 2;
  }

  backup3(first: Token, second: Token): void {
    this.tokens[1] = second;
    this.tokens[2] = first;
    this.held = 3;
  }

  peek(): Token {
    const token = this.next();
    this.backup();
    return token;
  }

  nextNonSpace(): Token {
    let token = this.next();
    while (token.type === "space") token = this.next();
    return token;
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.backup();
    return token;
  }

  /** Takes the next token that is no space if it is of the type. */
  take(type: TokenType): Token | undefined {
    const token = this.nextNonSpace();
    if (token.type === type) return token;
    this.backup();
    return undefined;
  }
}
