// Which keys do what: the emacs keys of readline as bash has them (readline, "Default Key Bindings"). A sequence is
// read on as long as it begins a longer one. Relies on the files of commands.
// Not here: reading keys (keys.ts), configuration (inputrc is not read).

import { capitalizeWord, downcaseWord, insertComment, revertLine, transposeChars, transposeWords, undoCommand, upcaseWord } from "./changing.ts"; // prettier-ignore
import { completeCommand, insertCompletions, possibleCompletions } from "./completing.ts";
import type { Command, Keymap } from "./editor.ts";
import { globExpandWord, globListExpansions, historyExpandLine, shellBackwardWord, shellExpandLine, shellForwardWord, shellKillWord, shellTransposeWords, tildeExpand } from "./expanding.ts"; // prettier-ignore
import { keysOf, type Binding } from "./bindings.ts";
import { bracketedPaste, callMacro, endMacro, overwriteMode, quotedInsert, startMacro, tabInsert } from "./inserting.ts"; // prettier-ignore
import { backwardDeleteChar, backwardKillLine, backwardKillWord, deleteChar, deleteHorizontalSpace, killLine, killWord, unixLineDiscard, unixWordRubout, yank, yankPop } from "./killing.ts"; // prettier-ignore
import { abort, acceptLine, backwardChar, backwardWord, beginningOfLine, characterSearch, characterSearchBackward, clearDisplay, clearScreen, endOfLine, exchangePointAndMark, forwardChar, forwardWord, setMark } from "./movement.ts"; // prettier-ignore
import { historySearchBackward, historySearchForward, nonIncrementalSearchBackward, nonIncrementalSearchForward } from "./prefix-search.ts"; // prettier-ignore
import { beginningOfHistory, endOfHistory, nextHistory, operateAndGetNext, previousHistory, yankLastArg, yankNthArg } from "./recall.ts"; // prettier-ignore
import { forwardSearchHistory, reverseSearchHistory } from "./search.ts";

const BINDINGS: readonly Binding[] = [
  [setMark, "\x00", "\x1b "],
  [beginningOfLine, "\x01", "\x1b[H", "\x1bOH"],
  [backwardChar, "\x02", "\x1b[D", "\x1bOD"],
  [deleteChar, "\x04", "\x1b[3~"],
  [endOfLine, "\x05", "\x1b[F", "\x1bOF"],
  [forwardChar, "\x06", "\x1b[C", "\x1bOC"],
  [abort, "\x07", "\x18\x07", "\x1b\x07"],
  [backwardDeleteChar, "\x08", "\x7f"],
  [completeCommand("default"), "\t", "\x1b\x1b"],
  [acceptLine, "\n", "\r"],
  [killLine, "\x0b"],
  [clearScreen, "\x0c"],
  [clearDisplay, "\x1b\x0c"],
  [nextHistory, "\x0e", "\x1b[B", "\x1bOB"],
  [operateAndGetNext, "\x0f"],
  [previousHistory, "\x10", "\x1b[A", "\x1bOA"],
  [quotedInsert, "\x11", "\x16"],
  [reverseSearchHistory, "\x12"],
  [forwardSearchHistory, "\x13"],
  [transposeChars, "\x14"],
  [unixLineDiscard, "\x15"],
  [unixWordRubout, "\x17"],
  [yank, "\x19"],
  [characterSearch, "\x1d"],
  [characterSearchBackward, "\x1b\x1d"],
  [undoCommand, "\x1f", "\x18\x15"],
  [exchangePointAndMark, "\x18\x18"],
  [startMacro, "\x18("],
  [endMacro, "\x18)"],
  [callMacro, "\x18e"],
  [backwardKillLine, "\x18\x7f"],
  [globExpandWord, "\x18*"],
  [globListExpansions, "\x18g"],
  [possibleCompletions("command"), "\x18!"],
  [possibleCompletions("variable"), "\x18$"],
  [possibleCompletions("file"), "\x18/"],
  [possibleCompletions("host"), "\x18@"],
  [possibleCompletions("user"), "\x18~"],
  [shellForwardWord, "\x1b\x06"],
  [shellBackwardWord, "\x1b\x02"],
  [shellKillWord, "\x1b\x04"],
  [shellTransposeWords, "\x1b\x14"],
  [shellExpandLine, "\x1b\x05"],
  [tildeExpand, "\x1b&"],
  [historyExpandLine, "\x1b^"],
  [yankLastArg, "\x1b.", "\x1b_"],
  [yankNthArg, "\x1b\x19"],
  [insertCompletions, "\x1b*"],
  [possibleCompletions(), "\x1b=", "\x1b?"],
  [completeCommand("command"), "\x1b!"],
  [completeCommand("variable"), "\x1b$"],
  [completeCommand("file"), "\x1b/"],
  [completeCommand("host"), "\x1b@"],
  [completeCommand("user"), "\x1b~"],
  [beginningOfHistory, "\x1b<"],
  [endOfHistory, "\x1b>"],
  [backwardWord, "\x1bb", "\x1b[1;5D", "\x1b[1;3D", "\x1b\x1b[D"],
  [forwardWord, "\x1bf", "\x1b[1;5C", "\x1b[1;3C", "\x1b\x1b[C"],
  [capitalizeWord, "\x1bc"],
  [killWord, "\x1bd", "\x1b[3;5~"],
  [downcaseWord, "\x1bl"],
  [nonIncrementalSearchForward, "\x1bn"],
  [nonIncrementalSearchBackward, "\x1bp"],
  [revertLine, "\x1br", "\x1b\x12"],
  [transposeWords, "\x1bt"],
  [upcaseWord, "\x1bu"],
  [yankPop, "\x1by"],
  [backwardKillWord, "\x1b\x08", "\x1b\x7f"],
  [insertComment, "\x1b#"],
  [deleteHorizontalSpace, "\x1b\\"],
  [tabInsert, "\x1b\t"],
  [overwriteMode, "\x1b[2~"],
  [historySearchBackward, "\x1b[5~"],
  [historySearchForward, "\x1b[6~"],
  [bracketedPaste, "\x1b[200~"],
];

/** Other spellings of home and end, by the terminals that send them. */
const MORE_KEYS: readonly (readonly [RegExp, string, Command])[] = [
  [/^(?:linux|screen|tmux)/, "\x1b[1~", beginningOfLine],
  [/^(?:linux|screen|tmux)/, "\x1b[4~", endOfLine],
];

const KEYS = keysOf(BINDINGS);

export const READLINE_KEYS: Keymap = {
  command: (term, keys) =>
    KEYS.commands.get(keys) ?? MORE_KEYS.find(([terms, key]) => key === keys && terms.test(term))?.[2],
  begins: (term, keys) =>
    KEYS.beginnings.has(keys) ||
    MORE_KEYS.some(([terms, key]) => terms.test(term) && key !== keys && key.startsWith(keys)),
  style: "readline",
  abort,
};
