// Commands that bring back earlier lines, or their arguments (readline, "Commands For Manipulating The History").
// A line of the history that is edited stays so while one goes on, with what can be undone in it.
// Not here: searching for lines (search.ts, prefix-search.ts).

import type { Command, Editor } from "./editor.ts";

/** The line that was begun is kept while one is among earlier ones. */
export function saveLine(ed: Editor): void {
  if (ed.saved === undefined && ed.position === ed.entries.length)
    ed.saved = { text: ed.text, undo: ed.undo };
}

/** What was changed in a line of the history stays there. */
export function keepChanges(ed: Editor): void {
  const entry = ed.entries[ed.position];
  if (entry === undefined) return;
  if (entry.text !== ed.text) ed.edits.set(ed.host.history.first + ed.position, ed.text);
  entry.text = ed.text;
  entry.undo = ed.undo;
}

/** The line that was begun comes back. */
export function returnToSaved(ed: Editor): void {
  ed.position = ed.entries.length;
  if (ed.saved === undefined) return ed.ding();
  const { text, undo } = ed.saved;
  ed.saved = undefined;
  ed.replaceLine(text);
  ed.undo = undo;
}

export function goTo(ed: Editor, position: number): void {
  const entry = ed.entries[position];
  if (entry === undefined) return;
  ed.position = position;
  ed.replaceLine(entry.text);
  ed.undo = entry.undo;
}

export const previousHistory: Command = (ed, count) => {
  if (count < 0) return nextHistory(ed, -count, "");
  if (count === 0 || ed.entries.length === 0) return;
  if (ed.position === 0) return ed.ding();
  saveLine(ed);
  keepChanges(ed);
  goTo(ed, Math.max(0, ed.position - count));
};

export const nextHistory: Command = (ed, count) => {
  if (count < 0) return previousHistory(ed, -count, "");
  if (count === 0) return;
  keepChanges(ed);
  if (ed.position + count >= ed.entries.length) returnToSaved(ed);
  else goTo(ed, ed.position + count);
};

export const beginningOfHistory: Command = (ed) => previousHistory(ed, 1 + ed.position, "");

export const endOfHistory: Command = (ed) => {
  keepChanges(ed);
  returnToSaved(ed);
};

export const operateAndGetNext: Command = (ed) => {
  const { first } = ed.host.history;
  ed.upNext = ed.position < ed.entries.length ? first + ed.position + 1 : undefined;
  ed.finish = "accept";
};

// ---- arguments of earlier commands

const TOKEN = /\$\([^)]*\)|\$\{[^}]*\}|(?:&&|\|\||;;|<<<|<<-|<<|>>|<&|>&|&>|[;&|()<>])|(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|`[^`]*`|\$\([^)]*\)|[^\s;&|()<>])+/gs; // prettier-ignore

/** One argument of a line; undefined if it has none of that number. */
function argumentOf(line: string, number: number | "last"): string | undefined {
  const words = line.match(TOKEN) ?? [];
  if (number === "last") return words[words.length - 1];
  return words[number < 0 ? words.length + number - 1 : number];
}

function yankArgument(ed: Editor, number: number | "last", skip: number): boolean {
  const entry = ed.entries[ed.position - 1 - skip];
  const text = entry === undefined ? undefined : argumentOf(entry.text, number);
  if (text === undefined || text === "") {
    ed.ding();
    return false;
  }
  ed.mark = ed.point;
  ed.together(() => ed.insert(text));
  return true;
}

export const yankNthArg: Command = (ed, count) => void yankArgument(ed, ed.explicit ? count : 1, 0);

export const yankLastArg: Command = (ed, count) => {
  if (ed.last !== yankLastArg) {
    ed.yankSkip = 0;
    ed.yankStep = 1;
    ed.yankCount = ed.explicit ? count : undefined;
  } else {
    if (ed.yanked) void ed.undoOne();
    if (count < 0) ed.yankStep = -ed.yankStep;
    ed.yankSkip = Math.max(0, ed.yankSkip + ed.yankStep);
  }
  ed.yanked = yankArgument(ed, ed.yankCount ?? "last", ed.yankSkip);
};
