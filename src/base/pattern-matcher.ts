// Patterns that leave files out: .dockerignore and `COPY --exclude` (moby/patternmatcher). A pattern also matches what
// is below what it matches; `!` takes it back; the last one that matches decides. Relies on Go's path.Match for what is
// malformed.

import { matchPath } from "./go/path-match.ts";
import { fail, ok, type Result } from "./result.ts";

export interface PatternMatcher {
  /** whether a path, without a slash at either end, is left out */
  readonly matches: (path: string) => boolean;
}

interface Pattern {
  readonly negative: boolean;
  readonly test: (path: string) => boolean;
}

/** filepath.Clean */
function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  const whole = parts.join("/");
  return path.startsWith("/") ? `/${whole}` : whole || ".";
}

/** Lines of .dockerignore; comments and empty ones do not count. */
export function readIgnoreFile(text: string): string[] {
  const patterns: string[] = [];
  for (const [i, raw] of text.split("\n").entries()) {
    const line = i === 0 ? raw.replace(/^\ufeff/, "") : raw;
    if (line.startsWith("#")) continue;
    const trimmed = line.trim();
    if (trimmed === "") continue;
    const negative = trimmed.startsWith("!");
    const pattern = negative ? trimmed.slice(1).trim() : trimmed;
    const whole = pattern === "" ? "" : clean(pattern);
    patterns.push((negative ? "!" : "") + (whole.length > 1 ? whole.replace(/^\//, "") : whole));
  }
  return patterns;
}

export function patternMatcher(patterns: readonly string[]): Result<PatternMatcher, string> {
  const all: Pattern[] = [];
  for (const given of patterns) {
    const trimmed = given.trim();
    if (trimmed === "") continue;
    const negative = trimmed.startsWith("!");
    if (negative && trimmed.length === 1) return fail('illegal exclusion pattern: "!"');
    const pattern = clean(negative ? trimmed.slice(1) : trimmed);
    if (matchPath(pattern, ".") === undefined) return fail("syntax error in pattern");
    all.push({ negative, test: testOf(pattern) });
  }
  return ok({ matches: (path) => decide(all, path) });
}

function decide(patterns: readonly Pattern[], path: string): boolean {
  const parts = path.split("/");
  const above = parts.map((_, i) => parts.slice(0, i + 1).join("/"));
  let matched = false;
  for (const { negative, test } of patterns)
    if (negative === matched && above.some(test)) matched = !negative;
  return matched;
}

/** `**foo` is whatever ends so; everything else is a regular expression. */
function testOf(pattern: string): (path: string) => boolean {
  const plain = pattern.slice(2);
  if (pattern.startsWith("**") && !/[*?[\]\\.+()|{}$^]/.test(plain))
    return (path) => path.endsWith(plain) || (plain.startsWith("/") && path === plain.slice(1));
  const expression = new RegExp(`^${translate(pattern)}$`, "s");
  return (path) => expression.test(path);
}

function translate(pattern: string): string {
  let out = "";
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (char === "*" && pattern[i + 1] === "*") {
      i += pattern[i + 2] === "/" ? 2 : 1;
      out += i === pattern.length - 1 ? ".*" : "(.*/)?";
    } else if (char === "*") out += "[^/]*";
    else if (char === "?") out += "[^/]";
    else if (char === "\\") out += `\\${pattern[++i] ?? "\\"}`;
    else out += /[.+()|{}$^]/.test(char) && !insideClass(pattern, i) ? `\\${char}` : char;
  }
  return out;
}

/** In a class a `^` turns it around. */
function insideClass(pattern: string, at: number): boolean {
  const open = pattern.lastIndexOf("[", at);
  return open >= 0 && pattern.indexOf("]", open) > at;
}
