// POSIX regular expressions for programs: grep, sed, awk, find, expr, the shell. An expression is parsed by
// POSIX's and GNU's rules (regex/parse.ts), matched by an equal JS pattern (regex/translate.ts), and where
// that pattern's first match may not be the longest one, or may take for ever, by a matcher of our own
// (regex/longest.ts). Text is what `decode` gives, or with `bytes` one char per byte. Not here: collation, and
// Perl's expressions (text/perl-regex.ts).

import { ambiguityOf, type Ambiguity } from "./regex/ambiguity.ts";
import { LongestMatcher } from "./regex/longest.ts";
import { isFault, parseRegex } from "./regex/parse.ts";
import { toPattern, wordPattern } from "./regex/translate.ts";
import type { Node, Parsed, RegexFault, RegexSyntax } from "./regex/tree.ts";

/** A JS match, or one of the same shape. */
export interface RegexMatch {
  readonly index: number;
  readonly length: number;
  /** the whole match is 0; undefined for groups that took no part */
  readonly [group: number]: string | undefined;
  readonly 0: string;
}

/** What programs ask of an expression, whichever kind it is. */
export interface Matcher {
  readonly groups: number;
  test(text: string): boolean;
  exec(text: string, from?: number): RegexMatch | undefined;
}

const DECIDED: Ambiguity = { length: false, groups: false, explosive: false };

export class Regex implements Matcher {
  readonly groups: number;
  private readonly finds: RegExp;
  private readonly tests: RegExp;
  private readonly ambiguity: Ambiguity;
  private longest: LongestMatcher | undefined;

  constructor(
    private readonly parsed: Parsed,
    private readonly syntax: RegexSyntax,
  ) {
    this.groups = parsed.groups;
    const { bytes = false, ignoreCase = false } = syntax;
    const pattern = toPattern(parsed.root, syntax);
    const flags = bytes ? "" : ignoreCase ? "iu" : "u";
    this.finds = new RegExp(pattern, `g${flags}`);
    this.tests = new RegExp(pattern, flags);
    const ambiguity = ambiguityOf(parsed.root);
    // Back-references are beyond our own matcher.
    this.ambiguity = parsed.hasReferences ? DECIDED : ambiguity;
  }

  /** Long texts take their time: they are better given line by line. */
  get slow(): boolean {
    return this.ambiguity.explosive;
  }

  /** Whether it matches anywhere. */
  test(text: string): boolean {
    return this.ambiguity.explosive ? this.search(text, 0) !== undefined : this.tests.test(text);
  }

  /** The leftmost-longest match at `from` or after it. */
  exec(text: string, from = 0): RegexMatch | undefined {
    const { length, groups, explosive } = this.ambiguity;
    if (explosive) return this.search(text, from);
    this.finds.lastIndex = from;
    const match = this.finds.exec(text);
    if (match === null) return undefined;
    if (!length && !groups) return match;
    const end = match.index + match[0].length;
    if (!groups && (end === text.length || (this.syntax.byLine === true && text[end] === "\n"))) return match;
    return this.longestAt(text, match.index, match);
  }

  private matcher(text: string): LongestMatcher {
    if (this.longest === undefined) {
      const { parsed, syntax } = this;
      const word = new RegExp(wordPattern(syntax.bytes === true), "u");
      const isWord = (code: number): boolean => word.test(String.fromCharCode(code));
      this.longest = new LongestMatcher(parsed.root, parsed.groups, syntax, isWord);
    }
    this.longest.begin(text);
    return this.longest;
  }

  private longestAt(text: string, start: number, match: RegexMatch): RegexMatch {
    const longest = this.matcher(text);
    const end = longest.longestFrom(start);
    if (end < 0 || (!this.ambiguity.groups && end === start + match[0].length)) return match;
    return this.matchOf(text, start, end);
  }

  private search(text: string, from: number): RegexMatch | undefined {
    const longest = this.matcher(text);
    for (let start = from; start <= text.length; start++) {
      const end = longest.longestFrom(start);
      if (end >= 0) return this.matchOf(text, start, end);
    }
    return undefined;
  }

  private matchOf(text: string, start: number, end: number): RegexMatch {
    const spans = this.matcher(text).groupsOf(start, end);
    const texts = spans.map((span) => (span === undefined ? undefined : text.slice(span[0], span[1])));
    return Object.assign(texts, { index: start, 0: text.slice(start, end) });
  }
}

/** Several expressions of which any may match, on request as a whole word or line only (grep -w, -x). */
export function compileAny(
  sources: readonly string[],
  syntax: RegexSyntax,
  whole?: "word" | "line",
): Regex | RegexFault {
  const items: Node[] = [];
  let groups = 0;
  let hasReferences = false;
  for (const source of sources) {
    const parsed = parseRegex(source, syntax, groups);
    if (isFault(parsed)) return parsed;
    items.push(parsed.root);
    groups = parsed.groups;
    hasReferences ||= parsed.hasReferences;
  }
  const root: Node = items.length === 1 ? (items[0] as Node) : { kind: "choice", items };
  return new Regex({ root: whole === undefined ? root : wholly(root, whole), groups, hasReferences }, syntax);
}

function wholly(item: Node, whole: "word" | "line"): Node {
  const [before, after] = whole === "word" ? (["after-no-word", "before-no-word"] as const) : (["line-start", "line-end"] as const); // prettier-ignore
  return {
    kind: "sequence",
    items: [{ kind: "assertion", what: before }, item, { kind: "assertion", what: after }],
  };
}

const KEPT = 500;
const compiled = new Map<string, Regex | RegexFault>();

/** An expression that was compiled before is not compiled again. */
export function compileRegex(source: string, syntax: RegexSyntax): Regex | RegexFault {
  const key = `${keyOf(syntax)}${source}`;
  let regex = compiled.get(key);
  if (regex === undefined) {
    const parsed = parseRegex(source, syntax);
    regex = isFault(parsed) ? parsed : new Regex(parsed, syntax);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(key, regex);
  }
  return regex;
}

const keyOf = (s: RegexSyntax): string =>
  [s.extended, s.lenient, s.closing, s.gnu, s.ignoreCase, s.bytes, s.multiline, s.byLine, s.escape?.name, s.references, s.plain].join(); // prettier-ignore

const TEXTS: Record<RegexFault, string> = {
  REG_BADPAT: "Invalid regular expression",
  REG_ECOLLATE: "Invalid collation character",
  REG_ECTYPE: "Invalid character class name",
  REG_EESCAPE: "Trailing backslash",
  REG_ESUBREG: "Invalid back reference",
  REG_EBRACK: "Unmatched [, [^, [:, [., or [=",
  REG_EPAREN: "Unmatched ( or \\(",
  REG_ERPAREN: "Unmatched ) or \\)",
  REG_EBRACE: "Unmatched \\{",
  REG_BADBR: "Invalid content of \\{\\}",
  REG_ERANGE: "Invalid range end",
  REG_BADRPT: "Invalid preceding regular expression",
  REG_ESIZE: "Regular expression too big",
  CLASS_SYNTAX: "character class syntax is [[:space:]], not [:space:]",
};

/** regerror(3)'s text. */
export const regexFaultText = (fault: RegexFault): string => TEXTS[fault];

/** Text as a pattern that matches it and nothing else, for `-F`. */
export const quoteForExtended = (text: string): string => text.replace(/[\\^$.[\]|()*+?{}]/g, "\\$&");
