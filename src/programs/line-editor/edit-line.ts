// A line editor: sets the terminal to hand over each key, shows the prompt, and carries out commands until the line
// is accepted, interrupted, or the input is at its end. The keymap says what keys do, and so whose editor it is.
// Not here: the history list itself, and what completes words (the host's).

import { SIGWINCH } from "../../base/signals.ts";
import type { Task } from "../../kernel/sys.ts";
import { Editor, type Command, type Keymap } from "./editor.ts";
import type { Edited, EditorHost } from "./host.ts";
import { selfInsert } from "./inserting.ts";
import { followsAtOnce, isTyped, readKey } from "./keys.ts";
import type { Memory } from "./memory.ts";
import { goTo, keepChanges, saveLine } from "./recall.ts";
import type { Undo } from "./undo.ts";

const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l\r";

export function* editLine(host: EditorHost, keymap: Keymap): Task<Edited> {
  const { sys, input } = host;
  const ed = new Editor(host, keymap);
  const before = sys.termios(input);
  const resized = sys.disposition(SIGWINCH, "handle");
  if (before !== undefined)
    void sys.setTermios(input, { ...before, canonical: false, echo: false, crToNl: false });
  begin(ed);
  while (ed.finish === undefined) yield* oneKey(ed);
  const edited = end(ed);
  yield* ed.flush();
  if (before !== undefined) void sys.setTermios(input, before);
  sys.disposition(SIGWINCH, resized);
  return edited;
}

const isReadline = ({ keymap }: Editor): boolean => keymap.style === "readline";
const pastes = (ed: Editor): boolean => isReadline(ed) && ed.host.term !== "dumb";

function begin(ed: Editor): void {
  if (pastes(ed)) ed.display.output += PASTE_ON;
  ed.display.output += ed.head.replaceAll(/[\x01\x02]/g, "");
  const { upNext } = ed.host.memory;
  if (upNext !== undefined) {
    saveLine(ed);
    goTo(ed, upNext - ed.host.history.first);
  }
  ed.redisplay();
}

/** One command, with the keys and numbers that belong to it. */
function* oneKey(ed: Editor): Task<void> {
  const key = yield* readKey(ed);
  if (key === undefined) return stopped(ed);
  const { kills } = ed;
  ed.aborted = false;
  if (key === "\x04" && ed.line.length === 0) {
    ed.finish = "end";
    return;
  }
  ed.regionShown = false;
  yield* dispatch(ed, key);
  if (ed.kills === kills && !ed.aborted) ed.kills = 0;
  ed.discardArgument();
  if (ed.finish === undefined && !(yield* isTyped(ed))) ed.redisplay();
}

/** The input ended in the middle: what was typed counts. */
function stopped(ed: Editor): void {
  if (ed.finish === "end" && ed.line.length > 0) ed.finish = "accept";
}

function* dispatch(ed: Editor, first: string): Task<void> {
  const { term } = ed.host;
  const { keymap } = ed;
  let keys = first;
  while (keymap.begins(term, keys) && keymap.command(term, keys) === undefined) {
    if (keys === "\x1b" && !isReadline(ed) && !(yield* followsAtOnce(ed))) return;
    const key = yield* readKey(ed);
    if (key === undefined) return stopped(ed);
    if (isReadline(ed) && keys === "\x1b" && /^[-\d]$/.test(key)) return yield* readArgument(ed, key);
    keys += key;
  }
  ed.typed = keys;
  yield* carryOut(ed, commandFor(ed, keys), keys);
}

function commandFor(ed: Editor, keys: string): Command | undefined {
  const { term } = ed.host;
  const { keymap } = ed;
  const found = keymap.command(term, keys);
  if (found !== undefined) return found;
  if (!isReadline(ed)) return keys.slice(-1) >= " " && keys.length <= 2 ? insertLast : undefined;
  if (keys.length > 1 && /[A-Z]$/.test(keys))
    return keymap.command(term, keys.slice(0, -1) + keys.slice(-1).toLowerCase());
  return Array.from(keys).length === 1 && keys >= " " ? selfInsert : undefined;
}

/** What is no key of busybox's is the character alone. */
const insertLast: Command = (ed, count, keys) => selfInsert(ed, count, Array.from(keys).slice(-1).join(""));

function* carryOut(ed: Editor, command: Command | undefined, keys: string): Task<void> {
  if (command === undefined) {
    ed.ding();
    ed.last = undefined;
    return;
  }
  const count = ed.explicit || ed.sign < 0 ? ed.argument * ed.sign : 1;
  const waiting = command(ed, count, keys);
  if (waiting !== undefined) yield* waiting;
  if (ed.recording !== undefined && command === ed.keymap.abort) ed.recording = undefined;
  ed.last = command;
}

const MOST = 1_000_000;

/** Digits after alt, or a minus first: shown in place of the prompt until the command comes. */
function* readArgument(ed: Editor, first: string): Task<void> {
  let key: string | undefined = first;
  for (;;) {
    if (key === "-" && !ed.explicit) {
      ed.sign = -1;
      ed.argument = 1;
    } else if (/^\d$/.test(key)) {
      ed.argument = Math.min(MOST, ed.explicit ? ed.argument * 10 + Number(key) : Number(key));
      ed.explicit = true;
    } else break;
    ed.message = `(arg: ${ed.argument * ed.sign}) `;
    ed.redisplay();
    key = yield* readKey(ed);
    if (key === undefined) return stopped(ed);
  }
  if (ed.sign < 0) ed.explicit = true;
  ed.message = undefined;
  ed.redisplay();
  yield* dispatch(ed, key);
}

function end(ed: Editor): Edited {
  const finish = ed.finish ?? "end";
  const text = ed.text;
  ed.message = undefined;
  ed.regionShown = false;
  if (finish === "interrupted") {
    const { cursor, end: last } = ed.layout();
    const rows = isReadline(ed) ? last.row - cursor.row + 1 : 2;
    ed.display.output += `^C${"\n".repeat(rows)}${pastes(ed) ? PASTE_OFF : ""}`;
  } else {
    ed.redisplay();
    if (finish === "accept") ed.display.leave(ed.layout());
    if (pastes(ed)) ed.display.output += PASTE_OFF;
    if (finish === "end" && isReadline(ed)) ed.display.output += "\n";
  }
  restoreEntry(ed);
  const memory = memoryOf(ed);
  const edits: ReadonlyMap<number, string> = ed.edits;
  return finish === "accept" ? { kind: "line", text, memory, edits } : { kind: finish, memory, edits };
}

/** A line of the history that is run is in the history as it was. */
function restoreEntry(ed: Editor): void {
  const entry = ed.entries[ed.position];
  if (entry === undefined) return;
  while (ed.undo !== undefined) void ed.undoOne();
  keepChanges(ed);
}

function memoryOf(ed: Editor): Memory {
  const { first } = ed.host.history;
  const undos = new Map<number, Undo>();
  ed.entries.forEach(({ undo }, i) => {
    if (undo !== undefined) undos.set(first + i, undo);
  });
  const { killRing, lastSearch, lastPrefix, macro, upNext } = ed;
  return { killRing, lastSearch, lastPrefix, macro, undos, upNext };
}
