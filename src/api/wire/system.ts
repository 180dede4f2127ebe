// The daemon itself on the wire (moby api/types/system, api/types, api/types/events): info, version, events,
// disk usage.

import {
  bool,
  field,
  int,
  int64,
  map,
  pointer,
  slice,
  string,
  struct,
  type DataOf,
} from "../../base/go/types.ts";
import { containerSummaryType } from "./container.ts";
import { imageSummaryType } from "./image.ts";
import { volumeType } from "./volume.ts";

const strings = map(string, string);

// ---- version

const componentVersionType = struct("types.ComponentVersion", {
  Name: string,
  Version: string,
  Details: field(strings, ",omitempty"),
});

export const versionType = struct("types.Version", {
  Platform: field(struct("types.Platform", { Name: string }), ",omitempty"),
  Components: field(slice(componentVersionType), ",omitempty"),
  Version: string,
  APIVersion: field(string, "ApiVersion"),
  MinAPIVersion: field(string, ",omitempty"),
  GitCommit: string,
  GoVersion: string,
  Os: string,
  Arch: string,
  KernelVersion: field(string, ",omitempty"),
  Experimental: field(bool, ",omitempty"),
  BuildTime: field(string, ",omitempty"),
});

// ---- info

const pluginsType = struct("system.PluginsInfo", {
  Volume: slice(string),
  Network: slice(string),
  Authorization: slice(string),
  Log: slice(string),
});
const indexType = struct("registry.IndexInfo", {
  Name: string,
  Mirrors: slice(string),
  Secure: bool,
  Official: bool,
});
const registryConfigType = struct("registry.ServiceConfig", {
  IndexConfigs: map(string, pointer(indexType)),
  InsecureRegistryCIDRs: slice(string),
  Mirrors: slice(string),
});
const runtimeType = struct("system.RuntimeWithStatus", {
  Path: field(string, "path,omitempty"),
  Args: field(slice(string), "runtimeArgs,omitempty"),
  Status: field(strings, "status,omitempty"),
});
const commitType = struct("system.Commit", { ID: string });
const swarmType = struct("swarm.Info", {
  NodeID: string,
  NodeAddr: string,
  LocalNodeState: string,
  ControlAvailable: bool,
  Error: string,
  RemoteManagers: slice(string),
});

export const infoType = struct("system.Info", {
  ID: string,
  Containers: int,
  ContainersRunning: int,
  ContainersPaused: int,
  ContainersStopped: int,
  Images: int,
  Driver: string,
  DriverStatus: slice(slice(string)),
  SystemStatus: field(slice(slice(string)), ",omitempty"),
  Plugins: pluginsType,
  MemoryLimit: bool,
  SwapLimit: bool,
  KernelMemory: field(bool, ",omitempty"),
  KernelMemoryTCP: field(bool, ",omitempty"),
  CPUCfsPeriod: field(bool, "CpuCfsPeriod"),
  CPUCfsQuota: field(bool, "CpuCfsQuota"),
  CPUShares: bool,
  CPUSet: bool,
  PidsLimit: bool,
  IPv4Forwarding: bool,
  Debug: bool,
  NFd: int,
  OomKillDisable: bool,
  NGoroutines: int,
  SystemTime: string,
  LoggingDriver: string,
  CgroupDriver: string,
  CgroupVersion: field(string, ",omitempty"),
  NEventsListener: int,
  KernelVersion: string,
  OperatingSystem: string,
  OSVersion: string,
  OSType: string,
  Architecture: string,
  IndexServerAddress: string,
  RegistryConfig: pointer(registryConfigType),
  NCPU: int,
  MemTotal: int64,
  GenericResources: slice(string),
  DockerRootDir: string,
  HTTPProxy: field(string, "HttpProxy"),
  HTTPSProxy: field(string, "HttpsProxy"),
  NoProxy: string,
  Name: string,
  Labels: slice(string),
  ExperimentalBuild: bool,
  ServerVersion: string,
  Runtimes: map(string, runtimeType),
  DefaultRuntime: string,
  Swarm: swarmType,
  LiveRestoreEnabled: bool,
  Isolation: string,
  InitBinary: string,
  ContainerdCommit: commitType,
  RuncCommit: commitType,
  InitCommit: commitType,
  SecurityOptions: slice(string),
  ProductLicense: field(string, ",omitempty"),
  DefaultAddressPools: field(
    slice(struct("system.NetworkAddressPool", { Base: string, Size: int })),
    ",omitempty",
  ),
  FirewallBackend: field(
    pointer(
      struct("system.FirewallInfo", { Driver: string, Info: field(slice(slice(string)), ",omitempty") }),
    ),
    ",omitempty",
  ),
  CDISpecDirs: slice(string),
  Containerd: field(
    pointer(
      struct("system.ContainerdInfo", {
        Address: field(string, ",omitempty"),
        Namespaces: struct("system.ContainerdNamespaces", { Containers: string, Plugins: string }),
      }),
    ),
    ",omitempty",
  ),
  Warnings: slice(string),
});

// ---- events

const actorType = struct("events.Actor", { ID: string, Attributes: strings });

export const eventType = struct("events.Message", {
  Status: field(string, "status,omitempty"),
  ID: field(string, "id,omitempty"),
  From: field(string, "from,omitempty"),
  Type: string,
  Action: string,
  Actor: actorType,
  Scope: field(string, "scope,omitempty"),
  Time: field(int64, "time,omitempty"),
  TimeNano: field(int64, "timeNano,omitempty"),
});

// ---- disk usage

export const buildCacheType = struct("build.CacheRecord", {
  ID: string,
  Parents: field(slice(string), " Parents,omitempty"),
  Type: string,
  Description: string,
  InUse: bool,
  Shared: bool,
  Size: int64,
  CreatedAt: string,
  LastUsedAt: string,
  UsageCount: int,
});

export const diskUsageType = struct("types.DiskUsage", {
  LayersSize: int64,
  Images: slice(pointer(imageSummaryType)),
  Containers: slice(pointer(containerSummaryType)),
  Volumes: slice(pointer(volumeType)),
  BuildCache: slice(pointer(buildCacheType)),
});

export type Version = DataOf<typeof versionType>;
export type Info = DataOf<typeof infoType>;
export type EventMessage = DataOf<typeof eventType>;
export type BuildCache = DataOf<typeof buildCacheType>;
export type DiskUsage = DataOf<typeof diskUsageType>;
