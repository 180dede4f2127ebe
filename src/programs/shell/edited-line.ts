// Lines as a person edits them: in bash and ash on a terminal, with history and completion. Without a terminal, and
// in dash, which has no editor, the plain reader does. Relies on the library line-editor.
// Not here: what is done with lines (interactive.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Edits, EditorHost } from "../line-editor/host.ts";
import { BUSYBOX_KEYS } from "../line-editor/busybox-keymap.ts";
import { editLine } from "../line-editor/edit-line.ts";
import { READLINE_KEYS } from "../line-editor/keymap.ts";
import { completeLine } from "./completion.ts";
import { expandTextTask } from "./expand.ts";
import { glob } from "./glob.ts";
import { expandHistory } from "./history.ts";
import { readPlainLine, type LineReader, type TypedLine } from "./line-reader.ts";
import { parameterValue } from "./parameters.ts";
import { DISCARDING, NOT_UNWINDING, type Shell } from "./shell.ts";
import { collectSignals } from "./signals.ts";
import { planDocument } from "./words.ts";

/** The editor of the shell's kind if there is a terminal to edit on. */
export const readTypedLine: LineReader = function* (sh, prompt) {
  const { sys } = sh;
  const terminal = sys.termios(0) !== undefined && sys.termios(2) !== undefined;
  const { name } = sh.dialect;
  if (!terminal || name === "dash" || (sh.isBash && !sh.options.emacs))
    return yield* readPlainLine(sh, prompt);
  const edited = yield* editLine(hostOf(sh, prompt), sh.isBash ? READLINE_KEYS : BUSYBOX_KEYS);
  sh.lineMemory = edited.memory;
  keepEdits(sh, edited.edits);
  const typed: TypedLine =
    edited.kind === "line" ? { kind: "line", text: edited.text } : { kind: edited.kind };
  return typed;
};

function keepEdits(sh: Shell, edits: Edits): void {
  for (const [number, text] of edits) sh.history.replace(number, text);
}

export function hostOf(sh: Shell, prompt: string, initial = ""): EditorHost {
  return {
    sys: sh.sys,
    input: 0,
    output: 2,
    term: parameterValue(sh, "TERM") ?? "dumb",
    prompt,
    initial,
    history: { first: sh.history.first, lines: sh.history.all },
    memory: sh.lineMemory,
    signals: () => wasInterrupted(sh),
    complete: (line, point, kind) => completeLine(sh, line, point, kind),
    expandLine: (line) => expandLine(sh, line),
    expandGlob: (word) => glob(sh, `${word}${/[*?[]/.test(word) ? "" : "*"}`),
    home: (word) => {
      const home = parameterValue(sh, "HOME");
      return home !== undefined && /^~(?:\/|$)/.test(word) ? home + word.slice(1) : undefined;
    },
    expandHistory: (line) => expandHistory(sh.history, line).line ?? line,
  };
}

/** A signal came: ctrl-c, or one with a trap, ends the line. */
function wasInterrupted(sh: Shell): boolean {
  sh.calls++;
  collectSignals(sh);
  if (sh.unwinding !== DISCARDING && sh.arrived.length === 0) return false;
  sh.unwinding = NOT_UNWINDING;
  return true;
}

function* expandLine(sh: Shell, line: string): Task<string | undefined> {
  const text = yield* expandTextTask(sh, planDocument(line, { dialect: sh.dialect, line: 0 }));
  const { fault } = sh;
  sh.fault = undefined;
  return fault === undefined ? text.replaceAll(/['"]/g, "") : undefined;
}
