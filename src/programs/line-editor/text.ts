// A line as an editor sees it: a list of characters (code points, or bytes that are no text, as base/utf8.ts has
// them), and how one goes from one to the next. Relies on the widths of base/character-width.ts.
// Not here: what a line looks like (layout.ts).

import { runeWidth } from "../../base/character-width.ts";

export type Line = readonly string[];

export const lineOf = (text: string): Line => Array.from(text);

const isCombining = (c: string): boolean =>
  c >= "\u0300" && !(c >= "\ud800" && c <= "\udfff" && c.length === 1) && runeWidth(c) === 0;

/** The start of the next character; marks that combine belong to the one before. */
export function nextIndex(line: Line, at: number): number {
  let next = Math.min(line.length, at + 1);
  while (next < line.length && isCombining(line[next] as string)) next++;
  return next;
}

export function previousIndex(line: Line, at: number): number {
  let previous = Math.max(0, at - 1);
  while (previous > 0 && isCombining(line[previous] as string)) previous--;
  return previous;
}

export const isWordCharacter = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}]/u.test(c);

export const isBlank = (c: string | undefined): boolean => c === " " || c === "\t";

export function wordEnd(line: Line, from: number): number {
  let at = from;
  while (at < line.length && !isWordCharacter(line[at])) at++;
  while (at < line.length && isWordCharacter(line[at])) at++;
  return at;
}

export function wordStart(line: Line, from: number): number {
  let at = from;
  while (at > 0 && !isWordCharacter(line[at - 1])) at--;
  while (at > 0 && isWordCharacter(line[at - 1])) at--;
  return at;
}

/** Where the word of non-blanks before `from` begins. */
export function blankWordStart(line: Line, from: number): number {
  let at = from;
  while (at > 0 && isBlank(line[at - 1])) at--;
  while (at > 0 && !isBlank(line[at - 1])) at--;
  return at;
}
