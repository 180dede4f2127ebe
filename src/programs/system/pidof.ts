// pidof: numbers of the processes of a program, newest first. procps' looks at the first argument and the name;
// with -x at scripts as well.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { lastComponent } from "../libc/paths.ts";
import { readProcesses, type ProcessInfo } from "./process-info.ts";
import { PROCPS } from "./procps-usage.ts";

function isNamed(io: Io, p: ProcessInfo, name: string): boolean {
  if (p.state === "Z" && !io.has("z")) return false;
  const first = p.args[0];
  const base = lastComponent(name);
  if (io.family === "busybox")
    return p.comm === base.slice(0, 15) || (first !== undefined && lastComponent(first) === base);
  if (first === undefined) return io.has("w") && p.comm === base;
  if (first === name || lastComponent(first) === base || (first.startsWith("-") && first.slice(1) === base))
    return true;
  // A script: its interpreter is the first argument, and its own name is what the process is called.
  return (
    io.has("x") &&
    p.args[1] !== undefined &&
    lastComponent(p.args[1]) === base &&
    p.comm === base.slice(0, 15)
  );
}

function omitted(io: Io): Set<number> {
  const pids = new Set<number>([io.sys.pid]);
  for (const value of io.options.values("o"))
    for (const word of value.split(/[,;:]/)) pids.add(word === "%PPID" ? io.sys.ppid() : Number(word));
  return pids;
}

function* find(io: Io): Task<number[]> {
  const skip = omitted(io);
  const all = (yield* readProcesses(io.sys)).filter((p) => !skip.has(p.pid)).reverse();
  const pids: number[] = [];
  for (const name of io.operands) {
    const found = all.filter((p) => isNamed(io, p, name)).map((p) => p.pid);
    pids.push(...(io.has("s") ? found.slice(0, 1) : found));
  }
  return pids;
}

export const pidof = command(
  {
    name: "pidof",
    gnu: "c/check-root h n q s/single-shot t/lightweight w/with-workers x z o/omit-pid: S/separator: V",
    busybox: "s o:",
    package: PROCPS,
    usage: "[-s] [-o PID] [NAME]...",
    misuse: () => "",
  },
  function* (io) {
    const pids = yield* find(io);
    if (pids.length > 0 && !io.has("q")) yield* io.print(`${pids.join(io.value("S") ?? " ")}\n`);
    return pids.length > 0 ? 0 : 1;
  },
);
