// taskset, ionice and chrt as far as they only run a command: which processors, which class of disk time a
// process has is not modelled, so every process may use all processors and has no class.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { complainOfProgram, execute, toStrings } from "../libc/execute.ts";
import { countProcessors } from "./machine-info.ts";
import { readProcess } from "./process-info.ts";

function* run(io: Io, argv: readonly string[]): Task<number> {
  const refused = yield* execute(io.sys, argv, toStrings(io.env));
  return yield* complainOfProgram(io, argv[0] as string, refused, "failed to execute ");
}

/** A mask in hexadecimal, or with -c a list of numbers. */
const isMask = (text: string, list: boolean): boolean =>
  (list ? /^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/ : /^(?:0x)?[0-9a-f]+$/i).test(text);

export const taskset = command(
  {
    name: "taskset",
    gnu: "+a/all-tasks p/pid c/cpu-list h V",
    busybox: "+a p c",
    package: "util-linux 2.41.5",
    usage: "[-ap] [HEXMASK | -c LIST] { PID | PROG ARGS }",
  },
  function* (io) {
    const [first, ...rest] = io.operands;
    const cpus = yield* countProcessors(io.sys);
    const mask = io.has("c") ? (cpus === 1 ? "0" : `0-${cpus - 1}`) : (2 ** cpus - 1).toString(16);
    const what = io.has("c") ? "list" : "mask";
    if (first === undefined) return yield* io.misuse("bad usage");
    if (io.has("p")) {
      const pid = rest[0] ?? first;
      if (!/^\d+$/.test(pid) || (yield* readProcess(io.sys, Number(pid))) === undefined)
        return yield* io.complain(`failed to get pid ${pid}'s affinity: No such process`);
      yield* io.print(`pid ${pid}'s current affinity ${what}: ${mask}\n`);
      if (rest[0] !== undefined) yield* io.print(`pid ${pid}'s new affinity ${what}: ${first}\n`);
      return 0;
    }
    if (!isMask(first, io.has("c"))) return yield* io.complain(`failed to parse CPU ${what}: ${first}`);
    return rest.length === 0 ? yield* io.misuse("bad usage") : yield* run(io, rest);
  },
);

export const ionice = command(
  {
    name: "ionice",
    gnu: "+c/class: n/classdata: p/pid: P/pgid: t/ignore u/uid: h V",
    busybox: "+c: n: p:",
    package: "util-linux 2.41.5",
    usage: "[-c 1-3] [-n 0-7] [-t] { -p PID | PROG ARGS }",
  },
  function* (io) {
    if (io.operands.length > 0 && !io.has("p")) return yield* run(io, io.operands);
    yield* io.print("none: prio 0\n");
    return 0;
  },
);
