// The files of one control group as a container sees them below /sys/fs/cgroup: one controller's
// directory of version 1, or the unified directory of version 2.

import type { Cgroup } from "./cgroups.ts";
import type { DynamicFileSystem, Kernel } from "./kernel.ts";
import { textFile, VirtualFileSystem, type InodePaths, type VirtualNode } from "./virtual-fs.ts";

/** Version 1's controllers in the order in which runc mounts them. */
export const CONTROLLERS = [
  "cpu",
  "cpuacct",
  "cpuset",
  "memory",
  "devices",
  "freezer",
  "blkio",
  "pids",
  "systemd",
] as const;
export type Controller = (typeof CONTROLLERS)[number];

const UNLIMITED_MEMORY = "9223372036854771712";

type Values = Record<string, (group: Cgroup, kernel: Kernel) => string | number>;

const V1: Record<Controller, Values> = {
  cpu: {
    "cpu.cfs_period_us": ({ limits }) => limits.cpuPeriod ?? 100_000,
    "cpu.cfs_quota_us": ({ limits }) => limits.cpuQuota ?? -1,
    "cpu.shares": ({ limits }) => limits.cpuShares ?? 1024,
    "cpu.stat": () => "nr_periods 0\nnr_throttled 0\nthrottled_time 0",
  },
  cpuacct: {
    "cpuacct.usage": ({ cpu }) => cpu * 1000,
  },
  cpuset: {
    "cpuset.cpus": ({ limits }, kernel) => limits.cpusetCpus ?? `0-${kernel.machine.cpus - 1}`,
    "cpuset.mems": ({ limits }) => limits.cpusetMems ?? "0",
  },
  memory: {
    "memory.failcnt": ({ memoryFailures }) => memoryFailures,
    "memory.limit_in_bytes": ({ limits }) => limits.memory ?? UNLIMITED_MEMORY,
    "memory.max_usage_in_bytes": ({ memoryPeak }) => memoryPeak,
    "memory.memsw.limit_in_bytes": ({ limits }) => limits.memorySwap ?? UNLIMITED_MEMORY,
    "memory.oom_control": ({ oomKills }) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${oomKills}`,
    "memory.soft_limit_in_bytes": ({ limits }) => limits.memoryReservation ?? UNLIMITED_MEMORY,
    "memory.stat": ({ memory }) =>
      `cache 0\nrss ${memory}\nmapped_file 0\ntotal_cache 0\ntotal_rss ${memory}`,
    "memory.usage_in_bytes": ({ memory }) => memory,
  },
  devices: { "devices.list": () => "a *:* rwm" },
  freezer: { "freezer.state": ({ frozen }) => (frozen ? "FROZEN" : "THAWED") },
  blkio: { "blkio.weight": ({ limits }) => limits.blkioWeight ?? 500 },
  pids: {
    "pids.current": ({ processes }) => processes,
    "pids.max": ({ limits }) => (limits.pids === undefined || limits.pids <= 0 ? "max" : limits.pids),
  },
  systemd: {},
};

const V2: Values = {
  "cgroup.controllers": () => "cpuset cpu io memory pids",
  "cgroup.events": ({ processes, frozen }) => `populated ${processes > 0 ? 1 : 0}\nfrozen ${frozen ? 1 : 0}`,
  "cgroup.freeze": ({ frozen }) => (frozen ? 1 : 0),
  "cpu.max": ({ limits }) => `${limits.cpuQuota ?? "max"} ${limits.cpuPeriod ?? 100_000}`,
  "cpu.stat": ({ cpu }) => `usage_usec ${cpu}\nuser_usec ${cpu}\nsystem_usec 0`,
  "cpu.weight": ({ limits }) =>
    limits.cpuShares === undefined ? 100 : Math.floor(1 + ((limits.cpuShares - 2) * 9999) / 262_142),
  "cpuset.cpus": ({ limits }) => limits.cpusetCpus ?? "",
  "cpuset.cpus.effective": ({ limits }, kernel) => limits.cpusetCpus ?? `0-${kernel.machine.cpus - 1}`,
  "memory.current": ({ memory }) => memory,
  "memory.events": ({ memoryFailures, oomKills }) =>
    `low 0\nhigh 0\nmax ${memoryFailures}\noom ${oomKills}\noom_kill ${oomKills}`,
  "memory.low": ({ limits }) => limits.memoryReservation ?? 0,
  "memory.max": ({ limits }) => limits.memory ?? "max",
  "memory.peak": ({ memoryPeak }) => memoryPeak,
  "memory.swap.max": ({ limits }) =>
    limits.memorySwap === undefined || limits.memory === undefined
      ? "max"
      : limits.memorySwap - limits.memory,
  "pids.current": ({ processes }) => processes,
  "pids.max": ({ limits }) => (limits.pids === undefined || limits.pids <= 0 ? "max" : limits.pids),
  "pids.peak": ({ pidsPeak }) => pidsPeak,
};

function procs(kernel: Kernel, group: number): string {
  const pids: number[] = [];
  for (const process of kernel.processes.values())
    if (process.cgroup === group && process.state !== "zombie")
      pids.push(process.pids[process.pids.length - 1] as number);
  return pids.join("\n");
}

/** `controller` undefined: version 2. */
export function cgroupFileSystem(group: number, controller: Controller | undefined): DynamicFileSystem {
  const paths: InodePaths = new Map();
  const values = new Map(Object.entries(controller === undefined ? V2 : V1[controller]));
  const type = controller === undefined ? "cgroup2" : "cgroup";
  return (kernel) =>
    new VirtualFileSystem(
      type,
      (path): VirtualNode | undefined => {
        const [name] = path;
        if (name === undefined)
          return { kind: "directory", mode: 0o755, names: () => [...values.keys(), "cgroup.procs"] };
        if (path.length > 1) return undefined;
        if (name === "cgroup.procs") return textFile(() => withEnd(procs(kernel, group)), { mode: 0o644 });
        const value = values.get(name);
        return value === undefined
          ? undefined
          : textFile(() => withEnd(String(value(kernel.cgroups.get(group), kernel))), { mode: 0o644 });
      },
      paths,
      () => kernel.now,
    );
}

const withEnd = (text: string): string => (text === "" ? "" : `${text}\n`);
