// Patterns of filters as Go's regexp package reads them (RE2), turned into JavaScript's. What RE2 refuses
// (lookaround, back-references, an unbalanced bracket) is no pattern: the filter then matches nothing by it,
// as moby ignores the error. Not here: Unicode classes such as \p{Greek}, which nobody filters names with.

const REPEAT = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;
const ESCAPED = /^\\(?:[dDwWsSbBAztnrfv\\.+*?()|[\]{}^$\-/!"#%&',:;<=>@_`~]|x[0-9a-fA-F]{2}|[0-7]{1,3})/;
const CLASS = /^\[\^?\]?(?:\[:\^?[a-z]+:\]|\\.|[^\]\\])*\]/;
const GROUP = /^\((?:\?(?:P?<[A-Za-z_]\w*>|[imsU]*(?:-[imsU]+)?:|[imsU]+\)))?/;
const POSIX = new Map([
  ["alpha", "A-Za-z"], ["digit", "0-9"], ["alnum", "0-9A-Za-z"], ["upper", "A-Z"], ["lower", "a-z"], ["space", "\\s"],
  ["punct", "!-/:-@[-`{-~"], ["xdigit", "0-9A-Fa-f"], ["word", "\\w"], ["blank", " \\t"], ["cntrl", "\\x00-\\x1f\\x7f"],
  ["print", " -~"], ["graph", "!-~"], ["ascii", "\\x00-\\x7f"],
]); // prettier-ignore

interface Translated {
  readonly source: string;
  readonly flags: string;
}

function translateClass(text: string): string {
  const negated = text.startsWith("[^");
  const body = text
    .slice(negated ? 2 : 1, -1)
    .replace(/^\]/, "\\]")
    .replace(/\[:([a-z]+):\]/g, (_, name: string) => POSIX.get(name) ?? "")
    .replace(/(?<!\\)\[/g, "\\[");
  return `[${negated ? "^" : ""}${body}]`;
}

const isOrderly = (body: string): boolean =>
  [...body.matchAll(/([^\\])-([^\]\\])/g)].every(([, from = "", to = ""]) => from <= to);

/** Undefined for what Go's compiler refuses. */
function translate(pattern: string): Translated | undefined {
  let source = "";
  let flags = "";
  let depth = 0;
  let repeatable = false;
  for (let rest = pattern; rest !== "";) {
    const repeat = REPEAT.exec(rest)?.[0];
    const piece = repeat ?? ESCAPED.exec(rest)?.[0] ?? CLASS.exec(rest)?.[0] ?? GROUP.exec(rest)?.[0];
    if (repeat !== undefined) {
      if (!repeatable) return undefined;
      const lazy = rest[repeat.length] === "?" ? "?" : "";
      source += repeat + lazy;
      repeatable = false;
      rest = rest.slice(repeat.length + lazy.length);
      continue;
    }
    const taken = piece ?? rest.charAt(0);
    rest = rest.slice(taken.length);
    const inner = /^\(\?([ims]+)\)$/.exec(taken)?.[1];
    if (inner !== undefined) {
      flags += inner;
      continue;
    }
    if (taken[0] === "(") depth++;
    if (taken === ")" && --depth < 0) return undefined;
    if ((taken === "[" || taken === "\\" || taken.startsWith("(?")) && piece === undefined) return undefined;
    if (taken === "(" && rest[0] === "?") return undefined;
    if (taken[0] === "[" && !isOrderly(taken.slice(1, -1))) return undefined;
    source += translated(taken);
    repeatable = taken[0] !== "(" && taken !== "|";
  }
  return depth === 0 ? { source, flags: [...new Set(flags)].join("") } : undefined;
}

function translated(piece: string): string {
  if (piece[0] === "[") return translateClass(piece);
  if (piece === "\\A") return "(?<![\\s\\S])";
  if (piece === "\\z") return "(?![\\s\\S])";
  if (piece.startsWith("(?P<")) return `(?<${piece.slice(4)}`;
  if (/^\(\?[^<]/.test(piece)) return "(?:";
  return piece === "]" || piece === "}" || piece === "{" || piece === "/" ? `\\${piece}` : piece;
}

/** Whether the pattern is found anywhere in the text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const plain = !/[.*+?^${}()|[\]\\]/.test(pattern);
  if (plain) return text.includes(pattern);
  const go = translate(pattern);
  return go !== undefined && new RegExp(go.source, go.flags).test(text);
}
