// getopts: one option of the positional parameters, or of further arguments, after the other (POSIX shell,
// "getopts"). Where it stands is kept in OPTIND and, within a word, in the shell.
// Not here: the options of builtins (options.ts).

import type { Task } from "../../../kernel/sys.ts";
import { assign } from "../assign.ts";
import { printError } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import type { Outcome, Shell } from "../shell.ts";
import { isName, notIdentifier, usage, wrong } from "./complaints.ts";

export function getoptsBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const [, spec, name, ...given] = args;
  if (spec === undefined || name === undefined) return noArguments(sh);
  const words = args.length > 3 ? given : sh.positional;
  const index = Number.parseInt(parameterValue(sh, "OPTIND") ?? "1", 10);
  const { state } = sh;
  if (index !== shownIndex(sh) || !(index >= 1)) {
    state.optionIndex = index >= 1 ? index : 1;
    state.optionOffset = 0;
  }
  return next(sh, spec, name, words);
}

/** What OPTIND says: bash stays at a word until its letters are used up, the others are at the next already. */
const shownIndex = (sh: Shell): number =>
  sh.state.optionIndex + (!sh.isBash && sh.state.optionOffset > 0 ? 1 : 0);

function* noArguments(sh: Shell): Task<number> {
  if (sh.isBash) return yield* usage(sh, "getopts");
  if (sh.dialect.name === "dash") return yield* wrong(sh, "getopts", "Usage: getopts optstring var [arg...]");
  return yield* wrong(sh, "getopts", "usage: getopts optstring var [arg]");
}

function* next(sh: Shell, spec: string, name: string, words: readonly string[]): Task<number> {
  const { state } = sh;
  const word = words[state.optionIndex - 1];
  // other words than at the last call
  if (state.optionOffset >= (word?.length ?? 0)) state.optionOffset = 0;
  if (state.optionOffset === 0) {
    state.optionIndex = Math.min(state.optionIndex, words.length + 1);
    if (word === undefined || !/^-./s.test(word)) return yield* finish(sh, name, "?", undefined, 1);
    if (word === "--") {
      state.optionIndex++;
      return yield* finish(sh, name, "?", undefined, 1);
    }
    state.optionOffset = 1;
  }
  const letter = (word as string)[state.optionOffset++] as string;
  const ended = state.optionOffset >= (word as string).length;
  const found = letter === ":" ? -1 : spec.indexOf(letter, spec.startsWith(":") ? 1 : 0);
  if (found < 0) {
    if (ended) advance(sh);
    return yield* bad(sh, spec, name, letter, "illegal option");
  }
  if (spec[found + 1] !== ":") {
    if (ended) advance(sh);
    return yield* finish(sh, name, letter, undefined, 0);
  }
  const value = ended ? words[state.optionIndex] : (word as string).slice(state.optionOffset);
  state.optionIndex += ended ? 2 : 1;
  state.optionOffset = 0;
  if (value !== undefined) return yield* finish(sh, name, letter, value, 0);
  state.optionIndex = words.length + 1;
  return yield* bad(sh, spec, name, letter, "option requires an argument");
}

function advance(sh: Shell): void {
  sh.state.optionIndex++;
  sh.state.optionOffset = 0;
}

function* bad(sh: Shell, spec: string, name: string, letter: string, what: string): Task<number> {
  const missing = what !== "illegal option";
  if (spec.startsWith(":")) return yield* finish(sh, name, missing ? ":" : "?", letter, 0);
  if (sh.isBash) {
    if (parameterValue(sh, "OPTERR") !== "0") yield* printError(sh, `${sh.name}: ${what} -- ${letter}\n`);
  } else yield* printError(sh, missing ? `No arg for -${letter} option\n` : `Illegal option -${letter}\n`);
  return yield* finish(sh, name, "?", undefined, 0);
}

function* finish(
  sh: Shell,
  name: string,
  letter: string,
  value: string | undefined,
  status: number,
): Task<number> {
  assign(sh, "OPTIND", String(shownIndex(sh)));
  if (value !== undefined) assign(sh, "OPTARG", value);
  else if (sh.isBash) sh.variables.remove("OPTARG");
  else if (status === 0) void (letter === "?" ? sh.variables.remove("OPTARG") : assign(sh, "OPTARG", ""));
  if (!isName(name)) return yield* wrong(sh, "getopts", notIdentifier(sh, name));
  assign(sh, name, letter);
  return status;
}
