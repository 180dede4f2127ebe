// Bracket expressions of Perl's kind as JS ones: POSIX names inside, \h and \Q…\E, a `]` that comes first, and
// everything else quoted so that JS reads it the same way with and without its u flag.

export interface ClassFault {
  readonly fault: string;
}

export interface PerlClass {
  readonly pattern: string;
  /** index behind the closing bracket */
  readonly end: number;
}

export const isFault = (answer: PerlClass | ClassFault): answer is ClassFault => "fault" in answer;

const POSIX: Record<string, string> = {
  alpha: "A-Za-z",
  digit: "0-9",
  alnum: "0-9A-Za-z",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  print: " -~",
  graph: "!-~",
  cntrl: "\\x00-\\x1f\\x7f",
  xdigit: "0-9A-Fa-f",
  word: "\\w",
  ascii: "\\x00-\\x7f",
};

const LETTERS: Record<string, number> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, b: 8 };

/** A code point, or a part that is a class of its own. */
type Item = number | string;

const codeText = (code: number, utf8: boolean): string =>
  code > 0xffff && utf8
    ? `\\u{${code.toString(16)}}`
    : `\\u${Math.min(code, 0xffff).toString(16).padStart(4, "0")}`;

interface Read {
  readonly item: Item;
  readonly end: number;
}

export function patternOfClass(source: string, start: number, utf8: boolean): PerlClass | ClassFault {
  let at = start + 1;
  const negated = source[at] === "^";
  if (negated) at++;
  let body = "";
  for (let first = true; ; first = false) {
    if (at >= source.length) return { fault: "missing terminating ] for character class" };
    if (source[at] === "]" && !first) break;
    const low = readItem(source, at, utf8);
    if ("fault" in low) return low;
    at = low.end;
    if (source[at] !== "-" || source[at + 1] === "]" || at + 1 >= source.length) {
      body += text(low.item, utf8);
      continue;
    }
    const high = readItem(source, at + 1, utf8);
    if ("fault" in high) return high;
    if (typeof low.item === "string" || typeof high.item === "string") {
      body += `${text(low.item, utf8)}\\-`;
      at++;
      continue;
    }
    if (high.item < low.item) return { fault: "range out of order in character class" };
    body += `${codeText(low.item, utf8)}-${codeText(high.item, utf8)}`;
    at = high.end;
  }
  return { pattern: `[${negated ? "^" : ""}${body}]`, end: at + 1 };
}

const text = (item: Item, utf8: boolean): string => (typeof item === "string" ? item : codeText(item, utf8));

function readItem(source: string, at: number, utf8: boolean): Read | ClassFault {
  const named = /^\[:(\^?)(\w+):\]/.exec(source.slice(at, at + 20));
  if (named !== null) {
    const members = POSIX[named[2] as string];
    if (members === undefined || named[1] !== "") return { fault: "unknown POSIX class name" };
    return { item: members, end: at + named[0].length };
  }
  if (source[at] === "\\") return readEscape(source, at, utf8);
  const code = source.codePointAt(at) as number;
  return { item: code, end: at + (code > 0xffff ? 2 : 1) };
}

function readEscape(source: string, at: number, utf8: boolean): Read | ClassFault {
  const c = source[at + 1];
  if (c === undefined) return { fault: "missing terminating ] for character class" };
  if ("dDwWsS".includes(c)) return { item: `\\${c}`, end: at + 2 };
  if (c === "h") return { item: " \\t", end: at + 2 };
  const property = utf8
    ? /^\\([pP])\{?(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?)\}?/.exec(source.slice(at))
    : null;
  if (property !== null) return { item: `\\${property[1]}{${property[2]}}`, end: at + property[0].length };
  const number = /^\\(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{1,2})|(0[0-7]{0,2}))/.exec(source.slice(at));
  if (number !== null) {
    const digits = number[1] ?? number[2];
    const code = digits === undefined ? parseInt(number[3] as string, 8) : parseInt(digits, 16);
    return { item: Math.min(code, 0x10ffff), end: at + number[0].length };
  }
  const letter = LETTERS[c];
  if (letter !== undefined) return { item: letter, end: at + 2 };
  if (/[A-Za-z]/.test(c)) return { fault: "unrecognized character follows \\" };
  const code = source.codePointAt(at + 1) as number;
  return { item: code, end: at + 1 + (code > 0xffff ? 2 : 1) };
}
