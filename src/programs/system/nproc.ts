// nproc: how many processors the process may use, with --all how many there are, less those that --ignore names, but
// at least one. OMP_NUM_THREADS and OMP_THREAD_LIMIT are heeded as GNU's program does.

import { failed } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { command } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { extraOperand } from "../libc/operands.ts";
import { quoted } from "../libc/quote.ts";

const positive = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+/.test(text) && parseInt(text, 10) > 0 ? parseInt(text, 10) : undefined;

function* present(sys: Sys): Task<number> {
  const file = yield* readText(sys, "/proc/cpuinfo");
  return failed(file) ? 1 : file.text.split("\n").filter((l) => l.startsWith("processor\t")).length;
}

function* allowed(sys: Sys): Task<number> {
  const file = yield* readText(sys, "/proc/self/status");
  const list = failed(file) ? null : /^Cpus_allowed_list:\s*(\S+)$/m.exec(file.text);
  if (list === null) return yield* present(sys);
  const ranges = (list[1] as string).split(",").map((range) => range.split("-").map(Number));
  return ranges.reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
}

export const nproc = command(
  { name: "nproc", gnu: "all ignore:", busybox: "all ignore:", usage: "[--all] [--ignore=N]" },
  function* (io) {
    const extra = io.operands[0];
    if (extra !== undefined && io.family === "gnu") return yield* extraOperand(io, extra);
    const ignored = io.value("ignore") ?? "0";
    const colon = io.family === "busybox" ? "" : ":";
    if (!/^\d+$/.test(ignored)) return yield* io.complain(`invalid number${colon} ${quoted(io, ignored)}`);
    let count = yield* io.has("all") ? present(io.sys) : allowed(io.sys);
    if (!io.has("all") && io.family === "gnu") {
      count = positive(io.env.get("OMP_NUM_THREADS")) ?? count;
      count = Math.min(count, positive(io.env.get("OMP_THREAD_LIMIT")) ?? Infinity);
    }
    yield* io.print(`${Math.max(1, count - Number(ignored))}\n`);
    return 0;
  },
);
