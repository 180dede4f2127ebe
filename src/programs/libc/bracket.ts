// Bracket expressions of patterns: `[a-z]`, `[!x]`, `[[:alpha:]]`, `[[.-.]]`, `[[=a=]]` (POSIX, section 9.3.5,
// with the shell's `!`). Characters are code points; ranges go by their numbers, as in the C locale and in
// bash's globasciiranges. Not here: collating elements of several characters.

export interface Bracket {
  readonly negated: boolean;
  /** [first, last] code points */
  readonly ranges: readonly (readonly [number, number])[];
  readonly classes: readonly RegExp[];
}

const CLASSES = new Map<string, RegExp>([
  ["alpha", /^\p{L}$/u],
  ["digit", /^[0-9]$/],
  ["alnum", /^[\p{L}\p{N}]$/u],
  ["upper", /^\p{Lu}$/u],
  ["lower", /^\p{Ll}$/u],
  ["space", /^[ \t\n\v\f\r\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]$/],
  ["blank", /^[ \t]$/],
  ["punct", /^(?:[!-/:-@[-`{-~]|[^\p{L}\p{N}\p{C}\p{Z}\0-\x7f])$/u],
  ["print", /^[^\p{C}]$/u],
  ["graph", /^[^\p{C}\p{Z}]$/u],
  ["cntrl", /^\p{Cc}$/u],
  ["xdigit", /^[0-9A-Fa-f]$/],
  ["word", /^[\p{L}\p{N}_]$/u],
]);

export interface ReadBracket {
  readonly bracket: Bracket;
  /** index after the closing `]` */
  readonly end: number;
}

/** Reads the bracket expression whose `[` stands at `at`; undefined if it is not closed. */
export function readBracket(source: string, at: number, escapes: boolean): ReadBracket | undefined {
  let i = at + 1;
  const negated = source[i] === "!" || source[i] === "^";
  if (negated) i++;
  const ranges: [number, number][] = [];
  const classes: RegExp[] = [];
  for (let first = true; ; first = false) {
    if (i >= source.length) return undefined;
    if (source[i] === "]" && !first) return { bracket: { negated, ranges, classes }, end: i + 1 };
    const named = readNamed(source, i);
    if (named !== undefined && named.kind === ":") {
      const found = CLASSES.get(named.name);
      if (found !== undefined) classes.push(found);
      i = named.end;
      continue;
    }
    const low = readMember(source, i, escapes);
    i = low.end;
    if (source[i] !== "-" || source[i + 1] === "]" || i + 1 >= source.length) {
      ranges.push([low.code, low.code]);
      continue;
    }
    const high = readMember(source, i + 1, escapes);
    ranges.push([low.code, high.code]);
    i = high.end;
  }
}

/** `[:name:]`, `[.x.]` or `[=x=]`. */
function readNamed(source: string, at: number): { kind: string; name: string; end: number } | undefined {
  const kind = source[at + 1];
  if (source[at] !== "[" || (kind !== ":" && kind !== "." && kind !== "=")) return undefined;
  const close = source.indexOf(`${kind}]`, at + 2);
  if (close < 0) return undefined;
  const name = source.slice(at + 2, close);
  if (kind === ":" && !/^[a-z]*$/.test(name)) return undefined;
  return { kind, name, end: close + 2 };
}

function readMember(source: string, at: number, escapes: boolean): { code: number; end: number } {
  const named = readNamed(source, at);
  if (named !== undefined && named.kind !== ":")
    return { code: named.name.codePointAt(0) ?? 0, end: named.end };
  const from = escapes && source[at] === "\\" && at + 1 < source.length ? at + 1 : at;
  const code = source.codePointAt(from) as number;
  return { code, end: from + (code > 0xffff ? 2 : 1) };
}

const holds = (bracket: Bracket, code: number): boolean => {
  for (const [low, high] of bracket.ranges) if (code >= low && code <= high) return true;
  if (bracket.classes.length === 0) return false;
  const character = String.fromCodePoint(code);
  return bracket.classes.some((one) => one.test(character));
};

export function bracketMatches(bracket: Bracket, code: number, ignoreCase: boolean): boolean {
  let found = holds(bracket, code);
  if (!found && ignoreCase) {
    const character = String.fromCodePoint(code);
    found = [character.toLowerCase(), character.toUpperCase()].some((other) =>
      holds(bracket, other.codePointAt(0) as number),
    );
  }
  return found !== bracket.negated;
}
