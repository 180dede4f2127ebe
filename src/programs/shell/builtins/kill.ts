// kill: signals to processes and jobs, and the names of signals (POSIX shell, "kill"). busybox's is its own
// applet, so its words differ from those of its shell. A signal to the shell itself is looked at at once.
// Not here: what signals do.

import { failed, strerror } from "../../../base/errno.ts";
import {
  SIGCONT,
  SIGKILL,
  signalName,
  signalNumber,
  SIGRTMAX,
  SIGTERM,
  type Signal,
} from "../../../base/signals.ts";
import type { Task } from "../../../kernel/sys.ts";
import { complain, print, printError } from "../messages.ts";
import { stateOf } from "../jobs.ts";
import type { Shell } from "../shell.ts";
import { collectSignals } from "../signals.ts";
import { usage, wrong } from "./complaints.ts";
import { complainShort } from "./echo.ts";
import { jobNamed, noSuchJob } from "./jobs.ts";

export function* killBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  const words = args.slice(1);
  const [first] = words;
  if (first === undefined) return yield* noTarget(sh);
  if (/^-[lL]/.test(first) && first.length === 2) return yield* listSignals(sh, words.slice(1));
  let signal: Signal = SIGTERM;
  if (first === "-s" || (first === "-n" && sh.isBash)) {
    const name = words[1];
    if (name === undefined) return yield* noSignal(sh, first);
    const found = signalOf(name);
    if (found === undefined) return yield* badSignal(sh, name);
    signal = found;
    words.splice(0, 2);
  } else if (/^-[^-]/.test(first)) {
    const found = signalOf(first.slice(1));
    if (found === undefined) return yield* badSignal(sh, first.slice(1));
    signal = found;
    words.shift();
  }
  if (words[0] === "--") words.shift();
  if (words.length === 0) return yield* noTarget(sh);
  let status = 0;
  for (const word of words) {
    const sent = yield* send(sh, word, signal);
    if (sent > 1) return sent;
    if (sent !== 0) status = 1;
  }
  collectSignals(sh);
  return status;
}

/** By name or number. */
export function signalOf(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= SIGRTMAX ? Number(text) : undefined;
  return signalNumber(text);
}

function* noTarget(sh: Shell): Task<number> {
  if (sh.isBash) return yield* usage(sh, "kill");
  if (sh.dialect.name === "ash") {
    yield* complainShort(sh, "you need to specify whom to kill");
    return 1;
  }
  return yield* wrong(
    sh,
    "kill",
    "Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]",
  );
}

/** -s and no name of a signal after it. */
function* noSignal(sh: Shell, option: string): Task<number> {
  if (sh.isBash) return yield* wrong(sh, "kill", `${option}: option requires an argument`);
  if (sh.dialect.name === "dash") return yield* wrong(sh, "kill", `No arg for ${option} option`);
  return yield* badSignal(sh, option.slice(1));
}

function* badSignal(sh: Shell, name: string): Task<number> {
  if (sh.isBash) return yield* wrong(sh, "kill", `${name}: invalid signal specification`);
  if (sh.dialect.name === "dash") return yield* wrong(sh, "kill", `Illegal option -${name.slice(0, 1)}`);
  yield* complainShort(sh, `bad signal name '${name}'`);
  return 1;
}

function* send(sh: Shell, word: string, signal: Signal): Task<number> {
  let target: number;
  if (word.startsWith("%")) {
    const job = jobNamed(sh, word);
    if (job === undefined) return yield* wrong(sh, "kill", noSuchJob(sh, word));
    if (!sh.options.monitor && sh.dialect.name === "dash") return yield* refuse(sh, word, strerror("ESRCH"));
    if (!sh.options.monitor)
      return yield* sendToEach(
        sh,
        job.processes.map(({ pid }) => pid),
        signal,
        word,
      );
    target = -job.pgid;
    if (stateOf(job) === "Stopped" && signal !== SIGKILL) void sh.sys.kill(target, SIGCONT);
  } else if (/^-?\d+$/.test(word)) target = Number(word);
  else return yield* notNumber(sh, word);
  const refused = sh.sys.kill(target, signal);
  return failed(refused) ? yield* refuse(sh, word, strerror(refused)) : 0;
}

function* sendToEach(sh: Shell, pids: readonly number[], signal: Signal, word: string): Task<number> {
  let status = 0;
  for (const pid of pids) {
    const refused = sh.sys.kill(pid, signal);
    if (failed(refused)) status = yield* refuse(sh, word, strerror(refused));
  }
  return status;
}

function* notNumber(sh: Shell, word: string): Task<number> {
  if (sh.isBash) return yield* wrong(sh, "kill", `\`${word}': not a pid or valid job spec`);
  if (sh.dialect.name === "dash") return yield* wrong(sh, "kill", `Illegal number: ${word}`);
  yield* complainShort(sh, `invalid number '${word}'`);
  return 1;
}

function* refuse(sh: Shell, word: string, words: string): Task<number> {
  if (sh.isBash) yield* complain(sh, `(${word}) - ${words}`, "kill");
  else if (sh.dialect.name === "ash") yield* complainShort(sh, `can't kill pid ${word}: ${words}`);
  else {
    yield* complain(sh, words, "kill");
    yield* printError(sh, "\n");
  }
  return 1;
}

function* listSignals(sh: Shell, words: readonly string[]): Task<number> {
  if (words.length === 0) return yield* print(sh, signalTable(sh));
  let status = 0;
  for (const word of words) {
    const number = /^\d+$/.test(word) ? Number(word) : undefined;
    const name = number === undefined ? undefined : signalName(number > 128 ? number - 128 : number);
    if (number === 0) yield* print(sh, sh.isBash ? "EXIT\n" : "0\n");
    else if (name !== undefined) yield* print(sh, `${name}\n`);
    else if (number === undefined && sh.dialect.name !== "dash" && signalNumber(word) !== undefined)
      yield* print(sh, `${signalNumber(word)}\n`);
    else if (number !== undefined && sh.dialect.name === "ash") yield* print(sh, `${word}\n`);
    else status = yield* notListed(sh, word);
    if (status === 2) return status;
  }
  return status;
}

/** What kill -l does not know. */
function* notListed(sh: Shell, word: string): Task<number> {
  if (sh.isBash) return yield* badSignal(sh, word);
  if (sh.dialect.name === "dash") {
    const number = /^\d+$/.test(word);
    return yield* wrong(sh, "kill", number ? `invalid signal number or exit status: ${word}` : `Illegal number: ${word}`); // prettier-ignore
  }
  yield* complainShort(sh, `unknown signal '${word}'`);
  return 1;
}

export function signalTable(sh: Shell): string {
  const numbers = Array.from({ length: SIGRTMAX }, (_, i) => i + 1).filter(
    (n) => signalName(n) !== undefined,
  );
  if (!sh.isBash) {
    if (sh.dialect.name === "dash") return `${["0", ...numbers.map((n) => signalName(n))].join("\n")}\n`;
    return numbers.map((n) => `${String(n).padStart(2)}) ${signalName(n)}\n`).join("");
  }
  let text = "";
  numbers.forEach((n, i) => {
    const ends = i % 5 === 4;
    text += `${String(n).padStart(2)}) SIG${signalName(n)}${ends ? "\n" : "\t"}`;
  });
  return numbers.length % 5 === 0 ? text : `${text}\n`;
}
