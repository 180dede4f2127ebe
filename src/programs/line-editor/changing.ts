// Commands that change text where it stands (readline, "Commands For Changing Text"): cases, transpositions,
// comments, undoing. Relies on Editor.together. Not here: inserting (inserting.ts).

import type { Command, Editor } from "./editor.ts";
import { backwardWord, forwardChar, forwardWord } from "./movement.ts";
import { isWordCharacter, previousIndex } from "./text.ts";

export const transposeChars: Command = (ed, count) => {
  if (count === 0) return;
  if (ed.point === 0 || ed.line.length < 2) return ed.ding();
  ed.together(() => {
    const atEnd = ed.point === ed.line.length;
    const end = atEnd ? previousIndex(ed.line, ed.point) : ed.point;
    const start = previousIndex(ed.line, end);
    const text = ed.delete(start, end);
    ed.point = start;
    void forwardChar(ed, atEnd ? 1 : count, "");
    ed.insert(text);
  });
};

export const transposeWords: Command = (ed, count) => {
  if (count === 0) return;
  const before = ed.point;
  void forwardWord(ed, count, "");
  const secondEnd = ed.point;
  void backwardWord(ed, 1, "");
  const secondStart = ed.point;
  void backwardWord(ed, count, "");
  const firstStart = ed.point;
  void forwardWord(ed, 1, "");
  const firstEnd = ed.point;
  if (firstStart === secondStart || secondStart < firstEnd) {
    ed.point = before;
    return ed.ding();
  }
  const first = ed.line.slice(firstStart, firstEnd);
  const second = ed.line.slice(secondStart, secondEnd);
  ed.together(() => {
    void ed.delete(secondStart, secondEnd);
    ed.point = secondStart;
    ed.insert(first);
    void ed.delete(firstStart, firstEnd);
    ed.point = firstStart;
    ed.insert(second);
  });
  ed.point = secondEnd;
};

type Change = (c: string, inWord: boolean) => string;

function changeWords(ed: Editor, count: number, change: Change): void {
  const from = ed.point;
  void forwardWord(ed, count, "");
  const [start, end] = from < ed.point ? [from, ed.point] : [ed.point, from];
  let inWord = false;
  const text = ed.line.slice(start, end).map((c) => {
    const isWord = isWordCharacter(c);
    const changed = isWord ? change(c, inWord) : c;
    inWord = isWord;
    return Array.from(changed).length === 1 ? changed : c;
  });
  ed.together(() => {
    void ed.delete(start, end);
    ed.point = start;
    ed.insert(text);
  });
  ed.point = end;
}

export const upcaseWord: Command = (ed, count) => changeWords(ed, count, (c) => c.toUpperCase());
export const downcaseWord: Command = (ed, count) => changeWords(ed, count, (c) => c.toLowerCase());
export const capitalizeWord: Command = (ed, count) =>
  changeWords(ed, count, (c, inWord) => (inWord ? c.toLowerCase() : c.toUpperCase()));

export const undoCommand: Command = (ed, count) => {
  for (let i = 0; i < count; i++) if (!ed.undoOne()) return ed.ding();
};

export const revertLine: Command = (ed) => {
  if (ed.undo === undefined) return ed.ding();
  while (ed.undo !== undefined) void ed.undoOne();
};

export const insertComment: Command = (ed) => {
  ed.point = 0;
  if (ed.explicit && ed.line[0] === "#") void ed.delete(0, 1);
  else ed.insert("#");
  ed.redisplay();
  ed.finish = "accept";
};
