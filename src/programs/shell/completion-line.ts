// A line up to the cursor as completion sees it: the words of the command that the cursor is in, the word under it,
// the quote that is open, and whether a command's name is expected there. Relies on nothing; a line need not be a
// correct command. Not here: what completes the word (completion.ts).

export interface LineWords {
  /** of the present command, without quotes; the last is the one under the cursor, which may be empty */
  readonly words: readonly string[];
  /** where the word that is completed begins, after `=`, `:` and the like; with its quote */
  readonly start: number;
  readonly word: string;
  readonly quote: string | undefined;
  readonly isCommand: boolean;
  /** what comes after > or < */
  readonly isRedirection: boolean;
}

const BREAKS = /[@><=;|&(:]/;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

class Scanner {
  words: string[] = [];
  word = "";
  begun = false;
  quote = "";
  start = 0;
  /** the part of the word from `start` on */
  part = "";
  redirection = false;

  constructor(private readonly text: string) {}

  scan(): this {
    for (let i = 0; i < this.text.length; i++) i = this.step(i);
    return this;
  }

  private step(i: number): number {
    const c = this.text[i] as string;
    if (this.quote !== "") return this.inQuotes(c, i);
    if (c === "\\" && i + 1 < this.text.length) {
      this.add(this.text[i + 1] as string, i);
      return i + 1;
    }
    if (c === "'" || c === '"') {
      this.begin(i);
      if (this.part === "") this.start = i;
      this.quote = c;
    } else if (c === " " || c === "\t") this.endWord(i + 1);
    else if (/[;|&(\n`]/.test(c)) this.newCommand(i + 1);
    else if (c === "<" || c === ">") {
      this.endWord(i + 1);
      this.redirection = true;
    } else this.plain(c, i);
    return i;
  }

  private plain(c: string, i: number): void {
    this.add(c, i);
    if (!BREAKS.test(c)) return;
    this.start = i + 1;
    this.part = "";
  }

  private inQuotes(c: string, i: number): number {
    if (c === this.quote) {
      this.quote = "";
      return i;
    }
    const escapes = c === "\\" && this.quote === '"' && /["\\$`]/.test(this.text[i + 1] ?? "");
    this.add(escapes ? (this.text[i + 1] as string) : c, i);
    return escapes ? i + 1 : i;
  }

  private begin(i: number): void {
    if (!this.begun) this.start = i;
    this.begun = true;
  }

  private add(c: string, i: number): void {
    this.begin(i);
    this.word += c;
    this.part += c;
  }

  private endWord(next: number): void {
    if (this.begun) {
      if (!this.redirection) this.words.push(this.word);
      this.redirection = false;
    }
    Object.assign(this, { word: "", part: "", begun: false, start: next });
  }

  private newCommand(next: number): void {
    this.endWord(next);
    this.words = [];
    this.redirection = false;
  }
}

export function wordsOfLine(text: string): LineWords {
  const { words, word, part, start, quote, redirection } = new Scanner(text).scan();
  let first = 0;
  while (words[first] === "{" || ASSIGNMENT.test(words[first] ?? "")) first++;
  const own = words.slice(first);
  return {
    words: [...own, word],
    start,
    word: part,
    quote: quote === "" ? undefined : quote,
    isCommand: own.length === 0 && !redirection && !ASSIGNMENT.test(word),
    isRedirection: redirection,
  };
}
