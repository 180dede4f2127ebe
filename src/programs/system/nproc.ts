// nproc: how many processors there are, from /proc/cpuinfo, less those that --ignore names, but at least
// one. OMP_NUM_THREADS and OMP_THREAD_LIMIT are heeded as GNU's program does.

import { failed } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { extraOperand } from "../libc/operands.ts";
import { quoted } from "../libc/quote.ts";

const positive = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+/.test(text) && parseInt(text, 10) > 0 ? parseInt(text, 10) : undefined;

export const nproc = command(
  { name: "nproc", gnu: "all ignore:", busybox: "all ignore:", usage: "[--all] [--ignore=N]" },
  function* (io) {
    const extra = io.operands[0];
    if (extra !== undefined && io.family === "gnu") return yield* extraOperand(io, extra);
    const ignored = io.value("ignore") ?? "0";
    const colon = io.family === "busybox" ? "" : ":";
    if (!/^\d+$/.test(ignored)) return yield* io.complain(`invalid number${colon} ${quoted(io, ignored)}`);
    const file = yield* readText(io.sys, "/proc/cpuinfo");
    let count = failed(file)
      ? 1
      : Math.max(1, file.text.split("\n").filter((l) => l.startsWith("processor\t")).length);
    if (!io.has("all") && io.family === "gnu") {
      count = positive(io.env.get("OMP_NUM_THREADS")) ?? count;
      count = Math.min(count, positive(io.env.get("OMP_THREAD_LIMIT")) ?? Infinity);
    }
    yield* io.print(`${Math.max(1, count - Number(ignored))}\n`);
    return 0;
  },
);
