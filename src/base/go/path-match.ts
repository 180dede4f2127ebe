// Go's path.Match, by which images are filtered: `*` and `?` stop at slashes, `[a-c]` and `[^a-c]` are classes, a
// backslash takes the next character as it is. Relies on nothing; what is malformed is an error.

const BAD = Symbol("syntax error in pattern");
export const BAD_PATTERN = "syntax error in pattern";

interface Piece {
  readonly kind: "star" | "any" | "class" | "char";
  readonly test: (char: string) => boolean;
}

/** Undefined for a malformed pattern. */
export function matchPath(pattern: string, name: string): boolean | undefined {
  const pieces = parse(pattern);
  return pieces === undefined ? undefined : matches(pieces, 0, Array.from(name), 0);
}

function matches(pieces: readonly Piece[], at: number, name: readonly string[], from: number): boolean {
  const piece = pieces[at];
  if (piece === undefined) return from === name.length;
  if (piece.kind !== "star")
    return from < name.length && piece.test(name[from] as string) && matches(pieces, at + 1, name, from + 1);
  for (let end = from; ; end++) {
    if (matches(pieces, at + 1, name, end)) return true;
    if (end >= name.length || name[end] === "/") return false;
  }
}

function parse(pattern: string): Piece[] | undefined {
  const chars = Array.from(pattern);
  const pieces: Piece[] = [];
  for (let at = 0; at < chars.length;) {
    const char = chars[at] as string;
    if (char === "*") pieces.push({ kind: "star", test: () => true });
    else if (char === "?") pieces.push({ kind: "any", test: (c) => c !== "/" });
    else if (char === "[") {
      const parsed = parseClass(chars, at + 1);
      if (parsed === undefined) return undefined;
      pieces.push(parsed.piece);
      at = parsed.next;
      continue;
    } else {
      if (char === "\\") at++;
      const plain = chars[at];
      if (plain === undefined) return undefined;
      pieces.push({ kind: "char", test: (c) => c === plain });
    }
    at++;
  }
  return pieces;
}

function parseClass(chars: readonly string[], from: number): { piece: Piece; next: number } | undefined {
  let at = from;
  const negated = chars[at] === "^";
  if (negated) at++;
  const ranges: (readonly [string, string])[] = [];
  const take = (): string | typeof BAD => {
    const char = chars[at];
    if (char === undefined || char === "-" || char === "]") return BAD;
    if (char === "\\") at++;
    return chars[at++] ?? BAD;
  };
  while (chars[at] !== "]" || ranges.length === 0) {
    const low = take();
    if (low === BAD) return undefined;
    let high: string | typeof BAD = low;
    if (chars[at] === "-") {
      at++;
      high = take();
      if (high === BAD) return undefined;
    }
    ranges.push([low, high]);
  }
  const test = (c: string): boolean => ranges.some(([low, high]) => low <= c && c <= high) !== negated;
  return { piece: { kind: "class", test }, next: at + 1 };
}
