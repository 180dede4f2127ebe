// What one look of top shows: figures of the machine above a table of processes, in procps' and in busybox's
// form. CPU is counted between two looks; at the first look since the process began.

import { SECOND } from "../../base/time.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import {
  differenceOf,
  readLoad,
  readMemory,
  readProcessorTime,
  sumOf,
  type ProcessorTime,
} from "./machine-info.ts";
import { commandText, machineTimes, readProcesses, TICK, type ProcessInfo } from "./process-info.ts";
import { busyboxCommand } from "./ps-busybox.ts";
import { uptimeLine } from "./uptime.ts";

export type Order = "cpu" | "memory" | "virtual" | "time" | "pid" | "user" | "command";

export interface View {
  readonly order: Order;
  readonly reversed: boolean;
  /** command lines in place of names */
  readonly lines: boolean;
  /** those that did nothing too */
  readonly idle: boolean;
  readonly uid: number | undefined;
  readonly pids: readonly number[];
}

export interface Sample {
  readonly at: number;
  readonly up: number;
  readonly processes: readonly ProcessInfo[];
  readonly processor: ProcessorTime;
}

export function* takeSample(sys: Sys): Task<Sample> {
  const processor = yield* readProcessorTime(sys);
  const { up } = yield* machineTimes(sys);
  return { at: sys.now(), up, processes: yield* readProcesses(sys), processor };
}

interface Row {
  readonly p: ProcessInfo;
  readonly user: string;
  /** percent of one processor */
  readonly cpu: number;
  readonly memory: number;
}

/** Percent of the time between two looks. */
function shareOf(p: ProcessInfo, sample: Sample, before: Sample | undefined): number {
  const last = before?.processes.find((q) => q.pid === p.pid && q.started === p.started);
  const ticks = p.ticks - (last?.ticks ?? 0);
  const seconds =
    before === undefined || last === undefined
      ? sample.up - (p.started * TICK) / SECOND
      : (sample.at - before.at) / SECOND;
  return seconds <= 0.01 ? 0 : (ticks * TICK * 100) / SECOND / seconds;
}

const KEYS: Record<Order, (row: Row) => number | string> = {
  cpu: (row) => row.cpu,
  memory: (row) => row.p.rssKb,
  virtual: (row) => row.p.vsizeKb,
  time: (row) => row.p.ticks,
  pid: (row) => row.p.pid,
  user: (row) => row.user,
  command: (row) => row.p.comm,
};

function* rowsOf(io: Io, view: View, sample: Sample, before: Sample | undefined, total: number): Task<Row[]> {
  const accounts = new Accounts(io.sys);
  const rows: Row[] = [];
  for (const p of sample.processes) {
    if (view.uid !== undefined && p.euid !== view.uid) continue;
    if (view.pids.length > 0 && !view.pids.includes(p.pid)) continue;
    const cpu = shareOf(p, sample, before);
    if (!view.idle && cpu === 0) continue;
    rows.push({
      p,
      user: yield* accounts.userLabel(p.euid),
      cpu,
      memory: (p.rssKb * 100) / Math.max(1, total),
    });
  }
  const key = KEYS[view.order];
  const sorted = rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? 1 : x > y ? -1 : a.p.pid - b.p.pid;
  });
  return view.reversed ? sorted.reverse() : sorted;
}

// ---- procps

const right = (text: string | number, width: number): string => String(text).padStart(width);
const mebi = (kilobytes: number): string => right((kilobytes / 1024).toFixed(1), 8);

/** Sizes that do not fit are told in mebibytes. */
function size(kilobytes: number, width: number): string {
  const plain = String(kilobytes);
  return right(plain.length <= width ? plain : `${(kilobytes / 1024).toFixed(1)}m`, width);
}

/** Minutes, seconds and hundredths; hours where that is too long. */
function exactTime(ticks: number): string {
  const minutes = Math.floor(ticks / 6000);
  const rest = `${String(Math.floor(ticks / 100) % 60).padStart(2, "0")}.${String(ticks % 100).padStart(2, "0")}`;
  return `${minutes}:${rest}`;
}

function tasks(processes: readonly ProcessInfo[]): string {
  const count = (...states: string[]): string =>
    right(processes.filter((p) => states.includes(p.state)).length, 3);
  return `Tasks: ${right(processes.length, 3)} total, ${count("R")} running, ${count("S", "D", "I")} sleeping, ${count("T", "t")} stopped, ${count("Z")} zombie`;
}

function processorLine(spent: ProcessorTime): string {
  const all = Math.max(1, sumOf(spent));
  const share = (n: number): string => right(((n * 100) / all).toFixed(1), 5).replace(/^100\.0$/, "100.0");
  const { user, system, nice, idle, wait, interrupts, softInterrupts, steal } = spent;
  const idleText = share(sumOf(spent) === 0 ? 1 : idle);
  return `%Cpu(s):${share(user)} us,${share(system)} sy,${share(nice)} ni,${idleText} id,${share(wait)} wa,${share(interrupts)} hi,${share(softInterrupts)} si,${share(steal)} st `;
}

export function* procpsScreen(
  io: Io,
  view: View,
  sample: Sample,
  before: Sample | undefined,
): Task<string[]> {
  const m = yield* readMemory(io.sys);
  const spent = before === undefined ? sample.processor : differenceOf(sample.processor, before.processor);
  const cache = m.buffers + m.cached + m.reclaimable;
  const used = m.total - m.available;
  const lines = [
    `top -${yield* uptimeLine(io)}`,
    tasks(sample.processes),
    processorLine(spent),
    `MiB Mem :${mebi(m.total)} total,${mebi(m.free)} free,${mebi(used)} used,${mebi(cache)} buff/cache     `,
    `MiB Swap:${mebi(m.swapTotal)} total,${mebi(m.swapFree)} free,${mebi(m.swapTotal - m.swapFree)} used.${mebi(m.available)} avail Mem `,
    "",
    "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND",
  ];
  for (const { p, user, cpu, memory } of yield* rowsOf(io, view, sample, before, m.total)) {
    const name = user.length > 8 ? `${user.slice(0, 7)}+` : user;
    const text = view.lines ? commandText(p) : p.comm;
    const shared = Math.floor(p.rssKb * 0.75);
    const sizes = `${size(p.vsizeKb, 7)} ${size(p.rssKb, 6)} ${size(shared, 6)}`;
    lines.push(
      `${right(p.pid, 7)} ${name.padEnd(8)} ${right(p.priority, 3)} ${right(p.nice, 3)} ${sizes} ${p.state} ${right(cpu.toFixed(1), 5)} ${right(memory.toFixed(1), 5)} ${right(exactTime(p.ticks), 9)} ${text}`,
    );
  }
  return lines;
}

// ---- busybox

const whole = (part: number, all: number): string =>
  right(`${Math.round((part * 100) / Math.max(1, all))}%`, 4);

const busyboxSize = (kilobytes: number): string =>
  right(kilobytes < 100_000 ? kilobytes : `${Math.floor(kilobytes / 1024)}m`, 6);

export function* busyboxScreen(
  io: Io,
  view: View,
  sample: Sample,
  before: Sample | undefined,
): Task<string[]> {
  const m = yield* readMemory(io.sys);
  const { load, rest } = yield* readLoad(io.sys);
  const spent = before === undefined ? sample.processor : differenceOf(sample.processor, before.processor);
  const all = sumOf(spent);
  const parts: [string, number][] = [
    ["usr", spent.user],
    ["sys", spent.system],
    ["nic", spent.nice],
    ["idle", all === 0 ? 1 : spent.idle],
    ["io", spent.wait],
    ["irq", spent.interrupts],
    ["sirq", spent.softInterrupts],
  ];
  const lines = [
    `Mem: ${m.total - m.free}K used, ${m.free}K free, ${m.shared}K shrd, ${m.buffers}K buff, ${m.cached}K cached`,
    `CPU: ${parts.map(([name, value]) => `${whole(value, all)} ${name}`).join(" ")}`,
    `Load average: ${load.join(" ")} ${rest}`,
    "  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND",
  ];
  for (const { p, user, cpu } of yield* rowsOf(io, view, sample, before, m.total)) {
    const state = `${p.state}${p.nice < 0 ? "<" : p.nice > 0 ? "N" : ""}`.padEnd(4);
    const shares = `${right(`${Math.round((p.vsizeKb * 100) / Math.max(1, m.total))}%`, 5)}${right(p.processor, 4)}${right(`${Math.round(cpu)}%`, 5)}`;
    lines.push(
      `${right(p.pid, 5)} ${right(p.ppid, 5)} ${user.slice(0, 8).padEnd(8)} ${state}${busyboxSize(p.vsizeKb)}${shares} ${busyboxCommand(p)}`,
    );
  }
  return lines;
}
