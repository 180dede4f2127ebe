// How each shell writes a text so that it can be read again: printf %q, ${x@Q}, declare -p, set, alias, set -x.
// The styles differ in small ways that scripts and people see. Relies on nothing.
// Not here: where they are used.

// eslint-style control characters are meant in these patterns
const UNPRINTABLE = /[\0-\x1f\x7f\udc80-\udcff]/;
const META = /[ \t\n"'\\|&;()<>!{}*[\]?^$`]|^[~#]|[:=]~|\s#/;
const ESCAPES = new Map([
  ["\x07", "\\a"], ["\b", "\\b"], ["\t", "\\t"], ["\n", "\\n"], ["\v", "\\v"], ["\f", "\\f"], ["\r", "\\r"], ["\x1b", "\\E"],
  ["\\", "\\\\"], ["'", "\\'"],
]); // prettier-ignore

const needsAnsi = (text: string): boolean => UNPRINTABLE.test(text);

/** $'…' */
function ansiQuote(text: string): string {
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

/** '…', with quotes inside as '\'' */
export const singleQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** ${x@Q} */
export const quoteReusable = (text: string): string =>
  needsAnsi(text) ? ansiQuote(text) : singleQuote(text);

/** printf %q */
export function quoteBackslash(text: string): string {
  if (text === "") return "''";
  if (needsAnsi(text)) return ansiQuote(text);
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
export function quoteTraced(text: string): string {
  if (text === "") return "''";
  if (META.test(text) && !/^#[^\s]*$/.test(text.replace(/^~/, ""))) return singleQuote(text);
  if (META.test(text)) return singleQuote(text);
  return needsAnsi(text) ? ansiQuote(text) : text;
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
