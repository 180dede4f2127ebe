// Backslash escapes in text: in printf's format, in printf's %b and `echo -e`, and in bash's $'…'. Bytes given
// by number join to characters where they are UTF-8, as they would in C. Which escapes a program knows differs;
// a flavour says it. Not here: awk's and sed's escapes, which mean other things.

import { decode, encode } from "../../base/utf8.ts";

export interface EscapeFlavour {
  /** \0nnn as well as \nnn, and whether \nnn without the 0 counts at all */
  readonly octal: "zero-first" | "plain" | "both";
  /** \xHH */
  readonly hex: boolean;
  /** \uHHHH and \UHHHHHHHH; "spelled": what is not ASCII stays a number, as in the C locale */
  readonly unicode: boolean | "spelled";
  /** \e and \E are escape */
  readonly escape: boolean;
  /** \c ends all output; "control": \cx is control-x; undefined: \c is itself */
  readonly c: "end" | "control" | undefined;
  /** characters that a backslash just goes away before, beside itself */
  readonly quoting: string;
}

export interface Unescaped {
  readonly text: string;
  /** a \c was met: nothing more is to be printed */
  readonly ended: boolean;
}

const LETTERS = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);

/** A byte by number, as base/utf8.ts carries bytes that are no UTF-8. */
const byteText = (byte: number): string => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);

const codePointText = (code: number): string =>
  code > 0x10_ffff || (code >= 0xd800 && code < 0xe000) ? "" : String.fromCodePoint(code);

function codePoint({ unicode }: EscapeFlavour, code: number): string {
  if (unicode !== "spelled" || code < 0x80) return codePointText(code);
  const digits = code.toString(16).toUpperCase();
  return code < 0x1_0000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

interface Step {
  readonly text: string;
  readonly end: number;
}

const DIGITS = {
  octal3: /[0-7]{1,3}/y,
  octal4: /0[0-7]{0,3}/y,
  hex2: /[0-9a-fA-F]{1,2}/y,
  hex4: /[0-9a-fA-F]{1,4}/y,
  hex8: /[0-9a-fA-F]{1,8}/y,
};

function digitsAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function octalAt(flavour: EscapeFlavour, text: string, at: number): Step | undefined {
  const zeroFirst = flavour.octal !== "plain" ? digitsAt(DIGITS.octal4, text, at) : undefined;
  const plain = flavour.octal !== "zero-first" ? digitsAt(DIGITS.octal3, text, at) : undefined;
  const digits = zeroFirst ?? plain;
  if (digits === undefined) return undefined;
  return { text: byteText(parseInt(digits, 8) & 0xff), end: at + digits.length };
}

function numberedAt(flavour: EscapeFlavour, text: string, at: number): Step | undefined {
  const letter = text[at];
  const octal =
    letter !== undefined && letter >= "0" && letter <= "7" ? octalAt(flavour, text, at) : undefined;
  if (octal !== undefined) return octal;
  if (letter === "x" && flavour.hex) {
    const digits = digitsAt(DIGITS.hex2, text, at + 1);
    if (digits !== undefined) return { text: byteText(parseInt(digits, 16)), end: at + 1 + digits.length };
  }
  if ((letter === "u" || letter === "U") && flavour.unicode) {
    const digits = digitsAt(letter === "u" ? DIGITS.hex4 : DIGITS.hex8, text, at + 1);
    if (digits !== undefined)
      return { text: codePoint(flavour, parseInt(digits, 16)), end: at + 1 + digits.length };
  }
  return undefined;
}

function escapeAt(flavour: EscapeFlavour, text: string, at: number): Step {
  const letter = text[at] as string;
  const plain = LETTERS.get(letter);
  if (plain !== undefined) return { text: plain, end: at + 1 };
  if ((letter === "e" || letter === "E") && flavour.escape) return { text: "\x1b", end: at + 1 };
  if (flavour.quoting.includes(letter)) return { text: letter, end: at + 1 };
  if (letter === "c" && flavour.c === "control" && at + 1 < text.length)
    return { text: String.fromCharCode(text.charCodeAt(at + 1) & 0x1f), end: at + 2 };
  return numberedAt(flavour, text, at) ?? { text: `\\${letter}`, end: at + 1 };
}

export function unescape(flavour: EscapeFlavour, source: string): Unescaped {
  let at = source.indexOf("\\");
  if (at < 0) return { text: source, ended: false };
  let text = source.slice(0, at);
  let bytes = false;
  while (at >= 0 && at + 1 < source.length) {
    if (source[at + 1] === "c" && flavour.c === "end") return { text: settle(text, bytes), ended: true };
    const step = escapeAt(flavour, source, at + 1);
    text += step.text;
    bytes ||= step.text >= "\udc80" && step.text <= "\udcff";
    const next = source.indexOf("\\", step.end);
    text += source.slice(step.end, next < 0 ? source.length : next);
    at = next;
  }
  return { text: settle(at < 0 ? text : `${text}\\`, bytes), ended: false };
}

/** Bytes that stand side by side become the characters that they encode. */
const settle = (text: string, bytes: boolean): string => (bytes ? decode(encode(text)) : text);

/** bash's `echo -e`. */
export const ECHO_BASH: EscapeFlavour = {
  octal: "zero-first",
  hex: true,
  unicode: true,
  escape: true,
  c: "end",
  quoting: "",
};
/** dash's echo and its printf %b. */
export const ECHO_DASH: EscapeFlavour = { ...ECHO_BASH, octal: "both", hex: false, unicode: false };
/** busybox's `echo -e`. */
export const ECHO_BUSYBOX: EscapeFlavour = { ...ECHO_BASH, octal: "both", unicode: false };
/** $'…' */
export const ANSI_C: EscapeFlavour = {
  octal: "plain",
  hex: true,
  unicode: true,
  escape: true,
  c: "control",
  quoting: "'\"?",
};
/** busybox's $'…' */
export const ANSI_BUSYBOX: EscapeFlavour = { ...ANSI_C, unicode: false, escape: false };
/** The format of bash's printf; its %b is ECHO_BASH with both kinds of octal numbers. */
export const FORMAT_BASH: EscapeFlavour = {
  octal: "plain",
  hex: true,
  unicode: true,
  escape: true,
  c: undefined,
  quoting: "'\"?",
};
