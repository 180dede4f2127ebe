// The value of `$-`: letters of the options that are on, in each shell's order, and how it was called.
// Relies on the table of options only; `set` is in builtins/set.ts.

import { OPTION_LETTERS } from "./options.ts";
import type { Shell } from "./shell.ts";

/** dash and busybox show the end of their table first. */
const PLAIN_ORDER = "puTEbaCVvxcsnmiIfe";
const BASH_ORDER = "abefhkmnprtuvxBCEHPT";

export function optionLetters(sh: Shell): string {
  const letters = OPTION_LETTERS[sh.dialect.name];
  const { interactive, commandText, readsInput } = sh.state;
  const on = [...letters].filter(([, name]) => sh.options[name]).map(([letter]) => letter);
  if (!sh.isBash) {
    if (sh.dialect.name === "ash") {
      if (interactive) on.push("i");
      if (commandText !== undefined) on.push("c");
      if (readsInput) on.push("s");
    }
    return on.sort((a, b) => PLAIN_ORDER.indexOf(a) - PLAIN_ORDER.indexOf(b)).join("");
  }
  const sorted = on.sort((a, b) => BASH_ORDER.indexOf(a) - BASH_ORDER.indexOf(b));
  const text = sorted.join("");
  const withI = interactive ? text.replace(/^([abefh]*)/, "$1i") : text;
  return withI + (commandText !== undefined ? "c" : "") + (readsInput ? "s" : "");
}
