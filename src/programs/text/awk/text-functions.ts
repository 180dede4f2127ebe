// Awk's functions on text, apart from variables and expressions: what they cut, count, split and replace. Text is bytes or
// characters; characters beyond the basic plane are two chars and count as one.

import type { Matcher, RegexMatch } from "../../libc/regex.ts";
import type { FlavourName } from "./flavour.ts";

const SURROGATES = /[\ud800-\udbff]/;

/** Characters, or bytes where the text is some. */
export const lengthOf = (text: string, utf8: boolean): number =>
  utf8 && SURROGATES.test(text) ? [...text].length : text.length;

/** substr(): what is before the beginning counts as mawk, or not at all as the others have it. */
export function substring(
  text: string,
  start: number,
  length: number,
  flavour: FlavourName,
  utf8: boolean,
): string {
  if (Number.isNaN(start) || Number.isNaN(length)) return "";
  let count = length;
  if (start < 1 && flavour === "mawk" && length !== Infinity) count = length - Math.trunc(start);
  // busybox's lengths are of 32 bits
  if (flavour === "busybox" && length !== Infinity && length >= 2 ** 31) return "";
  const first = Math.max(1, Math.trunc(start));
  const last = first + Math.trunc(count) - 1;
  if (last < first) return "";
  if (utf8 && SURROGATES.test(text)) return [...text].slice(first - 1, last).join("");
  return text.slice(first - 1, last);
}

export function indexOf(text: string, part: string, flavour: FlavourName, utf8: boolean): number {
  if (part === "") return flavour === "mawk" ? (text === "" ? 0 : 1) : 0;
  const at = text.indexOf(part);
  return at < 0 ? 0 : lengthOf(text.slice(0, at), utf8) + 1;
}

export function upper(text: string, utf8: boolean): string {
  return utf8
    ? Array.from(text, (c) => sameLength(c, c.toUpperCase())).join("")
    : text.replace(/[a-z]+/g, (s) => s.toUpperCase());
}

export function lower(text: string, utf8: boolean): string {
  return utf8
    ? Array.from(text, (c) => sameLength(c, c.toLowerCase())).join("")
    : text.replace(/[A-Z]+/g, (s) => s.toLowerCase());
}

const sameLength = (char: string, made: string): string => (made.length === char.length ? made : char);

export interface Replaced {
  readonly text: string;
  readonly count: number;
}

/** sub, gsub and gensub; `which` is the match that is replaced, 0 for all. */
export function replace(
  text: string,
  matcher: Matcher,
  which: number,
  made: (match: RegexMatch) => string,
): Replaced {
  let out = "";
  let copied = 0;
  let count = 0;
  let seen = 0;
  let before = -1;
  for (let from = 0; from <= text.length;) {
    const match = matcher.exec(text, from);
    if (match === undefined) break;
    const { index } = match;
    const end = index + match[0].length;
    from = end > index ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
    if (end === index && index === before) continue;
    before = end;
    seen++;
    if (which !== 0 && seen !== which) continue;
    out += text.slice(copied, index) + made(match);
    copied = end;
    count++;
    if (which !== 0) break;
  }
  return { text: out + text.slice(copied), count };
}

/** In sub's replacement `&` is the match, `\&` an ampersand, `\\&` a backslash and the match. */
export function replacementOf(text: string, flavour: FlavourName): (match: RegexMatch) => string {
  if (!text.includes("&") && !text.includes("\\")) return () => text;
  const parts: (string | undefined)[] = [];
  let plain = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === "&") {
      parts.push(plain, undefined);
      plain = "";
    } else if (c !== "\\") plain += c;
    else if (text[i + 1] === "&") plain += text[++i] as string;
    else if (text[i + 1] === "\\" && text[i + 2] === "&") {
      plain += "\\";
      i++;
    } else if (text[i + 1] === "\\" && flavour === "busybox") plain += text[++i] as string;
    else if (text[i + 1] === "\\" && text[i + 2] === "\\" && text[i + 3] === "&") {
      plain += "\\&";
      i += 3;
    } else if (flavour === "busybox" && text[i + 1] !== undefined) plain += text[++i] as string;
    else plain += c;
  }
  parts.push(plain);
  return (match) => parts.map((part) => part ?? match[0]).join("");
}

/** gensub's replacement: \1 to \9 are groups, \0 and & the match. */
export function gensubReplacement(text: string): (match: RegexMatch) => string {
  return (match) =>
    text.replace(/\\(\d)|\\([^])|&/g, (whole, group: string | undefined, other: string | undefined) => {
      if (group !== undefined) return match[Number(group)] ?? "";
      if (other !== undefined) return other;
      return whole === "&" ? match[0] : whole;
    });
}
