// What the daemon refuses before it creates, starts or updates a container, in its order and words
// (moby daemon/container.go verifyContainerSettings, daemon_unix.go verifyPlatformContainerSettings).

import { formatDuration } from "../base/go/duration.ts";
import { quote } from "../base/go/quote.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import type {
  ContainerConfig,
  HealthConfig,
  HostConfig,
  PortMap,
  RestartPolicy,
} from "../model/container-config.ts";
import { parsePort, parsePortRange, splitPort } from "../model/port-text.ts";
import { first } from "./decode-checks.ts";
import type { Engine } from "./engine.ts";
import { anySignal } from "./kill.ts";
import { parseMountSpec } from "./mount-parser.ts";
import { cleanPath } from "./paths.ts";
import { verifyResources } from "./verify-resources.ts";
import { kindOnHost } from "./volumes.ts";

type Complaint = string | undefined;

export interface Verified {
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly warnings: readonly string[];
}

/** `config` undefined: only the host's side, as at each start. */
export function verifySettings(
  engine: Engine,
  config: ContainerConfig | undefined,
  hostConfig: HostConfig,
): Result<Verified> {
  const warnings: string[] = [];
  const complaint = first(
    () => (config === undefined ? undefined : verifyConfig(config)),
    () => verifyHostConfig(engine, hostConfig, warnings),
  );
  if (complaint !== undefined) return dockerError("invalid-parameter", complaint);
  const limits = verifyResources(engine, hostConfig, false);
  warnings.push(...limits.warnings);
  const platform = limits.complaint ?? verifyPlatform(hostConfig, warnings);
  if (platform !== undefined) return dockerError("invalid-parameter", platform);
  return ok({
    config: (config && withCleanDirectory(config)) as ContainerConfig,
    hostConfig: { ...hostConfig, ...limits.resources },
    warnings,
  });
}

const withCleanDirectory = (config: ContainerConfig): ContainerConfig =>
  config.WorkingDir === "" ? config : { ...config, WorkingDir: cleanPath(config.WorkingDir) };

// ---- Config

function verifyConfig(config: ContainerConfig): Complaint {
  return first(
    () =>
      config.WorkingDir !== "" && !config.WorkingDir.startsWith("/")
        ? `the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`
        : undefined,
    () => (config.StopSignal ? signalComplaint(config.StopSignal) : undefined),
    () => environmentComplaint(config.Env ?? []),
    () => (config.Healthcheck ? healthComplaint(config.Healthcheck) : undefined),
  );
}

function environmentComplaint(env: readonly string[]): Complaint {
  const wrong = env.find((entry) => entry === "" || entry.startsWith("="));
  return wrong === undefined ? undefined : `invalid environment variable: ${wrong}`;
}

const signalComplaint = (text: string): Complaint =>
  anySignal(text) === undefined ? `invalid signal: ${text}` : undefined;

/** One millisecond, in nanoseconds. */
const SHORTEST = 1_000_000;

function healthComplaint(health: HealthConfig): Complaint {
  const tooShort = (name: "Interval" | "Timeout" | "StartPeriod" | "StartInterval") => (): Complaint => {
    const time = health[name] ?? 0;
    return time !== 0 && time < SHORTEST
      ? `${name} in Healthcheck cannot be less than ${formatDuration(SHORTEST)}`
      : undefined;
  };
  return first(
    tooShort("Interval"),
    tooShort("Timeout"),
    () => ((health.Retries ?? 0) < 0 ? "Retries in Healthcheck cannot be negative" : undefined),
    tooShort("StartPeriod"),
    tooShort("StartInterval"),
  );
}

// ---- HostConfig

const onlyOnFailure = "maximum retry count can only be used with 'on-failure'";

export function restartPolicyComplaint({ Name, MaximumRetryCount: count }: RestartPolicy): Complaint {
  switch (Name) {
    case "always":
    case "unless-stopped":
    case "no":
      if (count === 0) return undefined;
      return `invalid restart policy: ${onlyOnFailure}${count < 0 ? " and cannot be negative" : ""}`;
    case "on-failure":
      return count < 0 ? "invalid restart policy: maximum retry count cannot be negative" : undefined;
    case "":
      return undefined;
    default:
      return `invalid restart policy: unknown policy '${Name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`;
  }
}

function verifyHostConfig(engine: Engine, config: HostConfig, warnings: string[]): Complaint {
  if (config.AutoRemove && config.RestartPolicy.Name !== "" && config.RestartPolicy.Name !== "no")
    return "can't create 'AutoRemove' container with restart policy";
  for (const mount of config.Mounts ?? []) {
    if (mount.Type === "image") warnings.push("Image mount is an experimental feature");
    const parsed = parseMountSpec(mount, (path) => kindOnHost(engine, path) !== undefined);
    if (!parsed.ok) return parsed.error.message;
  }
  return first(
    () => extraHostsComplaint(config.ExtraHosts ?? []),
    () => portsComplaint(config.PortBindings ?? new Map()),
    () => restartPolicyComplaint(config.RestartPolicy),
    () => capabilityComplaint("CapAdd", config.CapAdd),
    () => capabilityComplaint("CapDrop", config.CapDrop),
    () =>
      config.Annotations?.has("")
        ? "invalid Annotations: the empty string is not permitted as an annotation key"
        : undefined,
  );
}

/** `name:address` (opts.ValidateExtraHost). */
function extraHostsComplaint(hosts: readonly string[]): Complaint {
  for (const entry of hosts) {
    const colon = entry.indexOf(":");
    const address = entry.slice(colon + 1);
    if (colon < 1) return `bad format for add-host: ${quote(entry)}`;
    if (address !== "host-gateway" && !isAddress(address.trim()))
      return `invalid IP address in add-host: ${quote(address)}`;
  }
  return undefined;
}

const isAddress = (text: string): boolean =>
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text) ||
  (text.includes(":") && /^[0-9a-fA-F:.]+$/.test(text));

function portsComplaint(ports: PortMap): Complaint {
  for (const [port, bindings] of ports) {
    const { port: number } = splitPort(port);
    if (!parsePort(number).ok) return `invalid port specification: ${quote(number)}`;
    for (const { HostPort } of bindings ?? []) {
      const host = splitPort(HostPort).port;
      if (host !== "" && !parsePortRange(host).ok) return `invalid port specification: ${quote(HostPort)}`;
    }
  }
  return undefined;
}

function capabilityComplaint(field: string, names: readonly string[] | null): Complaint {
  for (const name of names ?? []) {
    const upper = name.toUpperCase();
    const full = upper === "ALL" || upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
    if (full !== "ALL" && full !== "CAP_ALL" && !ALL_CAPABILITIES.has(full))
      return `invalid ${field}: unknown capability: ${quote(full)}`;
  }
  return undefined;
}

// ---- modes

const isMode = (mode: string, ...words: string[]): boolean =>
  mode === "" || words.includes(mode) || /^container:.+/.test(mode);

function verifyPlatform(config: HostConfig, warnings: string[]): Complaint {
  if (config.NetworkMode === "host" && (config.PortBindings?.size ?? 0) > 0)
    warnings.push("Published ports are discarded when using host network mode");
  return first(
    () =>
      isMode(config.IpcMode, "none", "host", "private", "shareable")
        ? undefined
        : `invalid IPC mode: ${config.IpcMode}`,
    () => (isMode(config.PidMode, "host") ? undefined : `invalid PID mode: ${config.PidMode}`),
    () => (config.ShmSize < 0 ? "SHM size can not be less than 0" : undefined),
    () => (["", "host"].includes(config.UTSMode) ? undefined : `invalid UTS mode: ${config.UTSMode}`),
    () =>
      config.OomScoreAdj < -1000 || config.OomScoreAdj > 1000
        ? `Invalid value ${config.OomScoreAdj}, range for oom score adj is [-1000, 1000]`
        : undefined,
    () =>
      ["", "runc", "io.containerd.runc.v2"].includes(config.Runtime ?? "")
        ? undefined
        : `unknown or invalid runtime name: ${config.Runtime}`,
    () => tmpfsComplaint(config),
    () =>
      ["", "private", "host"].includes(config.CgroupnsMode)
        ? undefined
        : `invalid cgroup namespace mode: ${config.CgroupnsMode}`,
  );
}

function tmpfsComplaint(config: HostConfig): Complaint {
  for (const destination of config.Tmpfs?.keys() ?? []) {
    if (cleanPath(destination) === "/") return "invalid specification: destination can't be '/'";
    if (!destination.startsWith("/"))
      return `invalid mount path: '${destination}' mount path must be absolute`;
  }
  return undefined;
}
