// Some of docker's wire shapes and contexts, as far as the recorded templates look into them.

import {
  array,
  bool,
  embed,
  emptyStruct,
  field,
  int,
  int64,
  map,
  method,
  named,
  pointer,
  slice,
  string,
  struct,
  uint,
  uint16,
  uint64,
  type DataOf,
  any,
} from "../../../../src/base/go/types.ts";
import { valueOf } from "../../../../src/base/go/value.ts";
import { formatUlimit } from "../../../../src/base/go/ulimit.ts";
import { column, rowContext } from "../../../../src/cli/format/rows.ts";
import { ellipsis, truncateId } from "../../../../src/cli/format/ellipsis.ts";
import { quote } from "../../../../src/base/go/quote.ts";

const strings = slice(string);
const labels = map(string, string);

export const volume = struct("volume.Volume", {
  ClusterVolume: field(pointer(struct("volume.ClusterVolume", { ID: string })), ",omitempty"),
  CreatedAt: field(string, ",omitempty"),
  Driver: string,
  Labels: labels,
  Mountpoint: string,
  Name: string,
  Options: labels,
  Scope: string,
  Status: field(map(string, any), ",omitempty"),
  UsageData: field(pointer(struct("volume.UsageData", { RefCount: int64, Size: int64 })), ",omitempty"),
});

export const port = named("nat.Port", string);
const binding = struct("nat.PortBinding", { HostIP: field(string, "HostIp"), HostPort: string });
const portMap = named("nat.PortMap", map(port, slice(binding)));
const strSlice = named("strslice.StrSlice", strings);

const networkMode = named("container.NetworkMode", string, {
  methods: {
    IsBridge: method([], bool, (mode: string) => mode === "bridge"),
    IsHost: method([], bool, (mode: string) => mode === "host"),
    NetworkName: method([], string, (mode: string) => mode),
  },
});

const restartPolicy = struct(
  "container.RestartPolicy",
  { Name: named("container.RestartPolicyMode", string), MaximumRetryCount: int },
  { methods: { IsOnFailure: method([], bool, (p: { Name: string }) => p.Name === "on-failure") } },
);

const ulimit = struct(
  "units.Ulimit",
  { Name: string, Hard: int64, Soft: int64 },
  { text: (u) => formatUlimit({ name: u.Name, soft: u.Soft, hard: u.Hard }) },
);

const resources = struct("container.Resources", {
  CPUShares: field(int64, "CpuShares"),
  Memory: int64,
  NanoCPUs: field(int64, "NanoCpus"),
  CgroupParent: string,
  BlkioWeight: uint16,
  BlkioWeightDevice: slice(any),
  BlkioDeviceReadBps: slice(any),
  BlkioDeviceWriteBps: slice(any),
  BlkioDeviceReadIOps: slice(any),
  BlkioDeviceWriteIOps: slice(any),
  CPUPeriod: field(int64, "CpuPeriod"),
  CPUQuota: field(int64, "CpuQuota"),
  CPURealtimePeriod: field(int64, "CpuRealtimePeriod"),
  CPURealtimeRuntime: field(int64, "CpuRealtimeRuntime"),
  CpusetCpus: string,
  CpusetMems: string,
  Devices: slice(any),
  DeviceCgroupRules: strings,
  DeviceRequests: slice(any),
  KernelMemory: field(int64, ",omitempty"),
  KernelMemoryTCP: field(int64, ",omitempty"),
  MemoryReservation: int64,
  MemorySwap: int64,
  MemorySwappiness: pointer(int64),
  OomKillDisable: pointer(bool),
  PidsLimit: pointer(int64),
  Ulimits: slice(pointer(ulimit)),
  CPUCount: field(int64, "CpuCount"),
  CPUPercent: field(int64, "CpuPercent"),
  IOMaximumIOps: uint64,
  IOMaximumBandwidth: uint64,
});

const hostConfig = struct("container.HostConfig", {
  Binds: strings,
  ContainerIDFile: string,
  LogConfig: struct("container.LogConfig", { Type: string, Config: labels }),
  NetworkMode: networkMode,
  PortBindings: portMap,
  RestartPolicy: restartPolicy,
  AutoRemove: bool,
  VolumeDriver: string,
  VolumesFrom: strings,
  ConsoleSize: array(2, uint),
  Annotations: field(labels, ",omitempty"),
  CapAdd: strSlice,
  CapDrop: strSlice,
  CgroupnsMode: named("container.CgroupnsMode", string),
  DNS: field(strings, "Dns"),
  DNSOptions: field(strings, "DnsOptions"),
  DNSSearch: field(strings, "DnsSearch"),
  ExtraHosts: strings,
  GroupAdd: strings,
  IpcMode: named("container.IpcMode", string),
  Cgroup: named("container.CgroupSpec", string),
  Links: strings,
  OomScoreAdj: int,
  PidMode: named("container.PidMode", string),
  Privileged: bool,
  PublishAllPorts: bool,
  ReadonlyRootfs: bool,
  SecurityOpt: strings,
  StorageOpt: field(labels, ",omitempty"),
  Tmpfs: field(labels, ",omitempty"),
  UTSMode: named("container.UTSMode", string),
  UsernsMode: named("container.UsernsMode", string),
  ShmSize: int64,
  Sysctls: field(labels, ",omitempty"),
  Runtime: field(string, ",omitempty"),
  Isolation: named("container.Isolation", string),
  Resources: embed(resources),
  Mounts: field(slice(any), ",omitempty"),
  MaskedPaths: strings,
  ReadonlyPaths: strings,
  Init: field(pointer(bool), ",omitempty"),
});

const state = struct("container.State", {
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
  Health: field(pointer(struct("container.Health", { Status: string })), ",omitempty"),
});

const containerBase = struct("container.ContainerJSONBase", {
  ID: field(string, "Id"),
  Created: string,
  Path: string,
  Args: strings,
  State: pointer(state),
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
  ExecIDs: strings,
  HostConfig: pointer(hostConfig),
  GraphDriver: struct("storage.DriverData", { Data: labels, Name: string }),
  SizeRw: field(pointer(int64), ",omitempty"),
  SizeRootFs: field(pointer(int64), ",omitempty"),
});

const mountPoint = struct("container.MountPoint", {
  Type: field(named("mount.Type", string), ",omitempty"),
  Name: field(string, ",omitempty"),
  Source: string,
  Destination: string,
  Driver: field(string, ",omitempty"),
  Mode: string,
  RW: bool,
  Propagation: named("mount.Propagation", string),
});

const config = struct("container.Config", {
  Hostname: string,
  Domainname: string,
  User: string,
  AttachStdin: bool,
  AttachStdout: bool,
  AttachStderr: bool,
  ExposedPorts: field(named("nat.PortSet", map(port, emptyStruct)), ",omitempty"),
  Tty: bool,
  OpenStdin: bool,
  StdinOnce: bool,
  Env: strings,
  Cmd: strSlice,
  Healthcheck: field(
    pointer(struct("v1.HealthcheckConfig", { Test: field(strings, ",omitempty") })),
    ",omitempty",
  ),
  Image: string,
  Volumes: map(string, emptyStruct),
  WorkingDir: string,
  Entrypoint: strSlice,
  OnBuild: strings,
  Labels: labels,
  StopSignal: field(string, ",omitempty"),
  StopTimeout: field(pointer(int), ",omitempty"),
});

const endpoint = struct("network.EndpointSettings", {
  IPAMConfig: pointer(struct("network.EndpointIPAMConfig", { IPv4Address: field(string, ",omitempty") })),
  Links: strings,
  Aliases: strings,
  MacAddress: string,
  DriverOpts: labels,
  GwPriority: int,
  NetworkID: string,
  EndpointID: string,
  Gateway: string,
  IPAddress: string,
  IPPrefixLen: int,
  IPv6Gateway: string,
  GlobalIPv6Address: string,
  GlobalIPv6PrefixLen: int,
  DNSNames: strings,
});

const networkSettingsBase = struct("container.NetworkSettingsBase", {
  Bridge: string,
  SandboxID: string,
  SandboxKey: string,
  Ports: portMap,
  HairpinMode: bool,
  LinkLocalIPv6Address: string,
  LinkLocalIPv6PrefixLen: int,
  SecondaryIPAddresses: slice(any),
  SecondaryIPv6Addresses: slice(any),
});

const defaultNetworkSettings = struct("container.DefaultNetworkSettings", {
  EndpointID: string,
  Gateway: string,
  GlobalIPv6Address: string,
  GlobalIPv6PrefixLen: int,
  IPAddress: string,
  IPPrefixLen: int,
  IPv6Gateway: string,
  MacAddress: string,
});

export const container = struct("container.InspectResponse", {
  ContainerJSONBase: embed(pointer(containerBase)),
  Mounts: slice(mountPoint),
  Config: pointer(config),
  NetworkSettings: pointer(
    struct("container.NetworkSettings", {
      NetworkSettingsBase: embed(networkSettingsBase),
      DefaultNetworkSettings: embed(defaultNetworkSettings),
      Networks: map(string, pointer(endpoint)),
    }),
  ),
  ImageManifestDescriptor: field(pointer(struct("v1.Descriptor", {})), ",omitempty"),
});

/** What one line of GET /containers/json comes to. */
export interface Summary {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly Command: string;
  readonly State: string;
  readonly Status: string;
  readonly Ports: string;
  readonly CreatedAt: string;
  readonly RunningFor: string;
  readonly Size: string;
  readonly Networks: string;
  readonly Mounts: readonly string[];
  readonly Labels: ReadonlyMap<string, string>;
}

const platform = struct("formatter.Platform", {});
const listed = (labels: ReadonlyMap<string, string> | null): string =>
  [...(labels ?? [])].map(([key, value]) => `${key}=${value}`).join(",");

export const containers = rowContext<Summary>(
  "formatter.ContainerContext",
  {
    ID: column("CONTAINER ID", (c) => truncateId(c.Id)),
    Names: column("NAMES", (c) => c.Names.map((name) => name.slice(1)).join(",")),
    Image: column("IMAGE", (c) => c.Image),
    Command: column("COMMAND", (c) => quote(ellipsis(c.Command, 20))),
    CreatedAt: column("CREATED AT", (c) => c.CreatedAt),
    RunningFor: column("CREATED", (c) => c.RunningFor),
    Ports: column("PORTS", (c) => c.Ports),
    State: column("STATE", (c) => c.State),
    Status: column("STATUS", (c) => c.Status),
    Size: column("SIZE", (c) => c.Size),
    Labels: column("LABELS", (c) => listed(c.Labels)),
    Mounts: column("MOUNTS", (c) => c.Mounts.join(",")),
    LocalVolumes: column("LOCAL VOLUMES", (c) => String(c.Mounts.length)),
    Networks: column("NETWORKS", (c) => c.Networks),
    Platform: column("PLATFORM", () => null, pointer(platform)),
    Label: method([string], string, (c: Summary, name) => c.Labels.get(name) ?? ""),
  },
  { trunc: bool, c: emptyStruct, FieldsUsed: map(string, any) },
);

export const CONTAINER_TABLE =
  "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

type Volume = DataOf<typeof volume>;
interface VolumeRow {
  readonly v: Volume;
}

const unknown = (): string => "N/A";

export const volumes = rowContext<VolumeRow>(
  "formatter.volumeContext",
  {
    Name: column("VOLUME NAME", (r) => r.v.Name),
    Group: column("GROUP", unknown),
    Driver: column("DRIVER", (r) => r.v.Driver),
    Scope: column("SCOPE", (r) => r.v.Scope),
    Availability: column("AVAILABILITY", unknown),
    Mountpoint: column("MOUNTPOINT", (r) => r.v.Mountpoint),
    Labels: column("LABELS", (r) => listed(r.v.Labels)),
    Links: column("LINKS", unknown),
    Size: column("SIZE", unknown),
    Status: column("STATUS", unknown),
    Label: method([string], string, (r: VolumeRow, name) => r.v.Labels?.get(name) ?? ""),
  },
  { v: volume },
);

export const VOLUME_TABLE = "table {{.Driver}}\t{{.Name}}";
export const VOLUME_RAW = "name: {{.Name}}\\ndriver: {{.Driver}}\\n";

const pluginsInfo = struct("system.PluginsInfo", { Volume: strings });
const daemonInfo = struct("system.Info", {
  OSType: string,
  Plugins: pluginsInfo,
  Swarm: struct("swarm.Info", { LocalNodeState: named("swarm.LocalNodeState", string) }),
});
const dockerInfo = struct("system.dockerInfo", {
  Info: embed(pointer(daemonInfo)),
  ServerErrors: field(strings, ",omitempty"),
  ClientInfo: field(pointer(struct("system.clientInfo", { Context: string })), ",omitempty"),
});

export const info = valueOf(dockerInfo, {
  OSType: "linux",
  Plugins: { Volume: ["local"] },
  Swarm: { LocalNodeState: "inactive" },
  ClientInfo: { Context: "default" },
});

const component = struct("types.ComponentVersion", { Name: string, Version: string });
const versionInfo = struct("system.versionInfo", {
  Client: struct("system.clientVersion", { Os: string }),
  Server: pointer(struct("types.Version", { Os: string, Components: slice(component) })),
});

export const version = valueOf(versionInfo, {
  Client: { Os: "linux" },
  Server: { Os: "linux", Components: null },
});
