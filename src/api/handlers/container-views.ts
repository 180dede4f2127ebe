// What the API shows of a container: inspect and list (moby daemon/inspect.go, daemon/list.go,
// container/view.go). Docker's overlapping flags are derived from the exclusive state here.

import { humanDuration } from "../../base/go/human-duration.ts";
import { rfc3339, rfc3339OrZero, SECOND, type Instant } from "../../base/time.ts";
import type { EngineSettings } from "../../engine/settings.ts";
import { logPath } from "../../engine/log-files.ts";
import type { EndpointSettings } from "../../model/container-config.ts";
import { isRunning } from "../../model/container-lifecycle.ts";
import type { Container, MountPoint } from "../../model/container.ts";
import { linkName } from "../../model/links.ts";
import type { ContainerInspect, ContainerSummary, WireMountPoint, WirePort } from "../wire/container.ts";

// ---- inspect

const nanoseconds = (instant: Instant): string => rfc3339(instant);

function stateOf(container: Container): ContainerInspect["State"] {
  const { state, health } = container;
  return {
    Status: state === "gone" ? "removing" : state,
    Running: isRunning(state),
    Paused: state === "paused",
    Restarting: state === "restarting",
    OOMKilled: container.oomKilled,
    Dead: state === "dead",
    Pid: container.pid,
    ExitCode: container.exitCode,
    Error: container.error,
    StartedAt: rfc3339OrZero(container.startedAt),
    FinishedAt: rfc3339OrZero(container.finishedAt),
    ...(health === undefined
      ? {}
      : {
          Health: {
            Status: health.status,
            FailingStreak: health.failingStreak,
            Log: health.log.map(({ start, end, exitCode, output }) => ({
              Start: start,
              End: end,
              ExitCode: exitCode,
              Output: output,
            })),
          },
        }),
  };
}

export interface Sizes {
  readonly rw: number;
  readonly rootFs: number;
}

/** `layers` are names of directories below overlay2, the highest first. */
export function inspectContainer(
  container: Container,
  layers: readonly string[],
  settings: EngineSettings,
  sizes: Sizes | undefined,
): ContainerInspect {
  const root = `${settings.dataRoot}/containers/${container.id}`;
  const wasStarted = container.startedAt !== undefined;
  const file = (name: string): string => (wasStarted ? `${root}/${name}` : "");
  return {
    Id: container.id,
    Created: nanoseconds(container.createdAt),
    Path: container.path,
    Args: container.args,
    State: stateOf(container),
    Image: container.imageId,
    ResolvConfPath: file("resolv.conf"),
    HostnamePath: file("hostname"),
    HostsPath: file("hosts"),
    LogPath: wasStarted ? logPath(settings.dataRoot, container.id, container.hostConfig.LogConfig.Type) : "",
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: settings.storageDriver,
    Platform: "linux",
    MountLabel: "",
    ProcessLabel: "",
    AppArmorProfile: "",
    ExecIDs: container.execs.length === 0 ? null : container.execs,
    HostConfig: { ...container.hostConfig, Links: linksOf(container) },
    GraphDriver: graphDriver(container, layers, settings),
    ...(sizes === undefined ? {} : { SizeRw: sizes.rw, SizeRootFs: sizes.rootFs }),
    Mounts: container.mountPoints.map(wireMount),
    Config: { ...container.config, ...askedMac(container) },
    NetworkSettings: networkSettings(container),
  };
}

/** Of the network that its mode names (moby daemon/inspect.go: an old field for it). */
function askedMac({ config, hostConfig, endpoints }: Container): { readonly MacAddress?: string } {
  if (config.MacAddress) return {};
  const endpoint = endpoints.find(({ network }) => network === hostConfig.NetworkMode);
  const mac = (endpoint?.asked ?? endpoint?.settings)?.MacAddress ?? "";
  return mac === "" ? {} : { MacAddress: mac };
}

/** Legacy links, wherever they lead by now. */
function linksOf({ name, links }: Container): readonly string[] | null {
  if (links.length === 0) return null;
  return links.map(({ alias, childName }) => `/${childName}:/${linkName(name, alias)}`);
}

function graphDriver(
  container: Container,
  layers: readonly string[],
  settings: EngineSettings,
): ContainerInspect["GraphDriver"] {
  const root = `${settings.dataRoot}/overlay2`;
  const own = `${root}/${container.layerId}`;
  const data = new Map([
    ["ID", container.id],
    ["LowerDir", layers.map((name) => `${root}/${name}/diff`).join(":")],
    ["MergedDir", `${own}/merged`],
    ["UpperDir", `${own}/diff`],
    ["WorkDir", `${own}/work`],
  ]);
  return { Data: data, Name: settings.storageDriver };
}

const wireMount = (point: MountPoint): WireMountPoint => ({
  Type: point.type,
  ...(point.name === "" ? {} : { Name: point.name }),
  Source: point.source,
  Destination: point.destination,
  ...(point.driver === "" ? {} : { Driver: point.driver }),
  Mode: point.mode,
  RW: point.writable,
  Propagation: point.propagation,
});

function networkSettings(container: Container): ContainerInspect["NetworkSettings"] {
  const { sandbox, endpoints } = container;
  const bridge = endpoints.find(({ network }) => network === "bridge")?.settings;
  const shown = (pick: (settings: EndpointSettings) => string): string =>
    bridge === undefined ? "" : pick(bridge);
  const id = sandbox?.ownsNetwork ? sandbox.id : "";
  return {
    Bridge: "",
    SandboxID: id,
    SandboxKey: id === "" ? "" : `/var/run/docker/netns/${id.slice(0, 12)}`,
    Ports: container.ports,
    HairpinMode: false,
    LinkLocalIPv6Address: "",
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: shown((s) => s.EndpointID),
    Gateway: shown((s) => s.Gateway),
    GlobalIPv6Address: shown((s) => s.GlobalIPv6Address),
    GlobalIPv6PrefixLen: bridge?.GlobalIPv6PrefixLen ?? 0,
    IPAddress: shown((s) => s.IPAddress),
    IPPrefixLen: bridge?.IPPrefixLen ?? 0,
    IPv6Gateway: shown((s) => s.IPv6Gateway),
    MacAddress: shown((s) => s.MacAddress),
    Networks: new Map(endpoints.map(({ network, settings }) => [network, settings])),
  };
}

// ---- list

export interface SummaryOptions {
  readonly now: Instant;
  /** the image's name as it was asked for, or its id if that name is another's now */
  readonly imageName: string;
  /** its own and those that links to it are */
  readonly names: readonly string[];
  readonly sizes: Sizes | undefined;
}

export function summarise(
  container: Container,
  { now, imageName, names, sizes }: SummaryOptions,
): ContainerSummary {
  return {
    Id: container.id,
    Names: names.map((name) => `/${name}`),
    Image: imageName,
    ImageID: container.imageId,
    Command: commandText(container),
    Created: Math.floor(container.createdAt / SECOND),
    Ports: portsOf(container),
    ...(sizes === undefined ? {} : { SizeRw: sizes.rw, SizeRootFs: sizes.rootFs }),
    Labels: container.config.Labels ?? new Map(),
    State: container.state === "gone" ? "removing" : container.state,
    Status: statusText(container, now),
    HostConfig: { NetworkMode: container.hostConfig.NetworkMode },
    NetworkSettings: {
      Networks: new Map(container.endpoints.map(({ network, settings }) => [network, settings])),
    },
    Mounts: container.mountPoints.map(wireMount),
  };
}

/** Arguments with a space in them are quoted (moby container/view.go). */
function commandText({ path, args }: Container): string {
  const quoted = args.map((arg) => (arg.includes(" ") ? `'${arg}'` : arg));
  return [path, ...quoted].join(" ");
}

/** The text of `docker ps`'s STATUS (moby container/state.go String). */
export function statusText(container: Container, now: Instant): string {
  const since = (at: Instant | undefined): string => humanDuration(now - (at ?? now));
  switch (container.state) {
    case "paused":
      return `Up ${since(container.startedAt)} (Paused)`;
    case "restarting":
      return `Restarting (${container.exitCode}) ${since(container.finishedAt)} ago`;
    case "running":
      return `Up ${since(container.startedAt)}${healthText(container)}`;
    case "removing":
    case "gone":
      return "Removal In Progress";
    case "dead":
      return "Dead";
    case "created":
      return "Created";
    case "exited":
      return `Exited (${container.exitCode}) ${since(container.finishedAt)} ago`;
  }
}

function healthText({ health }: Container): string {
  if (health === undefined) return "";
  return health.status === "starting" ? " (health: starting)" : ` (${health.status})`;
}

export function portsOf(container: Container): WirePort[] {
  const ports: WirePort[] = [];
  for (const [port, bindings] of container.ports) {
    const [number = "0", protocol = "tcp"] = port.split("/");
    const own = { PrivatePort: Number(number), Type: protocol };
    if (bindings === null) ports.push(own);
    else
      for (const { HostIp, HostPort } of bindings)
        ports.push({ IP: HostIp, ...own, PublicPort: Number(HostPort) });
  }
  return ports;
}
