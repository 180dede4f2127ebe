// busybox's nc: one connection, as client or listener, carried to and from standard input and output or handed to a
// program (networking/nc.c). `-ll -e` goes on listening with a process for each connection.

import { failed, strerror } from "../../base/errno.ts";
import { SIGCHLD } from "../../base/signals.ts";
import { SECOND } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { execute } from "../libc/execute.ts";
import { isLookupError, lookUp } from "../libc/resolver.ts";
import { connectAny, listenOn, relay } from "./sockets.ts";

interface Handed {
  readonly fd: Fd;
  readonly words: readonly string[];
  readonly env: readonly string[];
}

/** The program with the connection as its input and outputs. */
const runProgram = function* (sys: Sys, { fd, words, env }: Handed): Task<number> {
  for (const to of [0, 1, 2]) void sys.dup2(fd, to);
  if (fd > 2) void sys.close(fd);
  const refused = yield* execute(sys, words, env);
  yield* sys.write(2, encode(`nc: can't execute '${words[0] ?? ""}': ${strerror(refused)}\n`));
  return 127;
};

interface Serving extends Omit<Handed, "fd"> {
  readonly listener: Fd;
}

const serveAll = function* (sys: Sys, state: Serving): Task<number> {
  sys.disposition(SIGCHLD, "ignore");
  for (;;) {
    sys.checkpoint(serveAll, state);
    const fd = yield* sys.accept(state.listener);
    if (failed(fd)) continue;
    const { words, env } = state;
    void sys.fork({
      entry: runProgram,
      data: { fd, words, env },
      close: [state.listener],
      defaulted: [SIGCHLD],
    });
    void sys.close(fd);
  }
};

function* accepted(io: Io, words: readonly string[], env: readonly string[]): Task<Fd | undefined> {
  const listener = listenOn(io.sys, Number(io.value("p") ?? 0), io.operands[0] ?? "::");
  if (failed(listener)) {
    yield* io.complain(`bind: ${strerror(listener)}`);
    return undefined;
  }
  const persistent = io.options.given.filter(({ key }) => key === "l").length > 1;
  if (persistent && words.length > 0) {
    yield* serveAll(io.sys, { listener, words, env });
    return undefined;
  }
  const limit = io.value("w");
  if (limit !== undefined) {
    const ready = yield* io.sys.poll([{ fd: listener, read: true }], Number(limit) * SECOND);
    if (!failed(ready) && ready.length === 0) {
      yield* io.complain("timed out");
      return undefined;
    }
  }
  const fd = yield* io.sys.accept(listener);
  void io.sys.close(listener);
  return failed(fd) ? undefined : fd;
}

function* connected(io: Io): Task<Fd | undefined> {
  const [host = "", port] = io.operands;
  if (port === undefined || !/^\d+$/.test(port)) {
    yield* io.misuse("host and port");
    return undefined;
  }
  const found = yield* lookUp(io.sys, host);
  if (isLookupError(found)) {
    yield* io.complain(`bad address '${host}'`);
    return undefined;
  }
  const limit = io.value("w");
  const fd = yield* connectAny(io.sys, found.addresses.slice(0, 1), Number(port), limit === undefined ? undefined : Number(limit) * SECOND); // prettier-ignore
  if (!failed(fd)) return fd;
  const address = found.addresses[0]?.address ?? host;
  yield* io.complain(fd === "ETIMEDOUT" && limit !== undefined ? "timed out" : `can't connect to remote host (${address}): ${strerror(fd)}`); // prettier-ignore
  return undefined;
}

/** `-e` takes the rest of the line. */
export function splitProgram(
  args: readonly string[],
): readonly [own: readonly string[], program: readonly string[]] {
  const at = args.findIndex((word) => /^-[a-z]*e$/.test(word));
  if (at < 0) return [args, []];
  const rest = (args[at] as string).slice(0, -1);
  return [[...args.slice(0, at), ...(rest === "-" ? [] : [rest])], args.slice(at + 1)];
}

export function* busyboxNc(io: Io): Task<number> {
  const [, words] = splitProgram(io.argv.slice(1));
  const env = [...io.env].map(([name, value]) => `${name}=${value}`);
  const fd = io.has("l") ? yield* accepted(io, words, env) : yield* connected(io);
  if (fd === undefined) return 1;
  if (words.length > 0) return yield* runProgram(io.sys, { fd, words, env });
  yield* relay(io.sys, fd, true);
  return 0;
}
