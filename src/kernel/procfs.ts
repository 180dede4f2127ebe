// /proc for one pid namespace (proc(5)): the processes in it, and the machine. The files of one process are
// in proc-process.ts, settings below /proc/sys in proc-sys.ts.

import { SECOND } from "../base/time.ts";
import type { DynamicFileSystem, Kernel } from "./kernel.ts";
import { processFile, PROCESS_FILES } from "./proc-process.ts";
import { settingsTree } from "./proc-sys.ts";
import { pidIn, type Process } from "./process.ts";
import {
  resolveIn,
  textFile,
  VirtualFileSystem,
  type InodePaths,
  type VirtualNode,
  type VirtualTree,
} from "./virtual-fs.ts";

export function procFileSystem(pidNamespace: number): DynamicFileSystem {
  const paths: InodePaths = new Map();
  return (kernel) => {
    const machine = machineTree(kernel);
    return new VirtualFileSystem(
      "proc",
      (path) => resolve(kernel, pidNamespace, machine, path),
      paths,
      () => kernel.now,
    );
  };
}

function resolve(
  kernel: Kernel,
  namespace: number,
  machine: VirtualTree,
  path: readonly string[],
): VirtualNode | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return { kind: "directory", names: () => rootNames(kernel, namespace, machine) };
  if (first === "self" || first === "thread-self")
    return rest.length === 0 ? selfLink(kernel, namespace) : undefined;
  if (first === "mounts")
    return rest.length === 0 ? { kind: "link", target: () => "self/mounts" } : undefined;
  if (first === "net") return rest.length === 0 ? { kind: "link", target: () => "self/net" } : undefined;
  if (/^[1-9]\d*$/.test(first)) return ofProcess(kernel, namespace, Number(first), rest);
  if (first === "sys") return resolveIn(settingsTree(kernel, kernel.caller), rest);
  return resolveIn(machine, path);
}

function rootNames(kernel: Kernel, namespace: number, machine: VirtualTree): string[] {
  const pids = visible(kernel, namespace).map((p) => String(pidIn(p, namespace)));
  return [...pids, ...machine.keys(), "mounts", "net", "self", "sys", "thread-self"];
}

const visible = (kernel: Kernel, namespace: number): Process[] =>
  kernel.processes.membersOf(namespace).filter((p) => p.threadOf === undefined);

function selfLink(kernel: Kernel, namespace: number): VirtualNode | undefined {
  const caller = kernel.caller;
  const pid = caller === undefined ? 0 : pidIn(caller, namespace);
  return pid === 0 ? undefined : { kind: "link", target: () => String(pid) };
}

function ofProcess(
  kernel: Kernel,
  namespace: number,
  pid: number,
  rest: readonly string[],
): VirtualNode | undefined {
  const process = kernel.processes.inNamespace(namespace, pid);
  if (process === undefined || process.threadOf !== undefined) return undefined;
  if (rest.length === 0)
    return { kind: "directory", names: () => PROCESS_FILES, uid: process.euid, gid: process.egid };
  return processFile(kernel, namespace, process, rest);
}

// ---- the machine

const file = (text: () => string) => (): VirtualNode => textFile(text);

function machineTree(kernel: Kernel): VirtualTree {
  const { machine } = kernel;
  return new Map<string, VirtualTree | (() => VirtualNode)>([
    ["cmdline", file(() => "BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro quiet\n")],
    ["cpuinfo", file(() => cpuInfo(machine.cpus))],
    ["filesystems", file(() => FILE_SYSTEMS)],
    ["loadavg", file(() => loadAverage(kernel))],
    ["meminfo", file(() => memoryInfo(kernel))],
    ["modules", file(() => MODULES)],
    ["stat", file(() => statistics(kernel))],
    ["swaps", file(() => "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n")],
    ["uptime", file(() => upTime(kernel))],
    [
      "version",
      file(() => `Linux version ${machine.release} (gcc (Debian 14.2.0) 14.2.0) ${machine.version}\n`),
    ],
    [
      "devices",
      file(() => "Character devices:\n  1 mem\n  5 /dev/tty\n136 pts\n\nBlock devices:\n254 virtblk\n"),
    ],
    [
      "partitions",
      file(
        () => "major minor  #blocks  name\n\n 254        0   62914560 vda\n 254        1   62913519 vda1\n",
      ),
    ],
  ]);
}

const FILE_SYSTEMS =
  [
    "sysfs",
    "tmpfs",
    "proc",
    "cgroup",
    "cgroup2",
    "devtmpfs",
    "sockfs",
    "pipefs",
    "ramfs",
    "devpts",
    "mqueue",
    "overlay",
  ]
    .map((name) => `nodev\t${name}\n`)
    .join("") + "\text4\n";

const MODULES = [
  "veth 40960 0 - Live 0x0000000000000000",
  "xt_MASQUERADE 16384 1 - Live 0x0000000000000000",
  "xt_conntrack 16384 1 - Live 0x0000000000000000",
  "nf_conntrack 208896 2 xt_MASQUERADE,xt_conntrack, Live 0x0000000000000000",
  "br_netfilter 36864 0 - Live 0x0000000000000000",
  "bridge 389120 1 br_netfilter, Live 0x0000000000000000",
  "overlay 204800 0 - Live 0x0000000000000000",
  "ext4 1134592 1 - Live 0x0000000000000000",
  "",
].join("\n");

function cpuInfo(cpus: number): string {
  let text = "";
  for (let i = 0; i < cpus; i++) {
    const fields: [string, string][] = [
      ["processor\t", String(i)],
      ["vendor_id\t", "GenuineIntel"],
      ["cpu family\t", "6"],
      ["model\t\t", "85"],
      ["model name\t", "Intel(R) Xeon(R) Processor @ 2.00GHz"],
      ["stepping\t", "7"],
      ["cpu MHz\t\t", "2000.000"],
      ["cache size\t", "16384 KB"],
      ["physical id\t", "0"],
      ["siblings\t", String(cpus)],
      ["core id\t\t", String(i)],
      ["cpu cores\t", String(cpus)],
      ["bogomips\t", "4000.00"],
    ];
    text += fields.map(([name, value]) => `${name}: ${value}\n`).join("") + "\n";
  }
  return text;
}

const usedMemory = (kernel: Kernel): number => {
  let used = 180 << 20;
  for (const process of kernel.processes.values()) if (process.state !== "zombie") used += process.memory;
  return used;
};

function memoryInfo(kernel: Kernel): string {
  const total = kernel.machine.memory;
  const used = usedMemory(kernel);
  const kilobytes = (bytes: number): string => `${Math.floor(bytes / 1024)} kB`;
  const rows: [string, string][] = [
    ["MemTotal:", kilobytes(total)],
    ["MemFree:", kilobytes(total - used - (300 << 20))],
    ["MemAvailable:", kilobytes(total - used)],
    ["Buffers:", kilobytes(20 << 20)],
    ["Cached:", kilobytes(280 << 20)],
    ["SwapCached:", "0 kB"],
    ["Active:", kilobytes(used)],
    ["Inactive:", kilobytes(200 << 20)],
    ["SwapTotal:", "0 kB"],
    ["SwapFree:", "0 kB"],
    ["Shmem:", kilobytes(1 << 20)],
    ["SReclaimable:", kilobytes(10 << 20)],
  ];
  return rows.map(([name, value]) => `${name.padEnd(15)}${value.padStart(12)}\n`).join("");
}

const seconds = (microseconds: number): string => (microseconds / SECOND).toFixed(2);

function upTime(kernel: Kernel): string {
  const up = kernel.now - kernel.bootedAt;
  return `${seconds(up)} ${seconds(up * kernel.machine.cpus)}\n`;
}

function loadAverage(kernel: Kernel): string {
  let running = 0;
  let all = 0;
  let last = 0;
  for (const process of kernel.processes.values()) {
    all++;
    if (process.state === "ready") running++;
    last = process.pid;
  }
  return `0.00 0.00 0.00 ${Math.max(1, running)}/${all} ${last}\n`;
}

function statistics(kernel: Kernel): string {
  const ticks = Math.floor((kernel.now - kernel.bootedAt) / 10_000);
  const { cpus } = kernel.machine;
  const line = (name: string, n: number): string => `${name} 0 0 0 ${n} 0 0 0 0 0 0\n`;
  let text = line("cpu ", ticks * cpus);
  for (let i = 0; i < cpus; i++) text += line(`cpu${i}`, ticks);
  return `${text}intr 0\nctxt 0\nbtime ${Math.floor(kernel.bootedAt / SECOND)}\nprocesses ${kernel.processes.count}\nprocs_running 1\nprocs_blocked 0\n`;
}
