// What can be undone, as a list that is never changed: versions of it lie beside the lines of the history. Pieces
// of text that came in or went out, and marks around what is undone as one (readline, undo.c).
// Not here: undoing itself (editor.ts).

import type { Line } from "./text.ts";

export type Undo =
  | { readonly what: "insert"; readonly start: number; readonly end: number; readonly next: Undo | undefined }
  | { readonly what: "delete"; readonly start: number; readonly text: Line; readonly next: Undo | undefined }
  | { readonly what: "begin" | "end"; readonly next: Undo | undefined };

/** Characters that are typed one after the other are undone together, up to so many. */
const TOGETHER = 20;

export function afterInsert(undo: Undo | undefined, start: number, text: Line): Undo {
  const typed = text.length === 1 && (text[0] as string) < "\x80";
  if (typed && undo?.what === "insert" && undo.end === start && undo.end - undo.start < TOGETHER)
    return { ...undo, end: undo.end + 1 };
  return { what: "insert", start, end: start + text.length, next: undo };
}
