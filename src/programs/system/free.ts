// free: how much memory there is and how it is used, from /proc/meminfo. procps' program with its units and
// repetitions; busybox's has fewer of both. There is no swap.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { parseInterval } from "../libc/intervals.ts";
import { readMemory, type Memory } from "./machine-info.ts";
import { PROCPS, procpsMisuse } from "./procps-usage.ts";

type Show = (kilobytes: number) => string;

const LETTERS = ["B", "K", "M", "G", "T", "P"];

/** Three digits at most: one decimal below ten, else cut off. */
function human(kilobytes: number, si: boolean): string {
  const base = si ? 1000 : 1024;
  let value = kilobytes * 1024;
  let power = 0;
  while (value >= (power === 0 ? 1000 : 999.5) && power < LETTERS.length - 1) {
    value /= base;
    power++;
  }
  if (power === 0) return `${value}B`;
  const unit = `${LETTERS[power]}${si ? "" : "i"}`;
  const tenths = value.toFixed(1);
  return `${tenths.length <= 3 ? tenths : Math.floor(value)}${unit}`;
}

/** busybox: one decimal always. */
function busyboxHuman(kilobytes: number): string {
  let value = kilobytes * 1024;
  let power = 0;
  while (value >= 1024 && power < LETTERS.length - 1) {
    value /= 1024;
    power++;
  }
  return power === 0 ? String(value) : `${value.toFixed(1)}${LETTERS[power]}`;
}

/** Divisors of the options, in kilobytes. */
const UNITS = new Map<string, number>([
  ["b", 1 / 1024],
  ["k", 1],
  ["m", 1024],
  ["g", 1024 ** 2],
  ["tebi", 1024 ** 3],
  ["pebi", 1024 ** 4],
  ["kilo", 1000 / 1024],
  ["mega", 1000 ** 2 / 1024],
  ["giga", 1000 ** 3 / 1024],
  ["tera", 1000 ** 4 / 1024],
  ["peta", 1000 ** 5 / 1024],
]);

function unitOf(io: Io): Show {
  if (io.has("h")) return (kb) => (io.family === "busybox" ? busyboxHuman(kb) : human(kb, io.has("si")));
  const key = io.options.last(...UNITS.keys()) ?? "k";
  const si = io.has("si") && key.length === 1 && key !== "b";
  const divisor = si ? 1000 ** "bkmg".indexOf(key) / 1024 : (UNITS.get(key) as number);
  const round = io.family === "busybox" ? Math.round : Math.floor;
  return (kb) => String(round(kb / divisor));
}

interface Used {
  readonly used: number;
  readonly cache: number;
}

function usedOf(io: Io, m: Memory): Used {
  const cache = m.cached + m.reclaimable;
  if (io.family === "busybox") return { used: m.total - m.free - m.buffers - cache, cache };
  return { used: m.total - m.available, cache };
}

/** busybox's first column begins one character further left. */
const row = (io: Io, label: string, cells: readonly string[]): string => {
  const first = io.family === "busybox" ? 19 : 20;
  return `${label}${cells.map((cell, i) => cell.padStart(i === 0 ? first - label.length : 12)).join("")}\n`;
};

const HEAD = ["total", "used", "free", "shared"];

function table(io: Io, m: Memory, show: Show): string {
  const { used, cache } = usedOf(io, m);
  const wide = io.has("w");
  const head = [...HEAD, ...(wide ? ["buffers", "cache"] : ["buff/cache"]), "available"];
  const caches = wide ? [m.buffers, cache] : [m.buffers + cache];
  const swapUsed = m.swapTotal - m.swapFree;
  let text = row(io, "", head);
  text += row(io, "Mem:", [m.total, used, m.free, m.shared, ...caches, m.available].map(show));
  if (io.has("l")) {
    text += row(io, "Low:", [m.total, m.total - m.free, m.free].map(show));
    text += row(io, "High:", [0, 0, 0].map(show));
  }
  text += row(io, "Swap:", [m.swapTotal, swapUsed, m.swapFree].map(show));
  if (io.has("t"))
    text += row(io, "Total:", [m.total + m.swapTotal, used + swapUsed, m.free + m.swapFree].map(show));
  if (io.has("v"))
    text += row(io, "Comm:", [m.commitLimit, m.committed, m.commitLimit - m.committed].map(show));
  return text;
}

function oneLine(io: Io, m: Memory, show: Show): string {
  const { used, cache } = usedOf(io, m);
  const cells: [string, number][] = [
    ["SwapUse", m.swapTotal - m.swapFree],
    ["CachUse", m.buffers + cache],
    [" MemUse", used],
    ["MemFree", m.free],
  ];
  return `${cells.map(([name, value]) => `${name} ${show(value).padStart(11)} `).join("")}\n`;
}

function* count(io: Io): Task<number | undefined> {
  const text = io.value("c");
  if (text === undefined) return io.has("s") ? Infinity : 1;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  const words = /^-?\d+$/.test(text) ? "Numerical result out of range" : "Invalid argument";
  yield* io.complain(`failed to parse count argument: '${text}': ${words}`);
  return undefined;
}

export const free = command(
  {
    name: "free",
    gnu: "b/bytes k/kibi m/mebi g/gibi tebi pebi kilo mega giga tera peta h/human si l/lohi L/line t/total v/committed s/seconds: c/count: w/wide",
    busybox: "b k m g h",
    package: PROCPS,
    misuse: procpsMisuse("free"),
    usage: "[-bkmgh]",
  },
  function* (io) {
    const times = yield* count(io);
    if (times === undefined) return 1;
    const text = io.value("s");
    const pause = text === undefined ? 1_000_000 : parseInterval(text);
    if (pause === undefined)
      return yield* io.complain(`seconds argument failed: '${text}': Invalid argument`);
    const show = unitOf(io);
    for (let i = 0; i < times; i++) {
      if (i > 0) {
        yield* io.out.flush();
        yield* io.sys.sleep(pause);
        if (!io.has("L")) yield* io.print("\n");
      }
      const m = yield* readMemory(io.sys);
      if (io.has("L")) yield* io.print(oneLine(io, m, show));
      else yield* io.print(table(io, m, show));
    }
    return 0;
  },
);
