// vmstat and iostat: activity of the machine since it was started, or in steps. What the model does not count
// (blocks, interrupts, context switches) stands there as zero.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { strftime } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";
import {
  countProcessors,
  differenceOf,
  readMemory,
  readProcessorTime,
  sumOf,
  type ProcessorTime,
} from "./machine-info.ts";
import { readProcesses } from "./process-info.ts";
import { PROCPS, procpsMisuse } from "./procps-usage.ts";

const ZERO: ProcessorTime = {
  user: 0,
  nice: 0,
  system: 0,
  idle: 0,
  wait: 0,
  interrupts: 0,
  softInterrupts: 0,
  steal: 0,
};

const HEAD =
  "procs -----------memory---------- ---swap-- -----io---- -system-- -------cpu-------\n" +
  " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st gu\n";

const percent = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.round((part * 100) / whole));

function* vmstatLine(io: Io, spent: ProcessorTime): Task<string> {
  const m = yield* readMemory(io.sys);
  const running = (yield* readProcesses(io.sys)).filter(
    (p) => p.state === "R" && p.pid !== io.sys.pid,
  ).length;
  const all = sumOf(spent);
  const [us, sy] = [percent(spent.user + spent.nice, all), percent(spent.system, all)];
  const id = all <= 0 ? 100 : 100 - us - sy;
  const cells: [number, number][] = [
    [running, 2], [0, 2], [m.swapTotal - m.swapFree, 6], [m.free, 6], [m.buffers, 6], [m.cached + m.reclaimable, 6], [0, 4], [0, 4],
    [0, 5], [0, 5], [0, 4], [0, 4], [us, 2], [sy, 2], [id, 2], [0, 2], [0, 2], [0, 2],
  ]; // prettier-ignore
  return `${cells.map(([value, width]) => String(value).padStart(width)).join(" ")}\n`;
}

function* summary(io: Io): Task<number> {
  const m = yield* readMemory(io.sys);
  const t = yield* readProcessorTime(io.sys);
  const rows: [number, string][] = [
    [m.total, "K total memory"], [m.total - m.available, "K used memory"], [m.active, "K active memory"], [m.inactive, "K inactive memory"],
    [m.free, "K free memory"], [m.buffers, "K buffer memory"], [m.cached + m.reclaimable, "K swap cache"], [m.swapTotal, "K total swap"],
    [m.swapTotal - m.swapFree, "K used swap"], [m.swapFree, "K free swap"], [t.user, "non-nice user cpu ticks"], [t.nice, "nice user cpu ticks"],
    [t.system, "system cpu ticks"], [t.idle, "idle cpu ticks"], [t.wait, "IO-wait cpu ticks"],
  ]; // prettier-ignore
  for (const [value, name] of rows) yield* io.print(`${String(value).padStart(13)} ${name}\n`);
  return 0;
}

/** `[delay [count]]` */
function* steps(io: Io): Task<{ readonly delay: number; readonly count: number } | undefined> {
  const [delay, count] = io.operands;
  for (const word of [delay, count])
    if (word !== undefined && !/^\d+$/.test(word)) {
      yield* io.complain(`failed to parse argument: '${word}'`);
      return undefined;
    }
  return {
    delay: Number(delay ?? 1),
    count: count === undefined ? (delay === undefined ? 1 : Infinity) : Number(count),
  };
}

export const vmstat = command(
  {
    name: "vmstat",
    gnu: "a/active f/forks m/slabs n/one-header s/stats d/disk D/disk-sum p/partition: S/unit: w/wide t/timestamp y/no-first V",
    package: PROCPS,
    misuse: procpsMisuse("vmstat", "[options] [delay [count]]"),
  },
  function* (io) {
    if (io.has("s")) return yield* summary(io);
    const plan = yield* steps(io);
    if (plan === undefined) return 1;
    yield* io.print(HEAD);
    let before = ZERO;
    for (let i = 0; i < plan.count; i++) {
      if (i > 0) {
        yield* io.out.flush();
        yield* io.sys.sleep(plan.delay * 1_000_000);
      }
      const now = yield* readProcessorTime(io.sys);
      yield* io.print(yield* vmstatLine(io, differenceOf(now, before)));
      before = now;
    }
    return 0;
  },
);

function* banner(io: Io): Task<string> {
  const { sysname, release, nodename, machine } = io.sys.uname();
  const now = io.sys.now();
  const day = strftime("%m/%d/%y", now, yield* localZone(io.sys, io.env.get("TZ"), now));
  return `${sysname} ${release} (${nodename}) \t${day} \t_${machine}_\t(${yield* countProcessors(io.sys)} CPU)\n\n`;
}

export const iostat = command(
  { name: "iostat", gnu: "c d h k m N s t x y z p? j:", busybox: "c d k m t z", package: "sysstat 12.7.5" },
  function* (io) {
    const t = yield* readProcessorTime(io.sys);
    const all = Math.max(1, sumOf(t));
    const share = (n: number): string => ((n * 100) / all).toFixed(2).padStart(8);
    yield* io.print(yield* banner(io));
    if (!io.has("d")) {
      yield* io.print("avg-cpu:  %user   %nice %system %iowait  %steal   %idle\n");
      yield* io.print(
        `        ${[t.user, t.nice, t.system, t.wait, t.steal, t.idle].map(share).join("")}\n\n`,
      );
    }
    if (!io.has("c")) {
      yield* io.print(
        "Device             tps    kB_read/s    kB_wrtn/s    kB_dscd/s    kB_read    kB_wrtn    kB_dscd\n",
      );
      yield* io.print(
        "vda               0.00         0.00         0.00         0.00          0          0          0\n\n",
      );
    }
    yield* io.print("\n");
    return 0;
  },
);
