// trap: sets what is done when a signal comes, at the end, after errors (POSIX shell, "trap"). The kernel is told
// whether a signal is handled, ignored or left to its default. Signals that a script found ignored stay so.
// Not here: running the actions (../run-traps.ts).

import { SIGKILL, signalName, signalNumber, SIGSTOP } from "../../../base/signals.ts";
import type { Task } from "../../../kernel/sys.ts";
import { complain, print, printError } from "../messages.ts";
import { quotePosix, singleQuote } from "../quoting.ts";
import type { Outcome, Shell } from "../shell.ts";
import { ownSignals } from "../signals.ts";
import { usage } from "./complaints.ts";
import { signalTable } from "./kill.ts";
import { has, isRefusal, readOptions } from "./options.ts";

const BASH_ONLY = new Set(["ERR", "DEBUG", "RETURN"]);

/** The name under which a trap is kept; undefined if there is no such signal. */
function trapName(sh: Shell, word: string): string | undefined {
  const upper = word.toUpperCase().replace(/^SIG/, "");
  if (word === "0" || upper === "EXIT") return "EXIT";
  if (sh.isBash && BASH_ONLY.has(upper)) return upper;
  if (sh.dialect.name === "ash" && upper === "ERR") return upper;
  if (/^\d+$/.test(word)) return signalName(Number(word));
  const prefixed = sh.dialect.name === "dash" && /^SIG/i.test(word);
  const number = prefixed ? undefined : signalNumber(upper);
  return number === undefined ? undefined : signalName(number);
}

export function trapBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "lp" : "");
  if (isRefusal(options)) return options;
  if (has(options, "l")) return print(sh, signalTable(sh));
  const { rest } = options;
  if (rest.length === 0 || has(options, "p")) return list(sh, rest);
  return set(sh, rest);
}

function* list(sh: Shell, words: readonly string[]): Task<number> {
  const names = words.map((word) => trapName(sh, word));
  const all = [...sh.traps.entries()].filter(([name]) => words.length === 0 || names.includes(name));
  const order = (name: string): number => (name === "EXIT" ? 0 : (signalNumber(name) ?? 100));
  const lines = all
    .sort(([a], [b]) => order(a) - order(b))
    .map(([name, action]) => {
      const shown = sh.isBash && signalNumber(name) !== undefined ? `SIG${name}` : name;
      return `trap -- ${sh.isBash ? singleQuote(action) : quotePosix(action)} ${shown}\n`;
    });
  return yield* print(sh, lines.join(""));
}

function* set(sh: Shell, words: readonly string[]): Task<number> {
  const [first = "", ...others] = words;
  const resets = others.length === 0 || first === "-" || /^\d+$/.test(first);
  const names = first === "-" || !(others.length === 0 || /^\d+$/.test(first)) ? others : words;
  if (sh.isBash && others.length === 0 && trapName(sh, first) === undefined) return yield* usage(sh, "trap");
  let status = 0;
  for (const word of names) {
    const name = trapName(sh, word);
    if (name === undefined) {
      yield* badSignal(sh, word);
      status = 1;
      continue;
    }
    setTrap(sh, name, resets ? undefined : first);
  }
  return status;
}

function* badSignal(sh: Shell, word: string): Task<void> {
  if (sh.dialect.name === "dash") yield* printError(sh, `trap: ${word}: bad trap\n`);
  else yield* complain(sh, `${word}: invalid signal specification`, "trap");
}

function setTrap(sh: Shell, name: string, action: string | undefined): void {
  const number = signalNumber(name);
  if (number === undefined || number === SIGKILL || number === SIGSTOP) {
    sh.traps.set(name, action);
    return;
  }
  const own = ownSignals(sh).includes(number);
  const to = action === undefined ? (own ? "handle" : "default") : action === "" ? "ignore" : "handle";
  const before = sh.sys.disposition(number, to);
  if (before === "ignore" && sh.traps.get(name) === undefined && !sh.state.interactive && to !== "ignore") {
    sh.sys.disposition(number, "ignore");
    if (action !== undefined) sh.traps.set(name, "");
    return;
  }
  sh.traps.set(name, action);
}
