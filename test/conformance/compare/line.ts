// A line in which what differs from run to run is replaced by tokens. While it is worked on, a token stands in
// the text as one character of a private plane, so that later patterns see a word where something was.

export interface Token {
  /** "id", "time", "size", …: what it stands for */
  readonly kind: string;
  /** how it was printed: the length of an id, the format of a time */
  readonly style: string;
  /** what it identifies, where that matters */
  readonly value: string;
  readonly raw: string;
}

/** Words and tokens in turn. */
export type Parts = readonly (string | Token)[];

const PLANE = 0xf0000;

export type Replacer<T = string> = (all: string, ...groups: (string | undefined)[]) => T;

export class Line {
  private readonly tokens: Token[] = [];

  constructor(public text: string) {}

  /** Keeps a token and gives the character that stands for it. */
  mark(kind: string, style = "", value = "", raw = ""): string {
    this.tokens.push({ kind, style, value, raw });
    return String.fromCodePoint(PLANE + this.tokens.length - 1);
  }

  replace(pattern: RegExp, replacer: Replacer): void {
    this.text = this.text.replace(pattern, replacer);
  }

  /** `step` makes the numbers of processes hold for one step only. */
  parts(step: number): Parts {
    if (this.tokens.length === 0) return this.text === "" ? [] : [this.text];
    const parts: (string | Token)[] = [];
    let word = "";
    for (const character of this.text) {
      const token = this.tokens[(character.codePointAt(0) ?? 0) - PLANE];
      if (token === undefined) {
        word += character;
        continue;
      }
      if (word !== "") parts.push(word);
      word = "";
      parts.push(token.kind === "pid" ? { ...token, value: `${step}:${token.value}` } : token);
    }
    if (word !== "") parts.push(word);
    return parts;
  }
}
