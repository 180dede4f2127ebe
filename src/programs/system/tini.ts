// tini 0.19, which Docker calls docker-init: the first process of a container of --init. It runs the program as its
// child, in a process group of its own, hands signals on to it, waits for every process that loses its parent, and
// ends as the child ends. Not here: the text of its licence (-l), and what -p does when its own parent dies.

import { failed, strerror } from "../../base/errno.ts";
import {
  SIGABRT, SIGBUS, SIGCHLD, SIGFPE, SIGILL, SIGKILL, SIGSEGV, SIGSTOP, SIGTRAP, SIGTTIN, SIGTTOU, signalName, signalNumber,
} from "../../base/signals.ts"; // prettier-ignore
import { encode } from "../../base/utf8.ts";
import { exitStatusOf, type Pid, type Sys, type Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { execute, statusOfFailure, toStrings } from "../libc/execute.ts";
import { describeOptions, isOptionError, type Options, parseOptions } from "../libc/options.ts";
import { lastComponent } from "../libc/paths.ts";

const VERSION = "tini version 0.19.0";

const usage = (name: string): string => `${name} (${VERSION})
Usage: ${name} [OPTIONS] PROGRAM -- [ARGS] | --version

Execute a program under the supervision of a valid init process (${name})

Command line options:

  --version: Show version and exit.
  -h: Show this help message and exit.
  -s: Register as a process subreaper (requires Linux >= 3.4).
  -p SIGNAL: Trigger SIGNAL when parent dies, e.g. "-p SIGKILL".
  -v: Generate more verbose output. Repeat up to 3 times.
  -w: Print a warning when processes are getting reaped.
  -g: Send signals to the child's process group.
  -e EXIT_CODE: Remap EXIT_CODE (from 0 to 255) to 0.
  -l: Show license and exit.

Environment variables:

  TINI_SUBREAPER: Register as a process subreaper (requires Linux >= 3.4).
  TINI_VERBOSITY: Set the verbosity level (default: 1).
  TINI_KILL_PROCESS_GROUP: Send signals to the child's process group.

`;

/** Those that are a process's own fault, and those that cannot be had. */
const NOT_PASSED_ON = new Set([
  SIGFPE, SIGILL, SIGSEGV, SIGBUS, SIGABRT, SIGTRAP, 31, SIGTTIN, SIGTTOU, SIGKILL, SIGSTOP, SIGCHLD,
]); // prettier-ignore
const LAST_SIGNAL = 31;

const TABLE = describeOptions("+h p: v w g l e: s");

interface Settings {
  readonly verbosity: number;
  readonly warnsOfReaping: boolean;
  readonly killsGroup: boolean;
  readonly remapped: ReadonlySet<number>;
}

type Level = "FATAL" | "WARN" | "INFO" | "DEBUG";
const LEVELS: Readonly<Record<Level, number>> = { FATAL: 0, WARN: 1, INFO: 2, DEBUG: 3 };

/** What is informative goes to standard output. */
function* say(sys: Sys, verbosity: number, level: Level, text: string): Task<void> {
  if (LEVELS[level] > verbosity) return;
  const line = `[${level.padEnd(5)} tini (${sys.pid})] ${text}\n`;
  yield* sys.write(LEVELS[level] < LEVELS.INFO ? 2 : 1, encode(line));
}

const NO_REAPER = `Tini is not running as PID 1 and isn't registered as a child subreaper.
Zombie processes will not be re-parented to Tini, so zombie reaping won't work.
To fix the problem, use the -s option or set the environment variable TINI_SUBREAPER to register Tini as a child subreaper, or run Tini as PID 1.`;

function* run(io: Io): Task<number> {
  const { sys } = io;
  const name = lastComponent(io.name);
  const words = io.argv.slice(1);
  if (words.length === 1 && words[0] === "--version") {
    yield* io.print(`${VERSION}\n`);
    return 0;
  }
  const options = parseOptions(TABLE, words);
  if (isOptionError(options)) {
    const why = options.kind === "needs-value" ? "option requires an argument" : "invalid option";
    yield* io.tell(`${io.name}: ${why} -- '${"name" in options ? options.name : ""}'\n${usage(name)}`);
    return 1;
  }
  if (options.has("h")) {
    yield* io.print(usage(name));
    return 0;
  }
  if (options.has("l")) {
    yield* io.tell(`${name}: the licence's text is not modelled by paperwhale\n`);
    return 1;
  }
  const settings = settingsOf(io, options);
  if (typeof settings === "string") {
    yield* say(sys, 0, "FATAL", settings);
    return 1;
  }
  if (options.operands.length === 0) {
    yield* io.tell(usage(name));
    return 1;
  }
  const reaps = options.has("s") || io.env.has("TINI_SUBREAPER") || sys.pid === 1;
  if (!reaps) yield* say(sys, settings.verbosity, "WARN", NO_REAPER);
  return yield* supervise(sys, options.operands, toStrings(io.env), settings);
}

/** What is wrong with them is a text. */
function settingsOf(io: Io, options: Options): Settings | string {
  const death = options.value("p");
  if (death !== undefined && signalNumber(death) === undefined) return `Not a valid option for -p: ${death}`;
  const codes = options.values("e");
  const wrong = codes.find((code) => !/^\d+$/.test(code) || Number(code) > 255);
  if (wrong !== undefined) return `Not a valid option for -e: ${wrong}`;
  const verbosity = io.env.get("TINI_VERBOSITY");
  return {
    verbosity:
      (verbosity === undefined ? 1 : Number(verbosity)) +
      options.given.filter(({ key }) => key === "v").length,
    warnsOfReaping: options.has("w"),
    killsGroup: options.has("g") || io.env.has("TINI_KILL_PROCESS_GROUP"),
    remapped: new Set(codes.map(Number)),
  };
}

interface Child {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  /** dumb-init's words and status, not tini's */
  readonly dumb: boolean;
}

function* become(sys: Sys, { argv, env, dumb }: Child): Task<number> {
  const refused = yield* execute(sys, argv, env);
  if (dumb) {
    yield* sys.write(2, encode(`[dumb-init] ${argv[0] ?? ""}: ${strerror(refused)}\n`));
    return 2;
  }
  yield* say(sys, 0, "FATAL", `exec ${argv[0] ?? ""} failed: ${strerror(refused)}`);
  return statusOfFailure(refused);
}

function* supervise(
  sys: Sys,
  argv: readonly string[],
  env: readonly string[],
  settings: Settings,
  dumb = false,
): Task<number> {
  const caught = [...Array(LAST_SIGNAL + 1).keys()].filter((n) => n > 0 && !NOT_PASSED_ON.has(n));
  for (const signal of [...caught, SIGCHLD]) void sys.disposition(signal, "handle");
  for (const signal of [SIGTTIN, SIGTTOU]) void sys.disposition(signal, "ignore");
  const hasTerminal = sys.termios(0) !== undefined;
  const child = sys.fork<Child>({
    entry: become,
    data: { argv, env, dumb },
    pgid: 0,
    defaulted: [...caught, SIGCHLD, SIGTTIN, SIGTTOU],
    ...(hasTerminal ? { foregroundOf: 0 } : {}),
  });
  if (failed(child)) {
    yield* say(sys, settings.verbosity, "FATAL", `fork failed: ${strerror(child)}`);
    return 1;
  }
  yield* say(sys, settings.verbosity, "INFO", `Spawned child process '${argv[0] ?? ""}' with pid '${child}'`);
  return yield* attend(sys, { child, settings });
}

interface Attended {
  readonly child: Pid;
  readonly settings: Settings;
}

function* attend(sys: Sys, attended: Attended): Task<number> {
  for (;;) {
    const status = yield* reap(sys, attended);
    if (status !== undefined) return status;
    sys.checkpoint(attend, attended);
    yield* sys.pause();
    for (const signal of sys.takeSignals()) yield* passOn(sys, attended, signal);
  }
}

function* passOn(sys: Sys, { child, settings }: Attended, signal: number): Task<void> {
  if (signal === SIGCHLD) return yield* say(sys, settings.verbosity, "DEBUG", "Received SIGCHLD");
  yield* say(sys, settings.verbosity, "DEBUG", `Passing signal: '${signalName(signal) ?? signal}'`);
  void sys.kill(settings.killsGroup ? -child : child, signal);
}

/** Takes every child that has ended; how it all ends if the first one is among them. */
function* reap(sys: Sys, { child, settings }: Attended): Task<number | undefined> {
  const { verbosity, warnsOfReaping, remapped } = settings;
  let status: number | undefined;
  for (;;) {
    const reaped = yield* sys.wait(-1, { nohang: true });
    if (failed(reaped)) break;
    yield* say(sys, verbosity, "DEBUG", `Reaped child with pid: '${reaped.pid}'`);
    if (reaped.pid !== child) {
      if (warnsOfReaping) yield* say(sys, verbosity, "WARN", `Reaped zombie process with pid=${reaped.pid}`);
      continue;
    }
    const { change } = reaped;
    status = exitStatusOf(change);
    if (change.kind === "exited")
      yield* say(sys, verbosity, "INFO", `Main child exited normally (with status '${status}')`);
    else yield* say(sys, verbosity, "INFO", `Main child exited with signal (with signal '${status - 128}')`);
    if (remapped.has(status)) status = 0;
  }
  return status;
}

const DUMB_USAGE = "Usage: dumb-init [option] program [args]\nTry dumb-init --help for full usage.\n";

/** dumb-init: signals go to the whole group unless -c says otherwise. */
function* dumbInit(io: Io): Task<number> {
  const args = io.argv.slice(1);
  let killsGroup = true;
  while (args[0]?.startsWith("-")) {
    const word = args.shift() as string;
    if (word === "-V" || word === "--version") {
      yield* io.tell("dumb-init v1.2.5\n");
      return 0;
    }
    if (word === "-c" || word === "--single-child") killsGroup = false;
    else if (word === "-r" || word === "--rewrite") args.shift();
    else if (word === "--") break;
  }
  if (args.length === 0) {
    yield* io.tell(DUMB_USAGE);
    return 1;
  }
  const settings = { verbosity: 0, warnsOfReaping: false, killsGroup, remapped: new Set<number>() };
  return yield* supervise(io.sys, args, toStrings(io.env), settings, true);
}

/** Under the names that distributions and Docker give its file. */
export const initCommands: readonly Command[] = ["docker-init", "tini", "tini-static"]
  .map((name) => command({ name, gnu: "", raw: true }, run))
  .concat(command({ name: "dumb-init", gnu: "", raw: true }, dumbInit));
