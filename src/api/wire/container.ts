// Containers on the wire (moby api/types/container): requests to create, inspect, list, wait, top, changes,
// stats and updates; execs. One description gives JSON, what templates see, and the TypeScript types.

import {
  bool, embed, field, int, int64, map, pointer, slice, string, struct, uint16, uint32, uint64, type DataOf,
} from "../../base/go/types.ts"; // prettier-ignore
import { goTime as time } from "../../base/go/time-value.ts";
import {
  containerConfigType, endpointSettingsType, hostConfigType, portMapType, resourcesType, restartPolicyType,
} from "../../model/container-config.ts"; // prettier-ignore

const strings = map(string, string);

// ---- create

const networkingConfigType = struct("network.NetworkingConfig", {
  EndpointsConfig: map(string, pointer(endpointSettingsType)),
});

export const createBodyType = struct("container.CreateRequest", {
  Config: embed(pointer(containerConfigType)),
  HostConfig: field(pointer(hostConfigType), ",omitempty"),
  NetworkingConfig: field(pointer(networkingConfigType), ",omitempty"),
});

export const createAnswerType = struct("container.CreateResponse", {
  ID: field(string, "Id"),
  Warnings: slice(string),
});

// ---- inspect

const probeType = struct("container.HealthcheckResult", {
  Start: time,
  End: time,
  ExitCode: int,
  Output: string,
});
const healthType = struct("container.Health", {
  Status: string,
  FailingStreak: int,
  Log: slice(pointer(probeType)),
});

export const containerStateType = struct("container.State", {
  Status: string,
  Running: bool,
  Paused: bool,
  Restarting: bool,
  OOMKilled: bool,
  Dead: bool,
  Pid: int,
  ExitCode: int,
  Error: string,
  StartedAt: string,
  FinishedAt: string,
  Health: field(pointer(healthType), ",omitempty"),
});

const driverDataType = struct("storage.DriverData", { Data: strings, Name: string });

export const mountPointType = struct("container.MountPoint", {
  Type: field(string, ",omitempty"),
  Name: field(string, ",omitempty"),
  Source: string,
  Destination: string,
  Driver: field(string, ",omitempty"),
  Mode: string,
  RW: bool,
  Propagation: string,
});

const addressType = struct("network.Address", { Addr: string, PrefixLen: int });

const networkSettingsType = struct("container.NetworkSettings", {
  Bridge: string,
  SandboxID: string,
  SandboxKey: string,
  Ports: portMapType,
  HairpinMode: bool,
  LinkLocalIPv6Address: string,
  LinkLocalIPv6PrefixLen: int,
  SecondaryIPAddresses: slice(addressType),
  SecondaryIPv6Addresses: slice(addressType),
  EndpointID: string,
  Gateway: string,
  GlobalIPv6Address: string,
  GlobalIPv6PrefixLen: int,
  IPAddress: string,
  IPPrefixLen: int,
  IPv6Gateway: string,
  MacAddress: string,
  Networks: map(string, pointer(endpointSettingsType)),
});

const containerBaseType = struct("container.ContainerJSONBase", {
  ID: field(string, "Id"),
  Created: string,
  Path: string,
  Args: slice(string),
  State: pointer(containerStateType),
  Image: string,
  ResolvConfPath: string,
  HostnamePath: string,
  HostsPath: string,
  LogPath: string,
  Name: string,
  RestartCount: int,
  Driver: string,
  Platform: string,
  MountLabel: string,
  ProcessLabel: string,
  AppArmorProfile: string,
  ExecIDs: slice(string),
  HostConfig: pointer(hostConfigType),
  GraphDriver: driverDataType,
  SizeRw: field(pointer(int64), ",omitempty"),
  SizeRootFs: field(pointer(int64), ",omitempty"),
});

export const containerInspectType = struct("container.InspectResponse", {
  ContainerJSONBase: embed(pointer(containerBaseType)),
  Mounts: slice(mountPointType),
  Config: pointer(containerConfigType),
  NetworkSettings: pointer(networkSettingsType),
});

// ---- list

export const portType = struct("container.Port", {
  IP: field(string, ",omitempty"),
  PrivatePort: uint16,
  PublicPort: field(uint16, ",omitempty"),
  Type: string,
});

const summaryHostConfigType = struct("container.SummaryHostConfig", {
  NetworkMode: field(string, ",omitempty"),
  Annotations: field(strings, ",omitempty"),
});

export const containerSummaryType = struct("container.Summary", {
  ID: field(string, "Id"),
  Names: slice(string),
  Image: string,
  ImageID: string,
  Command: string,
  Created: int64,
  Ports: slice(portType),
  SizeRw: field(int64, ",omitempty"),
  SizeRootFs: field(int64, ",omitempty"),
  Labels: strings,
  State: string,
  Status: string,
  HostConfig: summaryHostConfigType,
  NetworkSettings: pointer(
    struct("container.NetworkSettingsSummary", { Networks: map(string, pointer(endpointSettingsType)) }),
  ),
  Mounts: slice(mountPointType),
});

// ---- wait, top, changes, update, prune, archive

export const waitAnswerType = struct("container.WaitResponse", {
  Error: field(
    pointer(struct("container.WaitExitError", { Message: field(string, ",omitempty") })),
    ",omitempty",
  ),
  StatusCode: int64,
});

export const topAnswerType = struct("container.TopResponse", {
  Processes: slice(slice(string)),
  Titles: slice(string),
});

export const changeType = struct("container.FilesystemChange", { Path: string, Kind: int });

export const updateBodyType = struct("container.UpdateConfig", {
  Resources: embed(resourcesType),
  RestartPolicy: restartPolicyType,
});

export const updateAnswerType = struct("container.UpdateResponse", { Warnings: slice(string) });

export const pruneContainersAnswerType = struct("container.PruneReport", {
  ContainersDeleted: slice(string),
  SpaceReclaimed: uint64,
});

export const pathStatType = struct("container.PathStat", {
  Name: field(string, "name"),
  Size: field(int64, "size"),
  Mode: field(uint32, "mode"),
  Mtime: field(time, "mtime"),
  LinkTarget: field(string, "linkTarget"),
});

// ---- stats

const cpuUsageType = struct("container.CPUUsage", {
  TotalUsage: field(uint64, "total_usage"),
  PercpuUsage: field(slice(uint64), "percpu_usage,omitempty"),
  UsageInKernelmode: field(uint64, "usage_in_kernelmode"),
  UsageInUsermode: field(uint64, "usage_in_usermode"),
});
const throttlingType = struct("container.ThrottlingData", {
  Periods: field(uint64, "periods"),
  ThrottledPeriods: field(uint64, "throttled_periods"),
  ThrottledTime: field(uint64, "throttled_time"),
});
const cpuStatsType = struct("container.CPUStats", {
  CPUUsage: field(cpuUsageType, "cpu_usage"),
  SystemUsage: field(uint64, "system_cpu_usage,omitempty"),
  OnlineCPUs: field(uint32, "online_cpus,omitempty"),
  ThrottlingData: field(throttlingType, "throttling_data,omitempty"),
});
const memoryStatsType = struct("container.MemoryStats", {
  Usage: field(uint64, "usage,omitempty"),
  MaxUsage: field(uint64, "max_usage,omitempty"),
  Stats: field(map(string, uint64), "stats,omitempty"),
  Failcnt: field(uint64, "failcnt,omitempty"),
  Limit: field(uint64, "limit,omitempty"),
});
const networkStatsType = struct("container.NetworkStats", {
  RxBytes: field(uint64, "rx_bytes"),
  RxPackets: field(uint64, "rx_packets"),
  RxErrors: field(uint64, "rx_errors"),
  RxDropped: field(uint64, "rx_dropped"),
  TxBytes: field(uint64, "tx_bytes"),
  TxPackets: field(uint64, "tx_packets"),
  TxErrors: field(uint64, "tx_errors"),
  TxDropped: field(uint64, "tx_dropped"),
});
const blkioEntryType = struct("container.BlkioStatEntry", {
  Major: field(uint64, "major"),
  Minor: field(uint64, "minor"),
  Op: field(string, "op"),
  Value: field(uint64, "value"),
});
const blkioStatsType = struct("container.BlkioStats", {
  IoServiceBytesRecursive: field(slice(blkioEntryType), "io_service_bytes_recursive"),
  IoServicedRecursive: field(slice(blkioEntryType), "io_serviced_recursive"),
  IoQueuedRecursive: field(slice(blkioEntryType), "io_queue_recursive"),
  IoServiceTimeRecursive: field(slice(blkioEntryType), "io_service_time_recursive"),
  IoWaitTimeRecursive: field(slice(blkioEntryType), "io_wait_time_recursive"),
  IoMergedRecursive: field(slice(blkioEntryType), "io_merged_recursive"),
  IoTimeRecursive: field(slice(blkioEntryType), "io_time_recursive"),
  SectorsRecursive: field(slice(blkioEntryType), "sectors_recursive"),
});
const pidsStatsType = struct("container.PidsStats", {
  Current: field(uint64, "current,omitempty"),
  Limit: field(uint64, "limit,omitempty"),
});

export const statsType = struct("container.StatsResponse", {
  Name: field(string, "name,omitempty"),
  ID: field(string, "id,omitempty"),
  Read: field(time, "read"),
  PreRead: field(time, "preread"),
  PidsStats: field(pidsStatsType, "pids_stats,omitempty"),
  BlkioStats: field(blkioStatsType, "blkio_stats,omitempty"),
  NumProcs: field(uint32, "num_procs"),
  StorageStats: field(struct("container.StorageStats", {}), "storage_stats,omitempty"),
  CPUStats: field(cpuStatsType, "cpu_stats,omitempty"),
  PreCPUStats: field(cpuStatsType, "precpu_stats,omitempty"),
  MemoryStats: field(memoryStatsType, "memory_stats,omitempty"),
  Networks: field(map(string, networkStatsType), "networks,omitempty"),
});

// ---- exec

export const execBodyType = struct("container.ExecOptions", {
  User: string,
  Privileged: bool,
  Tty: bool,
  ConsoleSize: field(pointer(slice(int)), ",omitempty"),
  AttachStdin: bool,
  AttachStderr: bool,
  AttachStdout: bool,
  DetachKeys: string,
  Env: slice(string),
  WorkingDir: string,
  Cmd: slice(string),
});

export const execAnswerType = struct("container.ExecCreateResponse", { ID: field(string, "Id") });

export const execStartBodyType = struct("container.ExecStartOptions", {
  Detach: bool,
  Tty: bool,
  ConsoleSize: field(pointer(slice(int)), ",omitempty"),
});

const processConfigType = struct("backend.ExecProcessConfig", {
  Tty: field(bool, "tty"),
  Entrypoint: field(string, "entrypoint"),
  Arguments: field(slice(string), "arguments"),
  Privileged: field(pointer(bool), "privileged,omitempty"),
  User: field(string, "user,omitempty"),
});

export const execInspectType = struct("backend.ExecInspect", {
  ID: string,
  Running: bool,
  ExitCode: pointer(int),
  ProcessConfig: pointer(processConfigType),
  OpenStdin: bool,
  OpenStderr: bool,
  OpenStdout: bool,
  CanRemove: bool,
  ContainerID: string,
  DetachKeys: slice(int),
  Pid: int,
});

export type CreateBody = DataOf<typeof createBodyType>;
export type CreateAnswer = DataOf<typeof createAnswerType>;
export type ContainerInspect = DataOf<typeof containerInspectType>;
export type ContainerSummary = DataOf<typeof containerSummaryType>;
export type WirePort = DataOf<typeof portType>;
export type WireMountPoint = DataOf<typeof mountPointType>;
export type WaitAnswer = DataOf<typeof waitAnswerType>;
export type TopAnswer = DataOf<typeof topAnswerType>;
export type FileChange = DataOf<typeof changeType>;
export type UpdateBody = DataOf<typeof updateBodyType>;
export type UpdateAnswer = DataOf<typeof updateAnswerType>;
export type PruneContainersAnswer = DataOf<typeof pruneContainersAnswerType>;
export type PathStat = DataOf<typeof pathStatType>;
export type Stats = DataOf<typeof statsType>;
export type ExecBody = DataOf<typeof execBodyType>;
export type ExecStartBody = DataOf<typeof execStartBodyType>;
export type ExecInspect = DataOf<typeof execInspectType>;
