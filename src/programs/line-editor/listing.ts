// Shows what a word may become (readline, rl_display_match_list): below the line, in columns, a page at a time, and
// only after asking if there are very many. Relies on the screen being redrawn afterwards.
// Not here: finding them (the shell's), putting them in (completing.ts).

import { displayWidth } from "../../base/character-width.ts";
import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Editor } from "./editor.ts";
import { readKey } from "./keys.ts";

/** More than these are not shown without asking. */
const MANY = 100;

export function* listPossibilities(ed: Editor, names: readonly string[]): Task<void> {
  ed.display.leave(ed.layout());
  const asks = ed.keymap.style === "readline";
  if (asks && names.length >= MANY && !(yield* isWanted(ed, names.length))) {
    if (ed.finish === undefined) ed.showAgain();
    return;
  }
  const rows = rowsOf(names, ed.display.columns);
  if (asks) yield* page(ed, rows);
  else ed.display.output += rows.map((row) => `${row}\n`).join("");
  if (ed.finish === undefined) ed.showAgain();
}

function* isWanted(ed: Editor, count: number): Task<boolean> {
  ed.display.output += `Display all ${count} possibilities? (y or n)`;
  const answer = yield* answerOf(ed);
  if (ed.finish === undefined) ed.display.output += "\n";
  return answer === "yes";
}

type Answer = "yes" | "no" | "line";

function* answerOf(ed: Editor, paging = false): Task<Answer> {
  for (;;) {
    const key = yield* readKey(ed);
    if (key === undefined || key === "\x07") return "no";
    if (/^[yY ]$/.test(key)) return "yes";
    if (/^[nN\x7f]$/.test(key) || (paging && /^[qQ]$/.test(key))) return "no";
    if (paging && (key === "\n" || key === "\r")) return "line";
    ed.ding();
  }
}

/** Down the columns; an entry takes its width and two blanks. */
function rowsOf(names: readonly string[], columns: number): string[] {
  const widths = names.map(displayWidth);
  const width = Math.max(...widths) + 2;
  let across = Math.floor(columns / width);
  if (across !== 1 && across * width === columns) across--;
  across = Math.max(1, across);
  const down = Math.ceil(names.length / across);
  return Array.from({ length: down }, (_, r) => {
    let row = "";
    for (let c = r; c < names.length; c += down) {
      row += names[c];
      if (c + down < names.length) row += " ".repeat(width - (widths[c] as number));
    }
    return row;
  });
}

function* page(ed: Editor, rows: readonly string[]): Task<void> {
  const size = ed.host.sys.windowSize(ed.host.output);
  const height = failed(size) || size.rows === 0 ? 24 : size.rows;
  let left = height - 1;
  for (const [i, row] of rows.entries()) {
    if (left === 0 && i < rows.length) {
      ed.display.output += "--More--";
      const answer = yield* answerOf(ed, true);
      if (ed.finish !== undefined) return;
      ed.display.output += "\r\x1b[K";
      if (answer === "no") return;
      left = answer === "line" ? 1 : height - 1;
    }
    ed.display.output += `${row}\n`;
    left--;
  }
}
