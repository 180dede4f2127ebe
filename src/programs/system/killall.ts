// killall: sends a signal to all processes of a name. psmisc's program and busybox's; both leave themselves
// out. Names of more than 15 characters are compared with the first argument's.

import { strerror } from "../../base/errno.ts";
import { SIGTERM, type Signal } from "../../base/signals.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import { lastComponent } from "../libc/paths.ts";
import { compileRegex } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import { machineTimes, readProcesses, TICK, type ProcessInfo } from "./process-info.ts";
import { nameLines, numberedLines, parseSignal } from "./signal-words.ts";

const USAGE =
  "Usage: killall [OPTION]... [--] NAME...\n       killall -l, --list\n       killall -V, --version\n\n";

/** The first word may be `-SIGNAL`; the rest are options. */
function asOption(args: readonly string[], family: string): readonly string[] {
  const at = args.findIndex((arg) => /^-[A-Z0-9]/.test(arg) && parseSignal(arg.slice(1)) !== undefined);
  if (at < 0 || (family === "busybox" && at > 0)) return args;
  return [...args.slice(0, at), "-s", (args[at] as string).slice(1), ...args.slice(at + 1)];
}

function isNamed(io: Io, p: ProcessInfo, name: string): boolean {
  const base = lastComponent(name);
  const fold = (text: string): string => (io.has("I") ? text.toLowerCase() : text);
  if (io.has("r")) {
    const expression = compileRegex(name, { extended: true, ignoreCase: io.has("I") });
    return !isFault(expression) && expression.test(p.comm);
  }
  if (name.includes("/")) return p.args[0] === name;
  const first = p.args[0] === undefined ? "" : lastComponent(p.args[0]);
  return (
    fold(p.comm) === fold(base.slice(0, 15)) &&
    (base.length <= 15 || fold(first) === fold(base) || !io.has("e"))
  );
}

const SPANS = new Map([["s", 1], ["m", 60], ["h", 3600], ["d", 86_400], ["w", 604_800]]); // prettier-ignore

/** Seconds of `-o 5m`. */
function spanOf(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text ?? "");
  return match === null ? undefined : Number(match[1]) * (SPANS.get(match[2] as string) as number);
}

function* mayKill(io: Io): Task<((p: ProcessInfo) => boolean) | undefined> {
  const name = io.value("u");
  const user = name === undefined ? undefined : yield* new Accounts(io.sys).user(name);
  if (name !== undefined && user === undefined) {
    yield* io.sys.write(2, encode(`Cannot find user ${name}\n`));
    return undefined;
  }
  const { up } = yield* machineTimes(io.sys);
  const [older, younger] = [spanOf(io.value("o")), spanOf(io.value("y"))];
  return (p) => {
    const age = up - (p.started * TICK) / 1_000_000;
    return (
      p.pid !== io.sys.pid &&
      (user === undefined || p.uid === user.uid) &&
      (older === undefined || age > older) &&
      (younger === undefined || age < younger)
    );
  };
}

function* signalAll(io: Io, victims: readonly ProcessInfo[], signal: Signal): Task<boolean> {
  let any = false;
  for (const { pid, pgrp, comm } of victims) {
    const refused = io.sys.kill(io.has("g") ? -pgrp : pid, signal);
    if (refused === undefined) {
      any = true;
      if (io.has("v")) yield* io.sys.write(2, encode(`Killed ${comm}(${pid}) with signal ${signal}\n`));
      continue;
    }
    const words = io.family === "busybox" ? `killall: can't kill pid ${pid}` : `${comm}(${pid})`;
    yield* io.sys.write(2, encode(`${words}: ${strerror(refused)}\n`));
  }
  return any;
}

/** -w: looks again every second until all are gone. */
function* waitForAll(io: Io, pids: readonly number[]): Task<void> {
  while (pids.some((pid) => io.sys.kill(pid, 0) !== "ESRCH")) yield* io.sys.sleep(1_000_000);
}

function* run(io: Io): Task<number> {
  const text = io.value("s") ?? "TERM";
  const signal = parseSignal(text);
  const busybox = io.family === "busybox";
  if (signal === undefined) {
    const words = busybox
      ? `killall: bad signal name '${text}'`
      : `${text}: unknown signal; killall -l lists signals.`;
    yield* io.sys.write(2, encode(`${words}\n`));
    return 1;
  }
  if (io.operands.length === 0) {
    if (busybox) return yield* io.complain("you need to specify whom to kill");
    yield* io.sys.write(2, encode(USAGE));
    return 1;
  }
  const may = yield* mayKill(io);
  if (may === undefined) return 1;
  const all = (yield* readProcesses(io.sys)).filter(may);
  let status = 0;
  const pids: number[] = [];
  for (const name of io.operands) {
    const victims = all.filter((p) => isNamed(io, p, name));
    pids.push(...victims.map((p) => p.pid));
    if (yield* signalAll(io, victims, signal === 0 ? 0 : (signal ?? SIGTERM))) continue;
    status = 1;
    if (io.has("q") || victims.length > 0) continue;
    const words = busybox ? `killall: ${name}: no process killed` : `${name}: no process found`;
    yield* io.sys.write(2, encode(`${words}\n`));
  }
  if (io.has("w")) yield* waitForAll(io, pids);
  return status;
}

export const killall = command(
  {
    name: "killall",
    gnu: "e/exact I/ignore-case g/process-group y/younger-than: o/older-than: i/interactive l/list q/quiet r/regexp s/signal: u/user: v/verbose V w/wait n/ns: Z/context:",
    busybox: "l q s: o:",
    package: "PSmisc 23.7",
    prepare: asOption,
    usage: "[-lq] [-SIG] NAME...",
    misuse: () => USAGE,
  },
  function* (io) {
    if (!io.has("l")) return yield* run(io);
    yield* io.print(io.family === "busybox" ? numberedLines() : nameLines());
    return 0;
  },
);
