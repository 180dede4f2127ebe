// What the client sends to create a container: POST /containers/create of the Engine API v1.51, as data under the
// API's own names (moby api/types/container). Maps keyed by what users write are Maps, in the order written.
// null is what the client sends where nothing was said; fields that it leaves out are optional.

/** A set whose members are the keys of a JSON object. */
export type NameSet = ReadonlySet<string>;
export type Strings = ReadonlyMap<string, string>;
export type List<T = string> = readonly T[] | null;

export interface CreateRequest {
  readonly Config: ContainerConfig;
  readonly HostConfig: HostConfig;
  readonly NetworkingConfig: { readonly EndpointsConfig: ReadonlyMap<string, EndpointSettings> };
}

export interface ContainerConfig {
  readonly Hostname: string;
  readonly Domainname: string;
  readonly User: string;
  readonly AttachStdin: boolean;
  readonly AttachStdout: boolean;
  readonly AttachStderr: boolean;
  /** `80/tcp` */
  readonly ExposedPorts: NameSet;
  readonly Tty: boolean;
  readonly OpenStdin: boolean;
  readonly StdinOnce: boolean;
  readonly Env: List;
  readonly Cmd: List;
  readonly Healthcheck?: HealthConfig;
  readonly Image: string;
  /** paths of anonymous volumes */
  readonly Volumes: NameSet;
  readonly WorkingDir: string;
  /** [""] resets that of the image */
  readonly Entrypoint: List;
  readonly OnBuild: List;
  readonly Labels: Strings;
  readonly StopSignal?: string;
  /** seconds */
  readonly StopTimeout?: number;
}

/** Times in nanoseconds; 0 stands for the image's or the default. */
export interface HealthConfig {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

export interface HostConfig extends Resources {
  readonly Binds: List;
  readonly ContainerIDFile: string;
  readonly LogConfig: { readonly Type: string; readonly Config: Strings };
  readonly NetworkMode: string;
  readonly PortBindings: ReadonlyMap<string, readonly PortBinding[]>;
  readonly RestartPolicy: RestartPolicy;
  readonly AutoRemove: boolean;
  readonly VolumeDriver: string;
  readonly VolumesFrom: List;
  /** height, width */
  readonly ConsoleSize: readonly [number, number];
  readonly Annotations: Strings;
  readonly CapAdd: List;
  readonly CapDrop: List;
  readonly CgroupnsMode: string;
  readonly Dns: readonly string[];
  readonly DnsOptions: readonly string[];
  readonly DnsSearch: readonly string[];
  readonly ExtraHosts: List;
  readonly GroupAdd: List;
  readonly IpcMode: string;
  readonly Cgroup: string;
  readonly Links: List;
  readonly OomScoreAdj: number;
  readonly PidMode: string;
  readonly Privileged: boolean;
  readonly PublishAllPorts: boolean;
  readonly ReadonlyRootfs: boolean;
  readonly SecurityOpt: List;
  readonly StorageOpt: Strings;
  /** path to mount options */
  readonly Tmpfs: Strings;
  readonly UTSMode: string;
  readonly UsernsMode: string;
  readonly ShmSize: number;
  readonly Sysctls: Strings;
  readonly Runtime: string;
  readonly Isolation: string;
  readonly Mounts: readonly Mount[];
  /** null: the engine's default */
  readonly MaskedPaths: List;
  readonly ReadonlyPaths: List;
  readonly Init?: boolean;
}

export interface Resources {
  readonly CpuShares: number;
  readonly Memory: number;
  readonly NanoCpus: number;
  readonly CgroupParent: string;
  readonly BlkioWeight: number;
  readonly BlkioWeightDevice: List<WeightDevice>;
  readonly BlkioDeviceReadBps: List<ThrottleDevice>;
  readonly BlkioDeviceWriteBps: List<ThrottleDevice>;
  readonly BlkioDeviceReadIOps: List<ThrottleDevice>;
  readonly BlkioDeviceWriteIOps: List<ThrottleDevice>;
  readonly CpuPeriod: number;
  readonly CpuQuota: number;
  readonly CpuRealtimePeriod: number;
  readonly CpuRealtimeRuntime: number;
  readonly CpusetCpus: string;
  readonly CpusetMems: string;
  readonly Devices: List<DeviceMapping>;
  readonly DeviceCgroupRules: List;
  readonly DeviceRequests: List<DeviceRequest>;
  /** of updates only */
  readonly KernelMemory?: number;
  readonly MemoryReservation: number;
  readonly MemorySwap: number;
  readonly MemorySwappiness: number | null;
  readonly OomKillDisable: boolean | null;
  readonly PidsLimit: number | null;
  readonly Ulimits: List<Ulimit>;
  readonly CpuCount: number;
  readonly CpuPercent: number;
  readonly IOMaximumIOps: number;
  readonly IOMaximumBandwidth: number;
}

/** POST /containers/{id}/update */
export interface UpdateConfig extends Resources {
  readonly RestartPolicy: RestartPolicy;
}

/** POST /containers/{id}/exec */
export interface ExecConfig {
  readonly User: string;
  readonly Privileged: boolean;
  readonly Tty: boolean;
  /** height, width */
  readonly ConsoleSize?: readonly [number, number];
  readonly AttachStdin: boolean;
  readonly AttachStderr: boolean;
  readonly AttachStdout: boolean;
  readonly DetachKeys: string;
  readonly Env: List;
  readonly WorkingDir: string;
  readonly Cmd: List;
  /** of no meaning any more */
  readonly Detach: boolean;
}

export interface PortBinding {
  readonly HostIp: string;
  /** a port, a range of which the daemon takes a free one, or nothing for any */
  readonly HostPort: string;
}

export interface RestartPolicy {
  readonly Name: string;
  readonly MaximumRetryCount: number;
}

export interface WeightDevice {
  readonly Path: string;
  readonly Weight: number;
}

export interface ThrottleDevice {
  readonly Path: string;
  readonly Rate: number;
}

export interface DeviceMapping {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
  readonly CgroupPermissions: string;
}

export interface DeviceRequest {
  readonly Driver: string;
  /** -1: all */
  readonly Count: number;
  readonly DeviceIDs: List;
  readonly Capabilities: List<readonly string[]>;
  readonly Options: Strings | null;
}

export interface Ulimit {
  readonly Name: string;
  readonly Hard: number;
  readonly Soft: number;
}

export interface Mount {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly Consistency?: string;
  readonly BindOptions?: BindOptions;
  readonly VolumeOptions?: VolumeOptions;
  readonly ImageOptions?: { readonly Subpath?: string };
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number };
}

export interface BindOptions {
  readonly Propagation?: string;
  readonly NonRecursive?: boolean;
  readonly CreateMountpoint?: boolean;
  readonly ReadOnlyNonRecursive?: boolean;
  readonly ReadOnlyForceRecursive?: boolean;
}

export interface VolumeOptions {
  readonly NoCopy?: boolean;
  readonly Labels?: Strings;
  readonly Subpath?: string;
  readonly DriverConfig?: { readonly Name?: string; readonly Options?: Strings };
}

export interface EndpointSettings {
  readonly IPAMConfig: EndpointIpamConfig | null;
  readonly Links: List;
  readonly Aliases: List;
  readonly MacAddress: string;
  readonly DriverOpts: Strings | null;
  readonly GwPriority: number;
}

export interface EndpointIpamConfig {
  readonly IPv4Address?: string;
  readonly IPv6Address?: string;
  readonly LinkLocalIPs?: readonly string[];
}
