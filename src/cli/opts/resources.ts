// The flags that limit what a container may use: the API's Resources, of `run`, `create` and `update` (docker/cli
// container/opts.go, container/update.go).

import { ok, type Result } from "../../base/result.ts";
import type {
  DeviceMapping,
  DeviceRequest,
  Resources,
  ThrottleDevice,
  Ulimit,
  WeightDevice,
} from "./create-request.ts";
import { isCdiDeviceName, parseDevice } from "./device.ts";
import type { GivenFlags } from "./given-flags.ts";

/** Of `docker update`: 0 leaves a limit as it is. */
export const updateResources = (flags: GivenFlags): Resources => ({
  CpuShares: flags.int("cpu-shares"),
  Memory: flags.int("memory"),
  NanoCpus: flags.int("cpus"),
  CgroupParent: "",
  BlkioWeight: flags.int("blkio-weight"),
  BlkioWeightDevice: null,
  BlkioDeviceReadBps: null,
  BlkioDeviceWriteBps: null,
  BlkioDeviceReadIOps: null,
  BlkioDeviceWriteIOps: null,
  CpuPeriod: flags.int("cpu-period"),
  CpuQuota: flags.int("cpu-quota"),
  CpuRealtimePeriod: flags.int("cpu-rt-period"),
  CpuRealtimeRuntime: flags.int("cpu-rt-runtime"),
  CpusetCpus: flags.string("cpuset-cpus"),
  CpusetMems: flags.string("cpuset-mems"),
  Devices: null,
  DeviceCgroupRules: null,
  DeviceRequests: null,
  MemoryReservation: flags.int("memory-reservation"),
  MemorySwap: flags.int("memory-swap"),
  MemorySwappiness: null,
  OomKillDisable: null,
  PidsLimit: flags.int("pids-limit") === 0 ? null : flags.int("pids-limit"),
  Ulimits: null,
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
  ...(flags.int("kernel-memory") !== 0 && { KernelMemory: flags.int("kernel-memory") }),
});

export interface Devices {
  readonly mappings: readonly DeviceMapping[];
  /** names of the Container Device Interface */
  readonly cdi: readonly string[];
}

export function parseDevices(values: readonly string[]): Result<Devices, string> {
  const mappings: DeviceMapping[] = [];
  for (const value of values.filter((device) => !isCdiDeviceName(device))) {
    const device = parseDevice(value);
    if (!device.ok) return device;
    mappings.push(device.value);
  }
  return ok({ mappings, cdi: values.filter(isCdiDeviceName) });
}

/** Of `run` and `create`. */
export const createResources = (flags: GivenFlags, devices: Devices): Resources => ({
  CpuShares: flags.int("cpu-shares"),
  Memory: flags.int("memory"),
  NanoCpus: flags.int("cpus"),
  CgroupParent: flags.string("cgroup-parent"),
  BlkioWeight: flags.int("blkio-weight"),
  BlkioWeightDevice: flags.get<readonly WeightDevice[]>("blkio-weight-device"),
  BlkioDeviceReadBps: flags.get<readonly ThrottleDevice[]>("device-read-bps"),
  BlkioDeviceWriteBps: flags.get<readonly ThrottleDevice[]>("device-write-bps"),
  BlkioDeviceReadIOps: flags.get<readonly ThrottleDevice[]>("device-read-iops"),
  BlkioDeviceWriteIOps: flags.get<readonly ThrottleDevice[]>("device-write-iops"),
  CpuPeriod: flags.int("cpu-period"),
  CpuQuota: flags.int("cpu-quota"),
  CpuRealtimePeriod: flags.int("cpu-rt-period"),
  CpuRealtimeRuntime: flags.int("cpu-rt-runtime"),
  CpusetCpus: flags.string("cpuset-cpus"),
  CpusetMems: flags.string("cpuset-mems"),
  Devices: devices.mappings,
  DeviceCgroupRules: orNull(flags.list("device-cgroup-rule")),
  DeviceRequests: orNull(deviceRequests(flags, devices)),
  MemoryReservation: flags.int("memory-reservation"),
  MemorySwap: flags.int("memory-swap"),
  MemorySwappiness: flags.int("memory-swappiness"),
  OomKillDisable: flags.bool("oom-kill-disable"),
  PidsLimit: flags.int("pids-limit"),
  Ulimits: [...flags.get<ReadonlyMap<string, Ulimit>>("ulimit").values()].sort((a, b) =>
    a.Name < b.Name ? -1 : 1,
  ),
  CpuCount: flags.int("cpu-count"),
  CpuPercent: flags.int("cpu-percent"),
  IOMaximumIOps: flags.int("io-maxiops"),
  IOMaximumBandwidth: flags.int("io-maxbandwidth"),
});

const orNull = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);

function deviceRequests(flags: GivenFlags, { cdi }: Devices): readonly DeviceRequest[] {
  const gpus = flags.get<readonly DeviceRequest[]>("gpus");
  return cdi.length === 0
    ? gpus
    : [...gpus, { Driver: "cdi", Count: 0, DeviceIDs: cdi, Capabilities: null, Options: null }];
}
