// kill, the program: sends signals to processes by number, or lists signals. Shells have one of their own, which
// knows jobs. procps' and busybox's differ in what they say of wrong words; negative numbers are groups.

import { strerror } from "../../base/errno.ts";
import { SIGTERM, type Signal } from "../../base/signals.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { PROCPS, usageOf } from "./procps-usage.ts";
import { isSignal, nameLines, nameTable, numberedLines, parseSignal, wordOf } from "./signal-words.ts";

const USAGE = usageOf("kill", "[options] <pid> [...]");

function* usage(io: Io): Task<number> {
  yield* io.sys.write(2, encode(USAGE));
  return 1;
}

/** `kill -l WORD`: a number for a name, a name for a number or for a status. */
function* translate(io: Io, word: string): Task<void> {
  const n = Number(word);
  if (!/^\d+$/.test(word)) {
    const signal = parseSignal(word);
    if (signal === undefined)
      yield* io.complain(
        io.family === "busybox" ? `unknown signal '${word}'` : `unknown signal name ${word}`,
        io.family === "busybox" ? 1 : 0,
      );
    else yield* io.print(`${signal}\n`);
    return;
  }
  const signal = io.family === "busybox" ? n & 0x7f : n;
  if (isSignal(signal) || io.family === "busybox") yield* io.print(`${wordOf(signal)}\n`);
  else yield* io.complain(`unknown signal name ${word}`, 0);
}

function* list(io: Io, words: readonly string[], table: boolean): Task<number> {
  if (words.length === 0)
    yield* io.print(table ? nameTable() : io.family === "busybox" ? numberedLines() : nameLines());
  for (const word of words) yield* translate(io, word);
  return io.status;
}

function* send(io: Io, signal: Signal, words: readonly string[]): Task<number> {
  let errors = 0;
  for (const word of words) {
    const pid = /^-?\d+$/.test(word) ? Number(word) : undefined;
    if (pid === undefined) {
      errors++;
      yield* io.complain(
        io.family === "busybox" ? `invalid number '${word}'` : `failed to parse argument: '${word}'`,
        0,
      );
      continue;
    }
    const refused = io.sys.kill(pid, signal);
    if (refused === undefined) continue;
    errors++;
    const words = io.family === "busybox" ? `can't kill pid ${pid}: ` : `(${pid}): `;
    yield* io.complain(words + strerror(refused), 0);
  }
  return io.family === "busybox" ? Math.min(errors, 255) : errors > 0 ? 1 : 0;
}

interface Asked {
  readonly signal: Signal;
  readonly pids: readonly string[];
}

/** procps: `-9`, `-TERM`, `-s TERM`, `--signal=TERM`; what is none of these is a wrong letter. */
function* procpsWords(io: Io): Task<Asked | number> {
  const words = [...io.operands];
  let signal: Signal = SIGTERM;
  while (words[0]?.startsWith("-") && words[0] !== "-") {
    const word = words.shift() as string;
    if (word === "--") break;
    if (word === "-l" || word === "--list" || word === "-L" || word === "--table")
      return yield* list(io, words, word === "-L" || word === "--table");
    const long = /^--(?:list|signal)=(.*)$/.exec(word);
    if (long !== null && word.startsWith("--list")) return yield* list(io, [long[1] as string], false);
    if (word === "-h" || word === "--help" || word === "-V" || word === "--version") {
      yield* io.print(/h/.test(word) ? USAGE : `kill from ${PROCPS}\n`);
      return 0;
    }
    const named = word === "-s" || word === "--signal" ? words.shift() : (long?.[1] ?? word.slice(1));
    if (named === undefined) return yield* usage(io);
    const found = parseSignal(named);
    if (found !== undefined) signal = found;
    else if (word === "-s" || word.startsWith("--signal")) {
      for (const pid of words) yield* io.complain(`(${pid}): ${strerror("EINVAL")}`);
      return 1;
    } else if (/^-\d+$/.test(word)) {
      words.unshift(word);
      break;
    } else {
      yield* io.complain(`invalid argument ${named[0]}`);
      return yield* usage(io);
    }
  }
  return words.length === 0 ? yield* usage(io) : { signal, pids: words };
}

function* busyboxWords(io: Io): Task<Asked | number> {
  let words = io.operands;
  const first = words[0];
  let signal: Signal = SIGTERM;
  if (first === "-l") return yield* list(io, words.slice(1), false);
  if (first?.startsWith("-") && first !== "--") {
    const separate = first === "-s" && words.length > 1;
    const named = separate ? (words[1] as string) : first.slice(1);
    const found = parseSignal(named);
    if (found === undefined) return yield* io.complain(`bad signal name '${named}'`);
    signal = found;
    words = words.slice(separate ? 2 : 1);
  }
  if (words[0] === "--") words = words.slice(1);
  if (words.length === 0) return yield* io.complain("you need to specify whom to kill");
  return { signal, pids: words };
}

export const kill = command(
  { name: "kill", gnu: "", busybox: "", raw: true, package: PROCPS, usage: "[-l] [-SIG] PID..." },
  function* (io) {
    const asked = io.family === "busybox" ? yield* busyboxWords(io) : yield* procpsWords(io);
    return typeof asked === "number" ? asked : yield* send(io, asked.signal, asked.pids);
  },
);
