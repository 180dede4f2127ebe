// The columns of procps' ps: for each word of -o its heading, width, side and text, as its own table of formats
// has them (ps(1), STANDARD FORMAT SPECIFIERS). Relies on ProcessInfo. Not here: which columns a style has.

import { SECOND } from "../../base/time.ts";
import { strftime, type Zone } from "../libc/strftime.ts";
import { commandText, terminalName, TICK, type ProcessInfo } from "./process-info.ts";

/** What a column may need beside the process. */
export interface PsContext {
  /** seconds since boot, instant of boot in seconds, memory in kB */
  readonly up: number;
  readonly boot: number;
  readonly memoryKb: number;
  readonly zone: Zone;
  readonly userName: (uid: number) => string;
  readonly groupName: (gid: number) => string;
  /** art or blanks before the command, by pid */
  readonly indents: ReadonlyMap<number, string>;
  readonly self: number;
  /** `e`: the environment after the arguments */
  readonly environment: ReadonlyMap<number, string>;
  /** texts of links and files that few columns ask for */
  readonly extra: ReadonlyMap<string, string>;
}

export interface Column {
  readonly heading: string;
  readonly width: number;
  readonly side: "left" | "right";
  /** wider texts of the last column are shown whole */
  readonly unlimited: boolean;
  /** `width` is the column's, which -o may have set */
  readonly text: (p: ProcessInfo, context: PsContext, width: number) => string;
}

const right = (heading: string, width: number, text: Column["text"]): Column => ({
  heading,
  width,
  side: "right",
  unlimited: false,
  text,
});
const left = (heading: string, width: number, text: Column["text"]): Column => ({
  ...right(heading, width, text),
  side: "left",
});
const unlimited = (heading: string, width: number, text: Column["text"]): Column => ({
  ...left(heading, width, text),
  unlimited: true,
});

// ---- texts

const two = (n: number): string => String(n).padStart(2, "0");
const secondsOf = (p: ProcessInfo): number => Math.floor((p.ticks * TICK) / SECOND);
const elapsed = (p: ProcessInfo, c: PsContext): number =>
  Math.max(0, Math.floor(c.up - (p.started * TICK) / SECOND));
const startOf = (p: ProcessInfo, c: PsContext): number => c.boot + Math.floor((p.started * TICK) / SECOND);
const nowOf = (c: PsContext): number => c.boot + Math.floor(c.up);
const at = (format: string, seconds: number, c: PsContext): string =>
  strftime(format, seconds * SECOND, c.zone);

function longTime(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}-${clock}` : clock;
}

function elapsedText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days > 0) return `${days}-${two(hours)}:${rest}`;
  return hours > 0 ? `${two(hours)}:${rest}` : rest;
}

const shortTime = (seconds: number): string => `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;

/** The hour of what began within a day, else the day of this year, else the year. */
function stime(p: ProcessInfo, c: PsContext): string {
  const start = startOf(p, c);
  const sameDay = at("%F", start, c) === at("%F", nowOf(c), c);
  if (sameDay) return at("%H:%M", start, c);
  return at("%Y", start, c) === at("%Y", nowOf(c), c) ? at("%b%d", start, c) : at("%Y", start, c);
}

function started(p: ProcessInfo, c: PsContext): string {
  const start = startOf(p, c);
  return nowOf(c) - start < 86_400 ? at("%H:%M:%S", start, c) : `  ${at("%b %d", start, c)}`;
}

function share(p: ProcessInfo, c: PsContext): number {
  const seconds = c.up - (p.started * TICK) / SECOND;
  return seconds <= 0 ? 0 : Math.floor((p.ticks * TICK * 1000) / SECOND / seconds);
}

const oneDecimal = (thousandths: number): string =>
  thousandths > 999
    ? String(Math.floor(thousandths / 10))
    : `${Math.floor(thousandths / 10)}.${thousandths % 10}`;

const memoryShare = (p: ProcessInfo, c: PsContext): string =>
  oneDecimal(Math.min(999, Math.floor((p.rssKb * 1000) / Math.max(1, c.memoryKb))));

/** R, S, …, and marks for niceness, sessions, threads and the foreground. */
export function stateText(p: ProcessInfo): string {
  let text = p.state;
  if (p.nice < 0) text += "<";
  if (p.nice > 0) text += "N";
  if (p.session === p.pid) text += "s";
  if (p.threads > 1) text += "l";
  if (p.tty !== 0 && p.pgrp === p.tpgid) text += "+";
  return text;
}

/** Names longer than the column end in a plus. */
const cut = (name: string, width: number): string =>
  name.length > width ? `${name.slice(0, width - 1)}+` : name;

const tty = (p: ProcessInfo): string => terminalName(p.tty) ?? "?";
const waits = (p: ProcessInfo, c: PsContext): string =>
  p.pid === c.self || p.state === "R" ? "-" : "do_wai";
const indented = (p: ProcessInfo, c: PsContext, text: string): string => (c.indents.get(p.pid) ?? "") + text;
const command = (p: ProcessInfo, c: PsContext): string =>
  indented(p, c, commandText(p)) + (c.environment.get(p.pid) ?? "");
const shortCommand = (p: ProcessInfo, c: PsContext): string =>
  indented(p, c, p.comm + (p.state === "Z" ? " <defunct>" : ""));
const extra =
  (key: string) =>
  (p: ProcessInfo, c: PsContext): string =>
    c.extra.get(`${p.pid} ${key}`) ?? "-";
const user =
  (id: (p: ProcessInfo) => number): Column["text"] =>
  (p, c, width) =>
    cut(c.userName(id(p)), width);
const group =
  (id: (p: ProcessInfo) => number): Column["text"] =>
  (p, c, width) =>
    cut(c.groupName(id(p)), width);

// ---- the table

const PID_WIDTH = 7;
const number =
  (of: (p: ProcessInfo, c: PsContext) => number) =>
  (p: ProcessInfo, c: PsContext): string =>
    String(of(p, c));
const pidColumn = (heading: string, of: (p: ProcessInfo) => number): Column =>
  right(heading, PID_WIDTH, number(of));
const flags = right("F", 1, (p) => String((p.flags >>> 6) & 7));
const euser = left(
  "EUSER",
  8,
  user((p) => p.euid),
);
const cpu = right("%CPU", 4, (p, c) => oneDecimal(share(p, c)));
const mem = right("%MEM", 4, memoryShare);
const vsz = right(
  "VSZ",
  6,
  number((p) => p.vsizeKb),
);
const rss = right(
  "RSS",
  5,
  number((p) => p.rssKb),
);
const threads = right(
  "NLWP",
  4,
  number((p) => p.threads),
);
const state = left("S", 1, (p) => p.state);
const wchan = left("WCHAN", 6, waits);
const args = unlimited("COMMAND", 27, command);
const comm = unlimited("COMMAND", 15, shortCommand);
const cputime = right("TIME", 8, (p) => longTime(secondsOf(p)));
const startTime = right("START", 5, stime);
const classColumn = right("CLS", 3, () => "TS");
const mask = (heading: string, of: (p: ProcessInfo) => string): Column => right(heading, 16, of);
const seconds = right("TIME", 8, number(secondsOf));

const namespaceColumns = ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"].map(
  (kind): [string, Column] => [`${kind}ns`, right(`${kind.toUpperCase()}NS`, 10, extra(`${kind}ns`))],
);

export const COLUMNS: ReadonlyMap<string, Column> = new Map<string, Column>([
  ["%cpu", cpu], ["pcpu", cpu], ["%mem", mem], ["pmem", mem],
  ["args", args], ["command", args], ["cmd", { ...args, heading: "CMD" }],
  ["comm", comm], ["ucomm", comm], ["ucmd", { ...comm, heading: "CMD" }], ["fname", left("COMMAND", 8, (p) => p.comm.slice(0, 8))],
  ["exe", unlimited("EXE", 27, extra("exe"))],
  ["blocked", mask("BLOCKED", (p) => p.signals.blocked)], ["sigmask", mask("BLOCKED", (p) => p.signals.blocked)],
  ["sig_block", mask("BLOCKED", (p) => p.signals.blocked)],
  ["caught", mask("CAUGHT", (p) => p.signals.caught)], ["sigcatch", mask("CAUGHT", (p) => p.signals.caught)],
  ["sig_catch", mask("CATCHED", (p) => p.signals.caught)],
  ["ignored", mask("IGNORED", (p) => p.signals.ignored)], ["sigignore", mask("IGNORED", (p) => p.signals.ignored)],
  ["sig_ignore", mask("IGNORED", (p) => p.signals.ignored)],
  ["pending", mask("PENDING", (p) => p.signals.pending)], ["sig", mask("PENDING", (p) => p.signals.pending)],
  ["sig_pend", mask("SIGNAL", (p) => p.signals.pending)],
  ["bsdstart", right("START", 6, (p, c) => (nowOf(c) - startOf(p, c) < 86_400 ? ` ${at("%H:%M", startOf(p, c), c)}` : at("%b %e", startOf(p, c), c)))],
  ["bsdtime", right("TIME", 6, (p) => shortTime(secondsOf(p)))],
  ["c", right("C", 2, (p, c) => String(Math.min(99, Math.floor(share(p, c) / 10))))],
  ["cp", right("CP", 3, (p, c) => String(share(p, c)))], ["util", right("C", 2, (p, c) => String(Math.floor(share(p, c) / 10)))],
  ["cgroup", unlimited("CGROUP", 27, extra("cgroup"))], ["cgname", unlimited("CGNAME", 27, extra("cgname"))],
  ["class", classColumn], ["cls", classColumn], ["policy", left("POL", 3, () => "TS")], ["sched", right("SCH", 3, () => "0")],
  ["cputime", cputime], ["time", cputime], ["atime", cputime], ["cputimes", seconds], ["times", seconds],
  ["drs", right("DRS", 5, number((p) => Math.floor(p.vsizeKb / 2)))], ["trs", right("TRS", 4, number((p) => Math.floor(p.rssKb / 4)))],
  ["m_drs", right("DRS", 5, number((p) => Math.floor(p.vsizeKb / 2)))], ["m_trs", right("TRS", 5, number((p) => Math.floor(p.rssKb / 4)))],
  ["egid", right("EGID", 5, number((p) => p.egid))], ["gid", right("GID", 5, number((p) => p.egid))], ["rgid", right("RGID", 5, number((p) => p.gid))],
  ["egroup", left("EGROUP", 8, group((p) => p.egid))], ["group", left("GROUP", 8, group((p) => p.egid))], ["rgroup", left("RGROUP", 8, group((p) => p.gid))],
  ["etime", right("ELAPSED", 11, (p, c) => elapsedText(elapsed(p, c)))], ["etimes", right("ELAPSED", 7, number(elapsed))],
  ["euid", right("EUID", 5, number((p) => p.euid))], ["uid", right("UID", 5, number((p) => p.euid))], ["ruid", right("RUID", 5, number((p) => p.uid))],
  ["suid", right("SUID", 5, number((p) => p.euid))], ["sgid", right("SGID", 5, number((p) => p.egid))],
  ["euser", euser], ["user", { ...euser, heading: "USER" }], ["uname", { ...euser, heading: "USER" }], ["ruser", left("RUSER", 8, user((p) => p.uid))],
  ["suser", left("SUSER", 8, user((p) => p.euid))], ["fuser", left("FUSER", 8, user((p) => p.euid))],
  ["f", flags], ["flag", flags], ["flags", flags], ["label", left("LABEL", 31, () => "-")], ["context", left("CONTEXT", 31, () => "-")],
  ["lstart", right("STARTED", 24, (p, c) => at("%a %b %e %H:%M:%S %Y", startOf(p, c), c))],
  ["lwp", pidColumn("LWP", (p) => p.pid)], ["tid", pidColumn("TID", (p) => p.pid)], ["spid", pidColumn("SPID", (p) => p.pid)], ["tgid", pidColumn("TGID", (p) => p.pid)],
  ["lxc", left("LXC", 8, () => "-")], ["machine", left("MACHINE", 31, () => "-")], ["unit", left("UNIT", 31, () => "-")], ["slice", left("SLICE", 31, () => "-")],
  ["maj_flt", right("MAJFL", 6, number((p) => p.majorFaults))], ["majflt", right("MAJFLT", 6, number((p) => p.majorFaults))],
  ["min_flt", right("MINFL", 6, number((p) => p.minorFaults))], ["minflt", right("MINFLT", 6, number((p) => p.minorFaults))],
  ["pagein", right("PAGEIN", 6, number((p) => p.majorFaults))],
  ["ni", right("NI", 3, number((p) => p.nice))], ["nice", right("NI", 3, number((p) => p.nice))],
  ["nlwp", threads], ["thcount", { ...threads, heading: "THCNT", width: 5 }], ["numa", right("NUMA", 4, () => "-")],
  ["oom", right("OOM", 4, extra("oom"))], ["oomadj", right("OOMADJ", 5, extra("oomadj"))],
  ["opri", right("PRI", 3, number((p) => p.priority + 60))], ["pri", right("PRI", 3, number((p) => 39 - p.priority))],
  ["priority", right("PRI", 3, number((p) => p.priority))], ["intpri", right("PRI", 3, number((p) => p.priority + 60))],
  ["pgid", pidColumn("PGID", (p) => p.pgrp)], ["pgrp", pidColumn("PGRP", (p) => p.pgrp)], ["pid", pidColumn("PID", (p) => p.pid)], ["ppid", pidColumn("PPID", (p) => p.ppid)],
  ["psr", right("PSR", 3, number((p) => p.processor))], ["rtprio", right("RTPRIO", 6, () => "-")],
  ["rss", rss], ["rssize", rss], ["rsz", rss], ["pss", right("PSS", 5, number((p) => p.rssKb))], ["uss", right("USS", 5, number((p) => p.rssKb))],
  ["s", state], ["state", state], ["sess", pidColumn("SESS", (p) => p.session)], ["session", pidColumn("SESS", (p) => p.session)], ["sid", pidColumn("SID", (p) => p.session)],
  ["sgi_p", right("P", 1, (p) => (p.state === "R" ? "0" : "*"))], ["addr", right("ADDR", 4, () => "-")],
  ["_addr_sz", right("ADDR SZ", 7, (p) => `-${String(Math.floor(p.vsizeKb / 4)).padStart(6)}`)],
  ["size", right("SIZE", 5, number((p) => Math.floor(p.rssKb / 4)))], ["sz", right("SZ", 5, number((p) => Math.floor(p.vsizeKb / 4)))],
  ["start", right("STARTED", 8, started)], ["start_time", startTime], ["stime", { ...startTime, heading: "STIME" }],
  ["stat", left("STAT", 4, stateText)], ["supgid", unlimited("SUPGID", 20, (p) => p.groups.join(",") || "-")],
  ["supgrp", unlimited("SUPGRP", 40, (p, c) => p.groups.map(c.groupName).join(",") || "-")],
  ["tname", left("TTY", 8, tty)], ["tt", left("TT", 8, tty)], ["tty", left("TT", 8, tty)], ["longtname", left("TTY", 8, tty)],
  ["tpgid", pidColumn("TPGID", (p) => p.tpgid)], ["vsz", vsz], ["vsize", vsz], ["wchan", wchan], ["wname", wchan],
  ...namespaceColumns,
]); // prettier-ignore

/** Keys of columns that cannot be told from the record alone, and where they stand. */
export const EXTRAS: ReadonlyMap<string, string> = new Map([
  ["exe", "exe"],
  ["cgroup", "cgroup"],
  ["cgname", "cgroup"],
  ["oom", "oom_score"],
  ["oomadj", "oom_score_adj"],
  ...namespaceColumns.map(([name]): [string, string] => [name, `ns/${name.slice(0, -2)}`]),
]);

/** What a column sorts by: numbers where it is one. */
export function sortKey(name: string, p: ProcessInfo, c: PsContext): number | string {
  switch (name) {
    case "pcpu":
    case "%cpu":
    case "c":
      return share(p, c);
    case "pmem":
    case "%mem":
      return p.rssKb;
    case "time":
    case "cputime":
    case "bsdtime":
      return p.ticks;
    case "start":
    case "start_time":
    case "stime":
    case "lstart":
      return p.started;
    case "etime":
    case "etimes":
      return elapsed(p, c);
  }
  const column = COLUMNS.get(name) as Column;
  const text = column.text(p, c, column.width);
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
