// The order of names with numbers in them, as GNU's filevercmp (ls -v, sort -V) has it: numbers by value, `~`
// before everything, letters before other characters, file suffixes only where all else is equal.

import { byteOrder } from "./byte-order.ts";

const SUFFIX = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;

export function versionOrder(a: string, b: string): number {
  if (a === b) return 0;
  for (const first of ["", ".", ".."]) {
    if (a === first) return -1;
    if (b === first) return 1;
  }
  if (a.startsWith(".") !== b.startsWith(".")) return a.startsWith(".") ? -1 : 1;
  const bare = (name: string): string => name.slice(0, name.length - (SUFFIX.exec(name)?.[0].length ?? 0));
  return revisionOrder(bare(a), bare(b)) || revisionOrder(a, b) || byteOrder(a, b);
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** The end of the text comes before all but `~`; a digit ends the part that is compared by characters. */
function weight(text: string, at: number): number {
  const code = at < text.length ? text.charCodeAt(at) : -1;
  if (code < 0) return -1;
  if (isDigit(code)) return 0;
  if (isLetter(code)) return code;
  return code === 126 ? -2 : code + 65_536;
}

function revisionOrder(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a.charCodeAt(i))) || (j < b.length && !isDigit(b.charCodeAt(j)))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    while (a[i] === "0") i++;
    while (b[j] === "0") j++;
    let first = 0;
    while (isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j))) {
      first ||= a.charCodeAt(i) - b.charCodeAt(j);
      i++;
      j++;
    }
    if (isDigit(a.charCodeAt(i))) return 1;
    if (isDigit(b.charCodeAt(j))) return -1;
    if (first !== 0) return first;
  }
  return 0;
}
