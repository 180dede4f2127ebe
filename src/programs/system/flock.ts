// flock: runs a command while a lock on a file or directory is held, or locks a descriptor that the shell has
// opened. -w gives up after a time, which is asked for again and again, as locks have no alarm here.

import { failed, strerror } from "../../base/errno.ts";
import { exitStatusOf, O_CREAT, O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { findProgram, toStrings } from "../libc/execute.ts";
import { parseInterval } from "../libc/intervals.ts";

const STEP = 100_000;

type Mode = "shared" | "exclusive" | "unlock";

/** True when the lock is there; false after the time of -w, or at once with -n. */
function* take(io: Io, fd: Fd, mode: Mode, limit: number | undefined): Task<boolean | undefined> {
  const { sys } = io;
  const until = limit === undefined ? undefined : sys.now() + limit;
  for (;;) {
    const refused = yield* sys.flock(fd, mode, until === undefined);
    if (refused === undefined) return true;
    if (refused !== "EAGAIN") {
      yield* io.complain(`${io.operands[0]}: ${strerror(refused)}`, 65);
      return undefined;
    }
    if (until === undefined || sys.now() >= until) return false;
    yield* sys.sleep(Math.min(STEP, until - sys.now()));
  }
}

function* open(io: Io, name: string, isNumber: boolean): Task<Fd | undefined> {
  if (isNumber) return Number(name);
  const fd = yield* io.sys.open(name, O_RDONLY | O_CREAT, 0o666);
  const directory = fd === "EISDIR" ? yield* io.sys.open(name, O_RDONLY) : fd;
  if (!failed(directory)) return directory;
  yield* io.complain(
    io.family === "busybox"
      ? `can't open '${name}': ${strerror(directory)}`
      : `cannot open lock file ${name}: ${strerror(directory)}`,
    directory === "EACCES" ? 66 : 66,
  );
  return undefined;
}

function* run(io: Io, fd: Fd, words: readonly string[]): Task<number> {
  const text = words[0] === "-c" ? words[1] : io.value("c");
  const argv = text === undefined ? words : [io.env.get("SHELL") ?? "/bin/sh", "-c", text];
  const env = toStrings(io.env);
  const found = findProgram(io.sys, argv[0] as string, env);
  const close = io.has("o") ? [fd] : [];
  const child = failed(found) ? found : io.sys.spawn({ path: found.path, argv, env, close });
  if (failed(child)) return yield* io.complain(`failed to execute ${argv[0]}: ${strerror(child)}`, 69);
  const reaped = yield* io.sys.wait(child);
  return failed(reaped) ? 71 : exitStatusOf(reaped.change);
}

export const flock = command(
  {
    name: "flock",
    gnu: "+s/shared x/exclusive e u/unlock n/nonblocking nonblock nb w/timeout: wait: o/close c/command: E/conflict-exit-code: F/no-fork verbose fcntl start: length: h V",
    busybox: "+s x u n c:",
    usageStatus: { gnu: 64 },
    package: "util-linux 2.41.5",
    usage: "[-sxun] FD | { FILE [-c] PROG ARGS }",
  },
  function* (io) {
    const [name, ...words] = io.operands;
    if (name === undefined) return yield* io.misuse("not enough arguments");
    const alone = words.length === 0 && !io.has("c");
    const isNumber = alone && /^\d+$/.test(name);
    if (alone && !isNumber) return yield* io.complain(`bad file descriptor: '${name}'`, 64);
    const text = io.value("w") ?? io.value("wait");
    const limit =
      io.has("n") || io.has("nonblock") || io.has("nb")
        ? 0
        : text === undefined
          ? undefined
          : parseInterval(text);
    const fd = yield* open(io, name, isNumber);
    if (fd === undefined) return io.status;
    const mode: Mode = io.has("u") ? "unlock" : io.has("s") ? "shared" : "exclusive";
    const held = yield* take(io, fd, mode, limit);
    if (held === undefined) return io.status;
    if (!held) return Number(io.value("E") ?? 1);
    return alone ? 0 : yield* run(io, fd, words);
  },
);
