// A container's limits as its cgroup takes them (moby daemon/daemon_unix.go, runc's cgroup settings).
// Whether they may be asked for: verify-resources.ts.

import type { CgroupLimits } from "../kernel/cgroups.ts";
import type { Limit, Resource } from "../kernel/sys.ts";
import type { Resources } from "../model/container-config.ts";

const orNone = (n: number): number | undefined => (n > 0 ? n : undefined);

export function cgroupLimits(r: Resources): CgroupLimits {
  const cpu =
    r.NanoCpus > 0
      ? { cpuQuota: Math.floor(r.NanoCpus / 10_000), cpuPeriod: 100_000 }
      : { cpuQuota: orNone(r.CpuQuota), cpuPeriod: orNone(r.CpuPeriod) };
  return {
    memory: orNone(r.Memory),
    memorySwap: orNone(r.MemorySwap),
    memoryReservation: orNone(r.MemoryReservation),
    pids: r.PidsLimit === null ? undefined : orNone(r.PidsLimit),
    cpuShares: orNone(r.CpuShares),
    ...cpu,
    cpusetCpus: r.CpusetCpus || undefined,
    cpusetMems: r.CpusetMems || undefined,
    blkioWeight: orNone(r.BlkioWeight),
    memorySwappiness: r.MemorySwappiness ?? undefined,
  };
}

const DEFAULTS: readonly (readonly [Resource, Limit])[] = [
  ["core", { soft: 0, hard: Infinity }],
  ["stack", { soft: 8_388_608, hard: Infinity }],
  ["nproc", { soft: 96_365, hard: 96_365 }],
  ["nofile", { soft: 1_048_576, hard: 1_048_576 }],
  ["memlock", { soft: 8_388_608, hard: 8_388_608 }],
  ["sigpending", { soft: 96_365, hard: 96_365 }],
  ["msgqueue", { soft: 819_200, hard: 819_200 }],
  ["nice", { soft: 0, hard: 0 }],
  ["rtprio", { soft: 0, hard: 0 }],
];

const orInfinite = (n: number): number => (n < 0 ? Infinity : n);

/** Resource limits of a container's processes: the host's, changed by --ulimit. */
export function processLimits(r: Resources): ReadonlyMap<Resource, Limit> {
  const limits = new Map<Resource, Limit>(DEFAULTS);
  for (const { Name, Soft, Hard } of r.Ulimits ?? [])
    limits.set(Name as Resource, { soft: orInfinite(Soft), hard: orInfinite(Hard) });
  return limits;
}
