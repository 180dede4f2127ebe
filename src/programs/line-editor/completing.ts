// Commands that complete the word before the cursor (readline, "Letting Readline Type For You"): what is common to
// all possibilities goes in, a second tab lists them. Names of files are quoted where a shell would take them apart.
// Relies on the host for the possibilities. Not here: the list (listing.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Command, Editor } from "./editor.ts";
import type { CompletionKind, Completions } from "./host.ts";
import { listPossibilities } from "./listing.ts";

const possibilities = (ed: Editor, kind: CompletionKind): Task<Completions> =>
  ed.host.complete(ed.text, ed.line.slice(0, ed.point).join("").length, kind);

function commonPrefix(words: readonly string[]): string {
  let prefix = Array.from(words[0] ?? "");
  for (const word of words) {
    const other = Array.from(word);
    let same = 0;
    while (same < prefix.length && prefix[same] === other[same]) same++;
    prefix = prefix.slice(0, same);
  }
  return prefix.join("");
}

const SPECIAL = /[\s\\"'$`&()*;<>?[\]^{|}~#!]/;

/** A name as a shell must be told it; within quotes the shell takes less amiss. */
function quoted(word: string, { files, quote }: Completions): string {
  if (!files) return (quote ?? "") + word;
  if (quote === "'") return `'${word.replaceAll("'", "'\\''")}`;
  if (quote === '"') return `"${word.replace(/["$`\\]/g, "\\$&")}`;
  return word
    .split("")
    .map((c, i) =>
      SPECIAL.test(c) && !((c === "~" || c === "#") && i > 0) && !(c === "~" && i === 0) ? `\\${c}` : c,
    )
    .join("");
}

/** In place of the word; what is there already stays. */
function put(ed: Editor, start: number, text: string): void {
  const from = Array.from(ed.text.slice(0, start)).length;
  const before = ed.line.slice(from, ed.point).join("");
  if (before === text) return;
  ed.together(() => {
    if (text.startsWith(before)) return ed.insert(text.slice(before.length));
    void ed.delete(from, ed.point);
    ed.point = from;
    ed.insert(text);
  });
}

/** After the only possibility: a slash for a directory, else the quote's end and a blank. */
function endOf(ed: Editor, word: string, found: Completions): string {
  const next = ed.line[ed.point];
  if (found.directories?.has(word) === true) return word.endsWith("/") || next === "/" ? "" : "/";
  const closing = found.quote !== undefined && next !== found.quote ? found.quote : "";
  if (ed.keymap.style === "busybox") return " ";
  return found.noSpace === true ? "" : `${closing}${next === " " && closing === "" ? "" : " "}`;
}

/** What is shown of a word: the last part of a path. */
function listedNames(found: Completions): readonly string[] {
  if (found.listed !== undefined) return found.listed;
  if (!found.files) return found.words;
  return found.words.map((word) => {
    const path = word.replace(/\/+$/, "");
    return path.slice(path.lastIndexOf("/") + 1) + (found.directories?.has(word) === true ? "/" : "");
  });
}

function* complete(ed: Editor, kind: CompletionKind, again: boolean): Task<void> {
  const found = yield* possibilities(ed, kind);
  const { words } = found;
  const before = ed.text;
  ed.completed = true;
  if (words.length === 0) return ed.ding();
  if (words.length === 1) {
    const [word] = words as [string];
    put(ed, found.start, quoted(word, found));
    const end = endOf(ed, word, found);
    if (end !== "") ed.insert(end);
    ed.completed = ed.text !== before;
    if (!ed.completed) ed.ding();
    return;
  }
  const prefix = commonPrefix(words);
  if (prefix !== "") put(ed, found.start, quoted(prefix, found));
  ed.completed = ed.text !== before;
  if (ed.keymap.style === "busybox") ed.completed = false;
  if (ed.completed || !again) return ed.ding();
  yield* listPossibilities(ed, listedNames(found));
}

const completeKind =
  (kind: CompletionKind): Command =>
  (ed) =>
    complete(ed, kind, ed.last === COMMANDS.get(kind) && !ed.completed);

const COMMANDS = new Map<CompletionKind, Command>();
for (const kind of ["default", "file", "variable", "command", "user", "host"] as const)
  COMMANDS.set(kind, completeKind(kind));

export const completeCommand = (kind: CompletionKind): Command => COMMANDS.get(kind) as Command;

function* list(ed: Editor, kind: CompletionKind): Task<void> {
  const found = yield* possibilities(ed, kind);
  if (found.words.length === 0) return ed.ding();
  yield* listPossibilities(ed, listedNames(found));
}

export const possibleCompletions =
  (kind: CompletionKind = "default"): Command =>
  (ed) =>
    list(ed, kind);

export const insertCompletions: Command = function* (ed): Task<void> {
  const found = yield* possibilities(ed, "default");
  if (found.words.length === 0) return ed.ding();
  const text = found.words.map((word) => `${quoted(word, found)}${found.quote ?? ""} `).join("");
  put(ed, found.start, text);
};
