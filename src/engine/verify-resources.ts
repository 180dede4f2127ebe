// Limits that the daemon refuses or does without (moby daemon/daemon_unix.go verifyPlatformContainerResources, on
// a host whose kernel has all of them but the weights of block devices).

import type { Resources } from "../model/container-config.ts";
import { first } from "./decode-checks.ts";
import type { Engine } from "./engine.ts";

type Complaint = string | undefined;

export interface CheckedResources {
  readonly complaint: Complaint;
  /** what is left of the resources where the host cannot do something */
  readonly resources: Resources;
  readonly warnings: readonly string[];
}

export function verifyResources(engine: Engine, given: Resources, update: boolean): CheckedResources {
  const warnings: string[] = [];
  const swappiness = given.MemorySwappiness === -1 ? null : given.MemorySwappiness;
  const r: Resources = { ...given, MemorySwappiness: swappiness };
  const complaint = first(
    () => memoryComplaint(r, update),
    () => oomWarning(r, warnings),
    () => cpuComplaint(engine, r, warnings),
    () => cpusetComplaint(engine, r),
    () => blockComplaint(r, warnings),
  );
  return { complaint, resources: { ...r, CpuPercent: 0, BlkioWeight: 0, BlkioWeightDevice: [] }, warnings };
}

const LEAST_MEMORY = 6 * 1024 * 1024;

function memoryComplaint(r: Resources, update: boolean): Complaint {
  if (r.Memory !== 0 && r.Memory < LEAST_MEMORY) return "Minimum memory limit allowed is 6MB";
  if (r.Memory > 0 && r.MemorySwap > 0 && r.MemorySwap < r.Memory)
    return "Minimum memoryswap limit should be larger than memory limit, see usage";
  if (r.Memory === 0 && r.MemorySwap > 0 && !update)
    return "You should always set the Memory limit when using Memoryswap limit, see usage";
  const swappiness = r.MemorySwappiness;
  if (swappiness !== null && (swappiness < 0 || swappiness > 100))
    return `Invalid value: ${swappiness}, valid memory swappiness range is 0-100`;
  if (r.MemoryReservation > 0 && r.MemoryReservation < LEAST_MEMORY)
    return "Minimum memory reservation allowed is 6MB";
  if (r.Memory > 0 && r.MemoryReservation > 0 && r.Memory < r.MemoryReservation)
    return "Minimum memory limit can not be less than memory reservation limit, see usage";
  return undefined;
}

function oomWarning(r: Resources, warnings: string[]): Complaint {
  if (r.OomKillDisable === true && r.Memory === 0)
    warnings.push(
      "OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.",
    );
  return undefined;
}

function cpuComplaint(engine: Engine, r: Resources, warnings: string[]): Complaint {
  if (r.NanoCpus > 0 && r.CpuPeriod > 0)
    return "Conflicting options: Nano CPUs and CPU Period cannot both be set";
  if (r.NanoCpus > 0 && r.CpuQuota > 0)
    return "Conflicting options: Nano CPUs and CPU Quota cannot both be set";
  const { cpus } = engine.kernel.machine;
  if (r.NanoCpus < 0 || r.NanoCpus > cpus * 1e9)
    return `range of CPUs is from 0.01 to ${cpus}.00, as there are only ${cpus} CPUs available`;
  if (r.CpuPeriod !== 0 && (r.CpuPeriod < 1000 || r.CpuPeriod > 1_000_000))
    return "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)";
  if (r.CpuQuota > 0 && r.CpuQuota < 1000) return "CPU cfs quota can not be less than 1ms (i.e. 1000)";
  if (r.CpuPercent > 0) warnings.push("linux does not support CPU percent. Percent discarded.");
  return undefined;
}

function cpusetComplaint(engine: Engine, r: Resources): Complaint {
  const { cpus } = engine.kernel.machine;
  const asked = parseSet(r.CpusetCpus);
  if (typeof asked === "string") return `Invalid value ${r.CpusetCpus} for cpuset cpus: ${asked}`;
  if (asked.some((n) => n >= cpus))
    return `Requested CPUs are not available - requested ${r.CpusetCpus}, available: ${cpus === 1 ? "0" : `0-${cpus - 1}`}`;
  const nodes = parseSet(r.CpusetMems);
  if (typeof nodes === "string") return `Invalid value ${r.CpusetMems} for cpuset mems: ${nodes}`;
  return nodes.some((n) => n > 0)
    ? `Requested memory nodes are not available - requested ${r.CpusetMems}, available: 0`
    : undefined;
}

const LARGEST_SET = 8192;

/** "0-2,4" as numbers, or why it is no such list (pkg/parsers ParseUintList). */
function parseSet(text: string): readonly number[] | string {
  const numbers: number[] = [];
  for (const part of text === "" ? [] : text.split(",")) {
    const m = /^(\d+)(?:-(\d+))?$/.exec(part);
    const [from, to] = [Number(m?.[1]), Number(m?.[2] ?? m?.[1])];
    if (m === null || to < from) return `invalid format: ${text}`;
    if (to > LARGEST_SET) return `value of out range, maximum is ${LARGEST_SET}`;
    for (let n = from; n <= to; n++) numbers.push(n);
  }
  return numbers;
}

const unsupported = (what: string, kind: string): string =>
  `Your kernel does not support Block I/O ${what} or the cgroup is not mounted. ${kind} discarded.`;

function blockComplaint(r: Resources, warnings: string[]): Complaint {
  if (r.BlkioWeight > 0) warnings.push(unsupported("weight", "Weight"));
  if (r.IOMaximumBandwidth !== 0 || r.IOMaximumIOps !== 0)
    return "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps";
  if ((r.BlkioWeightDevice?.length ?? 0) > 0) warnings.push(unsupported("weight_device", "Weight-device"));
  return undefined;
}
