// Perl's expressions as grep -P takes them, written anew as JS ones: most are the same; what JS lacks is put in
// other words (\A \z \h \Q…\E \K, (?P<x>), [[:alpha:]], (?i) at the beginning) or given up (recursion,
// conditions, callouts). Errors are PCRE2's. Possessive and atomic parts match as greedy ones.

import { isFault, patternOfClass } from "./perl-class.ts";
import type { Matcher, RegexMatch } from "../libc/regex.ts";

export interface PerlFault {
  readonly fault: string;
}

export interface PerlOptions {
  readonly ignoreCase: boolean;
  readonly utf8: boolean;
  readonly whole: "word" | "line" | undefined;
}

export const isPerlFault = (answer: object): answer is PerlFault => "fault" in answer;

class PerlMatcher implements Matcher {
  private readonly finds: RegExp;
  private readonly tests: RegExp;

  constructor(
    pattern: string,
    flags: string,
    readonly groups: number,
  ) {
    this.finds = new RegExp(pattern, `${flags}g`);
    this.tests = new RegExp(pattern, flags);
  }

  test(text: string): boolean {
    return this.tests.test(text);
  }

  exec(text: string, from = 0): RegexMatch | undefined {
    this.finds.lastIndex = from;
    return (this.finds.exec(text) as RegexMatch | null) ?? undefined;
  }
}

export function compilePerl(source: string, options: PerlOptions): Matcher | PerlFault {
  const inline = /^\(\?([imsx]+)\)/.exec(source);
  const letters = inline?.[1] ?? "";
  const body = inline === null ? source : source.slice(inline[0].length);
  const translator = new Translator(body, options.utf8, letters.includes("s"), letters.includes("x"));
  const made = translator.whole();
  if (typeof made !== "string") return made;
  const word = options.utf8 ? "[\\p{L}\\p{N}_]" : "[0-9A-Za-z_]";
  const pattern =
    options.whole === "line"
      ? `^(?:${made})$`
      : options.whole === "word"
        ? `(?<!${word})(?:${made})(?!${word})`
        : made;
  const flags = (options.utf8 ? "u" : "") + (options.ignoreCase || letters.includes("i") ? "i" : "");
  return new PerlMatcher(pattern, flags, translator.groups);
}

const fault = (text: string): PerlFault => ({ fault: text });

const SIMPLE_ESCAPES: Record<string, string> = {
  A: "^",
  z: "$",
  Z: "$",
  h: "[ \\t]",
  H: "[^ \\t\\n]",
  N: "[^\\n]",
  R: "(?:\\r\\n|[\\n\\v\\f\\r])",
  V: "[^\\n\\v\\f\\r]",
  X: "[^]",
  a: "\\x07",
  e: "\\x1b",
  G: "",
};

/** Escapes that JS knows as well. */
const SHARED = "dDwWsSbBnrtfv";
const QUANTIFIER = /^(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d+)\})/;

class Translator {
  groups = 0;
  private at = 0;
  private depth = 0;
  private readonly names = new Set<string>();
  private highest = 0;

  constructor(
    private readonly source: string,
    private readonly utf8: boolean,
    private readonly dotAll: boolean,
    private readonly extended: boolean,
  ) {}

  whole(): string | PerlFault {
    const made = this.choice();
    if (typeof made !== "string") return made;
    if (this.at < this.source.length) return fault("unmatched closing parenthesis");
    if (this.highest > this.groups) return fault("reference to non-existent subpattern");
    return made;
  }

  private choice(): string | PerlFault {
    let out = "";
    for (;;) {
      const made = this.sequence();
      if (typeof made !== "string") return made;
      out += made;
      if (this.source[this.at] !== "|") return out;
      this.at++;
      out += "|";
    }
  }

  private sequence(): string | PerlFault {
    let out = "";
    while (this.at < this.source.length) {
      const c = this.source[this.at] as string;
      if (c === "|" || c === ")") break;
      if (this.source.startsWith("\\K", this.at)) {
        this.at += 2;
        out = `(?<=${out})`;
        continue;
      }
      const atom = this.atom(c);
      if (typeof atom !== "string") return atom;
      const repeated = this.quantified(atom);
      if (typeof repeated !== "string") return repeated;
      out += repeated;
    }
    return out;
  }

  private quantified(atom: string): string | PerlFault {
    const match = QUANTIFIER.exec(this.source.slice(this.at));
    if (match === null) return atom;
    if (atom === "" || /^\(\?<?[=!]/.test(atom) || atom === "^" || atom === "$" || atom === "\\b") {
      if (atom === "") return fault("quantifier does not follow a repeatable item");
      this.at += match[0].length;
      return `(?:${atom})${match[0].replace("{,", "{0,")}`;
    }
    const bounds = /^\{(\d+),(\d+)\}/.exec(match[0]);
    if (bounds !== null && Number(bounds[1]) > Number(bounds[2]))
      return fault("numbers out of order in {} quantifier");
    this.at += match[0].length;
    const after = this.source[this.at];
    if (after === "+" || after === "?") this.at++;
    return atom + match[0].replace("{,", "{0,") + (after === "?" ? "?" : "");
  }

  private atom(c: string): string | PerlFault {
    if (c === "(") return this.group();
    if (c === "[") return this.bracket();
    if (c === "\\") return this.escape();
    if (QUANTIFIER.test(this.source.slice(this.at)))
      return fault("quantifier does not follow a repeatable item");
    if (this.extended && /\s/.test(c)) {
      this.at++;
      return "";
    }
    if (c === ".") {
      this.at++;
      return this.dotAll ? "[^]" : "[^\\n]";
    }
    if (c === "^" || c === "$") {
      this.at++;
      return c;
    }
    return this.literal();
  }

  private literal(): string {
    const code = this.source.codePointAt(this.at) as number;
    const char = String.fromCodePoint(code);
    this.at += char.length;
    return quote(char, this.utf8);
  }

  private group(): string | PerlFault {
    const rest = this.source.slice(this.at);
    const comment = /^\(\?#[^)]*\)/.exec(rest);
    if (comment !== null) {
      this.at += comment[0].length;
      return "";
    }
    const back = /^\(\?P=(\w+)\)/.exec(rest);
    if (back !== null) {
      this.at += back[0].length;
      return this.named(back[1] as string);
    }
    const opened = this.opening(rest);
    if (typeof opened !== "string") return opened;
    this.depth++;
    const inside = this.choice();
    if (typeof inside !== "string") return inside;
    if (this.source[this.at] !== ")") return fault("missing closing parenthesis");
    this.at++;
    this.depth--;
    return `${opened}${inside})`;
  }

  private opening(rest: string): string | PerlFault {
    const name = /^\(\?(?:P?<|')([A-Za-z_]\w*)[>']/.exec(rest);
    if (name !== null) {
      this.at += name[0].length;
      this.groups++;
      this.names.add(name[1] as string);
      return `(?<${name[1]}>`;
    }
    const special = /^\(\?(?::|=|!|<=|<!|>|\||[ims]*(?:-[ims]*)?:)/.exec(rest)?.[0];
    if (special !== undefined) {
      this.at += special.length;
      return /^\(\?(?:[=!]|<[=!])$/.test(special) ? special : "(?:";
    }
    if (rest.startsWith("(?")) return fault("unrecognized character after (? or (?-");
    this.at++;
    this.groups++;
    return "(";
  }

  private named(name: string): string | PerlFault {
    return this.names.has(name) ? `\\k<${name}>` : fault("reference to non-existent subpattern");
  }

  private bracket(): string | PerlFault {
    const made = patternOfClass(this.source, this.at, this.utf8);
    if (isFault(made)) return fault(made.fault);
    this.at = made.end;
    return made.pattern;
  }

  private escape(): string | PerlFault {
    const { source } = this;
    const c = source[this.at + 1];
    if (c === undefined) return fault("\\ at end of pattern");
    const rest = source.slice(this.at);
    const quoted = /^\\Q([^]*?)(?:\\E|$)/.exec(rest);
    if (quoted !== null) {
      this.at += quoted[0].length;
      return [...(quoted[1] as string)].map((char) => quote(char, this.utf8)).join("");
    }
    const name = /^\\[kg](?:\{([A-Za-z_]\w*)\}|<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (name !== null) {
      this.at += name[0].length;
      return this.named((name[1] ?? name[2] ?? name[3]) as string);
    }
    const number = /^\\(?:g\{?(-?\d+)\}?|([1-9]\d*))/.exec(rest);
    if (number !== null) return this.reference(number);
    return this.character(rest, c);
  }

  private reference(match: RegExpExecArray): string {
    this.at += match[0].length;
    const given = Number(match[1] ?? match[2]);
    const index = given < 0 ? this.groups + 1 + given : given;
    this.highest = Math.max(this.highest, index);
    return `(?:\\${index})`;
  }

  private character(rest: string, c: string): string | PerlFault {
    const hex = /^\\x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{0,2}))/.exec(rest);
    const octal = /^\\0[0-7]{0,2}/.exec(rest)?.[0];
    const property = /^\\[pP](?:\{\^?(\w+)\}|([A-Z]))/.exec(rest);
    if (hex !== null || octal !== undefined) {
      this.at += (hex?.[0] ?? octal ?? "").length;
      const code =
        hex === null ? parseInt((octal as string).slice(1), 8) : parseInt(hex[1] ?? hex[2] ?? "0", 16);
      return quote(String.fromCodePoint(Number.isNaN(code) ? 0 : Math.min(code, 0x10ffff)), this.utf8);
    }
    if (property !== null) return this.property(property);
    this.at += 2;
    if (SHARED.includes(c)) return `\\${c}`;
    const own = SIMPLE_ESCAPES[c];
    if (own !== undefined) return own;
    if (/[A-Za-z]/.test(c)) return fault("unrecognized character follows \\");
    this.at -= 1;
    return this.literal();
  }

  private property(match: RegExpExecArray): string | PerlFault {
    this.at += match[0].length;
    const name = (match[1] ?? match[2]) as string;
    const known = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfsno]?)$/.test(name);
    if (!known) return fault("unknown property after \\P or \\p");
    const negated = match[0].startsWith("\\P") !== match[0].includes("^");
    return this.utf8 ? `\\${negated ? "P" : "p"}{${name}}` : fault("unknown property after \\P or \\p");
  }
}

/** A character that stands for itself. */
export function quote(char: string, utf8: boolean): string {
  if (/^[A-Za-z0-9 _]$/.test(char)) return char;
  const code = char.codePointAt(0) as number;
  if (code > 0xffff) return utf8 ? `\\u{${code.toString(16)}}` : char;
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
