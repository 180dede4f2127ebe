// setsid: runs a command in a session of its own; forks where the caller leads a process group already, and
// waits for the command with -w. -c makes the terminal the session's.

import { failed, strerror } from "../../base/errno.ts";
import { exitStatusOf, type Sys, type Task } from "../../kernel/sys.ts";
import { command } from "../libc/command.ts";
import { complainOfProgram, execute, statusOfFailure, toStrings } from "../libc/execute.ts";
import { encode } from "../../base/utf8.ts";

interface Plan {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly terminal: boolean;
  readonly busybox: boolean;
}

function* inSession(sys: Sys, plan: Plan): Task<number> {
  void sys.setsid();
  if (plan.terminal) void sys.setControllingTerminal(0);
  const refused = yield* execute(sys, plan.argv, plan.env);
  const name = plan.argv[0] as string;
  const words = plan.busybox ? `can't execute '${name}'` : `failed to execute ${name}`;
  yield* sys.write(2, encode(`setsid: ${words}: ${strerror(refused)}\n`));
  return statusOfFailure(refused);
}

export const setsid = command(
  {
    name: "setsid",
    gnu: "+c/ctty f/fork w/wait V h",
    busybox: "+c",
    package: "util-linux 2.41.5",
    usage: "[-c] PROG ARGS",
  },
  function* (io) {
    if (io.operands.length === 0) return yield* io.misuse("no command specified");
    const { sys } = io;
    const plan: Plan = {
      argv: io.operands,
      env: toStrings(io.env),
      terminal: io.has("c"),
      busybox: io.family === "busybox",
    };
    const leads = sys.getpgid(0) === sys.pid;
    if (!leads && !io.has("f")) return yield* inSession(sys, plan);
    const child = sys.fork({ entry: inSession, data: plan });
    if (failed(child)) return yield* complainOfProgram(io, "setsid", child);
    if (!io.has("w")) return 0;
    const reaped = yield* sys.wait(child);
    return failed(reaped) ? 1 : exitStatusOf(reaped.change);
  },
);
