// Searches for earlier lines that hold a given text: what stands before the cursor, or what is typed first
// (readline, search.c). Relies on recall.ts. Not here: incremental search (search.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Command, Editor } from "./editor.ts";
import { readKey } from "./keys.ts";
import { goTo, keepChanges, nextHistory, previousHistory, saveLine } from "./recall.ts";
import { blankWordStart, lineOf } from "./text.ts";

/** Position of the next line that holds the text, or begins with it. */
function findLine(
  ed: Editor,
  from: number,
  step: number,
  matches: (text: string) => boolean,
): number | undefined {
  for (let i = from; i >= 0 && i < ed.entries.length; i += step)
    if (matches((ed.entries[i] as { text: string }).text)) return i;
  return undefined;
}

function searchPrefix(ed: Editor, count: number, step: number): void {
  if (count === 0) return;
  const follows = ed.last === historySearchBackward || ed.last === historySearchForward;
  if (!follows || ed.prefixSearch === undefined)
    ed.prefixSearch = { text: ed.line.slice(0, ed.point).join(""), point: ed.point };
  const { text, point } = ed.prefixSearch;
  if (text === "") {
    if (step < 0) void previousHistory(ed, count, "");
    else void nextHistory(ed, count, "");
    return;
  }
  saveLine(ed);
  const before = ed.text;
  const found = findLine(
    ed,
    ed.position + step,
    step,
    (line) => line.startsWith(text) && !(follows && line === before),
  );
  if (found === undefined) {
    if (ed.position === ed.entries.length) ed.saved = undefined;
    ed.point = Math.min(point, ed.line.length);
    return ed.ding();
  }
  goTo(ed, found);
  ed.point = point;
}

export const historySearchBackward: Command = (ed, count) => searchPrefix(ed, count, -1);
export const historySearchForward: Command = (ed, count) => searchPrefix(ed, count, 1);

/** Asks for a text; undefined if that was left. */
function* askFor(ed: Editor): Task<string | undefined> {
  const { line, point, undo } = ed;
  ed.message = `${ed.prompt}:`;
  ed.replaceLine("");
  let text: string | undefined;
  for (;;) {
    ed.redisplay();
    const key = yield* readKey(ed);
    if (key === undefined || key === "\x07") break;
    if (key === "\r" || key === "\n") {
      text = ed.text;
      break;
    }
    if (key === "\b" || key === "\x7f") {
      if (ed.line.length === 0) break;
      void ed.delete(ed.line.length - 1, ed.line.length);
    } else if (key === "\x15") ed.replaceLine("");
    else if (key === "\x17") void ed.delete(blankWordStart(ed.line, ed.line.length), ed.line.length);
    else ed.insert(key);
    ed.point = ed.line.length;
  }
  ed.message = undefined;
  Object.assign(ed, { line, point, undo });
  return text;
}

function* searchTyped(ed: Editor, step: number): Task<void> {
  const asked = yield* askFor(ed);
  if (asked === undefined) return;
  const text = asked === "" ? ed.lastPrefix : asked;
  if (text === "") return ed.ding();
  ed.lastPrefix = text;
  const found = findLine(ed, ed.position + step, step, (line) => line.includes(text));
  if (found === undefined) {
    ed.point = 0;
    return ed.ding();
  }
  saveLine(ed);
  keepChanges(ed);
  goTo(ed, found);
  ed.point = lineOf(ed.text.slice(0, ed.text.indexOf(text))).length;
  ed.mark = ed.point + lineOf(text).length;
  ed.regionShown = true;
}

export const nonIncrementalSearchBackward: Command = (ed) => searchTyped(ed, -1);
export const nonIncrementalSearchForward: Command = (ed) => searchTyped(ed, 1);
