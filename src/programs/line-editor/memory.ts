// What an editor remembers from one line to the next: killed text, the last search, the recorded macro, what may
// be undone in lines of the history. Never changed, so that images of shells can share it.
// Not here: the history itself, which is the shell's.

import type { Undo } from "./undo.ts";

export interface Memory {
  readonly killRing: readonly string[];
  readonly lastSearch: string;
  readonly lastPrefix: string;
  readonly macro: string | undefined;
  /** by number of the line in the history */
  readonly undos: ReadonlyMap<number, Undo>;
  /** line that comes up after the next prompt (operate-and-get-next) */
  readonly upNext: number | undefined;
}

export const EMPTY_MEMORY: Memory = {
  killRing: [],
  lastSearch: "",
  lastPrefix: "",
  macro: undefined,
  undos: new Map(),
  upNext: undefined,
};
