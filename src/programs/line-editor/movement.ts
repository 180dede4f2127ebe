// Commands that move the cursor or the mark (readline, "Commands For Moving").
// Relies on the steps of text.ts. Not here: going to other lines (recall.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Command, Editor } from "./editor.ts";
import { readKey } from "./keys.ts";
import { nextIndex, previousIndex, wordEnd, wordStart } from "./text.ts";

export const acceptLine: Command = (ed) => {
  ed.finish = "accept";
};

export const abort: Command = (ed) => ed.abort();

export const beginningOfLine: Command = (ed) => {
  ed.point = 0;
};

export const endOfLine: Command = (ed) => {
  ed.point = ed.line.length;
};

export const forwardChar: Command = (ed, count) => {
  if (count < 0) return backwardChar(ed, -count, "");
  if (count === 0) return;
  if (ed.point === ed.line.length) return ed.ding();
  for (let i = 0; i < count && ed.point < ed.line.length; i++) ed.point = nextIndex(ed.line, ed.point);
};

export const backwardChar: Command = (ed, count) => {
  if (count < 0) return forwardChar(ed, -count, "");
  let left = count;
  for (; left > 0 && ed.point > 0; left--) ed.point = previousIndex(ed.line, ed.point);
  if (left > 0) ed.ding();
};

export const forwardWord: Command = (ed, count) => {
  if (count < 0) return backwardWord(ed, -count, "");
  for (let i = 0; i < count; i++) ed.point = wordEnd(ed.line, ed.point);
};

export const backwardWord: Command = (ed, count) => {
  if (count < 0) return forwardWord(ed, -count, "");
  for (let i = 0; i < count; i++) ed.point = wordStart(ed.line, ed.point);
};

export const setMark: Command = (ed, count) => {
  ed.mark = ed.explicit ? count : ed.point;
  ed.mark = Math.min(ed.mark, ed.line.length);
};

export const exchangePointAndMark: Command = (ed) => {
  [ed.point, ed.mark] = [Math.min(ed.mark, ed.line.length), ed.point];
  ed.regionShown = true;
};

function* searchCharacter(ed: Editor, count: number): Task<void> {
  const wanted = yield* readKey(ed);
  if (wanted === undefined) return;
  const step = count < 0 ? -1 : 1;
  for (let left = Math.abs(count); left > 0; left--) {
    let at = ed.point + step;
    while (at >= 0 && at < ed.line.length && ed.line[at] !== wanted) at += step;
    if (at < 0 || at >= ed.line.length) return ed.ding();
    ed.point = at;
  }
}

export const characterSearch: Command = (ed, count) => searchCharacter(ed, count);
export const characterSearchBackward: Command = (ed, count) => searchCharacter(ed, -count);

export const clearScreen: Command = (ed) => {
  if (ed.explicit) {
    ed.display.wipe();
    ed.redisplay();
    return;
  }
  ed.display.output += "\x1b[H\x1b[2J";
  ed.showAgain();
};

export const clearDisplay: Command = (ed) => {
  ed.display.output += "\x1b[H\x1b[2J\x1b[3J";
  ed.showAgain();
};
