// Control group version 2: the files of the unified hierarchy (Documentation/admin-guide/cgroup-v2.rst), as
// far as the groups have values for them.

import {
  constant, indifferent, limit, members, moveIn, processorRange, processorTime, shown, type CgroupFile, type CgroupFiles,
} from "./cgroup-file.ts"; // prettier-ignore
import type { Cgroup } from "./cgroups.ts";

const PRESSURE =
  "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0";

/** Shares of 2 to 262144 as a weight of 1 to 10000, as runc converts them. */
const weightOf = (shares: number | undefined): number =>
  shares === undefined || shares === 0 ? 100 : Math.floor(1 + ((shares - 2) * 9999) / 262_142);

const memoryStatistics = ({ memory }: Cgroup): string =>
  [
    `anon ${memory}`, "file 0", "kernel 0", "kernel_stack 0", "pagetables 0", "sock 0", "vmalloc 0", "shmem 0", "file_mapped 0",
    "file_dirty 0", "file_writeback 0", "swapcached 0", "inactive_anon 0", `active_anon ${memory}`, "inactive_file 0", "active_file 0",
    "unevictable 0", "slab_reclaimable 0", "slab_unreclaimable 0", "slab 0", "pgfault 0", "pgmajfault 0",
  ].join("\n"); // prettier-ignore

const processorMaximum: CgroupFile = {
  read: ({ limits }) => `${limits.cpuQuota ?? "max"} ${limits.cpuPeriod ?? 100_000}`,
  write: (group, value) => {
    const [quota = "", period = "100000"] = value.split(/\s+/);
    if (!/^(?:max|\d+)$/.test(quota) || !/^\d+$/.test(period)) return "EINVAL";
    group.limits = {
      ...group.limits,
      cpuQuota: quota === "max" ? undefined : Number(quota),
      cpuPeriod: Number(period),
    };
    return undefined;
  },
};

const FILES: Record<string, CgroupFile> = {
  "cgroup.controllers": constant("cpuset cpu io memory pids"),
  "cgroup.events": shown(
    ({ members, frozen }) => `populated ${members.size > 0 ? 1 : 0}\nfrozen ${frozen ? 1 : 0}`,
  ),
  "cgroup.freeze": {
    read: ({ frozen }) => (frozen ? 1 : 0),
    write: (group, value, kernel) => {
      if (value !== "0" && value !== "1") return "EINVAL";
      kernel.processes.setFrozen(group.id, value === "1");
      return undefined;
    },
  },
  "cgroup.kill": { write: () => undefined },
  "cgroup.max.depth": indifferent("max"),
  "cgroup.max.descendants": indifferent("max"),
  "cgroup.pressure": indifferent(1),
  "cgroup.procs": { read: members, write: moveIn },
  "cgroup.stat": constant("nr_descendants 0\nnr_dying_descendants 0"),
  "cgroup.subtree_control": indifferent(""),
  "cgroup.threads": { read: members, write: moveIn },
  "cgroup.type": indifferent("domain"),
  "cpu.idle": indifferent(0),
  "cpu.max": processorMaximum,
  "cpu.max.burst": indifferent(0),
  "cpu.pressure": constant(PRESSURE),
  "cpu.stat": shown((group, kernel) => {
    const used = processorTime(group, kernel);
    return `usage_usec ${used}\nuser_usec ${used}\nsystem_usec 0\nnice_usec 0\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0`;
  }),
  "cpu.weight": {
    read: ({ limits }) => weightOf(limits.cpuShares),
    write: (group, value) => {
      const weight = Number(value);
      if (!Number.isInteger(weight) || weight < 1 || weight > 10_000) return "EINVAL";
      const cpuShares = Math.ceil(((weight - 1) * 262_142) / 9999) + 2;
      group.limits = { ...group.limits, cpuShares };
      return undefined;
    },
  },
  "cpu.weight.nice": indifferent(0),
  "cpuset.cpus": shown(({ limits }) => limits.cpusetCpus ?? ""),
  "cpuset.cpus.effective": shown(({ limits }, kernel) => limits.cpusetCpus ?? processorRange(kernel)),
  "cpuset.mems": shown(({ limits }) => limits.cpusetMems ?? ""),
  "cpuset.mems.effective": shown(({ limits }) => limits.cpusetMems ?? "0"),
  "io.max": indifferent(""),
  "io.pressure": constant(PRESSURE),
  "io.stat": constant(""),
  "io.weight": indifferent("default 100"),
  "memory.current": shown(({ memory }) => memory),
  "memory.events": shown(
    ({ memoryFailures, oomKills }) =>
      `low 0\nhigh 0\nmax ${memoryFailures}\noom ${oomKills}\noom_kill ${oomKills}\noom_group_kill 0`,
  ),
  "memory.high": indifferent("max"),
  "memory.low": limit("memoryReservation", 0, "0"),
  "memory.max": limit("memory", "max", "max"),
  "memory.min": indifferent(0),
  "memory.oom.group": indifferent(0),
  "memory.peak": shown(({ memoryPeak }) => memoryPeak),
  "memory.pressure": constant(PRESSURE),
  "memory.stat": shown(memoryStatistics),
  "memory.swap.current": constant(0),
  "memory.swap.events": constant("high 0\nmax 0\nfail 0"),
  "memory.swap.max": {
    read: ({ limits }) =>
      limits.memorySwap === undefined || limits.memory === undefined
        ? "max"
        : Math.max(0, limits.memorySwap - limits.memory),
    write: () => undefined,
  },
  "pids.current": shown(({ members }) => members.size),
  "pids.events": constant("max 0"),
  "pids.max": limit("pids", "max", "max", 1),
  "pids.peak": shown(({ pidsPeak }) => pidsPeak),
};

export const V2_FILES: CgroupFiles = new Map(Object.entries(FILES));
