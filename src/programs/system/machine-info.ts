// What /proc tells of the machine: memory, load, processors' time (proc(5)). For free, top, vmstat, uptime.
// Sizes are in kilobytes, as meminfo has them.

import { failed } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";

export interface Memory {
  readonly total: number;
  readonly free: number;
  readonly available: number;
  readonly shared: number;
  readonly buffers: number;
  readonly cached: number;
  readonly reclaimable: number;
  readonly swapTotal: number;
  readonly swapFree: number;
  readonly committed: number;
  readonly commitLimit: number;
  readonly active: number;
  readonly inactive: number;
}

export function* readMemory(sys: Sys): Task<Memory> {
  const file = yield* readText(sys, "/proc/meminfo");
  const values = new Map<string, number>();
  if (!failed(file))
    for (const [, name = "", value = ""] of file.text.matchAll(/^(\S+):\s+(\d+)/gm))
      values.set(name, Number(value));
  const of = (name: string): number => values.get(name) ?? 0;
  return {
    total: of("MemTotal"),
    free: of("MemFree"),
    available: of("MemAvailable"),
    shared: of("Shmem"),
    buffers: of("Buffers"),
    cached: of("Cached"),
    reclaimable: of("SReclaimable"),
    swapTotal: of("SwapTotal"),
    swapFree: of("SwapFree"),
    committed: of("Committed_AS"),
    commitLimit: of("CommitLimit"),
    active: of("Active"),
    inactive: of("Inactive"),
  };
}

/** The three figures, as they stand there, and the rest of the line. */
export function* readLoad(sys: Sys): Task<{ readonly load: readonly string[]; readonly rest: string }> {
  const file = yield* readText(sys, "/proc/loadavg");
  const words = failed(file) ? ["0.00", "0.00", "0.00", "0/0", "0"] : file.text.trim().split(" ");
  return { load: words.slice(0, 3), rest: words.slice(3).join(" ") };
}

export interface ProcessorTime {
  readonly user: number;
  readonly nice: number;
  readonly system: number;
  readonly idle: number;
  readonly wait: number;
  readonly interrupts: number;
  readonly softInterrupts: number;
  readonly steal: number;
}

/** In ticks, of all processors together. */
export function* readProcessorTime(sys: Sys): Task<ProcessorTime> {
  const file = yield* readText(sys, "/proc/stat");
  const line = failed(file) ? "" : (file.text.split("\n", 1)[0] as string);
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupts = 0, softInterrupts = 0, steal = 0] =
    line
      .replace(/^cpu\s+/, "")
      .split(/\s+/)
      .map(Number);
  return { user, nice, system, idle, wait, interrupts, softInterrupts, steal };
}

export const sumOf = (t: ProcessorTime): number =>
  t.user + t.nice + t.system + t.idle + t.wait + t.interrupts + t.softInterrupts + t.steal;

export const differenceOf = (now: ProcessorTime, before: ProcessorTime): ProcessorTime => ({
  user: now.user - before.user,
  nice: now.nice - before.nice,
  system: now.system - before.system,
  idle: now.idle - before.idle,
  wait: now.wait - before.wait,
  interrupts: now.interrupts - before.interrupts,
  softInterrupts: now.softInterrupts - before.softInterrupts,
  steal: now.steal - before.steal,
});

/** How many processors /proc/cpuinfo lists. */
export function* countProcessors(sys: Sys): Task<number> {
  const file = yield* readText(sys, "/proc/cpuinfo");
  return failed(file) ? 1 : Math.max(1, file.text.match(/^processor\t/gm)?.length ?? 0);
}

/** The width of the terminal that a descriptor is, or what COLUMNS says. */
export function screenWidth(sys: Sys, env: ReadonlyMap<string, string>, fd = 1): number | undefined {
  const columns = Number(env.get("COLUMNS"));
  if (Number.isInteger(columns) && columns > 0) return columns;
  const size = sys.termios(fd) === undefined ? undefined : sys.windowSize(fd);
  if (size === undefined) return undefined;
  return failed(size) || size.columns === 0 ? 80 : size.columns;
}
