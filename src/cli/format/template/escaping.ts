// The escapings of html, js and urlquery of templates. Source of the rules: Go's text/template/funcs.go and
// net/url's QueryEscape.

import { bytesOf, isPrint } from "../../../base/go/go-string.ts";

const HTML = new Map([
  ["\0", "\ufffd"],
  ['"', "&#34;"],
  ["'", "&#39;"],
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);

export const escapeHtml = (text: string): string => text.replace(/[\0"'&<>]/g, (c) => HTML.get(c) as string);

const hex = (code: number): string => `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;

function escapeJsRune(rune: string): string {
  if (rune === "\\" || rune === "'" || rune === '"') return `\\${rune}`;
  if (rune >= " " && rune < "\u0080") return "<>&=".includes(rune) ? hex(rune.charCodeAt(0)) : rune;
  return rune > "\u007f" && isPrint(rune) ? rune : hex(rune.codePointAt(0) as number);
}

export const escapeJs = (text: string): string => Array.from(text, escapeJsRune).join("");

function escapeUrlByte(byte: number): string {
  const c = String.fromCharCode(byte);
  if (/^[A-Za-z0-9\-_.~]$/.test(c)) return c;
  return c === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

export const escapeUrlQuery = (text: string): string => Array.from(bytesOf(text), escapeUrlByte).join("");
