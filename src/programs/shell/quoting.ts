// How each shell writes a text so that it can be read again: printf %q, ${x@Q}, declare -p, set, alias, set -x.
// The styles differ in small ways that scripts and people see. Relies on nothing.
// Not here: where they are used.

import { encode } from "../../base/utf8.ts";

// eslint-style control characters are meant in these patterns
const UNPRINTABLE = /[\0-\x1f\x7f\udc80-\udcff]/;
const NOT_ASCII = /[^\0-\x7f]/;
const META = /[ \t\n"'\\|&;()<>!{}*[\]?^$`]|^[~#]|[:=]~|\s#/;
const ESCAPES = new Map([
  ["\x07", "\\a"], ["\b", "\\b"], ["\t", "\\t"], ["\n", "\\n"], ["\v", "\\v"], ["\f", "\\f"], ["\r", "\\r"], ["\x1b", "\\E"],
  ["\\", "\\\\"], ["'", "\\'"],
]); // prettier-ignore

/** `bytes`: in the C locale, where only ASCII can be printed. */
const needsAnsi = (text: string, bytes = false): boolean =>
  UNPRINTABLE.test(text) || (bytes && NOT_ASCII.test(text));

/** $'…' */
function ansiQuote(given: string, bytes = false): string {
  const text = bytes && NOT_ASCII.test(given) ? asBytes(given) : given;
  let quoted = "";
  for (const c of text) {
    const escape = ESCAPES.get(c);
    const code = c.charCodeAt(0);
    if (escape !== undefined) quoted += escape;
    else if (code < 32 || code === 127) quoted += `\\${code.toString(8).padStart(3, "0")}`;
    else if (code >= 0xdc80 && code <= 0xdcff) quoted += `\\${(code - 0xdc00).toString(8)}`;
    else quoted += c;
  }
  return `$'${quoted}'`;
}

/** Every byte beyond ASCII by itself, as base/utf8.ts carries bytes that are no UTF-8. */
const asBytes = (text: string): string =>
  Array.from(encode(text), (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join("");

/** '…', with quotes inside as '\'' */
export const singleQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** ${x@Q} */
export const quoteReusable = (text: string, bytes = false): string =>
  needsAnsi(text, bytes) ? ansiQuote(text, bytes) : singleQuote(text);

/** printf %q */
export function quoteBackslash(text: string, bytes = false): string {
  if (text === "") return "''";
  if (needsAnsi(text, bytes)) return ansiQuote(text, bytes);
  return text.replace(/[ \t\n"'\\|&;()<>!{}*[\]?^$`,]|^[~#]/g, "\\$&").replace(/([:=])~/g, "$1\\~");
}

/** declare -p */
export function quoteDouble(text: string): string {
  if (needsAnsi(text)) return ansiQuote(text);
  return `"${text.replace(/["$`\\]/g, "\\$&")}"`;
}

/** set, without arguments */
export function quoteListed(text: string): string {
  if (needsAnsi(text)) return ansiQuote(text);
  return META.test(text) ? singleQuote(text) : text;
}

/** set -x */
export function quoteTraced(text: string, bytes = false): string {
  if (text === "") return "''";
  if (needsAnsi(text, bytes)) return ansiQuote(text, bytes);
  return META.test(text) ? singleQuote(text) : text;
}

/** Keys of associative arrays in declare -p. */
export const quoteKey = (key: string): string =>
  needsAnsi(key) ? ansiQuote(key) : META.test(key) || key === "" || key === "@" ? quoteDouble(key) : key;

/** dash and busybox: '…', with quotes inside as '"'"' */
export function quotePosix(text: string): string {
  return text === ""
    ? "''"
    : text
        .split(/('+)/)
        .map(posixPiece)
        .filter((piece) => piece !== "")
        .join("");
}

const posixPiece = (piece: string): string => {
  if (piece === "") return "";
  return piece.startsWith("'") ? `"${piece}"` : `'${piece}'`;
};
