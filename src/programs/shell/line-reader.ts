// Reading a typed line: the door behind which a line editor with completion can stand one day. The plain reader
// prints the prompt and lets the terminal do the editing (canonical mode); it keeps nothing between lines.
// Not here: what is done with lines (interactive.ts), reading for `read` (read-line.ts).

import { failed } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { printError } from "./messages.ts";
import { DISCARDING, NOT_UNWINDING, type Shell } from "./shell.ts";
import { collectSignals } from "./signals.ts";

export type TypedLine =
  /** without its newline */
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "end" }
  /** ctrl-c, or a trap's signal */
  | { readonly kind: "interrupted" };

/** Reads one line after showing a prompt. It may look at the shell (history, names), but keeps no state. */
export type LineReader = (sh: Shell, prompt: string) => Task<TypedLine>;

const MOST = 4096;
const NEWLINE = 10;

export const readPlainLine: LineReader = function* (sh, prompt) {
  yield* printError(sh, prompt.replaceAll(/[\x01\x02]/g, ""));
  const terminal = sh.sys.termios(0) !== undefined;
  let text = "";
  for (;;) {
    const bytes = yield* sh.sys.read(0, terminal ? MOST : 1);
    sh.calls++;
    if (bytes === "EINTR") {
      collectSignals(sh);
      if (sh.unwinding !== DISCARDING && sh.arrived.length === 0) continue;
      sh.unwinding = NOT_UNWINDING;
      yield* printError(sh, "\n");
      return { kind: "interrupted" };
    }
    if (failed(bytes) || bytes.length === 0) return text === "" ? { kind: "end" } : { kind: "line", text };
    text += decode(bytes);
    if (bytes[bytes.length - 1] === NEWLINE) return { kind: "line", text: text.slice(0, -1) };
  }
};
