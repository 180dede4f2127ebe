// ${x#pattern}, ${x/pattern/text}, ${x^pattern} and their like, on one value (bash, "Shell Parameter Expansion").
// Compiled patterns are kept in a bounded cache, as they depend on nothing but their text.
// Not here: how the pattern came about (parameter-expansion.ts).

import { Pattern } from "../libc/fnmatch.ts";
import type { Shell } from "./shell.ts";

const CACHE_SIZE = 500;
const plain = new Map<string, Pattern>();
const extended = new Map<string, Pattern>();
const PLAIN_OPTIONS = {};
const EXTENDED_OPTIONS = { extglob: true };

export function compilePattern(text: string, extglob: boolean): Pattern {
  const cache = extglob ? extended : plain;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const pattern = new Pattern(text, extglob ? EXTENDED_OPTIONS : PLAIN_OPTIONS);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, pattern);
  return pattern;
}

const patternFor = (sh: Shell, text: string): Pattern => compilePattern(text, sh.shopts.has("extglob"));

export function removeMatch(sh: Shell, operator: string, pattern: string, value: string): string {
  const compiled = patternFor(sh, pattern);
  const longest = operator.length === 2;
  if (operator.startsWith("#")) {
    const end = compiled.prefix(value, longest);
    return end < 0 ? value : value.slice(end);
  }
  const start = compiled.suffix(value, longest);
  return start < 0 ? value : value.slice(0, start);
}

/** In the replacement `&` stands for what was matched, unless a backslash is before it. */
function fill(sh: Shell, replacement: string, matched: string): string {
  if (!/[&\\]/.test(replacement)) return replacement;
  const active = sh.isBash && sh.shopts.has("patsub_replacement");
  return replacement.replace(
    /\\([&\\])|&/g,
    (_, escaped: string | undefined) => escaped ?? (active ? matched : "&"),
  );
}

export function replaceMatches(
  sh: Shell,
  operator: string,
  pattern: string,
  replacement: string,
  value: string,
): string {
  const compiled = patternFor(sh, pattern);
  if (operator === "/#") {
    const end = compiled.prefix(value, true);
    return end < 0 ? value : fill(sh, replacement, value.slice(0, end)) + value.slice(end);
  }
  if (operator === "/%") {
    const start = compiled.suffix(value, true);
    return start < 0 ? value : value.slice(0, start) + fill(sh, replacement, value.slice(start));
  }
  if (pattern === "") return value;
  if (compiled.literal !== undefined) return replaceText(sh, operator, compiled.literal, replacement, value);
  return replaceAnywhere(sh, compiled, operator === "//", replacement, value);
}

function replaceText(sh: Shell, operator: string, text: string, replacement: string, value: string): string {
  const by = fill(sh, replacement, text);
  if (operator === "//") return value.replaceAll(text, () => by);
  return value.replace(text, () => by);
}

function replaceAnywhere(
  sh: Shell,
  pattern: Pattern,
  all: boolean,
  replacement: string,
  value: string,
): string {
  if (value === "") return pattern.matches("") ? fill(sh, replacement, "") : value;
  let result = "";
  let at = 0;
  while (at < value.length) {
    const end = pattern.matchAt(value, at, true);
    if (end > at || (end === at && !all)) {
      result += fill(sh, replacement, value.slice(at, end));
      at = end;
      if (!all) break;
    } else result += value[at++];
  }
  return result + value.slice(at);
}

export function changeCase(sh: Shell, operator: string, pattern: string | undefined, value: string): string {
  const upper = operator.startsWith("^");
  const compiled = pattern === undefined || pattern === "" ? undefined : patternFor(sh, pattern);
  const turn = (c: string): string => {
    if (!operator.startsWith("~")) return upper ? c.toUpperCase() : c.toLowerCase();
    return c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase();
  };
  const change = (c: string): string => (compiled === undefined || compiled.matches(c) ? turn(c) : c);
  if (operator.length === 1) {
    const [first = ""] = value;
    return change(first) + value.slice(first.length);
  }
  return compiled === undefined && !operator.startsWith("~")
    ? upper
      ? value.toUpperCase()
      : value.toLowerCase()
    : [...value].map(change).join("");
}
