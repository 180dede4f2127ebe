// Commands that put in what is typed or pasted, as it is (readline, "Commands For Changing Text"), keyboard
// macros, and numbers given before commands. Relies on keys.ts. Not here: what comes out of the kill ring.

import type { Task } from "../../kernel/sys.ts";
import type { Command, Editor } from "./editor.ts";
import { readKey } from "./keys.ts";
import { nextIndex } from "./text.ts";

function putIn(ed: Editor, text: string, count: number): void {
  if (count <= 0) return;
  if (!ed.overwrite) return ed.insert(text.repeat(count));
  ed.together(() => {
    for (let i = 0; i < count; i++) {
      ed.insert(text);
      if (ed.point < ed.line.length) void ed.delete(ed.point, nextIndex(ed.line, ed.point));
    }
  });
}

export const selfInsert: Command = (ed, count, key) => putIn(ed, key, count);

export const tabInsert: Command = (ed, count) => putIn(ed, "\t", count);

/** The next key as it is, even one that would make a signal. */
export const quotedInsert: Command = function* (ed, count): Task<void> {
  const { sys, input } = ed.host;
  const termios = sys.termios(input);
  if (termios !== undefined) void sys.setTermios(input, { ...termios, signals: false });
  const key = yield* readKey(ed);
  if (termios !== undefined) void sys.setTermios(input, termios);
  if (key !== undefined) putIn(ed, key, Math.abs(count));
};

export const overwriteMode: Command = (ed, count) => {
  ed.overwrite = ed.explicit ? count > 0 : !ed.overwrite;
};

const PASTE_END = "\x1b[201~";

/** What a terminal says is pasted goes in as it is, and is shown until the next key. */
export const bracketedPaste: Command = function* (ed): Task<void> {
  let text = "";
  while (!text.endsWith(PASTE_END)) {
    const key = yield* readKey(ed);
    if (key === undefined) return;
    text += key;
  }
  const pasted = text.slice(0, -PASTE_END.length).replaceAll("\r", "\n");
  if (pasted === "") return;
  ed.mark = ed.point;
  ed.insert(pasted);
  ed.regionShown = true;
};

// ---- macros

export const startMacro: Command = (ed) => {
  if (ed.recording !== undefined) return ed.abort();
  ed.recording = "";
};

export const endMacro: Command = (ed) => {
  if (ed.recording === undefined) return ed.abort();
  ed.macro = ed.recording.slice(0, -ed.typed.length);
  ed.recording = undefined;
};

export const callMacro: Command = (ed, count) => {
  if (ed.recording !== undefined || ed.macro === undefined) return ed.ding();
  for (let i = 0; i < count; i++) ed.queued.unshift(...Array.from(ed.macro));
};
