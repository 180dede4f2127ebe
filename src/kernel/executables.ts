// What makes a file executable: an ELF-like head that carries the name of its program in its bytes, so
// that a copy, a hard link, a tar or a `cat x > y` of it is executable as well; or `#!` and an interpreter.
// A real image's binary has no such name; where its file name fits a program that is modelled, that one runs.

import { decodeLatin1, encodeLatin1 } from "../base/utf8.ts";

const ELF = "\x7fELF\x02\x01\x01";
const MARK = "paperwhale:";
const NAME_AT = 64;

/** Bytes that are read to tell what a file is. */
export const HEAD_LENGTH = 256;

/** The first bytes of an executable; the rest of its size is zeros. */
export const executableHead = (program: string): Uint8Array =>
  encodeLatin1(`${ELF.padEnd(NAME_AT, "\0")}${MARK}${program}\n`);

export type Executable =
  | { readonly kind: "program"; readonly name: string }
  /** a binary from the real world */
  | { readonly kind: "foreign" }
  | { readonly kind: "script"; readonly interpreter: string; readonly argument: string | undefined }
  | { readonly kind: "text" };

export function recogniseExecutable(head: Uint8Array): Executable {
  const text = decodeLatin1(head.subarray(0, HEAD_LENGTH));
  if (text.startsWith("\x7fELF")) {
    if (!text.startsWith(MARK, NAME_AT)) return { kind: "foreign" };
    const end = text.indexOf("\n", NAME_AT);
    return { kind: "program", name: text.slice(NAME_AT + MARK.length, end) };
  }
  if (!text.startsWith("#!")) return { kind: "text" };
  const line = (text.split("\n", 1)[0] as string).slice(2).trim();
  const space = line.search(/[ \t]/);
  if (space < 0) return { kind: "script", interpreter: line, argument: undefined };
  return { kind: "script", interpreter: line.slice(0, space), argument: line.slice(space).trim() };
}
