// pgrep and pkill: find processes by pattern, user, parent, age, and print or signal them. Patterns are POSIX's
// extended expressions. Not here: --cgroup, --ns, queued values.

import { strerror } from "../../base/errno.ts";
import type { Signal } from "../../base/signals.ts";
import { SECOND } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import { compileRegex } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import { machineTimes, readProcesses, terminalName, TICK, type ProcessInfo } from "./process-info.ts";
import { PROCPS, procpsMisuse } from "./procps-usage.ts";
import { parseSignal } from "./signal-words.ts";

const WRONG = 2;

type Test = (p: ProcessInfo) => boolean;

function* misuse(io: Io, message: string): Task<undefined> {
  yield* io.complain(message, WRONG);
  yield* io.out.flush();
  yield* io.sys.write(2, encode(`Try \`${io.name} --help' for more information.\n`));
  return undefined;
}

const words = (text: string): string[] => text.split(",").filter((w) => w !== "");

/** Numbers of a list; 0 stands for pgrep's own. */
const numbersIn = (text: string, own: number): number[] =>
  words(text).map((w) => (w === "0" ? own : Number(w)));

function* idsOf(io: Io, key: string, kind: "user" | "group"): Task<number[] | undefined> {
  const accounts = new Accounts(io.sys);
  const ids: number[] = [];
  for (const word of words(io.value(key) ?? "")) {
    const found = kind === "user" ? yield* accounts.uidOf(word) : yield* accounts.gidOf(word);
    if (found === undefined) {
      yield* io.complain(`invalid ${kind} name: ${word}`, WRONG);
      return undefined;
    }
    ids.push(found);
  }
  return ids;
}

/** Tests of -u, -U and -G; undefined after a complaint. */
function* identityTests(io: Io): Task<Test[] | undefined> {
  const tests: Test[] = [];
  for (const [key, kind, of] of [
    ["u", "user", (p: ProcessInfo) => p.euid],
    ["U", "user", (p: ProcessInfo) => p.uid],
    ["G", "group", (p: ProcessInfo) => p.gid],
  ] as const) {
    if (!io.has(key)) continue;
    const ids = yield* idsOf(io, key, kind);
    if (ids === undefined) return undefined;
    tests.push((p) => ids.includes(of(p)));
  }
  return tests;
}

function numericTests(io: Io, self: ProcessInfo): Test[] {
  const tests: Test[] = [];
  const add = (key: string, own: number, of: (p: ProcessInfo) => number): void => {
    const text = io.value(key);
    if (text === undefined) return;
    const numbers = numbersIn(text, own);
    tests.push((p) => numbers.includes(of(p)));
  };
  add("P", 0, (p) => p.ppid);
  add("g", self.pgrp, (p) => p.pgrp);
  add("s", self.session, (p) => p.session);
  const terminals = io.value("t");
  if (terminals !== undefined) tests.push((p) => words(terminals).includes(terminalName(p.tty) ?? "-"));
  const states = io.value("r");
  if (states !== undefined) tests.push((p) => words(states).some((w) => w.includes(p.state)));
  return tests;
}

const lineOf = (p: ProcessInfo): string => (p.args.length > 0 ? p.args.join(" ") : p.comm);

/** undefined without a pattern; null for one that is no expression. */
function patternTest(io: Io, pattern: string | undefined): Test | null | undefined {
  if (pattern === undefined) return undefined;
  const expression = compileRegex(io.has("x") ? `^(${pattern})$` : pattern, {
    extended: true,
    ignoreCase: io.has("i"),
  });
  if (isFault(expression)) return null;
  return (p) => expression.test(io.has("f") ? lineOf(p) : p.comm);
}

function* pidsIn(io: Io, path: string): Task<number[]> {
  const fd = yield* io.openInput(path);
  if (fd === undefined) return [];
  const line = yield* io.lines(fd).next();
  return line === undefined ? [] : [Number(line.trim())];
}

/** All tests together; undefined after a complaint. */
function* testsOf(io: Io, self: ProcessInfo): Task<Test | undefined> {
  const [pattern, second] = io.operands;
  if (second !== undefined) return yield* misuse(io, "only one pattern can be provided");
  const identity = yield* identityTests(io);
  if (identity === undefined) return undefined;
  const tests = [...identity, ...numericTests(io, self)];
  const byFile = io.value("F");
  if (byFile !== undefined) {
    const pids = yield* pidsIn(io, byFile);
    tests.push((p) => pids.includes(p.pid));
  }
  const older = io.value("O");
  if (older !== undefined) {
    const { up } = yield* machineTimes(io.sys);
    tests.push((p) => up - (p.started * TICK) / SECOND >= Number(older));
  }
  const byPattern = patternTest(io, pattern);
  if (byPattern === null) {
    yield* io.complain("regex error: Invalid regular expression", WRONG);
    return undefined;
  }
  if (byPattern !== undefined) tests.push(byPattern);
  if (tests.length === 0 && !io.has("n") && !io.has("o"))
    return yield* misuse(io, "no matching criteria specified");
  return (p) => tests.every((test) => test(p));
}

function* find(io: Io): Task<readonly ProcessInfo[] | undefined> {
  const all = yield* readProcesses(io.sys);
  const self = all.find((p) => p.pid === io.sys.pid) as ProcessInfo;
  const test = yield* testsOf(io, self);
  if (test === undefined) return undefined;
  const ancestors = new Set<number>();
  for (let p: ProcessInfo | undefined = self; io.has("A") && p !== undefined && !ancestors.has(p.pid);) {
    ancestors.add(p.pid);
    p = all.find(({ pid }) => pid === (p as ProcessInfo).ppid);
  }
  const found = all.filter((p) => p.pid !== self.pid && !ancestors.has(p.pid) && test(p) !== io.has("v"));
  if (io.has("n")) return found.slice(-1);
  return io.has("o") ? found.slice(0, 1) : found;
}

function* tooLong(io: Io): Task<void> {
  const pattern = io.operands[0];
  if (pattern === undefined || io.has("f") || !/^[\w-]{16,}$/.test(pattern)) return;
  yield* io.complain(
    "pattern that searches for process name longer than 15 characters will result in zero matches",
    0,
  );
  yield* io.sys.write(2, encode(`Try \`${io.name} -f' option to match against the complete command line.\n`));
}

function* list(io: Io, found: readonly ProcessInfo[]): Task<void> {
  if (io.has("c")) {
    yield* io.print(`${found.length}\n`);
    return;
  }
  const texts = found.map((p) =>
    io.has("a") ? `${p.pid} ${lineOf(p)}` : io.has("l") ? `${p.pid} ${p.comm}` : String(p.pid),
  );
  if (texts.length > 0) yield* io.print(`${texts.join(io.value("d") ?? "\n")}\n`);
}

const COMMON =
  "v/inverse f/full g/pgroup: G/group: i/ignore-case n/newest o/oldest O/older: P/parent: s/session: t/terminal: u/euid: U/uid: x/exact F/pidfile: L/logpidfile r/runstates: A/ignore-ancestors cgroup: ns: nslist: V";

export const pgrep: Command = command(
  {
    name: "pgrep",
    gnu: `d/delimiter: l/list-name a/list-full w/lightweight c/count signal: ${COMMON}`,
    busybox: "l a f n o v x s: P:",
    usageStatus: { gnu: WRONG },
    package: PROCPS,
    misuse: procpsMisuse("pgrep", "[options] <pattern>"),
    usage: "[-flanovx] [-s SID|-P PPID|PATTERN]",
  },
  function* (io) {
    const found = yield* find(io);
    if (found === undefined) return WRONG;
    yield* tooLong(io);
    yield* list(io, found);
    return found.length > 0 ? 0 : 1;
  },
);

/** `-TERM` anywhere among the words. */
function takeSignal(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => /^-[A-Z0-9]+$/.test(arg) && parseSignal(arg.slice(1)) !== undefined);
  return at < 0
    ? args
    : [...args.slice(0, at), `--signal=${(args[at] as string).slice(1)}`, ...args.slice(at + 1)];
}

export const pkill: Command = command(
  {
    name: "pkill",
    gnu: `signal: e/echo c/count q/queue: H/require-handler ${COMMON}`,
    busybox: "signal: l f n o v x s: P:",
    usageStatus: { gnu: WRONG },
    package: PROCPS,
    misuse: procpsMisuse("pkill", "[options] <pattern>"),
    prepare: takeSignal,
    usage: "[-l|-SIGNAL] [-xfvno] [-s SID|-P PPID|PATTERN]",
  },
  function* (io) {
    const text = io.value("signal") ?? "TERM";
    const signal = parseSignal(text);
    if (signal === undefined) {
      yield* misuse(io, `Unknown signal "${text}".`);
      return WRONG;
    }
    const found = yield* find(io);
    if (found === undefined) return WRONG;
    yield* tooLong(io);
    const killed = yield* signalAll(io, found, signal);
    if (io.has("c")) yield* io.print(`${killed}\n`);
    return killed > 0 ? 0 : 1;
  },
);

function* signalAll(io: Io, found: readonly ProcessInfo[], signal: Signal): Task<number> {
  let killed = 0;
  for (const p of found) {
    const refused = io.sys.kill(p.pid, signal);
    if (refused === undefined) {
      killed++;
      if (io.has("e")) yield* io.print(`${p.comm} killed (pid ${p.pid})\n`);
    } else if (refused !== "ESRCH")
      yield* io.complain(`killing pid ${p.pid} failed: ${strerror(refused)}`, 0);
  }
  return killed;
}
