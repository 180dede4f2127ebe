// The l command: a text with everything that cannot be seen written as an escape, broken into lines of a width, each
// but the last ending with a backslash.

import { encode, encodeLatin1 } from "../../../base/utf8.ts";

const NAMED = new Map([
  [0x5c, "\\\\"],
  [7, "\\a"],
  [8, "\\b"],
  [12, "\\f"],
  [10, "\\n"],
  [13, "\\r"],
  [9, "\\t"],
  [11, "\\v"],
]);

const seen = (byte: number): string =>
  NAMED.get(byte) ??
  (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`);

/** 0 stands for lines of any length. */
export function listing(text: string, width: number, utf8: boolean): string {
  let out = "";
  let column = 0;
  for (const byte of utf8 ? encode(text) : encodeLatin1(text)) {
    const shown = seen(byte);
    if (width > 0 && column + shown.length > width - 1) {
      out += "\\\n";
      column = 0;
    }
    out += shown;
    column += shown.length;
  }
  return `${out}$\n`;
}
