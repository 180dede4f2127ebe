// Searching in the text, around its end; patterns are regular expressions as vi has them, which are grep's basic ones.
// Relies on state.ts. Not here: the keys for it, and replacing (ex.ts).

import { compileRegex, type Regex } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import type { Vi } from "./state.ts";
import type { Position } from "./text.ts";

export function regexOf(vi: Vi, pattern: string): Regex | undefined {
  const regex = compileRegex(pattern, { extended: false });
  if (!isFault(regex)) return regex;
  vi.message = "Invalid pattern";
  return undefined;
}

/** Where matches begin in a line, in characters. */
function startsIn(text: string, regex: Regex): number[] {
  const starts: number[] = [];
  for (let at = 0; at <= text.length;) {
    const match = regex.exec(text, at);
    if (match === undefined) break;
    starts.push(Array.from(text.slice(0, match.index)).length);
    at = match.index + Math.max(1, match[0].length);
  }
  return starts;
}

export function searchFrom(vi: Vi, forward: boolean): { readonly to: Position } | undefined {
  const regex = vi.pattern === "" ? undefined : regexOf(vi, vi.pattern);
  if (regex === undefined) return undefined;
  const count = vi.text.lines.length;
  for (let i = 0; i <= count; i++) {
    const row = (vi.row + (forward ? i : count - i)) % count;
    const starts = startsIn(vi.text.line(row).join(""), regex);
    const here = i === 0;
    const found = forward
      ? starts.find((at) => !here || at > vi.column)
      : starts.findLast((at) => !here || at < vi.column);
    if (found !== undefined) return { to: { row, column: found } };
  }
  vi.message = vi.family === "gnu" ? `E486: Pattern not found: ${vi.pattern}` : "Pattern not found";
  return undefined;
}
