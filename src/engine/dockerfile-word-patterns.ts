// Shell patterns of `*` and `?` that cut and replace parts of a variable's value (BuildKit's frontend/dockerfile/shell
// lex.go convertShellPatternToRegex, trimPrefix, trimSuffix). Relies on nothing.

import { fail, ok, type Result } from "../base/result.ts";

const SPECIAL = "[]{}.+()|^$";

function expressionOf(pattern: string, greedy: boolean): Result<string, string> {
  const chars = Array.from(pattern);
  let out = "";
  for (let at = 0; at < chars.length; at++) {
    let char = chars[at] as string;
    if (char === "*") out += greedy ? "[^\\n]*" : "[^\\n]*?";
    else if (char === "?") out += "[^\\n]";
    else if (char === "\\" && (chars[at + 1] === "}" || chars[at + 1] === "/")) continue;
    else if (char === "\\") {
      char = chars[++at] ?? "\ufffd";
      if (!"*?\\".includes(char))
        return fail(`invalid pattern (${pattern}) in substitution: invalid escape '\\${char}'`);
      out += `\\${char}`;
    } else out += SPECIAL.includes(char) ? `\\${char}` : char;
  }
  return ok(out);
}

/** The shortest beginning that matches goes, or the longest. */
export function trimPrefix(pattern: string, value: string, greedy: boolean): Result<string, string> {
  const expression = expressionOf(pattern, greedy);
  return expression.ok ? ok(value.replace(new RegExp(`^${expression.value}`, "u"), "")) : expression;
}

/** The same at the end, by looking at both the other way round. */
export function trimSuffix(pattern: string, value: string, greedy: boolean): Result<string, string> {
  const trimmed = trimPrefix(reversePattern(pattern), reverse(value), greedy);
  return trimmed.ok ? ok(reverse(trimmed.value)) : trimmed;
}

const reverse = (text: string): string => Array.from(text).reverse().join("");

/** Escapes stay before what they escape. */
function reversePattern(pattern: string): string {
  const pieces = pattern.match(/\\[\s\S]|[\s\S]/gu) ?? [];
  return [...pieces].reverse().join("");
}

export function replacePattern(
  pattern: string,
  value: string,
  by: string,
  all: boolean,
): Result<string, string> {
  const expression = expressionOf(pattern, true);
  if (!expression.ok) return expression;
  return ok(value.replace(new RegExp(expression.value, all ? "gu" : "u"), () => by));
}
