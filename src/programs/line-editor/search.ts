// Incremental search through earlier lines (readline, isearch.c): each key narrows what is found, or ends the
// search and is taken as a command. Relies on recall.ts to go to the line in the end.
// Not here: searching for a text that is typed first (prefix-search.ts).

import type { Task } from "../../kernel/sys.ts";
import { bracketedPaste } from "./inserting.ts";
import type { Command, Editor } from "./editor.ts";
import { followsAtOnce, readKey } from "./keys.ts";
import { keepChanges, nextHistory, previousHistory } from "./recall.ts";
import { isWordCharacter, lineOf } from "./text.ts";

interface Search {
  readonly lines: readonly string[];
  readonly origin: { readonly line: number; readonly point: number; readonly text: string };
  text: string;
  backward: boolean;
  at: number;
  /** index in the line, in UTF-16 units */
  index: number;
  found: number;
  foundLine: string | undefined;
  failed: boolean;
}

type Verdict = "search" | "wait" | "over" | "left";

function* search(ed: Editor, backward: boolean): Task<void> {
  keepChanges(ed);
  const s: Search = {
    lines: [...ed.entries.map(({ text }) => text), ed.saved?.text ?? ed.text],
    origin: { line: ed.position, point: ed.point, text: ed.text },
    text: "",
    backward,
    at: ed.position,
    index: ed.line.slice(0, ed.point).join("").length,
    found: ed.position,
    foundLine: undefined,
    failed: false,
  };
  show(ed, s);
  for (;;) {
    const key = yield* readKey(ed);
    if (key === undefined) return cancel(ed, s);
    const verdict = yield* take(ed, s, key);
    if (verdict === "left") return cancel(ed, s);
    if (verdict === "over") return settle(ed, s);
    if (verdict === "search") find(ed, s);
    show(ed, s);
  }
}

export const reverseSearchHistory: Command = (ed, count) => search(ed, count >= 0);
export const forwardSearchHistory: Command = (ed, count) => search(ed, count < 0);

function show(ed: Editor, s: Search): void {
  ed.message = `(${s.failed ? "failed " : ""}${s.backward ? "reverse-" : ""}i-search)\`${s.text}': `;
  ed.redisplay();
}

function* take(ed: Editor, s: Search, key: string): Task<Verdict> {
  switch (key) {
    case "\x12":
    case "\x13":
      return again(ed, s, key === "\x12");
    case "\x07":
      return "left";
    case "\n":
      return "over";
    case "\x1b":
      return yield* takeEscape(ed, s);
    case "\b":
    case "\x7f":
      s.text = lineOf(s.text).slice(0, -1).join("");
      if (s.text === "") ed.ding();
      return "search";
    case "\x17":
    case "\x19":
      return yankInto(ed, s, key === "\x17");
    case "\x16":
    case "\x11": {
      const quoted = yield* readKey(ed);
      s.text += quoted ?? "";
      return "search";
    }
    default:
      if (key < " ") {
        ed.queued.unshift(key);
        return "over";
      }
      s.text += key;
      return "search";
  }
}

function again(ed: Editor, s: Search, backward: boolean): Verdict {
  if (backward !== s.backward) {
    s.backward = backward;
    return "search";
  }
  if (s.text === "") {
    s.text = ed.lastSearch;
    return s.text === "" ? "wait" : "search";
  }
  if (s.backward && s.index >= 0) s.index--;
  else if (!s.backward && s.index < (s.lines[s.at] as string).length) s.index++;
  else ed.ding();
  return "search";
}

const PASTE = "[200~";

/** An escape ends the search; if more follows at once, that is the key that ended it. A paste is searched for. */
function* takeEscape(ed: Editor, s: Search): Task<Verdict> {
  if (!(yield* followsAtOnce(ed))) return "over";
  let keys = "";
  while (PASTE.startsWith(keys) && keys !== PASTE && (yield* followsAtOnce(ed)))
    keys += (yield* readKey(ed)) ?? "";
  if (keys !== PASTE) {
    ed.queued.unshift("\x1b", ...Array.from(keys));
    return "over";
  }
  const { line, point, undo } = ed;
  yield* bracketedPaste(ed, 1, "") as Task<void>;
  s.text += ed.line.slice(point, ed.point).join("");
  Object.assign(ed, { line, point, undo, regionShown: false });
  return "search";
}

/** C-w takes the next word of what was found into what is searched, C-y the rest of the line. */
function yankInto(ed: Editor, s: Search, word: boolean): Verdict {
  const start = ed.point + lineOf(s.text).length;
  if (start >= ed.line.length || (word && !isWordCharacter(ed.line[start]))) {
    ed.ding();
    return "search";
  }
  let end = word ? start : ed.line.length;
  while (isWordCharacter(ed.line[end])) end++;
  s.text += ed.line.slice(start, end).join("");
  return "search";
}

function find(ed: Editor, s: Search): void {
  const place = s.text === "" ? undefined : placeOf(s);
  s.failed = place === undefined;
  if (place === undefined) {
    ed.ding();
    s.at = s.found;
    ed.regionShown = false;
    return;
  }
  s.at = s.found = place.line;
  s.index = place.index;
  s.foundLine = s.lines[s.at] as string;
  ed.replaceLine(s.foundLine);
  ed.point = lineOf(s.foundLine.slice(0, s.index)).length;
  ed.mark = ed.point + lineOf(s.text).length;
  ed.regionShown = true;
}

/** Within the line that one is at, then in others, but not in those that are equal to the one found last. */
function placeOf(s: Search): { readonly line: number; readonly index: number } | undefined {
  const step = s.backward ? -1 : 1;
  let line = s.at;
  let index = s.index;
  for (;;) {
    const text = s.lines[line] as string;
    const hit = s.backward ? (index < 0 ? -1 : text.lastIndexOf(s.text, index)) : text.indexOf(s.text, index);
    if (hit >= 0) return { line, index: hit };
    do {
      line += step;
      if (line < 0 || line >= s.lines.length) {
        s.index = s.backward ? 0 : index;
        return undefined;
      }
    } while (s.lines[line] === s.foundLine);
    index = s.backward ? (s.lines[line] as string).length : 0;
  }
}

function cancel(ed: Editor, { origin }: Search): void {
  ed.message = undefined;
  ed.regionShown = false;
  const { undo } = ed;
  ed.replaceLine(origin.text);
  ed.undo = undo;
  ed.point = origin.point;
}

function settle(ed: Editor, s: Search): void {
  const { origin, found } = s;
  ed.message = undefined;
  ed.regionShown = false;
  if (s.text !== "") ed.lastSearch = s.text;
  const { undo } = ed;
  ed.replaceLine(origin.text);
  ed.undo = undo;
  if (found < origin.line) void previousHistory(ed, origin.line - found, "");
  else if (found > origin.line) void nextHistory(ed, found - origin.line, "");
  else ed.point = origin.point;
  if (s.foundLine === undefined) return;
  ed.point = s.index < 0 ? ed.line.length : lineOf(ed.text.slice(0, s.index)).length;
}
