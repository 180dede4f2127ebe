// xargs: makes command lines of what it reads and runs them, one after the other or several at once (-P).
// Input is taken apart in xargs-input.ts. Not here: the limits of --show-limits, which only says them.

import { failed, strerror } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Pid, type Reaped, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { complainOfProgram, findProgram, toStrings } from "../libc/execute.ts";
import { Prompter } from "../libc/prompt.ts";
import { quoted, shellQuote, isUtf8 } from "../libc/quote.ts";
import { ItemReader, type Mode } from "./xargs-input.ts";

/** Bytes of one command line unless -s says fewer. */
const MOST_BYTES = 131_072;

interface Plan {
  readonly words: readonly string[];
  readonly mode: Mode;
  /** items of one command line */
  readonly most: number;
  readonly lines: number;
  readonly replace: string | undefined;
  readonly bytes: number;
  readonly processes: number;
  readonly runsEmpty: boolean;
  readonly trace: boolean;
  readonly asks: boolean;
  readonly slot: string | undefined;
}

class Runner {
  private readonly slots: (Pid | undefined)[] = [];
  private readonly prompter: Prompter;
  status = 0;
  /** a command wants no more to be run */
  stopped = false;

  constructor(
    private readonly io: Io,
    private readonly plan: Plan,
    private readonly stdin: Fd,
  ) {
    this.prompter = new Prompter(io);
  }

  *run(argv: readonly string[]): Task<void> {
    const { io, plan } = this;
    if (plan.trace || plan.asks) {
      const utf8 = isUtf8(io.env);
      const line = argv.map((word) => (io.family === "gnu" ? shellQuote(word, utf8) : word)).join(" ");
      if (!plan.asks) yield* io.tell(`${line}\n`);
      else if (!(yield* this.prompter.confirmsBare(`${line}?...`))) return;
    }
    while (this.running >= plan.processes && !this.stopped) yield* this.reap();
    if (this.stopped) return;
    yield* io.out.flush();
    const free = this.slots.indexOf(undefined);
    const slot = free < 0 ? this.slots.length : free;
    const env = plan.slot === undefined ? io.env : new Map(io.env).set(plan.slot, String(slot));
    const found = findProgram(io.sys, argv[0] as string, toStrings(io.env));
    const pid = failed(found)
      ? found
      : io.sys.spawn({ path: found.path, argv, env: toStrings(env), fds: [[0, this.stdin]] });
    if (failed(pid)) {
      if (io.family === "busybox")
        yield* io.complain(`${argv[0]}: ${strerror(pid)}`, pid === "ENOENT" ? 127 : 126);
      else yield* complainOfProgram(io, argv[0] as string, pid);
      this.stopped = true;
      return;
    }
    this.slots[slot] = pid;
    if (plan.processes === 1) yield* this.reap();
  }

  private get running(): number {
    return this.slots.filter((pid) => pid !== undefined).length;
  }

  /** Waits for one of the commands. */
  private *reap(): Task<void> {
    const ended = yield* this.io.sys.wait(-1);
    if (failed(ended)) {
      this.slots.length = 0;
      return;
    }
    const slot = this.slots.indexOf(ended.pid);
    if (slot >= 0) this.slots[slot] = undefined;
    yield* this.judge(ended);
  }

  private *judge({ change }: Reaped): Task<void> {
    const { io, plan } = this;
    const name = plan.words[0] as string;
    if (change.kind === "signaled") {
      yield* io.complain(`${name}: terminated by signal ${change.signal}`, 125);
      this.stopped = true;
    } else if (change.kind === "exited" && change.code === 255) {
      yield* io.complain(`${name}: exited with status 255; aborting`, 124);
      this.stopped = true;
    } else if (change.kind === "exited" && change.code !== 0) this.status = 123;
  }

  *finish(): Task<void> {
    while (this.running > 0) yield* this.reap();
  }
}

function* runAll(io: Io, plan: Plan, items: ItemReader, runner: Runner): Task<void> {
  const base = plan.words.reduce((sum, word) => sum + encode(word).length + 1, 0);
  let batch: string[] = [];
  let size = base;
  let lines = 0;
  let ran = false;
  function* flush(): Task<void> {
    if (batch.length === 0) return;
    ran = true;
    const words = batch;
    batch = [];
    size = base;
    lines = 0;
    yield* runner.run([...plan.words, ...words]);
  }
  for (;;) {
    const item = yield* items.next();
    if (item === undefined || runner.stopped) break;
    if (plan.replace !== undefined) {
      ran = true;
      const { replace } = plan;
      yield* runner.run(
        plan.words.map((word, i) => (i === 0 ? word : word.replaceAll(replace, () => item.text))),
      );
      continue;
    }
    const length = encode(item.text).length + 1;
    if (size + length > plan.bytes) {
      if (batch.length === 0) {
        yield* io.complain("argument line too long");
        runner.stopped = true;
        return;
      }
      yield* flush();
    }
    batch.push(item.text);
    size += length;
    if (item.endsLine) lines++;
    if (batch.length >= plan.most || lines >= plan.lines) yield* flush();
  }
  if (!runner.stopped) yield* flush();
  if (!ran && plan.runsEmpty && items.unmatched === undefined && !runner.stopped)
    yield* runner.run(plan.words);
}

// ---- options

/** A number that must be at least one; undefined after a complaint. */
function* numberOf(io: Io, text: string, letter: string, least = 1): Task<number | undefined> {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  if (io.family === "busybox") {
    yield* io.complain(`invalid number '${text}'`);
    return undefined;
  }
  if (/^-?\d+$/.test(text)) yield* io.misuse(`value ${text} for -${letter} option should be >= ${least}`);
  else yield* io.misuse(`invalid number "${text}" for -${letter} option`);
  return undefined;
}

/** Which of -n, -L and -I counts: the last; GNU says so. */
interface Choice {
  kind: "args" | "lines" | "replace" | undefined;
  value: string;
}

const GIVEN_NAMES = { lines: "--max-lines", args: "--max-args", replace: "--replace" };
const FULL_NAMES = { lines: "--max-lines/-l", args: "--max-args/-n", replace: "--replace/-I/-i" };

function* choiceOf(io: Io): Task<Choice> {
  const choice: Choice = { kind: undefined, value: "" };
  for (const { key, value } of io.options.given) {
    const kind =
      key === "n"
        ? "args"
        : key === "L" || key === "l"
          ? "lines"
          : key === "I" || key === "i"
            ? "replace"
            : undefined;
    if (kind === undefined) continue;
    if (choice.kind !== undefined && choice.kind !== kind && io.family === "gnu") {
      const before = GIVEN_NAMES[choice.kind];
      yield* io.complain(
        `warning: options ${before} and ${FULL_NAMES[kind]} are mutually exclusive, ignoring previous ${before} value`,
        0,
      );
    }
    choice.kind = kind;
    choice.value = value ?? (kind === "replace" ? "{}" : "1");
  }
  return choice;
}

const ESCAPES: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
};

function* delimiterOf(io: Io): Task<number | undefined> {
  if (io.options.last("0", "d") !== "d") return 0;
  const text = io.value("d") as string;
  const match = /^\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))$/s.exec(text);
  if (match?.[1] !== undefined) return parseInt(match[1], 16);
  if (match?.[2] !== undefined) return parseInt(match[2], 8);
  const char = match === null ? text : ESCAPES[match[3] as string];
  const bytes = char === undefined ? [] : encode(char);
  if (bytes.length === 1) return bytes[0];
  yield* io.complain(
    `Invalid input delimiter specification ${text}: the delimiter must be either a single character or an escape sequence starting with \\.`,
  );
  return undefined;
}

function* planOf(io: Io): Task<Plan | undefined> {
  const choice = yield* choiceOf(io);
  const { kind, value } = choice;
  const count =
    kind === "args" || kind === "lines" ? yield* numberOf(io, value, kind === "args" ? "n" : "L") : Infinity;
  const bytes = io.has("s") ? yield* numberOf(io, io.value("s") as string, "s") : MOST_BYTES;
  const processes = io.has("P") ? yield* numberOf(io, io.value("P") as string, "P", 0) : 1;
  if (count === undefined || bytes === undefined || processes === undefined) return undefined;
  let mode: Mode = { kind: kind === "replace" ? "lines" : "words" };
  if (io.has("0") || io.has("d")) {
    const delimiter = yield* delimiterOf(io);
    if (delimiter === undefined) return undefined;
    mode = { kind: "delimited", delimiter };
  }
  return {
    words: io.operandsOr("echo"),
    mode,
    most: kind === "args" ? count : Infinity,
    lines: kind === "lines" ? count : Infinity,
    replace: kind === "replace" ? value : undefined,
    bytes,
    processes: processes === 0 ? Infinity : processes,
    runsEmpty: !io.has("r") && kind !== "replace",
    trace: io.has("t"),
    asks: io.has("p"),
    slot: io.value("process-slot-var"),
  };
}

/** Where items come from, and what the commands get to read instead. */
function* inputs(io: Io): Task<{ readonly items: Fd; readonly stdin: Fd } | undefined> {
  const path = io.value("a");
  if (path !== undefined && path !== "-") {
    const fd = yield* io.sys.open(path, O_RDONLY);
    if (!failed(fd)) return { items: fd, stdin: 0 };
    if (io.family === "busybox") yield* io.complain(`can't open '${path}': ${strerror(fd)}`);
    else yield* io.complain(`Cannot open input file ${quoted(io, path)}: ${strerror(fd)}`);
    return undefined;
  }
  const nothing = yield* io.sys.open(io.has("o") ? "/dev/tty" : "/dev/null", O_RDONLY);
  return { items: 0, stdin: failed(nothing) ? 0 : nothing };
}

export const xargs = command(
  {
    name: "xargs",
    gnu: `+0/null a/arg-file: d/delimiter: E: e? eof? I: i? replace? L: l? max-lines? n/max-args: o/open-tty
      P/max-procs: p/interactive process-slot-var: r/no-run-if-empty s/max-chars: show-limits t/verbose x/exit`,
    busybox: "+0 a: E: e? I: n: o P: p r s: t x",
    usage: "[OPTIONS] [PROG ARGS]",
    package: "GNU findutils 4.10.0",
    prepare: (args) =>
      args.map((arg) =>
        arg.startsWith("--replace") ? arg.replace("--replace", "-i").replace("=", "") : arg,
      ),
  },
  function* (io) {
    const plan = yield* planOf(io);
    if (plan === undefined) return Math.max(1, io.status);
    const input = yield* inputs(io);
    if (input === undefined) return 1;
    const items = new ItemReader(
      io,
      input.items,
      plan.mode,
      io.value("E") ?? io.value("e") ?? io.value("eof"),
    );
    const runner = new Runner(io, plan, input.stdin);
    yield* runAll(io, plan, items, runner);
    yield* runner.finish();
    if (items.unmatched !== undefined) {
      const hint =
        io.family === "gnu" ? "; by default quotes are special to xargs unless you use the -0 option" : "";
      yield* io.complain(`unmatched ${items.unmatched.quote} quote${hint}`);
    }
    return Math.max(runner.status, io.status);
  },
);
