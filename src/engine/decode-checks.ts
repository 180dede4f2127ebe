// What is refused before the daemon looks at a request at all: options that contradict each other whatever the host
// is like (moby runconfig: hostconfig.go, hostconfig_unix.go), and what the create route itself says of mounts.

import type { ContainerConfig, EndpointSettings, HostConfig } from "../model/container-config.ts";

type Complaint = string | undefined;

/** The first complaint of several checks. */
export function first(...checks: (() => Complaint)[]): Complaint {
  for (const check of checks) {
    const complaint = check();
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

export const checkDecoded = (config: ContainerConfig, hostConfig: HostConfig): Complaint =>
  first(
    () => networkComplaint(config, hostConfig),
    () =>
      ["", "default"].includes(hostConfig.Isolation.toLowerCase())
        ? undefined
        : `invalid isolation (${hostConfig.Isolation}): linux only supports 'default'`,
    () =>
      hostConfig.IOMaximumBandwidth === 0
        ? undefined
        : "invalid option: QoS maximum bandwidth configuration is not supported on linux",
    () =>
      hostConfig.IOMaximumIOps === 0
        ? undefined
        : "invalid option: QoS maximum IOPs configuration is not supported on linux",
    () => realtimeComplaint(hostConfig),
    () =>
      hostConfig.CpuShares < 0
        ? `invalid CPU shares (${hostConfig.CpuShares}): value must be a positive integer`
        : undefined,
  );

const conflict = (what: string): string => `conflicting options: ${what}`;
const size = (list: readonly unknown[] | ReadonlyMap<unknown, unknown> | null | undefined): number =>
  list === null || list === undefined ? 0 : "size" in list ? list.size : list.length;

function networkComplaint(config: ContainerConfig, hostConfig: HostConfig): Complaint {
  const { NetworkMode: mode, Links } = hostConfig;
  if (mode === "container" || mode.startsWith("container:")) {
    if (mode.slice("container:".length) === "")
      return "invalid network mode: invalid container format container:<name|id>";
    const shared = sharedComplaint(config, hostConfig);
    if (shared !== undefined) return shared;
  }
  if (hostConfig.UTSMode === "host" && config.Hostname !== "") return conflict("hostname and the UTS mode");
  if (mode === "host" && size(Links) > 0)
    return conflict("host type networking can't be used with links. This would result in undefined behavior");
  return undefined;
}

function sharedComplaint(config: ContainerConfig, hostConfig: HostConfig): Complaint {
  if (config.Hostname !== "") return conflict("hostname and the network mode");
  if (size(hostConfig.Links) > 0)
    return conflict(
      "container type network can't be used with links. This would result in undefined behavior",
    );
  if (size(hostConfig.Dns) > 0) return conflict("dns and the network mode");
  if (size(hostConfig.ExtraHosts) > 0) return conflict("custom host-to-IP mapping and the network mode");
  if (size(hostConfig.PortBindings) > 0 || hostConfig.PublishAllPorts)
    return conflict("port publishing and the container type network mode");
  if (size(config.ExposedPorts) > 0) return conflict("port exposing and the container type network mode");
  return undefined;
}

function realtimeComplaint({
  CpuRealtimePeriod: period,
  CpuRealtimeRuntime: runtime,
}: HostConfig): Complaint {
  return period !== 0 && runtime !== 0 && runtime > period
    ? "cpu real-time runtime cannot be higher than cpu real-time period"
    : undefined;
}

const OF_TYPE = [
  ["VolumeOptions", "volume"],
  ["BindOptions", "bind"],
  ["TmpfsOptions", "tmpfs"],
] as const;

/** The create route's own checks of --mount. */
export function mountOptionsComplaint({ Mounts }: HostConfig): Complaint {
  for (const mount of Mounts ?? [])
    for (const [options, type] of OF_TYPE)
      if (mount[options] && mount.Type !== type)
        return `${options} must not be specified on mount type "${mount.Type ?? ""}"`;
  return undefined;
}

// ---- what an older request says in another place

export interface Moved {
  readonly config: ContainerConfig;
  readonly endpoints: ReadonlyMap<string, EndpointSettings>;
  readonly warnings: readonly string[];
}

const hasOwnNetwork = (mode: string): boolean =>
  !["host", "none"].includes(mode) && !mode.startsWith("container:");

/** A MAC address of the whole container becomes that of its first network. */
export function moveMacAddress(
  config: ContainerConfig,
  mode: string,
  endpoints: ReadonlyMap<string, EndpointSettings>,
  empty: EndpointSettings,
): Moved | string {
  const mac = config.MacAddress ?? "";
  if (mac === "") return { config, endpoints, warnings: [] };
  const warnings = [
    "The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.",
  ];
  const { MacAddress: _, ...without } = config;
  if (!hasOwnNetwork(mode)) return { config: without, endpoints, warnings };
  const own = endpoints.get(mode) ?? empty;
  if (own.MacAddress !== "" && own.MacAddress !== mac)
    return "the container-wide MAC address must match the endpoint-specific MAC address for the main network, or be left empty";
  return {
    config: without,
    endpoints: new Map(endpoints).set(mode, { ...own, MacAddress: mac }),
    warnings,
  };
}

/** --volume-driver says nothing of --mount. */
export function volumeDriverWarning({ VolumeDriver, Mounts }: HostConfig): readonly string[] {
  const ignored = (Mounts ?? []).some(
    ({ Type, VolumeOptions }) => Type === "volume" && (VolumeOptions?.DriverConfig?.Name ?? "") === "",
  );
  return VolumeDriver !== "" && ignored
    ? [
        "WARNING: the container-wide volume-driver configuration is ignored for volumes specified via 'mount'. Use '--mount type=volume,volume-driver=...' instead",
      ]
    : [];
}
