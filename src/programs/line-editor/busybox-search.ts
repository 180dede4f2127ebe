// Searching earlier lines as busybox's line editor does: the line that is found takes the place of what was typed, a
// key that is no character ends the search and does what it does. Relies on recall.ts.
// Not here: readline's incremental search (search.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Command, Editor } from "./editor.ts";
import { readKey } from "./keys.ts";
import { goTo, saveLine } from "./recall.ts";
import { lineOf } from "./text.ts";

export const busyboxSearch: Command = function* (ed): Task<void> {
  let text = "";
  for (;;) {
    ed.message = `(reverse-i-search)'${text}': `;
    ed.redisplay();
    const key = yield* readKey(ed);
    if (key === undefined) break;
    if (key === "\b" || key === "\x7f") text = lineOf(text).slice(0, -1).join("");
    else if (key >= " ") {
      if (find(ed, text + key, ed.position)) text += key;
      continue;
    } else if (key !== "\x12") {
      ed.queued.unshift(key);
      break;
    }
    void find(ed, text, key === "\x12" ? ed.position - 1 : ed.position);
  }
  ed.message = undefined;
};

/** Goes to the last line up to `from` that holds the text; false if none does. */
function find(ed: Editor, text: string, from: number): boolean {
  for (let i = Math.min(from, ed.entries.length - 1); i >= 0; i--) {
    const line = ed.entries[i]?.text ?? "";
    const at = line.indexOf(text);
    if (at < 0) continue;
    saveLine(ed);
    goTo(ed, i);
    ed.point = lineOf(line.slice(0, at)).length;
    return true;
  }
  ed.ding();
  return false;
}
