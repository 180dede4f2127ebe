// A command in one text, as --entrypoint and --args of services take it: words with quotes, backslashes and
// comments, but none of a shell's other powers (google/shlex). Relies on nothing.

import { fail, ok, type Result } from "../../base/result.ts";

const WORD = /^(?:[^\s"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*')+/;
const SPACE = /^[ \t\r\n]+/;
const PART = /\\([^])|"((?:[^"\\]|\\[^])*)"|'([^']*)'|([^])/g;

export function parseShellWords(text: string): Result<string[], string> {
  const words: string[] = [];
  let rest = text;
  for (;;) {
    rest = rest.replace(SPACE, "");
    if (rest === "") return ok(words);
    if (rest.startsWith("#")) {
      const newline = rest.indexOf("\n");
      rest = newline < 0 ? "" : rest.slice(newline + 1);
      continue;
    }
    const word = readWord(rest);
    if (!word.ok) return word;
    words.push(word.value.text);
    rest = rest.slice(word.value.length);
  }
}

function readWord(rest: string): Result<{ text: string; length: number }, string> {
  const length = wordLength(rest);
  const written = rest.slice(0, length);
  if (!new RegExp(`${WORD.source}$`).test(written)) {
    const open = written.replace(/\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*'/g, "");
    return fail(
      open.endsWith("\\") ? "EOF found after escape character" : "EOF found when expecting closing quote",
    );
  }
  const text = written.replace(PART, (_all, escaped, double, single, plain) => {
    if (double !== undefined) return String(double).replace(/\\([^])/g, "$1");
    return String(escaped ?? single ?? plain ?? "");
  });
  return ok({ text, length });
}

/** Up to the first space outside of quotes. */
function wordLength(rest: string): number {
  let quote = "";
  for (let i = 0; i < rest.length; i++) {
    const c = rest[i] as string;
    if (c === "\\" && quote !== "'") i++;
    else if (quote !== "") quote = c === quote ? "" : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (/[ \t\r\n]/.test(c)) return i;
  }
  return rest.length;
}
