// What a container is configured to be: Config, HostConfig and the endpoint settings of the Engine API v1.51
// (moby api/types/container, network and mount), declared once. The TypeScript types of the data, their JSON
// and what templates see all follow from these descriptions (base/go/types.ts).

import {
  array,
  bool,
  embed,
  emptyStruct,
  field,
  int,
  int64,
  map,
  named,
  pointer,
  slice,
  string,
  struct,
  uint16,
  uint64,
  type DataOf,
} from "../base/go/types.ts";

const strings = map(string, string);
const list = slice(string);
const nameSet = map(string, emptyStruct);
/** nat.Port, such as `80/tcp`: a type of its own, so that templates cannot index with a text. */
const portType = named("nat.Port", string);

/** Times in nanoseconds; 0 stands for the image's, or the default. */
export const healthConfigType = struct("container.HealthConfig", {
  Test: field(list, ",omitempty"),
  Interval: field(int64, ",omitempty"),
  Timeout: field(int64, ",omitempty"),
  StartPeriod: field(int64, ",omitempty"),
  StartInterval: field(int64, ",omitempty"),
  Retries: field(int, ",omitempty"),
});

export const containerConfigType = struct("container.Config", {
  Hostname: string,
  Domainname: string,
  User: string,
  AttachStdin: bool,
  AttachStdout: bool,
  AttachStderr: bool,
  ExposedPorts: field(map(portType, emptyStruct), ",omitempty"),
  Tty: bool,
  OpenStdin: bool,
  StdinOnce: bool,
  Env: list,
  Cmd: list,
  Healthcheck: field(pointer(healthConfigType), ",omitempty"),
  ArgsEscaped: field(bool, ",omitempty"),
  Image: string,
  Volumes: nameSet,
  WorkingDir: string,
  Entrypoint: list,
  NetworkDisabled: field(bool, ",omitempty"),
  MacAddress: field(string, ",omitempty"),
  OnBuild: list,
  Labels: strings,
  StopSignal: field(string, ",omitempty"),
  StopTimeout: field(pointer(int), ",omitempty"),
  Shell: field(list, ",omitempty"),
});

export const restartPolicyType = struct("container.RestartPolicy", { Name: string, MaximumRetryCount: int });
export const portBindingType = struct("nat.PortBinding", {
  HostIP: field(string, "HostIp"),
  HostPort: string,
});
export const portMapType = map(portType, slice(portBindingType));
const logConfigType = struct("container.LogConfig", { Type: string, Config: strings });
const weightDeviceType = struct("blkiodev.WeightDevice", { Path: string, Weight: uint16 });
const throttleDeviceType = struct("blkiodev.ThrottleDevice", { Path: string, Rate: uint64 });
const deviceMappingType = struct("container.DeviceMapping", {
  PathOnHost: string,
  PathInContainer: string,
  CgroupPermissions: string,
});
const deviceRequestType = struct("container.DeviceRequest", {
  Driver: string,
  /** -1: all */
  Count: int,
  DeviceIDs: list,
  Capabilities: slice(list),
  Options: strings,
});
export const ulimitType = struct("units.Ulimit", { Name: string, Hard: int64, Soft: int64 });

export const resourcesType = struct("container.Resources", {
  CPUShares: field(int64, "CpuShares"),
  Memory: int64,
  NanoCPUs: field(int64, "NanoCpus"),
  CgroupParent: string,
  BlkioWeight: uint16,
  BlkioWeightDevice: slice(weightDeviceType),
  BlkioDeviceReadBps: slice(throttleDeviceType),
  BlkioDeviceWriteBps: slice(throttleDeviceType),
  BlkioDeviceReadIOps: slice(throttleDeviceType),
  BlkioDeviceWriteIOps: slice(throttleDeviceType),
  CPUPeriod: field(int64, "CpuPeriod"),
  CPUQuota: field(int64, "CpuQuota"),
  CPURealtimePeriod: field(int64, "CpuRealtimePeriod"),
  CPURealtimeRuntime: field(int64, "CpuRealtimeRuntime"),
  CpusetCpus: string,
  CpusetMems: string,
  Devices: slice(deviceMappingType),
  DeviceCgroupRules: list,
  DeviceRequests: slice(deviceRequestType),
  MemoryReservation: int64,
  MemorySwap: int64,
  MemorySwappiness: pointer(int64),
  OomKillDisable: pointer(bool),
  PidsLimit: pointer(int64),
  Ulimits: slice(ulimitType),
  CPUCount: field(int64, "CpuCount"),
  CPUPercent: field(int64, "CpuPercent"),
  IOMaximumIOps: uint64,
  IOMaximumBandwidth: uint64,
});

const bindOptionsType = struct("mount.BindOptions", {
  Propagation: field(string, ",omitempty"),
  NonRecursive: field(bool, ",omitempty"),
  CreateMountpoint: field(bool, ",omitempty"),
  ReadOnlyNonRecursive: field(bool, ",omitempty"),
  ReadOnlyForceRecursive: field(bool, ",omitempty"),
});
const driverType = struct("mount.Driver", {
  Name: field(string, ",omitempty"),
  Options: field(strings, ",omitempty"),
});
const volumeOptionsType = struct("mount.VolumeOptions", {
  NoCopy: field(bool, ",omitempty"),
  Labels: field(strings, ",omitempty"),
  Subpath: field(string, ",omitempty"),
  DriverConfig: field(pointer(driverType), ",omitempty"),
});
const imageOptionsType = struct("mount.ImageOptions", { Subpath: field(string, ",omitempty") });
const tmpfsOptionsType = struct("mount.TmpfsOptions", {
  SizeBytes: field(int64, ",omitempty"),
  Mode: field(int, ",omitempty"),
  Options: field(slice(list), ",omitempty"),
});
export const mountType = struct("mount.Mount", {
  Type: field(string, ",omitempty"),
  Source: field(string, ",omitempty"),
  Target: field(string, ",omitempty"),
  ReadOnly: field(bool, ",omitempty"),
  Consistency: field(string, ",omitempty"),
  BindOptions: field(pointer(bindOptionsType), ",omitempty"),
  VolumeOptions: field(pointer(volumeOptionsType), ",omitempty"),
  ImageOptions: field(pointer(imageOptionsType), ",omitempty"),
  TmpfsOptions: field(pointer(tmpfsOptionsType), ",omitempty"),
});

export const hostConfigType = struct("container.HostConfig", {
  Binds: list,
  ContainerIDFile: string,
  LogConfig: logConfigType,
  NetworkMode: string,
  PortBindings: portMapType,
  RestartPolicy: restartPolicyType,
  AutoRemove: bool,
  VolumeDriver: string,
  VolumesFrom: list,
  /** height, width */
  ConsoleSize: array(2, int),
  Annotations: field(strings, ",omitempty"),
  CapAdd: list,
  CapDrop: list,
  CgroupnsMode: string,
  DNS: field(list, "Dns"),
  DNSOptions: field(list, "DnsOptions"),
  DNSSearch: field(list, "DnsSearch"),
  ExtraHosts: list,
  GroupAdd: list,
  IpcMode: string,
  Cgroup: string,
  Links: list,
  OomScoreAdj: int,
  PidMode: string,
  Privileged: bool,
  PublishAllPorts: bool,
  ReadonlyRootfs: bool,
  SecurityOpt: list,
  StorageOpt: field(strings, ",omitempty"),
  Tmpfs: field(strings, ",omitempty"),
  UTSMode: string,
  UsernsMode: string,
  ShmSize: int64,
  Sysctls: field(strings, ",omitempty"),
  Runtime: field(string, ",omitempty"),
  Isolation: string,
  Resources: embed(resourcesType),
  Mounts: field(slice(mountType), ",omitempty"),
  MaskedPaths: list,
  ReadonlyPaths: list,
  Init: field(pointer(bool), ",omitempty"),
});

export const endpointIpamConfigType = struct("network.EndpointIPAMConfig", {
  IPv4Address: field(string, ",omitempty"),
  IPv6Address: field(string, ",omitempty"),
  LinkLocalIPs: field(list, ",omitempty"),
});

/** What is asked for an endpoint, and after the colon what it got: one shape in requests and answers. */
export const endpointSettingsType = struct("network.EndpointSettings", {
  IPAMConfig: pointer(endpointIpamConfigType),
  Links: list,
  Aliases: list,
  MacAddress: string,
  DriverOpts: strings,
  GwPriority: int,
  NetworkID: string,
  EndpointID: string,
  Gateway: string,
  IPAddress: string,
  IPPrefixLen: int,
  IPv6Gateway: string,
  GlobalIPv6Address: string,
  GlobalIPv6PrefixLen: int,
  DNSNames: list,
});

export type HealthConfig = DataOf<typeof healthConfigType>;
export type ContainerConfig = DataOf<typeof containerConfigType>;
export type RestartPolicy = DataOf<typeof restartPolicyType>;
export type PortBinding = DataOf<typeof portBindingType>;
export type PortMap = ReadonlyMap<string, readonly PortBinding[] | null>;
export type Resources = DataOf<typeof resourcesType>;
export type MountSpec = DataOf<typeof mountType>;
export type HostConfig = DataOf<typeof hostConfigType>;
export type EndpointSettings = DataOf<typeof endpointSettingsType>;
