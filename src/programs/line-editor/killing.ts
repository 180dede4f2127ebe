// Commands that take text out and put it back (readline, "Commands For Killing And Yanking"): what is killed
// goes to a ring, kills that follow each other make one. Relies on Editor.kill.
// Not here: the last argument of earlier commands (recall.ts).

import type { Command, Editor } from "./editor.ts";
import { backwardWord, forwardChar, forwardWord, backwardChar } from "./movement.ts";
import { blankWordStart, isBlank, nextIndex, previousIndex } from "./text.ts";

export const deleteChar: Command = (ed, count, key) => {
  if (count < 0) return rubOut(ed, -count);
  if (ed.point === ed.line.length) return ed.ding();
  const from = ed.point;
  if (count > 1 || ed.explicit) {
    void forwardChar(ed, count, key);
    ed.kill(from, ed.point);
    ed.point = from;
  } else void ed.delete(from, nextIndex(ed.line, from));
};

function rubOut(ed: Editor, count: number): void {
  if (ed.point === 0) return ed.ding();
  const from = ed.point;
  if (count > 1 || ed.explicit) {
    void backwardChar(ed, count, "");
    ed.kill(from, ed.point);
  } else {
    ed.point = previousIndex(ed.line, from);
    void ed.delete(ed.point, from);
  }
}

export const backwardDeleteChar: Command = (ed, count, key) => {
  if (count < 0) return deleteChar(ed, -count, key);
  if (ed.point === 0) return ed.ding();
  if (!ed.overwrite) return rubOut(ed, count);
  ed.together(() => {
    const from = ed.point;
    rubOut(ed, count);
    if (ed.point >= ed.line.length) return;
    const at = ed.point;
    ed.insert(" ".repeat(from - at));
    ed.point = at;
  });
};

/** Kills from where the cursor was to where `move` takes it, which may be before. */
function killOver(ed: Editor, move: () => void): void {
  const from = ed.point;
  move();
  const to = ed.point;
  if (from !== to) ed.kill(from, to);
  ed.point = Math.min(from, to);
}

export const killLine: Command = (ed, count) => {
  if (count < 0) return backwardKillLine(ed, 1, "");
  killOver(ed, () => (ed.point = ed.line.length));
};

export const backwardKillLine: Command = (ed, count) => {
  if (count < 0) return killLine(ed, 1, "");
  if (ed.point === 0) return ed.ding();
  killOver(ed, () => (ed.point = 0));
};

export const unixLineDiscard: Command = (ed) => {
  if (ed.point === 0) return ed.ding();
  killOver(ed, () => (ed.point = 0));
};

export const killWord: Command = (ed, count) => killOver(ed, () => void forwardWord(ed, count, ""));
export const backwardKillWord: Command = (ed, count) => killOver(ed, () => void backwardWord(ed, count, ""));

export const unixWordRubout: Command = (ed, count) => {
  if (ed.point === 0) return ed.ding();
  killOver(ed, () => {
    for (let i = 0; i < Math.max(1, count); i++) ed.point = blankWordStart(ed.line, ed.point);
  });
};

export const deleteHorizontalSpace: Command = (ed) => {
  let start = ed.point;
  let end = ed.point;
  while (start > 0 && isBlank(ed.line[start - 1])) start--;
  while (isBlank(ed.line[end])) end++;
  if (start === end) return;
  void ed.delete(start, end);
  ed.point = start;
};

export const yank: Command = (ed) => {
  const text = ed.killRing[ed.killIndex];
  if (text === undefined) return ed.abort();
  ed.mark = ed.point;
  ed.insert(text);
};

export const yankPop: Command = (ed) => {
  const before = Array.from(ed.killRing[ed.killIndex] ?? "");
  const start = ed.point - before.length;
  const follows = ed.last === yank || ed.last === yankPop;
  if (!follows || start < 0 || ed.line.slice(start, ed.point).join("") !== before.join("")) return ed.abort();
  void ed.delete(start, ed.point);
  ed.point = start;
  ed.killIndex = ed.killIndex > 0 ? ed.killIndex - 1 : ed.killRing.length - 1;
  return yank(ed, 1, "");
};
