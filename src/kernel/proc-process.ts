// The files of one process below /proc/PID (proc(5)).

import { SECOND } from "../base/time.ts";
import { signalName } from "../base/signals.ts";
import type { Place } from "../fs/mounts.ts";
import { capabilityMask } from "./capabilities.ts";
import type { Kernel } from "./kernel.ts";
import { mountInfoLines, mountLines } from "./mount-lines.ts";
import { networkFile, NETWORK_FILES } from "./proc-net.ts";
import { pidIn, type Process } from "./process.ts";
import type { Resource } from "./sys.ts";
import { textFile, type VirtualLink, type VirtualNode } from "./virtual-fs.ts";

/** Clock ticks per second (USER_HZ). */
const HERTZ = 100;
const PAGE = 4096;

export const PROCESS_FILES = [
  "cgroup", "cmdline", "comm", "cwd", "environ", "exe", "fd", "limits", "mountinfo", "mounts", "net", "ns", "oom_score",
  "oom_score_adj", "root", "stat", "statm", "status", "uid_map", "gid_map",
]; // prettier-ignore

export function processFile(
  kernel: Kernel,
  namespace: number,
  process: Process,
  path: readonly string[],
): VirtualNode | undefined {
  const [name, ...rest] = path;
  const owner = { uid: process.euid, gid: process.egid };
  if (rest.length > 0) return nested(kernel, process, name as string, rest);
  const text = (make: () => string, mode = 0o444): VirtualNode => textFile(make, { mode, ...owner });
  switch (name) {
    case "cgroup":
      return text(() => cgroupLines(kernel, process));
    case "cmdline":
      return text(() => commandLine(process));
    case "comm":
      return text(() => `${process.name}\n`, 0o644);
    case "environ":
      return text(() => process.env.map((entry) => `${entry}\0`).join(""), 0o400);
    case "limits":
      return text(() => limitLines(process));
    case "mounts":
      return text(() => mountLines(kernel, process));
    case "mountinfo":
      return text(() => mountInfoLines(kernel, process));
    case "oom_score":
      return text(() => `${Math.max(0, 666 + Math.floor((process.oomScoreAdj * 2) / 3))}\n`);
    case "oom_score_adj":
      return {
        ...text(() => `${process.oomScoreAdj}\n`, 0o644),
        kind: "file",
        text: () => `${process.oomScoreAdj}\n`,
        write: (value) => setOomScore(kernel, process, value),
      };
    case "stat":
      return text(() => statLine(kernel, namespace, process));
    case "statm":
      return text(() => `${pages(process)} ${pages(process)} ${pages(process)} 0 0 0 0\n`);
    case "status":
      return text(() => statusLines(kernel, namespace, process));
    case "uid_map":
    case "gid_map":
      return text(() => "         0          0 4294967295\n");
    case "cwd":
      return magic(kernel, process, process.cwd);
    case "root":
      return magic(kernel, process, process.root);
    case "exe":
      return process.executable === undefined ? undefined : magic(kernel, process, process.executable);
    case "fd":
      return {
        kind: "directory",
        mode: 0o500,
        ...owner,
        names: () => [...process.descriptors.keys()].sort((a, b) => a - b).map(String),
      };
    case "net":
      return { kind: "directory", names: () => NETWORK_FILES };
    case "ns":
      return { kind: "directory", mode: 0o511, ...owner, names: () => Object.keys(namespacesOf(process)) };
    default:
      return undefined;
  }
}

function nested(
  kernel: Kernel,
  process: Process,
  name: string,
  rest: readonly string[],
): VirtualNode | undefined {
  if (rest.length !== 1) return undefined;
  const entry = rest[0] as string;
  if (name === "fd") return descriptorLink(kernel, process, entry);
  if (name === "net") return networkFile(kernel, process, entry);
  if (name !== "ns") return undefined;
  const number = new Map(Object.entries(namespacesOf(process))).get(entry);
  return number === undefined
    ? undefined
    : { kind: "link", target: () => `${entry}:[${4_026_531_835 + number}]` };
}

const namespacesOf = (process: Process): Record<string, number> => ({
  cgroup: 0,
  ipc: 1 + process.mountNamespace * 8,
  mnt: 2 + process.mountNamespace * 8,
  net: 3 + process.netNamespace * 8,
  pid: 4 + (process.pidNamespaces[process.pidNamespaces.length - 1] as number) * 8,
  time: 5,
  user: 6,
  uts: 7 + process.utsNamespace * 8,
});

function setOomScore(kernel: Kernel, process: Process, value: string): "EINVAL" | undefined {
  const score = Number(value.trim());
  if (!Number.isInteger(score) || score < -1000 || score > 1000) return "EINVAL";
  kernel.processes.own(process.pid).oomScoreAdj = score;
  return undefined;
}

// ---- links

function magic(kernel: Kernel, process: Process, place: Place): VirtualLink {
  return {
    kind: "link",
    target: () => pathOf(kernel, process, place),
    jump: () => place,
  };
}

function pathOf(kernel: Kernel, process: Process, place: Place): string {
  const view = kernel.viewOf(process);
  const fs = kernel.vfs.fsAt(view, place);
  const node = fs.attributes(place.ino);
  if (node === undefined) return "(deleted)";
  const answer = kernel.vfs.pathOf(view, place);
  return typeof answer === "string" ? "(unreachable)" : answer.path;
}

function descriptorLink(kernel: Kernel, process: Process, name: string): VirtualNode | undefined {
  const descriptor = process.descriptors.get(Number(name));
  if (descriptor === undefined || String(Number(name)) !== name) return undefined;
  const file = kernel.openFiles.get(descriptor.file);
  const place = file.mount === undefined ? undefined : { mount: file.mount.id, ino: file.ino };
  const path = file.path !== "" ? file.path : file.kind === "outlet" ? `pipe:[${30_000 + file.id}]` : "";
  return {
    kind: "link",
    mode: 0o700,
    target: () => (path === "" && place !== undefined ? pathOf(kernel, process, place) : path),
    ...(place === undefined ? {} : { jump: () => place }),
  };
}

// ---- texts

function commandLine(process: Process): string {
  if (process.state === "zombie") return "";
  return process.title === undefined ? process.argv.map((arg) => `${arg}\0`).join("") : `${process.title}\0`;
}

const CONTROLLERS = [
  "name=systemd",
  "pids",
  "blkio",
  "freezer",
  "devices",
  "memory",
  "cpuset",
  "cpuacct",
  "cpu",
];

function cgroupLines(kernel: Kernel, process: Process): string {
  const path = kernel.cgroups.get(process.cgroup).path || "/";
  const lines = CONTROLLERS.map((name, i) => `${CONTROLLERS.length - i}:${name}:${path}\n`);
  return `${lines.join("")}0::${path}\n`;
}

const pages = (process: Process): number => Math.ceil(process.memory / PAGE);
const ticks = (microseconds: number): number => Math.floor((microseconds * HERTZ) / SECOND);

/** As in the third field of stat: running, sleeping, stopped, zombie. */
export function stateLetter(process: Process): "R" | "S" | "T" | "Z" | "D" {
  if (process.state === "zombie") return "Z";
  if (process.suspended) return "T";
  if (process.frozen) return "D";
  return process.state === "ready" && process.entry !== undefined ? "R" : "S";
}

function statLine(kernel: Kernel, namespace: number, process: Process): string {
  const seen = (pid: number): number => {
    const other = kernel.processes.find(pid);
    return other === undefined ? 0 : pidIn(other, namespace);
  };
  const terminal = process.tty === undefined ? 0 : (136 << 8) | process.tty;
  const pty = process.tty === undefined ? undefined : kernel.ptys.find(process.tty);
  const front = pty?.foreground === undefined ? -1 : seen(pty.foreground);
  const state = kernel.caller?.pid === process.pid ? "R" : stateLetter(process);
  const fields = [
    pidIn(process, namespace), `(${process.name})`, state, seen(process.ppid), seen(process.pgid), seen(process.sid), terminal, front,
    4194560, 0, 0, 0, 0, ticks(process.cpu), 0, ticks(process.childrenCpu), 0, 20 + process.niceness, process.niceness, 1, 0,
    ticks(process.startedAt - kernel.bootedAt), process.memory, pages(process), "18446744073709551615",
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]; // prettier-ignore
  return `${fields.join(" ")}\n`;
}

const STATES = {
  R: "R (running)",
  S: "S (sleeping)",
  T: "T (stopped)",
  Z: "Z (zombie)",
  D: "D (disk sleep)",
};

function statusLines(kernel: Kernel, namespace: number, process: Process): string {
  const parent = kernel.processes.find(process.ppid);
  const state = kernel.caller?.pid === process.pid ? "R" : stateLetter(process);
  const mask = (kind: "ignore" | "handle"): string => {
    let bits = 0n;
    for (const [signal, disposition] of process.dispositions)
      if (disposition === kind && signalName(signal)) bits |= 1n << BigInt(signal - 1);
    return bits.toString(16).padStart(16, "0");
  };
  const ids = (real: number, effective: number): string =>
    `${real}\t${effective}\t${effective}\t${effective}`;
  const kilobytes = `${String(Math.ceil(process.memory / 1024)).padStart(8)} kB`;
  const innermost = process.pids.slice(process.pidNamespaces.indexOf(namespace));
  const rows: [string, string][] = [
    ["Name", process.name],
    ["Umask", process.umask.toString(8).padStart(4, "0")],
    ["State", STATES[state]],
    ["Tgid", String(pidIn(process, namespace))],
    ["Ngid", "0"],
    ["Pid", String(pidIn(process, namespace))],
    ["PPid", String(parent === undefined ? 0 : pidIn(parent, namespace))],
    ["TracerPid", "0"],
    ["Uid", ids(process.uid, process.euid)],
    ["Gid", ids(process.gid, process.egid)],
    ["FDSize", "64"],
    ["Groups", process.groups.map((g) => `${g} `).join("")],
    ["NStgid", innermost.join("\t")],
    ["NSpid", innermost.join("\t")],
    ["VmPeak", kilobytes],
    ["VmSize", kilobytes],
    ["VmRSS", kilobytes],
    ["Threads", "1"],
    ["SigQ", "0/96365"],
    ["SigPnd", "0000000000000000"],
    ["ShdPnd", "0000000000000000"],
    ["SigBlk", "0000000000000000"],
    ["SigIgn", mask("ignore")],
    ["SigCgt", mask("handle")],
    ["CapInh", "0000000000000000"],
    ["CapPrm", capabilityMask(process.capabilities)],
    ["CapEff", capabilityMask(process.capabilities)],
    ["CapBnd", capabilityMask(process.bounding)],
    ["CapAmb", "0000000000000000"],
    ["NoNewPrivs", process.noNewPrivileges ? "1" : "0"],
    ["Seccomp", process.pids.length > 1 ? "2" : "0"],
    ["Cpus_allowed_list", `0-${kernel.machine.cpus - 1}`],
    ["Mems_allowed_list", "0"],
  ];
  return rows.map(([name, value]) => `${name}:\t${value}\n`).join("");
}

const LIMITS: readonly [name: string, resource: Resource, unit: string][] = [
  ["Max cpu time", "cpu", "seconds"],
  ["Max file size", "fsize", "bytes"],
  ["Max data size", "data", "bytes"],
  ["Max stack size", "stack", "bytes"],
  ["Max core file size", "core", "bytes"],
  ["Max resident set", "rss", "bytes"],
  ["Max processes", "nproc", "processes"],
  ["Max open files", "nofile", "files"],
  ["Max locked memory", "memlock", "bytes"],
  ["Max address space", "as", "bytes"],
  ["Max file locks", "locks", "locks"],
  ["Max pending signals", "sigpending", "signals"],
  ["Max msgqueue size", "msgqueue", "bytes"],
  ["Max nice priority", "nice", ""],
  ["Max realtime priority", "rtprio", ""],
  ["Max realtime timeout", "rttime", "us"],
];

function limitLines(process: Process): string {
  const show = (n: number): string => (n === Infinity ? "unlimited" : String(n)).padEnd(21);
  const head = "Limit                     Soft Limit           Hard Limit           Units     \n";
  return (
    head +
    LIMITS.map(([name, resource, unit]) => {
      const limit = process.limits.get(resource) ?? { soft: Infinity, hard: Infinity };
      return `${name.padEnd(26)}${show(limit.soft)}${show(limit.hard)}${unit.padEnd(10)}\n`;
    }).join("")
  );
}
