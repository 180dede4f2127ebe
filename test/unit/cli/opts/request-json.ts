// The request as the client writes it: the fields in Go's order, what is empty and marked so left out, the keys of maps
// sorted. For comparison with recordings.

import type {
  ContainerConfig,
  CreateRequest,
  EndpointSettings,
  HostConfig,
  Resources,
} from "../../../../src/cli/opts/create-request.ts";

type Json = Record<string, unknown>;

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

const isEmpty = (value: unknown): boolean =>
  value === "" ||
  value === 0 ||
  value === false ||
  value === null ||
  value === undefined ||
  (value instanceof Map && value.size === 0) ||
  (value instanceof Set && value.size === 0) ||
  (Array.isArray(value) && value.length === 0);

/** `Name` always, `Name?` unless empty. */
const pick = (from: object, names: string): Json =>
  Object.fromEntries(
    names.split(" ").flatMap((name) => {
      const key = name.replace("?", "");
      const value = plain((from as Json)[key]);
      return name.endsWith("?") && isEmpty((from as Json)[key]) ? [] : [[key, value ?? null]];
    }),
  );

export function plain(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries(
      [...value].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([k, v]) => [k, plain(v)]),
    );
  if (value instanceof Set)
    return Object.fromEntries(
      [...value]
        .map(String)
        .sort(byText)
        .map((k) => [k, {}]),
    );
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
  return value;
}

const RESOURCES =
  "CpuShares Memory NanoCpus CgroupParent BlkioWeight BlkioWeightDevice BlkioDeviceReadBps BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime CpusetCpus CpusetMems Devices DeviceCgroupRules DeviceRequests KernelMemory? MemoryReservation MemorySwap MemorySwappiness OomKillDisable PidsLimit Ulimits CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth";

const hostConfig = (config: HostConfig): Json => ({
  ...pick(
    config,
    "Binds ContainerIDFile LogConfig NetworkMode PortBindings RestartPolicy AutoRemove VolumeDriver VolumesFrom ConsoleSize Annotations? CapAdd CapDrop CgroupnsMode Dns DnsOptions DnsSearch ExtraHosts GroupAdd IpcMode Cgroup Links OomScoreAdj PidMode Privileged PublishAllPorts ReadonlyRootfs SecurityOpt StorageOpt? Tmpfs? UTSMode UsernsMode ShmSize Sysctls? Runtime? Isolation",
  ),
  ...pick(config, RESOURCES),
  ...pick(config, "Mounts? MaskedPaths ReadonlyPaths"),
  ...(config.Init === undefined ? {} : { Init: config.Init }),
});

const containerConfig = (config: ContainerConfig): Json => ({
  ...pick(
    config,
    "Hostname Domainname User AttachStdin AttachStdout AttachStderr ExposedPorts? Tty OpenStdin StdinOnce Env Cmd Healthcheck? Image Volumes WorkingDir Entrypoint OnBuild Labels StopSignal?",
  ),
  ...(config.StopTimeout === undefined ? {} : { StopTimeout: config.StopTimeout }),
});

const OPERATIONAL = {
  NetworkID: "",
  EndpointID: "",
  Gateway: "",
  IPAddress: "",
  IPPrefixLen: 0,
  IPv6Gateway: "",
  GlobalIPv6Address: "",
  GlobalIPv6PrefixLen: 0,
  DNSNames: null,
};

const endpoint = (settings: EndpointSettings): Json => ({
  ...pick(settings, "IPAMConfig Links Aliases MacAddress DriverOpts GwPriority"),
  ...OPERATIONAL,
});

export const createBody = ({ Config, HostConfig, NetworkingConfig }: CreateRequest): Json => ({
  ...containerConfig(Config),
  HostConfig: hostConfig(HostConfig),
  NetworkingConfig: {
    EndpointsConfig: Object.fromEntries(
      [...NetworkingConfig.EndpointsConfig]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, v]) => [k, endpoint(v)]),
    ),
  },
});

export const updateBody = (config: Resources & { RestartPolicy: unknown }): Json => ({
  ...pick(config, RESOURCES),
  ...pick(config, "RestartPolicy"),
});
