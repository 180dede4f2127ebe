// What /proc tells of processes (proc(5)), as ps, top, pgrep and their kin read it: one record for each process,
// with the longer texts fetched only where they are asked for. Processes that end meanwhile are left out.

import { failed } from "../../base/errno.ts";
import type { Duration } from "../../base/time.ts";
import { decode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readFile, readText } from "../libc/input.ts";

/** Microseconds of one clock tick. */
export const TICK: Duration = 10_000;
const PAGE_KB = 4;

export interface ProcessInfo {
  readonly pid: number;
  /** at most 15 bytes */
  readonly comm: string;
  /** R, S, D, T, Z */
  readonly state: string;
  readonly ppid: number;
  readonly pgrp: number;
  readonly session: number;
  /** device number; 0 is none */
  readonly tty: number;
  /** foreground group of the terminal, or -1 */
  readonly tpgid: number;
  readonly flags: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  /** CPU time in ticks: its own, and that of children waited for */
  readonly ticks: number;
  readonly childTicks: number;
  readonly priority: number;
  readonly nice: number;
  readonly threads: number;
  /** ticks after boot */
  readonly started: number;
  readonly vsizeKb: number;
  readonly rssKb: number;
  readonly processor: number;
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly egid: number;
  readonly groups: readonly number[];
  readonly signals: Signals;
  /** empty for a zombie */
  readonly args: readonly string[];
}

export interface Signals {
  readonly pending: string;
  readonly blocked: string;
  readonly ignored: string;
  readonly caught: string;
}

/** Pids that can be seen, in order. */
export function allPids(sys: Sys): number[] {
  const list = sys.list("/proc");
  if (failed(list)) return [];
  return list.flatMap(({ name }) => (/^[1-9]\d*$/.test(name) ? [Number(name)] : [])).sort((a, b) => a - b);
}

export function* readProcesses(sys: Sys): Task<ProcessInfo[]> {
  const all: ProcessInfo[] = [];
  for (const pid of allPids(sys)) {
    const info = yield* readProcess(sys, pid);
    if (info !== undefined) all.push(info);
  }
  return all;
}

export function* readProcess(sys: Sys, pid: number): Task<ProcessInfo | undefined> {
  const stat = yield* readText(sys, `/proc/${pid}/stat`);
  const status = yield* readText(sys, `/proc/${pid}/status`);
  const line = yield* readFile(sys, `/proc/${pid}/cmdline`);
  if (failed(stat) || failed(status) || failed(line)) return undefined;
  return parseProcess(stat.text, status.text, decode(line));
}

function parseProcess(stat: string, status: string, line: string): ProcessInfo {
  const open = stat.indexOf("(");
  const close = stat.lastIndexOf(")");
  const fields = stat.slice(close + 2).split(" ");
  const n = (field: number): number => Number(fields[field - 3]);
  const rows = new Map(
    status.split("\n").map((row) => {
      const colon = row.indexOf(":");
      return [row.slice(0, colon), row.slice(colon + 1).trim()] as const;
    }),
  );
  const ids = (name: string): number[] => (rows.get(name) ?? "").split(/\s+/).map(Number);
  const [uid = 0, euid = 0] = ids("Uid");
  const [gid = 0, egid = 0] = ids("Gid");
  const mask = (name: string): string => rows.get(name) ?? "0".repeat(16);
  return {
    pid: Number(stat.slice(0, open)),
    comm: stat.slice(open + 1, close),
    state: fields[0] as string,
    ppid: n(4),
    pgrp: n(5),
    session: n(6),
    tty: n(7),
    tpgid: n(8),
    flags: n(9),
    minorFaults: n(10),
    majorFaults: n(12),
    ticks: n(14) + n(15),
    childTicks: n(16) + n(17),
    priority: n(18),
    nice: n(19),
    threads: n(20),
    started: n(22),
    vsizeKb: Math.floor(n(23) / 1024),
    rssKb: n(24) * PAGE_KB,
    processor: n(39),
    uid,
    euid,
    gid,
    egid,
    groups: (rows.get("Groups") ?? "")
      .split(/\s+/)
      .filter((g) => g !== "")
      .map(Number),
    signals: {
      pending: mask("ShdPnd"),
      blocked: mask("SigBlk"),
      ignored: mask("SigIgn"),
      caught: mask("SigCgt"),
    },
    args: line === "" ? [] : line.replace(/\0$/, "").split("\0"),
  };
}

/** Who came from whom; what has no parent among them is found under 0. */
export function childrenAmong(shown: readonly ProcessInfo[]): ReadonlyMap<number, readonly ProcessInfo[]> {
  const pids = new Set(shown.map((p) => p.pid));
  const children = new Map<number, ProcessInfo[]>();
  for (const p of shown) {
    const parent = pids.has(p.ppid) && p.ppid !== p.pid ? p.ppid : 0;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [p]);
    else siblings.push(p);
  }
  return children;
}

/** `pts/0`, or undefined without a terminal. */
export function terminalName(device: number): string | undefined {
  if (device === 0) return undefined;
  const major = device >>> 8;
  const minor = device & 0xff;
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  return major === 5 && minor === 1 ? "console" : `${major}/${minor}`;
}

/** One line: what the arguments are, or the name between brackets for what has none. */
export function commandText({ args, comm, state }: ProcessInfo): string {
  if (args.length === 0) return state === "Z" ? `[${comm}] <defunct>` : `[${comm}]`;
  return args.join(" ").replace(/[\x00-\x1f\x7f]/g, (c) => (c === "\n" || c === "\t" ? " " : "?"));
}

/** Seconds since the machine was started, and the instant of that in seconds of the epoch. */
export function* machineTimes(sys: Sys): Task<{ readonly up: number; readonly boot: number }> {
  const file = yield* readText(sys, "/proc/stat");
  const boot = failed(file) ? 0 : Number(/^btime (\d+)$/m.exec(file.text)?.[1] ?? 0);
  return { up: sys.uptime() / 1_000_000, boot };
}
