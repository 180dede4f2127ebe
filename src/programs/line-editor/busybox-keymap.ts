// The keys of busybox's own line editor, which is much smaller than readline: no undo, no numbers, no kill ring; an
// escape begins few sequences. Relies on the commands that both have.
// Built as Alpine builds it: searching with ctrl-r, all of Unicode. Not here: what completes words (the shell's).

import { busyboxSearch } from "./busybox-search.ts";
import { keysOf, type Binding } from "./bindings.ts";
import { completeCommand } from "./completing.ts";
import type { Command, Keymap } from "./editor.ts";
import { quotedInsert } from "./inserting.ts";
import { backwardDeleteChar, backwardKillWord, deleteChar, killLine, killWord, unixLineDiscard, unixWordRubout } from "./killing.ts"; // prettier-ignore
import { acceptLine, backwardChar, backwardWord, beginningOfLine, clearScreen, endOfLine, forwardChar, forwardWord } from "./movement.ts"; // prettier-ignore
import { nextHistory, previousHistory } from "./recall.ts";

const nothing: Command = () => undefined;

const BINDINGS: readonly Binding[] = [
  [beginningOfLine, "\x01", "\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"],
  [backwardChar, "\x02", "\x1b[D", "\x1bOD"],
  [deleteChar, "\x04", "\x1b[3~"],
  [endOfLine, "\x05", "\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"],
  [forwardChar, "\x06", "\x1b[C", "\x1bOC"],
  [backwardDeleteChar, "\x08", "\x7f"],
  [completeCommand("default"), "\t"],
  [busyboxSearch, "\x12"],
  [acceptLine, "\n", "\r"],
  [killLine, "\x0b"],
  [clearScreen, "\x0c"],
  [nextHistory, "\x0e", "\x1b[B", "\x1bOB"],
  [previousHistory, "\x10", "\x1b[A", "\x1bOA"],
  [unixLineDiscard, "\x15"],
  [quotedInsert, "\x16"],
  [unixWordRubout, "\x17"],
  [backwardWord, "\x1bb", "\x1b[1;5D", "\x1b[1;3D"],
  [forwardWord, "\x1bf", "\x1b[1;5C", "\x1b[1;3C"],
  [killWord, "\x1bd"],
  [backwardKillWord, "\x1b\x7f", "\x1b\x08"],
  [nothing, "\x1b[5~", "\x1b[6~", "\x1b[2~"],
];

const keymapOf = (): Keymap => {
  const { commands, beginnings } = keysOf(BINDINGS);
  return {
    command: (_term, keys) => commands.get(keys),
    begins: (_term, keys) => beginnings.has(keys),
    style: "busybox",
    abort: nothing,
  };
};

export const BUSYBOX_KEYS = keymapOf();
