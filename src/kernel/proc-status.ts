// The longer texts of one process below /proc/PID: stat, status, limits, cgroup and what belongs to them
// (proc(5)). Memory is what the process holds; its address space is that and what every program maps.

import { processorRange } from "./cgroup-file.ts";
import { limitOf } from "./resource-limits.ts";
import { signalName } from "../base/signals.ts";
import { SECOND } from "../base/time.ts";
import { capabilityMask } from "./capabilities.ts";
import type { Kernel } from "./kernel.ts";
import { isInit, pidIn, type Process } from "./process.ts";
import type { Resource } from "./sys.ts";

/** Clock ticks per second (USER_HZ). */
const HERTZ = 100;
const PAGE = 4096;
/** Address space beyond what is resident: code that was never run, the stack's reserve. */
const MAPPED = 1 << 20;

const CONTROLLERS = ["name=systemd", "pids", "blkio", "freezer", "devices", "memory", "cpuset", "cpuacct", "cpu"]; // prettier-ignore

const groupPath = (kernel: Kernel, process: Process): string =>
  kernel.cgroups.get(process.cgroup).path || "/";

export function cgroupLines(kernel: Kernel, process: Process): string {
  const path = groupPath(kernel, process);
  const lines = CONTROLLERS.map((name, i) => `${CONTROLLERS.length - i}:${name}:${path}\n`);
  return `${lines.join("")}0::${path}\n`;
}

export const cpusetLine = (kernel: Kernel, process: Process): string => `${groupPath(kernel, process)}\n`;

export function commandLine(process: Process): string {
  if (process.state === "zombie") return "";
  return process.title === undefined ? process.argv.map((arg) => `${arg}\0`).join("") : `${process.title}\0`;
}

// ---- stat

const resident = (process: Process): number => (process.state === "zombie" ? 0 : process.memory);
const mapped = (process: Process): number => (resident(process) === 0 ? 0 : resident(process) + MAPPED);
const pages = (bytes: number): number => Math.ceil(bytes / PAGE);
const ticks = (microseconds: number): number => Math.floor((microseconds * HERTZ) / SECOND);

export const pageCounts = (process: Process): string =>
  `${pages(mapped(process))} ${pages(resident(process))} ${pages(resident(process) * 0.75)} 1 0 ${pages(resident(process) / 4)} 0\n`;

/** As in the third field of stat: running, sleeping, stopped, zombie, and waiting in a frozen group. */
function stateLetter(process: Process): "R" | "S" | "T" | "Z" | "D" {
  if (process.state === "zombie") return "Z";
  if (process.suspended) return "T";
  if (process.frozen) return "D";
  return process.state === "ready" && process.entry !== undefined ? "R" : "S";
}

const stateOf = (kernel: Kernel, process: Process): "R" | "S" | "T" | "Z" | "D" =>
  kernel.caller?.pid === process.pid ? "R" : stateLetter(process);

/** Names of sets of signals are numbers with a bit for each. */
function signalMask(process: Process, kind: "ignore" | "handle"): bigint {
  let bits = 0n;
  for (const [signal, disposition] of process.dispositions)
    if (disposition === kind && signalName(signal)) bits |= 1n << BigInt(signal - 1);
  return bits;
}

function pendingMask(process: Process): bigint {
  let bits = 0n;
  for (const signal of [...process.pending, ...process.heldBack]) bits |= 1n << BigInt(signal - 1);
  return bits;
}

export function statLine(kernel: Kernel, namespace: number, process: Process): string {
  const seen = (pid: number): number => {
    const other = kernel.processes.find(pid);
    return other === undefined ? 0 : pidIn(other, namespace);
  };
  const terminal = process.tty === undefined ? 0 : (136 << 8) | process.tty;
  const pty = process.tty === undefined ? undefined : kernel.ptys.find(process.tty);
  const front = pty?.foreground === undefined ? -1 : seen(pty.foreground);
  const { ending } = process;
  const status =
    ending === undefined
      ? 0
      : ending.kind === "exited"
        ? ending.code << 8
        : ending.kind === "signaled"
          ? ending.signal
          : 0;
  const fields = [
    pidIn(process, namespace), `(${process.name})`, stateOf(kernel, process), seen(process.ppid), seen(process.pgid), seen(process.sid),
    terminal, front, isInit(process) ? 4194560 : 4194304, 0, 0, 0, 0, ticks(process.cpu), 0, ticks(process.childrenCpu), 0,
    20 + process.niceness, process.niceness, 1, 0, ticks(process.startedAt - kernel.bootedAt), mapped(process), pages(resident(process)),
    "18446744073709551615", 0, 0, 0, 0, 0, pendingMask(process) & 0x7fffffffn, 0, signalMask(process, "ignore") & 0x7fffffffn,
    signalMask(process, "handle") & 0x7fffffffn, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, status,
  ]; // prettier-ignore
  return `${fields.join(" ")}\n`;
}

// ---- status

const STATES = {
  R: "R (running)",
  S: "S (sleeping)",
  T: "T (stopped)",
  Z: "Z (zombie)",
  D: "D (disk sleep)",
};

const hex = (bits: bigint): string => bits.toString(16).padStart(16, "0");
const kilobytes = (bytes: number): string => `${String(Math.ceil(bytes / 1024)).padStart(8)} kB`;

type Rows = [name: string, value: string][];

function memoryRows(process: Process): Rows {
  if (process.state === "zombie") return [];
  const all = kilobytes(mapped(process));
  const held = kilobytes(resident(process));
  return [
    ["VmPeak", all], ["VmSize", all], ["VmLck", kilobytes(0)], ["VmPin", kilobytes(0)], ["VmHWM", held], ["VmRSS", held],
    ["RssAnon", kilobytes(resident(process) / 4)], ["RssFile", kilobytes((resident(process) * 3) / 4)], ["RssShmem", kilobytes(0)],
    ["VmData", kilobytes(resident(process) / 4)], ["VmStk", kilobytes(132 << 10)], ["VmExe", kilobytes((resident(process) * 3) / 4)],
    ["VmLib", kilobytes(8 << 10)], ["VmPTE", kilobytes(40 << 10)], ["VmSwap", kilobytes(0)], ["HugetlbPages", kilobytes(0)],
    ["CoreDumping", "0"], ["THP_enabled", "1"], ["untag_mask", "0xffffffffffffffff"],
  ]; // prettier-ignore
}

function identityRows(kernel: Kernel, namespace: number, process: Process): Rows {
  const ids = (real: number, effective: number): string =>
    `${real}\t${effective}\t${effective}\t${effective}`;
  const parent = kernel.processes.find(process.ppid);
  const depth = Math.max(0, process.pidNamespaces.indexOf(namespace));
  const numbers = (pid: number): string => (kernel.processes.find(pid)?.pids.slice(depth) ?? [0]).join("\t");
  const pid = String(pidIn(process, namespace));
  return [
    ["Name", process.name],
    ["Umask", process.umask.toString(8).padStart(4, "0")],
    ["State", STATES[stateOf(kernel, process)]],
    ["Tgid", pid],
    ["Ngid", "0"],
    ["Pid", pid],
    ["PPid", String(parent === undefined ? 0 : pidIn(parent, namespace))],
    ["TracerPid", "0"],
    ["Uid", ids(process.uid, process.euid)],
    ["Gid", ids(process.gid, process.egid)],
    ["FDSize", "64"],
    ["Groups", process.groups.map((g) => `${g} `).join("") || " "],
    ["NStgid", numbers(process.pid)],
    ["NSpid", numbers(process.pid)],
    ["NSpgid", numbers(process.pgid)],
    ["NSsid", numbers(process.sid)],
    ["Kthread", "0"],
  ];
}

/** `0-1,3` in hexadecimal digits. */
function processorMask(list: string): string {
  let mask = 0n;
  for (const range of list.split(",")) {
    const [first = 0, last = first] = range.split("-").map(Number);
    for (let n = first; n <= last; n++) mask |= 1n << BigInt(n);
  }
  return mask.toString(16);
}

function rightRows(kernel: Kernel, process: Process): Rows {
  const held = capabilityMask(process.capabilities);
  const confined = process.pids.length > 1 && process.unconfined !== true;
  const cpus = kernel.cgroups.get(process.cgroup).limits.cpusetCpus ?? processorRange(kernel);
  return [
    ["Threads", "1"],
    ["SigQ", "0/96365"],
    ["SigPnd", hex(0n)],
    ["ShdPnd", hex(pendingMask(process))],
    ["SigBlk", hex(0n)],
    ["SigIgn", hex(signalMask(process, "ignore"))],
    ["SigCgt", hex(signalMask(process, "handle"))],
    ["CapInh", hex(0n)],
    ["CapPrm", held],
    ["CapEff", held],
    ["CapBnd", capabilityMask(process.bounding)],
    ["CapAmb", hex(0n)],
    ["NoNewPrivs", process.noNewPrivileges ? "1" : "0"],
    ["Seccomp", confined ? "2" : "0"],
    ["Seccomp_filters", confined ? "1" : "0"],
    ["Speculation_Store_Bypass", "thread vulnerable"],
    ["SpeculationIndirectBranch", "conditional enabled"],
    ["Cpus_allowed", processorMask(cpus)],
    ["Cpus_allowed_list", cpus],
    ["Mems_allowed", "00000000,00000001"],
    ["Mems_allowed_list", "0"],
    ["voluntary_ctxt_switches", String(process.serial)],
    ["nonvoluntary_ctxt_switches", "0"],
  ];
}

export const statusLines = (kernel: Kernel, namespace: number, process: Process): string =>
  [...identityRows(kernel, namespace, process), ...memoryRows(process), ...rightRows(kernel, process)]
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join("");

export function scheduleLines(namespace: number, process: Process): string {
  const rows: Rows = [
    ["se.sum_exec_runtime", (process.cpu / 1000).toFixed(6)],
    ["nr_switches", String(process.serial)],
    ["nr_voluntary_switches", String(process.serial)],
    ["nr_involuntary_switches", "0"],
    ["policy", "0"],
    ["prio", String(120 + process.niceness)],
  ];
  const head = `${process.name} (${pidIn(process, namespace)}, #threads: 1)\n${"-".repeat(67)}\n`;
  return head + rows.map(([name, value]) => `${name.padEnd(45)}:${value.padStart(21)}\n`).join("");
}

/** The program's own file, what it allocated, its stack. */
export function mapLines(process: Process, executable: string): string {
  if (process.state === "zombie" || executable === "") return "";
  const code = pages(resident(process) * 0.75) * PAGE;
  const data = pages(resident(process) / 4) * PAGE;
  const line = (from: number, size: number, access: string, file: string): string => {
    const range = `${from.toString(16).padStart(8, "0")}-${(from + size).toString(16).padStart(8, "0")}`;
    return `${`${range} ${access} 00000000 00:00 0 `.padEnd(73)}${file}\n`;
  };
  return (
    line(0x400000, code, "r-xp", executable) +
    line(0x5000000, data, "rw-p", "[heap]") +
    line(0x7ffc00000000, 132 << 10, "rw-p", "[stack]")
  );
}

// ---- limits

const LIMITS: readonly [name: string, resource: Resource, unit: string, usual: number][] = [
  ["Max cpu time", "cpu", "seconds", Infinity],
  ["Max file size", "fsize", "bytes", Infinity],
  ["Max data size", "data", "bytes", Infinity],
  ["Max stack size", "stack", "bytes", Infinity],
  ["Max core file size", "core", "bytes", Infinity],
  ["Max resident set", "rss", "bytes", Infinity],
  ["Max processes", "nproc", "processes", Infinity],
  ["Max open files", "nofile", "files", Infinity],
  ["Max locked memory", "memlock", "bytes", Infinity],
  ["Max address space", "as", "bytes", Infinity],
  ["Max file locks", "locks", "locks", Infinity],
  ["Max pending signals", "sigpending", "signals", 96_365],
  ["Max msgqueue size", "msgqueue", "bytes", 819_200],
  ["Max nice priority", "nice", "", 0],
  ["Max realtime priority", "rtprio", "", 0],
  ["Max realtime timeout", "rttime", "us", Infinity],
];

export function limitLines(process: Process): string {
  const show = (n: number): string => (n === Infinity ? "unlimited" : String(n)).padEnd(21);
  const head = "Limit                     Soft Limit           Hard Limit           Units     \n";
  return (
    head +
    LIMITS.map(([name, resource, unit, usual]) => {
      const given = process.limits.has(resource) || resource === "core";
      const limit = given ? limitOf(process, resource) : { soft: usual, hard: usual };
      return `${name.padEnd(26)}${show(limit.soft)}${show(limit.hard)}${unit.padEnd(10)}\n`;
    }).join("")
  );
}
