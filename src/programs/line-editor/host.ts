// What a line editor needs from the program that it is a part of: where it reads and writes, the lines that were
// typed before, what completes a word, and what came of signals. Shells give it; `read -e` does as well.
// Relies on system calls. Not here: the editors (readline.ts, busybox.ts).

import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import type { Memory } from "./memory.ts";

export type CompletionKind = "default" | "file" | "variable" | "command" | "user" | "host";

export interface Completions {
  /** where the word begins that they take the place of, in characters */
  readonly start: number;
  readonly end?: number;
  /** whole words, as they are, without quotes */
  readonly words: readonly string[];
  /** as they are listed, if that is not the last part of the words */
  readonly listed?: readonly string[];
  /** words are names of files: what must be quoted is, and directories end in a slash */
  readonly files: boolean;
  /** no blank after the only one */
  readonly noSpace?: boolean;
  /** the quote that the word begins with */
  readonly quote?: string;
  readonly directories?: ReadonlySet<string>;
}

export interface History {
  /** number of the first line */
  readonly first: number;
  readonly lines: readonly string[];
}

export interface EditorHost {
  readonly sys: Sys;
  readonly input: Fd;
  readonly output: Fd;
  readonly term: string;
  readonly prompt: string;
  readonly history: History;
  readonly memory: Memory;
  /** after a call was interrupted: does the line end? */
  signals(): boolean;
  complete(line: string, point: number, kind: CompletionKind): Task<Completions>;
  /** the line with everything expanded that a shell expands, for shell-expand-line; undefined if it cannot */
  expandLine(line: string): Task<string | undefined>;
  expandGlob(word: string): readonly string[];
  /** the word with its tilde replaced; undefined if it has none */
  home(word: string): string | undefined;
  expandHistory(line: string): string;
  /** a line is in the middle of a command, so that the end of the input means nothing is left to edit */
  readonly initial?: string;
}

export type Edited =
  | { readonly kind: "line"; readonly text: string; readonly memory: Memory; readonly edits: Edits }
  | { readonly kind: "end" | "interrupted"; readonly memory: Memory; readonly edits: Edits };

/** Lines of the history that were changed, by number. */
export type Edits = ReadonlyMap<number, string>;
