// Where expanded text goes: into fields, split at IFS and matched against files, or into one text or pattern
// (POSIX shell, 2.6.5 to 2.6.7). Quoted and unquoted pieces come in order; what was quoted is remembered as far
// as it matters for patterns. Not here: what is expanded (expand.ts), files (glob.ts).

import { escapePattern } from "../libc/fnmatch.ts";

/** IFS taken apart. */
export interface Separators {
  /** all of them */
  readonly all: string;
  readonly white: string;
  /** what "$*" joins with */
  readonly joiner: string;
  /** the usual: blank, tab, newline */
  readonly usual: boolean;
  /** `$@` where there is only one text is joined like `$*` */
  readonly joinsAll: boolean;
}

const USUAL = " \t\n";

export function separatorsOf(ifs: string | undefined, joinsAll: boolean): Separators {
  const all = ifs ?? USUAL;
  const white = [...all].filter((c) => USUAL.includes(c)).join("");
  const first = all.codePointAt(0);
  const joiner = first === undefined ? "" : String.fromCodePoint(first);
  return { all, white, joiner, usual: all === USUAL, joinsAll };
}

export interface Sink {
  /** Text of the word itself. */
  text(text: string, quoted: boolean): void;
  /** The result of an expansion. */
  value(text: string, quoted: boolean): void;
  /** All elements: `$@` and its like (`star` false), or `$*`. */
  list(values: readonly string[], quoted: boolean, star: boolean): void;
}

/** An operand's own text is the result of an expansion as well, and is split as one. */
export const splitting = (sink: Sink): Sink => ({
  text: (text, quoted) => (quoted ? sink.text(text, true) : sink.value(text, false)),
  value: (text, quoted) => sink.value(text, quoted),
  list: (values, quoted, star) => sink.list(values, quoted, star),
});

const WILD = /[*?[]/;
const EXTENDED_WILD = /[*?[]|[@+!]\(/;
const SPECIAL = /[*?[\]\\()|@!+]/;

/** Makes fields of one word after the other. */
export class FieldSink implements Sink {
  readonly fields: string[] = [];
  private current = "";
  /** there is a field, even if it is empty */
  private started = false;
  /** the field as a pattern, once that differs from its text */
  private pattern: string | undefined;
  private wild = false;

  constructor(
    private readonly separators: Separators,
    /** the fields that a pattern becomes: the files that match, or what the shell does without any */
    private readonly glob: ((pattern: string, text: string) => readonly string[]) | undefined,
    private readonly extglob: boolean,
  ) {}

  text(text: string, quoted: boolean): void {
    if (quoted) this.addQuoted(text);
    else if (text !== "") this.addBare(text);
  }

  value(text: string, quoted: boolean): void {
    if (quoted) this.addQuoted(text);
    else if (text !== "") this.split(text);
  }

  list(values: readonly string[], quoted: boolean, star: boolean): void {
    if (quoted && star) {
      this.addQuoted(values.join(this.separators.joiner));
      return;
    }
    values.forEach((value, i) => {
      if (i > 0 && (quoted || this.started)) this.endField();
      this.value(value, quoted);
    });
  }

  private addQuoted(text: string): void {
    this.started = true;
    if (this.pattern !== undefined) this.pattern += escapePattern(text);
    else if (SPECIAL.test(text)) this.pattern = this.current + escapePattern(text);
    this.current += text;
  }

  private addBare(text: string): void {
    this.started = true;
    if (!this.wild && (this.extglob ? EXTENDED_WILD : WILD).test(text)) this.wild = true;
    if (this.pattern !== undefined) this.pattern += text.replaceAll("\\", "\\\\");
    else if (text.includes("\\")) this.pattern = this.current + text.replaceAll("\\", "\\\\");
    this.current += text;
  }

  private split(text: string): void {
    const { all, white, usual } = this.separators;
    if (all === "" || !hasAny(text, all, usual)) {
      this.addBare(text);
      return;
    }
    const n = text.length;
    let i = 0;
    while (i < n && white.includes(text[i] as string)) i++;
    if (i > 0 && this.started) this.endField();
    let from = i;
    for (; i < n; i++) {
      const c = text[i] as string;
      if (!all.includes(c)) continue;
      if (i > from) this.addBare(text.slice(from, i));
      i = this.endAtSeparator(text, i, white, all);
      from = i + 1;
    }
    if (from < n) this.addBare(text.slice(from));
  }

  /** Passes white space around at most one other separator; answers the last index that belongs to it. */
  private endAtSeparator(text: string, at: number, white: string, all: string): number {
    let i = at;
    while (i < text.length && white.includes(text[i] as string)) i++;
    const hard = i < text.length && all.includes(text[i] as string) && !white.includes(text[i] as string);
    if (hard) {
      this.started = true;
      i++;
      while (i < text.length && white.includes(text[i] as string)) i++;
    }
    this.endField();
    return i - 1;
  }

  private endField(): void {
    if (!this.started) return;
    const { current, pattern, wild } = this;
    this.started = false;
    this.current = "";
    this.pattern = undefined;
    this.wild = false;
    if (!wild || this.glob === undefined) {
      this.fields.push(current);
      return;
    }
    for (const one of this.glob(pattern ?? current, current)) this.fields.push(one);
  }

  /** The word is complete. */
  endWord(): void {
    this.endField();
  }
}

function hasAny(text: string, all: string, usual: boolean): boolean {
  if (!usual) {
    for (const c of text) if (all.includes(c)) return true;
    return false;
  }
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 32 || c === 9 || c === 10) return true;
  }
  return false;
}

/** One text: values of assignments, targets of redirections, words of case. */
export class TextSink implements Sink {
  result = "";

  constructor(private readonly separators: Separators) {}

  text(text: string): void {
    this.result += text;
  }

  value(text: string): void {
    this.result += text;
  }

  list(values: readonly string[], _quoted: boolean, star: boolean): void {
    this.result += values.join(star || this.separators.joinsAll ? this.separators.joiner : " ");
  }
}

/** One pattern: what was quoted in it stands for itself. */
export class PatternSink implements Sink {
  result = "";

  constructor(
    private readonly separators: Separators,
    private readonly escape: (text: string) => string = escapePattern,
  ) {}

  text(text: string, quoted: boolean): void {
    this.result += quoted ? this.escape(text) : text;
  }

  value(text: string, quoted: boolean): void {
    this.result += quoted ? this.escape(text) : text;
  }

  list(values: readonly string[], quoted: boolean, star: boolean): void {
    this.value(values.join(star ? this.separators.joiner : " "), quoted);
  }
}
