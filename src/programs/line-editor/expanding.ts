// Commands of bash that expand what is typed: the whole line as the shell would, patterns, a tilde; and movements by
// the shell's words. Relies on the host for what only a shell knows. Not here: completion (completing.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Command, Editor } from "./editor.ts";
import { listPossibilities } from "./listing.ts";
import { blankWordStart, isBlank } from "./text.ts";

function exchange(ed: Editor, text: string): void {
  if (text === ed.text) return;
  ed.together(() => {
    void ed.delete(0, ed.line.length);
    ed.point = 0;
    ed.insert(text);
  });
}

export const shellExpandLine: Command = function* (ed): Task<void> {
  const text = yield* ed.host.expandLine(ed.text);
  if (text === undefined) return ed.ding();
  exchange(ed, text);
};

export const historyExpandLine: Command = (ed) => exchange(ed, ed.host.expandHistory(ed.text));

function globWord(ed: Editor): { readonly start: number; readonly names: readonly string[] } {
  const start = blankWordStart(ed.line, ed.point);
  return { start, names: ed.host.expandGlob(ed.line.slice(start, ed.point).join("")) };
}

export const globExpandWord: Command = (ed) => {
  const { start, names } = globWord(ed);
  if (names.length === 0) return ed.ding();
  ed.together(() => {
    void ed.delete(start, ed.point);
    ed.point = start;
    ed.insert(names.map((name) => `${name} `).join(""));
  });
};

export const globListExpansions: Command = (ed) => {
  const { names } = globWord(ed);
  return names.length === 0 ? ed.ding() : listPossibilities(ed, names);
};

/** The tilde that the word begins with becomes a home directory. */
export const tildeExpand: Command = (ed) => {
  const start = blankWordStart(ed.line, ed.point);
  const home = ed.host.home(ed.line.slice(start, ed.point).join(""));
  if (home === undefined) return ed.ding();
  ed.together(() => {
    void ed.delete(start, ed.point);
    ed.point = start;
    ed.insert(home);
  });
};

/** Words as the shell takes lines apart: [start, end) of each. */
function shellWords(ed: Editor): (readonly [number, number])[] {
  const words: (readonly [number, number])[] = [];
  let quote = "";
  let start = -1;
  ed.line.forEach((c, i) => {
    const escaped = ed.line[i - 1] === "\\" && quote !== "'";
    if (quote === "" && isBlank(c) && !escaped) {
      if (start >= 0) words.push([start, i]);
      start = -1;
      return;
    }
    if (start < 0) start = i;
    if (escaped) return;
    if (quote === "" && (c === "'" || c === '"')) quote = c;
    else if (c === quote) quote = "";
  });
  if (start >= 0) words.push([start, ed.line.length]);
  return words;
}

export const shellForwardWord: Command = (ed, count) => {
  for (let i = 0; i < count; i++)
    ed.point = shellWords(ed).find(([, end]) => end > ed.point)?.[1] ?? ed.line.length;
};

export const shellBackwardWord: Command = (ed, count) => {
  for (let i = 0; i < count; i++) ed.point = shellWords(ed).findLast(([start]) => start < ed.point)?.[0] ?? 0;
};

export const shellKillWord: Command = (ed, count) => {
  const from = ed.point;
  void shellForwardWord(ed, count, "");
  if (ed.point !== from) ed.kill(from, ed.point);
  ed.point = from;
};

export const shellTransposeWords: Command = (ed) => {
  const words = shellWords(ed);
  let second = words.findIndex(([, end]) => end > ed.point);
  if (second < 0) second = words.length - 1;
  const [first, last] = [words[second - 1], words[second]];
  if (first === undefined || last === undefined) return ed.ding();
  const texts = [first, last].map(([start, end]) => ed.line.slice(start, end).join(""));
  ed.together(() => {
    void ed.delete(last[0], last[1]);
    ed.point = last[0];
    ed.insert(texts[0] as string);
    void ed.delete(first[0], first[1]);
    ed.point = first[0];
    ed.insert(texts[1] as string);
  });
  ed.point = last[1];
};
