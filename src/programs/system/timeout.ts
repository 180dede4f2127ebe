// timeout: runs a command and ends it when its time is over: with -k a second, harder time. GNU's answers 124
// then; busybox's leaves the command in the caller's place and watches from aside, so the command's own end
// counts (143 after TERM).

import { failed } from "../../base/errno.ts";
import {
  signalName,
  signalNumber,
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  SIGTERM,
  type Signal,
} from "../../base/signals.ts";
import type { Duration } from "../../base/time.ts";
import { exitStatusOf, type Pid, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { complainOfProgram, findProgram, toStrings } from "../libc/execute.ts";
import { parseInterval } from "../libc/intervals.ts";
import { quoted } from "../libc/quote.ts";

const TIMED_OUT = 124;
const PASSED_ON = [1, 2, 3, SIGTERM];

interface Plan {
  readonly span: Duration;
  readonly signal: Signal;
  readonly killAfter: Duration | undefined;
}

function* interval(io: Io, text: string): Task<Duration | undefined> {
  const span = parseInterval(text);
  if (span !== undefined) return span;
  if (io.family === "busybox") yield* io.complain(`invalid number '${text}'`);
  else yield* io.misuse(`invalid time interval ${quoted(io, text)}`);
  return undefined;
}

function* signalOf(io: Io, text: string): Task<Signal | undefined> {
  const signal = /^\d+$/.test(text) ? Number(text) : signalNumber(text);
  if (signal !== undefined) return signal;
  if (io.family === "busybox") yield* io.complain(`unknown signal '${text}'`);
  else yield* io.misuse(`${quoted(io, text)}: invalid signal`);
  return undefined;
}

function* planOf(io: Io): Task<Plan | undefined> {
  const signal = yield* signalOf(io, io.value("s") ?? "TERM");
  if (signal === undefined) return undefined;
  const later = io.value("k");
  const killAfter = later === undefined ? undefined : yield* interval(io, later);
  if (later !== undefined && killAfter === undefined) return undefined;
  const span = yield* interval(io, io.operands[0] as string);
  return span === undefined ? undefined : { span, signal, killAfter };
}

function* warn(io: Io, signal: Signal, program: string): Task<void> {
  if (!io.has("v")) return;
  yield* io.complain(`sending signal ${signalName(signal) ?? signal} to command ${quoted(io, program)}`, 0);
}

/** Waits for the child, at most that long; undefined when the time is over. */
function* waitFor(io: Io, child: Pid, span: Duration): Task<number | undefined> {
  const { sys } = io;
  const until = span === 0 ? Infinity : sys.now() + span;
  for (;;) {
    const reaped = yield* sys.wait(child, { nohang: true });
    if (!failed(reaped)) return exitStatusOf(reaped.change);
    const left = Math.min(until - sys.now(), 3.2e16);
    if (left <= 0) return undefined;
    yield* sys.sleep(left);
    for (const signal of sys.takeSignals()) if (signal !== SIGCHLD) void sys.kill(child, signal);
  }
}

function* send(io: Io, child: Pid, signal: Signal, program: string): Task<void> {
  yield* warn(io, signal, program);
  void io.sys.kill(child, signal);
  if (signal !== SIGKILL && signal !== SIGCONT) void io.sys.kill(child, SIGCONT);
}

function* watchChild(io: Io, child: Pid, plan: Plan, program: string): Task<number> {
  const status = yield* waitFor(io, child, plan.span);
  if (status !== undefined) return status;
  yield* send(io, child, plan.signal, program);
  let ended = yield* waitFor(io, child, plan.killAfter ?? 0);
  let hard = plan.signal === SIGKILL;
  if (ended === undefined) {
    hard = true;
    yield* send(io, child, SIGKILL, program);
    ended = yield* waitFor(io, child, 0);
  }
  if (io.family === "busybox" || io.has("preserve-status") || hard) return ended ?? TIMED_OUT;
  return TIMED_OUT;
}

export const timeout = command(
  {
    name: "timeout",
    gnu: "+f/foreground k/kill-after: preserve-status s/signal: v/verbose",
    busybox: "+s: k:",
    usageStatus: { gnu: 125 },
    usage: "[-s SIG] [-k KILL_SECS] SECS PROG ARGS",
  },
  function* (io) {
    if (io.operands.length < 2) return io.family === "busybox" ? yield* io.misuse("") : yield* io.tryHelp();
    const plan = yield* planOf(io);
    if (plan === undefined) return io.family === "busybox" ? 1 : 125;
    const { sys } = io;
    const argv = io.operands.slice(1);
    const program = argv[0] as string;
    const env = toStrings(io.env);
    const found = findProgram(sys, program, env);
    if (failed(found)) return yield* complainOfProgram(io, program, found);
    if (io.family === "gnu" && !io.has("f")) void sys.setpgid(0, 0);
    for (const signal of [...PASSED_ON, SIGCHLD]) sys.disposition(signal, "handle");
    const child = sys.spawn({ path: found.path, argv, env, defaulted: [...PASSED_ON, SIGCHLD] });
    if (failed(child)) return yield* complainOfProgram(io, program, child);
    return yield* watchChild(io, child, plan, program);
  },
);
