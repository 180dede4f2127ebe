// Lengths and parts of texts as a shell counts them: characters in a UTF-8 locale, bytes in the C locale, and
// always bytes in dash (bash, ${#parameter} and ${parameter:offset:length}; POSIX leaves it to the locale).
// Not here: patterns (libc/fnmatch.ts), which go by characters.

import { decode, encode } from "../../base/utf8.ts";
import type { Shell } from "./shell.ts";

// eslint-style control characters are meant
const ASCII = /^[\0-\x7f]*$/;

export function countsBytes(sh: Shell): boolean {
  if (sh.dialect.name === "dash") return true;
  for (const name of ["LC_ALL", "LC_CTYPE", "LANG"]) {
    const value = sh.variables.find(name)?.value;
    if (value !== undefined && value !== "") return !/utf-?8/i.test(value);
  }
  return true;
}

export function lengthOf(sh: Shell, text: string): number {
  if (ASCII.test(text)) return text.length;
  if (countsBytes(sh)) return encode(text).length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** From one character to before another. */
export function sliceOf(sh: Shell, text: string, from: number, to: number): string {
  if (ASCII.test(text)) return text.slice(from, to);
  if (countsBytes(sh)) return decode(encode(text).slice(from, to));
  return [...text].slice(from, to).join("");
}
