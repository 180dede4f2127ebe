// The parts of s, y and addresses between delimiters: finding where they end, undoing sed's own escapes, compiling
// expressions, and reading replacements. GNU's knows many escapes, busybox's \n, \t, \r and few more.

import { decode, encode } from "../../../base/utf8.ts";
import { bytesOf } from "../../libc/byte-text.ts";
import { compileRegex, regexFaultText } from "../../libc/regex.ts";
import { isFault as isRegexFault } from "../../libc/regex/parse.ts";
import type { RegexSyntax } from "../../libc/regex/tree.ts";
import type { CaseChange, Pattern, ReplacementPart } from "./script.ts";
import type { Fault, Scanner } from "./scanner.ts";

export interface Dialect {
  readonly gnu: boolean;
  readonly posix: boolean;
  readonly extended: boolean;
  readonly utf8: boolean;
  readonly zero: boolean;
}

/**
 * Text up to the delimiter, which is taken; `\` and the delimiter are the delimiter. In an expression a delimiter
 * between brackets is text. undefined without an end.
 */
export function readDelimited(scanner: Scanner, delimiter: string, isRegex: boolean): string | undefined {
  let text = "";
  for (;;) {
    const c = scanner.next();
    if (c === undefined || (c === "\n" && isRegex)) return undefined;
    if (c === delimiter) return text;
    if (c === "[" && isRegex) {
      const bracket = bracketAt(scanner.text, scanner.at - 1);
      if (bracket === undefined) {
        const newline = scanner.text.indexOf("\n", scanner.at);
        scanner.at = newline < 0 ? scanner.text.length : newline;
        return undefined;
      }
      text += bracket;
      scanner.at += bracket.length - 1;
    } else if (c !== "\\") text += c;
    else {
      const escaped = readEscaped(scanner, delimiter, isRegex);
      if (escaped === undefined) return undefined;
      text += escaped;
    }
  }
}

function readEscaped(scanner: Scanner, delimiter: string, isRegex: boolean): string | undefined {
  const c = scanner.next();
  if (c === undefined) return undefined;
  if (c === delimiter) return isRegex || delimiter !== "&" ? c : `\\${c}`;
  if (c === "\n" && isRegex) return "\n";
  return `\\${c}`;
}

/** A bracket expression from `[` to `]`. */
function bracketAt(text: string, start: number): string | undefined {
  let at = start + 1;
  if (text[at] === "^") at++;
  if (text[at] === "]") at++;
  for (; at < text.length; at++) {
    const kind = text[at + 1];
    if (text[at] === "[" && (kind === ":" || kind === "." || kind === "=")) {
      const end = text.indexOf(`${kind}]`, at + 2);
      if (end >= 0) at = end + 1;
    } else if (text[at] === "]") return text.slice(start, at + 1);
    else if (text[at] === "\n") return undefined;
  }
  return undefined;
}

const LETTERS: Record<string, string> = { a: "\x07", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const BUSYBOX_LETTERS: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

const NUMBERED = /^(?:d(\d{1,3})|o([0-7]{1,3})|x([0-9a-fA-F]{1,2}))/;

/** What stands behind a backslash, if it is a character by name or number. */
function escapeAt(text: string, at: number, dialect: Dialect): { char: string; length: number } | undefined {
  const c = text[at] as string;
  const letter = (dialect.gnu ? LETTERS : BUSYBOX_LETTERS)[c];
  if (letter !== undefined) return { char: letter, length: 1 };
  if (!dialect.gnu || dialect.posix) return undefined;
  if (c === "c" && at + 1 < text.length) {
    const code = (text[at + 1] as string).toUpperCase().charCodeAt(0) ^ 0x40;
    return { char: String.fromCharCode(code), length: 2 };
  }
  const number = NUMBERED.exec(text.slice(at, at + 4));
  if (number === null) return undefined;
  const [all, decimal, octal, hex] = number;
  const code =
    decimal !== undefined
      ? Number(decimal)
      : octal !== undefined
        ? parseInt(octal, 8)
        : parseInt(hex as string, 16);
  return { char: byteChar(code & 255, dialect), length: all.length };
}

/** A byte of an escape, as the text is decoded. */
const byteChar = (code: number, dialect: Dialect): string =>
  String.fromCharCode(code > 127 && dialect.utf8 ? 0xdc00 + code : code);

/** Escapes of sed's own undone; all others stay. */
export function unescape(text: string, dialect: Dialect, also = ""): string {
  if (!text.includes("\\")) return text;
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c !== "\\" || i + 1 >= text.length) {
      out += c;
      continue;
    }
    const found = escapeAt(text, i + 1, dialect);
    if (found !== undefined) {
      // &, newlines and backslashes by number are themselves in a replacement
      out += also.includes(found.char) && found.length > 1 ? `\\${found.char}` : found.char;
      i += found.length;
    } else {
      out += c + text[i + 1];
      i++;
    }
  }
  // bytes by number may make up characters
  return dialect.utf8 && /[\udc80-\udcff]/.test(out) ? decode(encode(out)) : out;
}

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
}

export function compile(
  source: string,
  flags: RegexFlags,
  dialect: Dialect,
  scanner: Scanner,
): { readonly regex: Pattern } | Fault {
  if (source === "") return { regex: undefined };
  const { gnu, extended, utf8, zero } = dialect;
  const text = unescape(source, dialect);
  const syntax: RegexSyntax = {
    extended,
    gnu,
    bytes: !utf8,
    ignoreCase: flags.ignoreCase,
    multiline: flags.multiline && !zero,
    ...(gnu ? { closing: "error" } : {}),
  };
  const regex = compileRegex(utf8 ? text : bytesOf(text), syntax);
  if (!isRegexFault(regex)) return { regex };
  const message = regexFaultText(regex);
  if (regex === "CLASS_SYNTAX") return { fault: message };
  return gnu ? scanner.fault(message) : { fault: `bad regex '${source}': ${message}` };
}

/** The right side of s. */
export function parseReplacement(source: string, dialect: Dialect): ReplacementPart[] {
  const text = unescape(source, dialect, "&\\\n");
  const parts: ReplacementPart[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") parts.push({ kind: "text", text: plain });
    plain = "";
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const next = text[i + 1];
    if (c === "&") {
      flush();
      parts.push({ kind: "group", group: 0 });
    } else if (c !== "\\" || next === undefined) plain += c;
    else {
      i++;
      const special = specialPart(next, dialect);
      if (special === undefined) plain += next;
      else {
        flush();
        parts.push(special);
      }
    }
  }
  flush();
  return parts;
}

function specialPart(c: string, { gnu, posix }: Dialect): ReplacementPart | undefined {
  if (c >= "0" && c <= "9") return { kind: "group", group: Number(c) };
  if (gnu && !posix && "ULEul".includes(c)) return { kind: "case", change: c as CaseChange };
  return undefined;
}
