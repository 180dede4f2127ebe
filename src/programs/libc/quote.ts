// How GNU's tools put names into messages and on terminals (quotearg's styles "shell-escape" and "locale").
// In a locale without UTF-8 whatever is no ASCII counts as unprintable. Not here: busybox, which puts
// names between plain quotes as they are.

import { encode } from "../../base/utf8.ts";

/** Whether LC_ALL, LC_CTYPE or LANG, the first that is set, names UTF-8. */
export function isUtf8(env: ReadonlyMap<string, string>): boolean {
  const locale = ["LC_ALL", "LC_CTYPE", "LANG"].map((name) => env.get(name)).find((value) => value);
  return locale !== undefined && /utf-?8/i.test(locale);
}

const PLAIN = /^(?![#~]|[{}]$)[A-Za-z0-9%+,\-./:@_\]{}#~]+$/;
const ESCAPES: Record<string, string> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Characters that double quotes do not take the meaning from, beside the unprintable ones. */
const NOT_IN_DOUBLE = /["\\$`!&()*;<=>?[^|{}#~]/;
const CONTROL = /[\x00-\x1f\x7f]/;
const NOT_ASCII = /[^\x00-\x7f]/;
/** C1 controls and bytes that are no UTF-8 */
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff]|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const isPrintable = (char: string, utf8: boolean): boolean =>
  utf8 ? !UNPRINTABLE.test(char) : !CONTROL.test(char) && !NOT_ASCII.test(char);

const octal = (char: string): string =>
  [...encode(char)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");

/** As a shell would read it: bare if it needs no quotes and `always` is not set. */
export function shellQuote(text: string, utf8: boolean, always = false): string {
  if (PLAIN.test(text)) return always ? `'${text}'` : text;
  if (text === "") return "''";
  const chars = [...text];
  const printable = chars.every((char) => isPrintable(char, utf8));
  if (printable && !needsShellQuotes(text)) return always ? `'${text}'` : text;
  if (printable && !text.includes("'")) return `'${text}'`;
  if (printable && !NOT_IN_DOUBLE.test(text)) return `"${text}"`;
  return escaped(chars, utf8);
}

const needsShellQuotes = (text: string): boolean => /[ '"\\$`!&()*;<=>?[^|]|^[#~]|^[{}]$/.test(text);

/** Pieces between single quotes, and `$'…'` around what cannot be printed. */
function escaped(chars: readonly string[], utf8: boolean): string {
  let out = "'";
  let within = false;
  for (const char of chars) {
    if (isPrintable(char, utf8)) {
      if (within && char !== "'") out += "''";
      out += char === "'" ? "'\\''" : char;
      within = false;
    } else {
      if (!within) out += "'$'";
      out += ESCAPES[char] ?? octal(char);
      within = true;
    }
  }
  return `${out}'`;
}

/** `'x'`, and in a UTF-8 locale `‘x’`, with C's escapes. */
export function localeQuote(text: string, utf8: boolean): string {
  const [left, right] = utf8 ? ["‘", "’"] : ["'", "'"];
  let inner = "";
  for (const char of text) {
    if (char === "\\" || char === right) inner += `\\${char}`;
    else inner += isPrintable(char, utf8) ? char : (ESCAPES[char] ?? octal(char));
  }
  return left + inner + right;
}

/** As `ls -b` prints names: C's escapes, spaces too, without quotes around. */
export function escapeName(text: string, utf8: boolean): string {
  let out = "";
  for (const char of text) {
    if (char === "\\" || char === " ") out += `\\${char}`;
    else out += isPrintable(char, utf8) ? char : (ESCAPES[char] ?? octal(char));
  }
  return out;
}

/** As `ls -Q`: a C string. */
export function cString(text: string, utf8: boolean): string {
  let out = "";
  for (const char of text) {
    if (char === "\\" || char === '"') out += `\\${char}`;
    else out += isPrintable(char, utf8) ? char : (ESCAPES[char] ?? octal(char));
  }
  return `"${out}"`;
}

/** As on terminals of tools that show a `?` for each byte or character that cannot be printed. */
export const questionMarks = (text: string, utf8: boolean): string =>
  [...text]
    .map((char) => (isPrintable(char, utf8) ? char : "?".repeat(utf8 ? 1 : encode(char).length)))
    .join("");

interface Speaker {
  readonly family: "gnu" | "busybox";
  readonly env: ReadonlyMap<string, string>;
}

/** A name in a message, always between quotes. */
export const quoted = (io: Speaker, name: string): string =>
  io.family === "busybox" ? `'${name}'` : shellQuote(name, isUtf8(io.env), true);

/** A name at the beginning of a message, before a colon: quoted only where it needs to be. */
export const named = (io: Speaker, name: string): string =>
  io.family === "busybox" ? name : shellQuote(name, isUtf8(io.env), name.includes(":"));
