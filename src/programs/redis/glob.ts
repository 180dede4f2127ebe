// Patterns of KEYS, SCAN, PSUBSCRIBE and CONFIG GET: `*`, `?`, `[a-z]`, `[^a]`, and a backslash before what is meant
// as it is (Redis's stringmatchlen). As a regular expression. Not here: the shell's patterns (libc/fnmatch.ts).

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

export function globExpression(pattern: string, ignoreCase = false): RegExp {
  let source = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] as string;
    if (c === "*") source += source.endsWith("[^]*") ? "" : "[^]*";
    else if (c === "?") source += "[^]";
    else if (c === "[") {
      const set = setAt(pattern, i + 1);
      source += set.source;
      i = set.next - 1;
    } else if (c === "\\" && i + 1 < pattern.length) source += escape(pattern[++i] as string);
    else source += escape(c);
  }
  return new RegExp(`^${source}$`, ignoreCase ? "i" : "");
}

/** From after the bracket; a set that is not closed ends with the pattern. */
function setAt(pattern: string, from: number): { readonly source: string; readonly next: number } {
  let i = from;
  const negated = pattern[i] === "^";
  if (negated) i++;
  let members = "";
  for (; i < pattern.length && pattern[i] !== "]"; i++) {
    if (pattern[i] === "\\" && i + 1 < pattern.length) i++;
    const first = pattern[i] as string;
    if (pattern[i + 1] === "-" && i + 2 < pattern.length) {
      const [low, high] = [first, pattern[i + 2] as string].sort();
      members += `${escape(low as string)}-${escape(high as string)}`;
      i += 2;
    } else members += escape(first);
  }
  const source = members === "" ? (negated ? "[^]" : "[]") : `[${negated ? "^" : ""}${members}]`;
  return { source, next: i + 1 };
}
