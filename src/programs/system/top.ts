// top: processes by what they use, again and again: on a terminal with keys (q, P, M, T, N, R, c, space), with -b
// as plain text. procps' and busybox's programs look different (top-screen.ts); the loop is the same. What is
// pressed ends the pause. Not here: windows, colours, fields to choose, renice and kill from within.

import { failed } from "../../base/errno.ts";
import { SIGINT, SIGTERM } from "../../base/signals.ts";
import type { Duration } from "../../base/time.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { RAW, type Termios } from "../../kernel/terminal.ts";
import { command, type Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import { screenWidth } from "./machine-info.ts";
import { PROCPS } from "./procps-usage.ts";
import { busyboxScreen, procpsScreen, takeSample, type Order, type Sample, type View } from "./top-screen.ts";

interface Plan {
  readonly delay: Duration;
  readonly times: number;
  readonly batch: boolean;
  view: View;
}

const ORDERS = new Map<string, Order>([
  ["%CPU", "cpu"],
  ["%MEM", "memory"],
  ["RES", "memory"],
  ["VIRT", "virtual"],
  ["TIME", "time"],
  ["TIME+", "time"],
  ["PID", "pid"],
  ["USER", "user"],
  ["COMMAND", "command"],
]);

function* planOf(io: Io): Task<Plan | undefined> {
  const delay = io.value("d");
  if (delay !== undefined && !/^\d*\.?\d+$/.test(delay)) {
    yield* io.complain(`bad delay interval '${delay}'`);
    return undefined;
  }
  const times = io.value("n");
  if (times !== undefined && !/^[1-9]\d*$/.test(times)) {
    yield* io.complain(
      io.family === "busybox" ? `invalid number '${times}'` : `bad iterations argument '${times}'`,
    );
    return undefined;
  }
  const field = io.value("o")?.replace(/^[-+]/, "");
  if (field !== undefined && !ORDERS.has(field)) {
    yield* io.complain(`unrecognized field name '${field}'`);
    return undefined;
  }
  const user = io.value("u") ?? io.value("U");
  const uid = user === undefined ? undefined : yield* new Accounts(io.sys).uidOf(user);
  if (user !== undefined && uid === undefined) {
    yield* io.complain("Invalid user");
    return undefined;
  }
  const seconds = delay === undefined ? (io.family === "busybox" ? 5 : 3) : Number(delay);
  return {
    delay: Math.max(100_000, seconds * 1_000_000),
    times: times === undefined ? Infinity : Number(times),
    batch: io.has("b"),
    view: {
      order: ORDERS.get(field ?? "%CPU") as Order,
      reversed: io.value("o")?.startsWith("+") ?? false,
      lines: io.has("c"),
      idle: !io.has("i"),
      uid,
      pids: io.options.values("p").flatMap((text) => text.split(",").map(Number)),
    },
  };
}

const KEYS = new Map<string, Partial<View>>([
  ["P", { order: "cpu" }],
  ["p", { order: "cpu" }],
  ["M", { order: "memory" }],
  ["m", { order: "memory" }],
  ["T", { order: "time" }],
  ["t", { order: "time" }],
  ["N", { order: "pid" }],
  ["n", { order: "pid" }],
]);

/** What a key changes; "quit" ends it all. */
function press(view: View, key: string, busybox: boolean): View | "quit" {
  if (key === "q" || key === "Q" || key === "\x03") return "quit";
  if (key === "R") return { ...view, reversed: !view.reversed };
  if (key === "c") return { ...view, lines: !view.lines };
  if (key === "i") return { ...view, idle: !view.idle };
  const change = busybox || /[PMTN]/.test(key) ? KEYS.get(key) : undefined;
  return change === undefined ? view : { ...view, ...change };
}

/** Waits for the pause or a key; false when it is time to go. */
function* pause(io: Io, plan: Plan, keys: boolean): Task<boolean> {
  const { sys } = io;
  if (!keys) {
    yield* sys.sleep(plan.delay);
    return sys.takeSignals().length === 0;
  }
  const ready = yield* sys.poll([{ fd: 0, read: true }], plan.delay);
  if (failed(ready)) return sys.takeSignals().length === 0;
  if (ready.length === 0) return true;
  const bytes = yield* sys.read(0, 64);
  if (failed(bytes) || bytes.length === 0) return false;
  for (const key of decode(bytes)) {
    const next = press(plan.view, key, io.family === "busybox");
    if (next === "quit") return false;
    plan.view = next;
  }
  return true;
}

function* draw(io: Io, plan: Plan, sample: Sample, before: Sample | undefined, first: boolean): Task<void> {
  const columns =
    plan.batch && io.family === "gnu" && !io.has("w")
      ? screenWidth(io.sys, io.env)
      : (screenWidth(io.sys, io.env) ?? 512);
  const asked = Number(io.value("w"));
  const width = asked > 0 ? asked : columns;
  const screen = io.family === "busybox" ? busyboxScreen : procpsScreen;
  const lines = yield* screen(io, plan.view, sample, before);
  const cut = (line: string): string => (width === undefined ? line : line.slice(0, width));
  if (plan.batch) {
    yield* io.print(`${first ? "" : "\n"}${lines.map(cut).join("\n")}\n`);
    yield* io.out.flush();
    return;
  }
  const size = io.sys.windowSize(1);
  const rows = failed(size) ? 24 : size.rows;
  const heading = lines.findIndex((line) => line.includes("COMMAND"));
  const shown = lines.slice(0, rows - 1).map((line, i) => {
    const text = cut(line);
    return i === heading ? `\x1b[7m${text.padEnd(width ?? 80)}\x1b[m` : text;
  });
  yield* io.print(`\x1b[H\x1b[J${shown.join("\r\n")}\r`);
  yield* io.out.flush();
}

function* loop(io: Io, plan: Plan, keys: boolean): Task<void> {
  let before: Sample | undefined;
  for (let i = 0; i < plan.times; i++) {
    const sample = yield* takeSample(io.sys);
    yield* draw(io, plan, sample, before, i === 0);
    before = sample;
    if (i + 1 < plan.times && !(yield* pause(io, plan, keys))) return;
  }
}

export const top = command(
  {
    name: "top",
    gnu: "b/batch-mode c/cmdline-toggle d/delay: E/scale-summary-mem: e/scale-task-mem: H/threads-show i/idle-toggle n/iterations: o/sort-override: O/list-fields p/pid: S/accum-time-toggle s/secure-mode U/filter-any-user: u/filter-only-euser: V w/width? 1/single-cpu-toggle h",
    busybox: "b n: d: m H",
    package: PROCPS,
    misuse: (name, message) => `${name}: ${message}\n`,
    usage: "[-bmH] [-n COUNT] [-d SECONDS]",
  },
  function* (io) {
    const plan = yield* planOf(io);
    if (plan === undefined) return 1;
    const { sys } = io;
    const terminal: Termios | undefined = plan.batch ? undefined : sys.termios(0);
    if (!plan.batch && io.family === "gnu" && sys.termios(1) === undefined)
      return yield* io.complain("failed tty get");
    if (terminal !== undefined) void sys.setTermios(0, { ...RAW, nlToCrNl: true, signals: true });
    for (const signal of [SIGINT, SIGTERM]) sys.disposition(signal, "handle");
    yield* loop(io, plan, terminal !== undefined);
    if (terminal !== undefined) {
      void sys.setTermios(0, terminal);
      yield* io.print("\r\n");
    }
    return 0;
  },
);
