// script: runs a shell or a command on a terminal of its own and writes all that is shown there to a file. Not
// here: timing files, appended logs of input.

import { failed, strerror } from "../../base/errno.ts";
import { SIGCHLD, SIGWINCH } from "../../base/signals.ts";
import { encode } from "../../base/utf8.ts";
import {
  exitStatusOf,
  O_APPEND,
  O_CREAT,
  O_TRUNC,
  O_WRONLY,
  type Fd,
  type Pid,
  type Sys,
  type Task,
} from "../../kernel/sys.ts";
import { RAW } from "../../kernel/terminal.ts";
import { command, type Io } from "../libc/command.ts";
import { toStrings } from "../libc/execute.ts";
import { strftime } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";

interface Child {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly terminal: Fd;
}

/** On the new terminal, in a session of its own. */
function* inTerminal(sys: Sys, { argv, env, terminal }: Child): Task<number> {
  void sys.setsid();
  for (const fd of [0, 1, 2]) void sys.dup2(terminal, fd);
  void sys.setControllingTerminal(0);
  if (terminal > 2) void sys.close(terminal);
  const refused = yield* sys.exec(argv[0] as string, argv, env);
  yield* sys.write(2, encode(`script: failed to execute ${argv[0]}: ${strerror(refused)}\n`));
  return 127;
}

/** Carries what is typed and what is shown, until the child is gone; its status. */
function* carry(sys: Sys, master: Fd, log: Fd, child: Pid): Task<number> {
  let input = true;
  for (;;) {
    const ready = yield* sys.poll([{ fd: master, read: true }, ...(input ? [{ fd: 0, read: true }] : [])]);
    for (const signal of sys.takeSignals()) {
      const size = sys.windowSize(0);
      if (signal === SIGWINCH && !failed(size)) void sys.setWindowSize(master, size);
    }
    if (failed(ready)) continue;
    for (const { fd } of ready) {
      const bytes = yield* sys.read(fd, 65_536);
      if (fd === 0) {
        if (failed(bytes) || bytes.length === 0) {
          input = false;
          yield* sys.write(master, Uint8Array.of(4));
        } else yield* sys.write(master, bytes);
        continue;
      }
      if (failed(bytes) || bytes.length === 0) {
        const reaped = yield* sys.wait(child);
        return failed(reaped) ? 1 : exitStatusOf(reaped.change);
      }
      yield* sys.write(1, bytes);
      yield* sys.write(log, bytes);
    }
  }
}

function* stamp(io: Io): Task<string> {
  const now = io.sys.now();
  return strftime("%F %T%:z", now, yield* localZone(io.sys, io.env.get("TZ"), now));
}

/** The words before and after: on the terminal, and in the file. */
function* frame(io: Io, log: Fd, words: string, inFile: string): Task<void> {
  if (!io.has("q")) yield* io.sys.write(1, encode(words));
  if (!io.has("q") || io.family === "gnu") yield* io.sys.write(log, encode(inFile));
}

export const script = command(
  {
    name: "script",
    gnu: "+I/log-in: O/log-out: B/log-io: T/log-timing: m/logging-format: a/append c/command: e/return f/flush E/echo: force o/output-limit: q/quiet t/timing? h V",
    busybox: "+a f q c: t?",
    package: "util-linux 2.41.5",
    usage: "[-afq] [-c PROG] [OUTFILE]",
  },
  function* (io) {
    const { sys } = io;
    const path = io.operands[0] ?? io.value("O") ?? io.value("B") ?? "typescript";
    const log = yield* sys.open(path, O_WRONLY | O_CREAT | (io.has("a") ? O_APPEND : O_TRUNC), 0o666);
    if (failed(log)) return yield* io.complain(`cannot open ${path}: ${strerror(log)}`);
    const pair = sys.openpty();
    if (failed(pair)) return yield* io.complain(`failed to create pseudo-terminal: ${strerror(pair)}`);
    const [master, terminal] = pair;
    const size = sys.windowSize(0);
    if (!failed(size)) void sys.setWindowSize(master, size);
    const shell = io.env.get("SHELL") ?? "/bin/sh";
    const text = io.value("c");
    const argv = text === undefined ? [shell, "-i"] : [shell, "-c", text];
    const env = toStrings(io.env);
    yield* frame(
      io,
      log,
      `Script started, output log file is '${path}'.\n`,
      `Script started on ${yield* stamp(io)} [COMMAND="${text ?? shell}" <not executed on terminal>]\n`,
    );
    const child = sys.fork({ entry: inTerminal, data: { argv, env, terminal }, close: [master, log] });
    if (failed(child)) return yield* io.complain(`fork failed: ${strerror(child)}`);
    void sys.close(terminal);
    const before = sys.termios(0);
    if (before !== undefined) void sys.setTermios(0, RAW);
    sys.disposition(SIGWINCH, "handle");
    sys.disposition(SIGCHLD, "default");
    const status = yield* carry(sys, master, log, child);
    if (before !== undefined) void sys.setTermios(0, before);
    yield* frame(
      io,
      log,
      "Script done.\n",
      `\nScript done on ${yield* stamp(io)} [COMMAND_EXIT_CODE="${status}"]\n`,
    );
    return io.has("e") ? status : 0;
  },
);
