// set -x: what is about to run, on standard error or BASH_XTRACEFD, after PS4 (POSIX shell, "set"; bash, "The Set
// Builtin"). Each shell quotes in its own way; bash repeats the first character of PS4 in subshells.
// Not here: when it is called.

import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { countsBytes } from "./characters.ts";
import { parameterValue } from "./parameters.ts";
import { expandPrompt } from "./prompt.ts";
import { quotePosix, quoteTraced } from "./quoting.ts";
import { reservedWords } from "./reserved.ts";
import type { Shell } from "./shell.ts";
import type { Assignment } from "./syntax.ts";

function* trace(sh: Shell, text: string): Task<void> {
  const { xtrace } = sh.options;
  sh.options.xtrace = false;
  const prompt = yield* expandPrompt(sh, parameterValue(sh, "PS4") ?? "");
  sh.options.xtrace = xtrace;
  const [first = ""] = prompt;
  const levels = sh.isBash ? Math.max(0, sh.state.traceLevel) : 0;
  const given = sh.isBash ? Number(parameterValue(sh, "BASH_XTRACEFD") ?? "2") : 2;
  yield* sh.sys.write(
    Number.isInteger(given) && given > 0 ? given : 2,
    encode(`${first.repeat(levels)}${prompt}${text}\n`),
  );
}

const WORTH_QUOTES = /[^A-Za-z0-9_./:,%@^+-]/;

function quoted(sh: Shell, text: string): string {
  if (sh.isBash) return quoteTraced(text, countsBytes(sh));
  if (sh.dialect.name === "dash" || text === "") return text;
  const plain = text === "]" || !WORTH_QUOTES.test(text);
  const reserved = [...reservedWords(sh.dialect)].includes(text);
  return plain && !reserved ? text : quotePosix(text);
}

/** The assignments before a command and its arguments. */
export function* traceCommand(
  sh: Shell,
  assignments: readonly Assignment[],
  args: readonly string[],
): Task<void> {
  const words = args.map((arg) => quoted(sh, arg));
  if (sh.isBash) {
    yield* trace(sh, words.join(" "));
    return;
  }
  const before = assignments.map(({ name }) => `${name}=${quoted(sh, parameterValue(sh, name) ?? "")}`);
  yield* trace(sh, [...before, ...words].join(" "));
}

/** bash shows each assignment by itself. */
export function* traceAssignment(sh: Shell, { name, index, append }: Assignment, value: string): Task<void> {
  yield* traceValue(sh, index === undefined ? name : `${name}[${index}]`, append, value);
}

export function* traceValue(sh: Shell, target: string, append: boolean, value: string): Task<void> {
  if (!sh.isBash) return;
  yield* trace(
    sh,
    `${target}${append ? "+" : ""}=${value === "" ? "" : quoteTraced(value, countsBytes(sh))}`,
  );
}

/** `name=(…)` as it stands in the source. */
export function* traceArray(sh: Shell, { word }: Assignment): Task<void> {
  yield* trace(sh, word.text);
}

/** The others show the assignments of a command without a name in one line. */
export function* traceAssignments(sh: Shell, assignments: readonly Assignment[]): Task<void> {
  if (!sh.isBash) yield* traceCommand(sh, assignments, []);
}

export const traceTest = (sh: Shell, words: readonly string[]): Task<void> =>
  trace(sh, `[[ ${words.map((word) => (word === "" ? "''" : word)).join(" ")} ]]`);

/** for, case, select and (( )) in bash, as they stand in the source. */
export function* traceSource(sh: Shell, text: string): Task<void> {
  if (sh.isBash) yield* trace(sh, text);
}
