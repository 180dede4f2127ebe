// Control group version 1: the files of each controller (Documentation/admin-guide/cgroup-v1), as far as the
// groups have values for them; what is not modelled says what an untouched group says.

import {
  constant, indifferent, limit, members, moveIn, processorRange, processorTime, shown, type CgroupFile, type CgroupFiles,
} from "./cgroup-file.ts"; // prettier-ignore
import type { Controller } from "./cgroup-files.ts";
import type { Cgroup } from "./cgroups.ts";

const UNLIMITED = "9223372036854771712";

const COMMON: Record<string, CgroupFile> = {
  "cgroup.clone_children": indifferent(0),
  "cgroup.procs": { read: members, write: moveIn },
  notify_on_release: indifferent(0),
  tasks: { read: members, write: moveIn },
};

function memoryStatistics(group: Cgroup): string {
  const { memory, limits } = group;
  const own: [string, number][] = [
    ["cache", 0], ["rss", memory], ["rss_huge", 0], ["shmem", 0], ["mapped_file", 0], ["dirty", 0], ["writeback", 0],
    ["workingset_refault_anon", 0], ["workingset_refault_file", 0], ["swap", 0], ["pgpgin", 0], ["pgpgout", 0], ["pgfault", 0],
    ["pgmajfault", 0], ["inactive_anon", 0], ["active_anon", memory], ["inactive_file", 0], ["active_file", 0], ["unevictable", 0],
  ]; // prettier-ignore
  const line = ([name, value]: [string, number | string]): string => `${name} ${value}\n`;
  return (
    own.map(line).join("") +
    line(["hierarchical_memory_limit", limits.memory ?? UNLIMITED]) +
    line(["hierarchical_memsw_limit", limits.memorySwap ?? UNLIMITED]) +
    own.map(([name, value]) => line([`total_${name}`, value])).join("")
  );
}

const inNanoseconds = shown((group, kernel) => processorTime(group, kernel) * 1000);

const OWN: Record<Controller, Record<string, CgroupFile>> = {
  cpu: {
    "cpu.cfs_burst_us": indifferent(0),
    "cpu.cfs_period_us": limit("cpuPeriod", 100_000, "-1"),
    "cpu.cfs_quota_us": limit("cpuQuota", -1, "-1"),
    "cpu.idle": indifferent(0),
    "cpu.rt_period_us": indifferent(1_000_000),
    "cpu.rt_runtime_us": indifferent(0),
    "cpu.shares": limit("cpuShares", 1024, "0", 1),
    "cpu.stat": constant("nr_periods 0\nnr_throttled 0\nthrottled_time 0\nnr_bursts 0\nburst_time 0"),
    "cpu.stat.local": constant("throttled_time 0"),
  },
  cpuacct: {
    "cpuacct.stat": shown((g, k) => `user ${Math.floor(processorTime(g, k) / 10_000)}\nsystem 0`),
    "cpuacct.usage": inNanoseconds,
    "cpuacct.usage_percpu": shown((group, kernel) => {
      const each = Math.floor((processorTime(group, kernel) * 1000) / kernel.machine.cpus);
      return Array.from({ length: kernel.machine.cpus }, () => `${each} `).join("");
    }),
    "cpuacct.usage_sys": constant(0),
    "cpuacct.usage_user": inNanoseconds,
  },
  cpuset: {
    "cpuset.cpu_exclusive": indifferent(0),
    "cpuset.cpus": shown(({ limits }, kernel) => limits.cpusetCpus ?? processorRange(kernel)),
    "cpuset.effective_cpus": shown(({ limits }, kernel) => limits.cpusetCpus ?? processorRange(kernel)),
    "cpuset.effective_mems": shown(({ limits }) => limits.cpusetMems ?? "0"),
    "cpuset.mem_exclusive": indifferent(0),
    "cpuset.mem_hardwall": indifferent(0),
    "cpuset.memory_migrate": indifferent(0),
    "cpuset.memory_pressure": constant(0),
    "cpuset.mems": shown(({ limits }) => limits.cpusetMems ?? "0"),
    "cpuset.sched_load_balance": indifferent(1),
    "cpuset.sched_relax_domain_level": indifferent(-1),
  },
  memory: {
    "cgroup.event_control": { write: () => undefined },
    "memory.failcnt": shown(({ memoryFailures }) => memoryFailures),
    "memory.force_empty": { write: () => undefined },
    "memory.kmem.limit_in_bytes": indifferent(UNLIMITED),
    "memory.kmem.usage_in_bytes": constant(0),
    "memory.limit_in_bytes": limit("memory", UNLIMITED, "-1"),
    "memory.max_usage_in_bytes": shown(({ memoryPeak }) => memoryPeak),
    "memory.memsw.failcnt": constant(0),
    "memory.memsw.limit_in_bytes": limit("memorySwap", UNLIMITED, "-1"),
    "memory.memsw.max_usage_in_bytes": shown(({ memoryPeak }) => memoryPeak),
    "memory.memsw.usage_in_bytes": shown(({ memory }) => memory),
    "memory.move_charge_at_immigrate": indifferent(0),
    "memory.oom_control": shown(({ oomKills }) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${oomKills}`),
    "memory.soft_limit_in_bytes": limit("memoryReservation", UNLIMITED, "-1"),
    "memory.stat": shown(memoryStatistics),
    "memory.swappiness": limit("memorySwappiness", 60, "-1"),
    "memory.usage_in_bytes": shown(({ memory }) => memory),
    "memory.use_hierarchy": indifferent(1),
  },
  devices: {
    "devices.allow": { write: () => undefined },
    "devices.deny": { write: () => undefined },
    "devices.list": shown(({ parent }) => (parent === undefined ? "a *:* rwm" : CONTAINER_DEVICES)),
  },
  freezer: {
    "freezer.parent_freezing": constant(0),
    "freezer.self_freezing": shown(({ frozen }) => (frozen ? 1 : 0)),
    "freezer.state": {
      read: ({ frozen }) => (frozen ? "FROZEN" : "THAWED"),
      write: (group, value, kernel) => {
        if (value !== "FROZEN" && value !== "THAWED") return "EINVAL";
        kernel.processes.setFrozen(group.id, value === "FROZEN");
        return undefined;
      },
    },
  },
  blkio: {
    "blkio.reset_stats": { write: () => undefined },
    "blkio.throttle.io_service_bytes": constant("Total 0"),
    "blkio.throttle.io_serviced": constant("Total 0"),
    "blkio.throttle.read_bps_device": indifferent(""),
    "blkio.throttle.write_bps_device": indifferent(""),
    "blkio.weight": limit("blkioWeight", 500, "0", 10),
  },
  pids: {
    "pids.current": shown(({ members }) => members.size),
    "pids.events": constant("max 0"),
    "pids.max": limit("pids", "max", "max", 1),
    "pids.peak": shown(({ pidsPeak }) => pidsPeak),
  },
  systemd: {},
};

/** What runc lets a container have. */
const CONTAINER_DEVICES =
  "b *:* m\nc *:* m\nc 1:3 rwm\nc 1:5 rwm\nc 1:7 rwm\nc 1:8 rwm\nc 1:9 rwm\nc 5:0 rwm\nc 5:1 rwm\nc 5:2 rwm\nc 10:200 rwm\nc 136:* rwm";

const filesOf = (controller: Controller): CgroupFiles =>
  new Map(Object.entries({ ...COMMON, ...OWN[controller] }).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

export const V1_FILES = Object.fromEntries(
  Object.keys(OWN).map((c) => [c, filesOf(c as Controller)]),
) as Record<Controller, CgroupFiles>;
