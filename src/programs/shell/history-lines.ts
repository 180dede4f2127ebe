// A command that was typed over several lines becomes one line of the history (bash, cmdhist): lines are joined by what
// may stand between them, and stay lines where the newline is part of a quoted text or a here-document.
// Relies on the parser's word of what was open. Not here: the list itself (history.ts).

import type { Failure } from "./failure.ts";

/** After these a command goes on without a semicolon. */
const GOES_ON = /(?:^|[\s;&|(){}])(?:do|then|else|elif|in|if|while|until|time|!)$|[{(|&;)]$/;

const isQuote = (closer: string): boolean => /^["'`]$/.test(closer);

/** Is a command substitution open? */
function inSubstitution(text: string): boolean {
  const begun = text.lastIndexOf("$(");
  return begun >= 0 && !text.slice(begun).includes(")");
}

/** `text` is what has been typed, and was found to go on because of `failure`. */
export function joinLines(text: string, line: string, failure: Failure): string {
  if (failure.kind === "document") return `${text}\n${line}`;
  if (failure.kind === "open" && isQuote(failure.closer)) return `${text}\n${line}`;
  if (inSubstitution(text)) return `${text}\n${line}`;
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return text.slice(0, -1) + line;
  if (text.endsWith("\n") || text === "") return text + line;
  const before = text.trimEnd();
  if (GOES_ON.test(before) || (failure.kind === "open" && failure.closer === "]]"))
    return `${before} ${line}`;
  return `${text}; ${line}`;
}
