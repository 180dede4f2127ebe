// Finds where quotes, substitutions and words end in the source of a script, by the rules of a dialect
// (POSIX shell, section 2.3). What stands inside is looked at later (words.ts); only commands in `$(…)` are
// parsed at once, as nothing else tells where they end. Nothing here throws: the first failure is kept and
// everything after it stands still at the end of the text.

import type { Dialect } from "./dialect.ts";
import type { Failure } from "./failure.ts";

/** Bracketed constructs may stand in each other so deep. */
const MAX_DEPTH = 200;

const METACHARACTERS = new Set(["|", "&", ";", "(", ")", "<", ">", " ", "\t", "\n"]);
const PATTERN_OPERATORS = /^[@*!#?$\-\w[\]]*[#%/^,]/;

/** Parses commands from an index to the `)` that ends them; answers the index after it, or -1. */
export type SubstitutionParser = (scanner: Scanner, from: number) => number;

export interface ScanOptions {
  readonly dialect: Dialect;
  readonly extglob: boolean;
  readonly parseSubstitution: SubstitutionParser;
}

export class Scanner {
  failure: Failure | undefined;
  depth = 0;
  /** characters that bash would read otherwise than this dialect, and what bash must read in their places */
  private readonly patches = new Map<number, string>();
  private countedTo = 0;
  private counted = 0;

  constructor(
    public text: string,
    readonly options: ScanOptions,
  ) {}

  /** Line of an index, counted from 0: from where it was last asked, forwards or backwards. */
  lineAt(index: number): number {
    const { text } = this;
    for (; this.countedTo > index; this.countedTo--) if (text[this.countedTo - 1] === "\n") this.counted--;
    let at = text.indexOf("\n", this.countedTo);
    while (at >= 0 && at < index) {
      this.counted++;
      at = text.indexOf("\n", at + 1);
    }
    this.countedTo = index;
    return this.counted;
  }

  /** Says on which line an index is, so that nothing before it is counted. */
  startAt(index: number, line: number): void {
    this.countedTo = index;
    this.counted = line;
  }

  /** An alias changed the text from here on. */
  replaceText(text: string, from: number): void {
    this.lineAt(from);
    this.text = text;
  }

  fail(failure: Failure): -1 {
    this.failure ??= failure;
    return -1;
  }

  private unclosed(closer: string, from: number): -1 {
    const lastLine = this.lineAt(this.text.length);
    return this.fail({ kind: "open", closer, at: from, line: this.lineAt(from), lastLine });
  }

  /** The right side of =~ with a parenthesis that is not closed. */
  unclosedRegex(from: number): -1 {
    const lastLine = this.lineAt(this.text.length);
    const line = this.lineAt(from);
    return this.fail({ kind: "open", closer: ")", regex: true, at: from, line, lastLine });
  }

  /** Runs `scan` one level deeper, unless that is too deep. */
  private deeper(from: number, scan: () => number): number {
    if (this.depth >= MAX_DEPTH)
      return this.fail({
        kind: "rule",
        rule: "too-deep",
        detail: "",
        token: "",
        end: from,
        at: from,
        line: this.lineAt(from),
      });
    this.depth++;
    const end = scan();
    this.depth--;
    return end;
  }

  // ---- each answers the index after the construct that begins at `from`, or -1

  singleQuotes(from: number): number {
    const close = this.text.indexOf("'", from + 1);
    return close < 0 ? this.unclosed("'", from) : close + 1;
  }

  /** $'…': a backslash keeps a quote from ending it. */
  ansiQuotes(from: number): number {
    for (let i = from + 2; i < this.text.length; i++) {
      if (this.text[i] === "\\") i++;
      else if (this.text[i] === "'") return i + 1;
    }
    return this.unclosed("'", from);
  }

  doubleQuotes(from: number): number {
    return this.deeper(from, () => {
      let i = from + 1;
      while (i < this.text.length) {
        const c = this.text[i];
        if (c === '"') return i + 1;
        i = c === "\\" ? i + 2 : c === "$" || c === "`" ? this.expansion(i, true) : i + 1;
        if (i < 0) return i;
      }
      return this.unclosed('"', from);
    });
  }

  backquotes(from: number): number {
    for (let i = from + 1; i < this.text.length; i++) {
      if (this.text[i] === "\\") i++;
      else if (this.text[i] === "`") return i + 1;
    }
    return this.unclosed("`", from);
  }

  /** `$…` or backquotes; a lone `$` ends after itself. */
  expansion(from: number, quoted: boolean): number {
    const { text } = this;
    const { dialect } = this.options;
    if (text[from] === "`") return this.backquotes(from);
    const next = text[from + 1];
    if (next === "(") {
      const end = text[from + 2] === "(" ? this.arithmetic(from + 3, from) : 0;
      if (end !== 0) return end;
      if (text[from + 2] === "(" && this.parentheses(from + 2) < 0) return -1;
      return this.substitution(from + 2);
    }
    if (next === "{") return this.braces(from, quoted);
    if (next === "[" && dialect.oldDollars) return this.oldArithmetic(from);
    if (next === "[") this.patches.set(from, "\\$");
    if (quoted) return from + 1;
    if (next === "'") {
      if (dialect.ansiQuotes) return this.ansiQuotes(from);
      this.patches.set(from, "\\$");
    } else if (next === '"') {
      if (dialect.oldDollars) return this.doubleQuotes(from + 1);
      this.patches.set(from, "\\$");
    }
    return from + 1;
  }

  /** From after `$(`, `<(` or `>(`. */
  substitution(from: number): number {
    return this.deeper(from, () => this.options.parseSubstitution(this, from));
  }

  /**
   * From after `$((` or `((`: the index after `))`; 0 if it is no arithmetic but a subshell in a substitution.
   * Only bash looks twice; for the others two parentheses are always arithmetic.
   */
  arithmetic(from: number, opened: number): number {
    const { text } = this;
    let open = 0;
    let i = from;
    while (i < text.length) {
      const c = text[i];
      if (c === "(") open++;
      if (c === ")" && open-- === 0) return text[i + 1] === ")" ? i + 2 : this.noArithmetic(opened);
      i = this.step(i);
      if (i < 0) return i;
    }
    return this.unclosed(this.options.dialect.name === "bash" ? ")" : "))", opened);
  }

  private noArithmetic(opened: number): number {
    return this.options.dialect.name === "bash" ? 0 : this.unclosed("))", opened);
  }

  /** bash looks for the end of `$((` first as if it were text. */
  private parentheses(from: number): number {
    let open = 0;
    let i = from;
    while (i < this.text.length) {
      const c = this.text[i];
      if (c === "(") open++;
      if (c === ")" && open-- === 0) return i + 1;
      i = this.step(i);
      if (i < 0) return i;
    }
    return this.unclosed(")", from - 2);
  }

  private oldArithmetic(from: number): number {
    let open = 0;
    let i = from + 2;
    while (i < this.text.length) {
      const c = this.text[i];
      if (c === "[") open++;
      if (c === "]" && open-- === 0) return i + 1;
      i = this.step(i);
      if (i < 0) return i;
    }
    return this.unclosed("]", from);
  }

  /** One character, or a quoted or substituted part as a whole. */
  step(i: number): number {
    const c = this.text[i];
    if (c === "\\") return i + 2;
    if (c === "'") return this.singleQuotes(i);
    if (c === '"') return this.doubleQuotes(i);
    return c === "$" || c === "`" ? this.expansion(i, false) : i + 1;
  }

  /** `${…}`. In double quotes single quotes are ordinary, except in patterns. */
  private braces(from: number, quoted: boolean): number {
    return this.deeper(from, () => {
      const { text } = this;
      const singles = !quoted || PATTERN_OPERATORS.test(text.slice(from + 2, from + 60));
      let i = from + 2;
      if (text[i] === "#" && text[i + 1] !== "}") i++;
      while (i < text.length) {
        const c = text[i];
        if (c === "}") return i + 1;
        if (c === "'" && !singles) {
          if (this.options.dialect.name !== "bash") this.patches.set(i, `"'"`);
          i++;
        } else if (c === "$" || c === "`") i = this.expansion(i, quoted);
        else i = this.step(i);
        if (i < 0) return i;
      }
      return this.unclosed(quoted && this.options.dialect.name !== "bash" ? '"' : "}", from);
    });
  }

  /** `[…]` of an array element that is assigned to: the index after the bracket, or 0 if there is none. */
  subscript(from: number): number {
    let open = 0;
    let i = from + 1;
    while (i < this.text.length) {
      const c = this.text[i];
      if (c === "\n") return 0;
      if (c === "[") open++;
      if (c === "]" && open-- === 0) return i + 1;
      i = this.step(i);
      if (i < 0) return i;
    }
    return 0;
  }

  /** ?(…) and its like, from the parenthesis. */
  extendedPattern(from: number): number {
    return this.deeper(from, () => {
      let open = 0;
      let i = from + 1;
      while (i < this.text.length) {
        const c = this.text[i];
        if (c === "(") open++;
        if (c === ")" && open-- === 0) return i + 1;
        i = this.step(i);
        if (i < 0) return i;
      }
      return this.unclosed(")", from);
    });
  }

  /** To the first unquoted metacharacter. */
  word(from: number): number {
    const { text, options } = this;
    let i = from;
    while (i < text.length) {
      const c = text[i] as string;
      if (options.extglob && text[i + 1] === "(" && "?*+@!".includes(c)) i = this.extendedPattern(i + 1);
      else if ((c === "<" || c === ">") && text[i + 1] === "(" && options.dialect.processSubstitution)
        i = this.substitution(i + 2);
      else if (METACHARACTERS.has(c)) return i;
      else i = this.step(i);
      if (i < 0) return i;
    }
    return Math.min(i, text.length);
  }

  /** A part of the source as a word for bash's eyes. */
  slice(from: number, to: number): string {
    const { patches } = this;
    if (patches.size === 0) return this.text.slice(from, to);
    let text = "";
    let done = from;
    for (const at of [...patches.keys()].sort((a, b) => a - b)) {
      if (at < from || at >= to) continue;
      text += this.text.slice(done, at) + patches.get(at);
      done = at + 1;
    }
    return text + this.text.slice(done, to);
  }
}
