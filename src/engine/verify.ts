// What the daemon refuses before it creates or updates a container, in its order and words
// (moby daemon/container.go verifyContainerSettings, daemon_unix.go verifyPlatformContainerSettings).

import { formatDuration } from "../base/go/duration.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { signalNumber } from "../base/signals.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import type {
  ContainerConfig,
  HealthConfig,
  HostConfig,
  Resources,
  RestartPolicy,
} from "../model/container-config.ts";
import type { CreateRequest } from "./create.ts";
import type { Engine } from "./engine.ts";
import { parseMountSpec } from "./mount-parser.ts";
import { cleanPath } from "./paths.ts";
import { kindOnHost } from "./volumes.ts";

type Complaint = string | undefined;

/** The first complaint of several checks. */
const first = (...checks: (() => Complaint)[]): Complaint => {
  for (const check of checks) {
    const complaint = check();
    if (complaint !== undefined) return complaint;
  }
  return undefined;
};

export function verifyCreate(
  engine: Engine,
  request: CreateRequest,
  warnings: string[],
): Result<{ config: ContainerConfig; hostConfig: HostConfig }> {
  const { config, hostConfig } = request;
  const complaint = first(
    () => verifyConfig(config),
    () => verifyHostConfig(engine, hostConfig, warnings),
    () => verifyPlatform(engine, hostConfig, warnings),
  );
  if (complaint !== undefined) return dockerError("invalid-parameter", complaint);
  const directory = config.WorkingDir === "" ? "" : cleanPath(config.WorkingDir);
  return ok({ config: { ...config, WorkingDir: directory }, hostConfig });
}

// ---- Config

function verifyConfig(config: ContainerConfig): Complaint {
  return first(
    () =>
      config.WorkingDir !== "" && !config.WorkingDir.startsWith("/")
        ? `the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`
        : undefined,
    () => (config.StopSignal ? signalComplaint(config.StopSignal) : undefined),
    () =>
      (config.Env ?? []).some((entry) => entry.startsWith("=") || entry === "")
        ? `invalid environment variable: ${(config.Env ?? []).find((e) => e.startsWith("=") || e === "")}`
        : undefined,
    () => (config.Healthcheck ? healthComplaint(config.Healthcheck) : undefined),
  );
}

export function signalComplaint(signal: string): Complaint {
  const number = /^\d+$/.test(signal) ? Number(signal) : signalNumber(signal);
  return number === undefined || number === 0 ? `invalid signal: ${signal}` : undefined;
}

/** One millisecond, in nanoseconds. */
const SHORTEST = 1_000_000;

function healthComplaint(health: HealthConfig): Complaint {
  const times = [
    ["Interval", health.Interval],
    ["Timeout", health.Timeout],
    ["StartPeriod", health.StartPeriod],
    ["StartInterval", health.StartInterval],
  ] as const;
  const before = times.slice(0, 2).find(([, time]) => time && time < SHORTEST);
  if (before) return `${before[0]} in Healthcheck cannot be less than ${formatDuration(SHORTEST)}`;
  if ((health.Retries ?? 0) < 0) return "Retries in Healthcheck cannot be negative";
  const after = times.slice(2).find(([, time]) => time && time < SHORTEST);
  return after && `${after[0]} in Healthcheck cannot be less than ${formatDuration(SHORTEST)}`;
}

// ---- HostConfig

export function restartPolicyComplaint({ Name, MaximumRetryCount: count }: RestartPolicy): Complaint {
  switch (Name) {
    case "always":
    case "unless-stopped":
    case "no":
      if (count === 0) return undefined;
      return `invalid restart policy: maximum retry count can only be used with 'on-failure'${count < 0 ? " and cannot be negative" : ""}`;
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
    () => restartPolicyComplaint(config.RestartPolicy),
    () => capabilityComplaint("CapAdd", config.CapAdd),
    () => capabilityComplaint("CapDrop", config.CapDrop),
    () =>
      ["", "default"].includes(config.Isolation)
        ? undefined
        : `invalid isolation (${config.Isolation}): linux only supports 'default'`,
    () =>
      config.Annotations?.has("")
        ? "invalid Annotations: the empty string is not permitted as an annotation key"
        : undefined,
  );
}

function capabilityComplaint(field: string, names: readonly string[] | null): Complaint {
  for (const name of names ?? []) {
    const upper = name.toUpperCase();
    const full = upper === "ALL" || upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
    if (full !== "ALL" && full !== "CAP_ALL" && !ALL_CAPABILITIES.has(full))
      return `invalid ${field}: unknown capability: "${full}"`;
  }
  return undefined;
}

// ---- resources and modes

const LEAST_MEMORY = 6 * 1024 * 1024;

export function verifyResources(
  engine: Engine,
  resources: Resources,
  update: boolean,
  warnings: string[],
): Complaint {
  return first(
    () => memoryComplaint(resources, update, warnings),
    () => cpuComplaint(engine, resources, warnings),
    () => cpusetComplaint(engine, resources),
    () =>
      resources.BlkioWeight > 0 && (resources.BlkioWeight < 10 || resources.BlkioWeight > 1000)
        ? "Range of blkio weight is from 10 to 1000"
        : undefined,
    () =>
      resources.IOMaximumBandwidth !== 0 || resources.IOMaximumIOps !== 0
        ? "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps"
        : undefined,
  );
}

function memoryComplaint(r: Resources, update: boolean, warnings: string[]): Complaint {
  if (r.Memory !== 0 && r.Memory < LEAST_MEMORY) return "Minimum memory limit allowed is 6MB";
  if (r.Memory > 0 && r.MemorySwap > 0 && r.MemorySwap < r.Memory)
    return "Minimum memoryswap limit should be larger than memory limit, see usage";
  if (r.Memory === 0 && r.MemorySwap > 0 && !update)
    return "You should always set the Memory limit when using Memoryswap limit, see usage";
  const swappiness = r.MemorySwappiness;
  if (swappiness !== null && swappiness !== -1 && (swappiness < 0 || swappiness > 100))
    return `Invalid value: ${swappiness}, valid memory swappiness range is 0-100`;
  if (r.MemoryReservation > 0 && r.MemoryReservation < LEAST_MEMORY)
    return "Minimum memory reservation allowed is 6MB";
  if (r.Memory > 0 && r.MemoryReservation > 0 && r.Memory < r.MemoryReservation)
    return "Minimum memory limit can not be less than memory reservation limit, see usage";
  if (r.OomKillDisable === true && r.Memory === 0)
    warnings.push(
      "OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.",
    );
  return undefined;
}

function cpuComplaint(engine: Engine, r: Resources, warnings: string[]): Complaint {
  if (r.NanoCpus > 0 && r.CpuPeriod > 0)
    return "Conflicting options: Nano CPUs and CPU Period cannot both be set";
  if (r.NanoCpus > 0 && r.CpuQuota > 0)
    return "Conflicting options: Nano CPUs and CPU Quota cannot both be set";
  const { cpus } = engine.kernel.machine;
  if (r.NanoCpus < 0 || r.NanoCpus > cpus * 1e9)
    return `range of CPUs is from 0.01 to ${cpus}.00, as there are only ${cpus} CPUs available`;
  if (r.CpuPeriod !== 0 && (r.CpuPeriod < 1000 || r.CpuPeriod > 1_000_000))
    return "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)";
  if (r.CpuQuota > 0 && r.CpuQuota < 1000) return "CPU cfs quota can not be less than 1ms (i.e. 1000)";
  if (r.CpuPercent > 0) warnings.push("linux does not support CPU percent. Percent discarded.");
  return undefined;
}

function cpusetComplaint(engine: Engine, r: Resources): Complaint {
  const { cpus } = engine.kernel.machine;
  const asked = parseSet(r.CpusetCpus);
  if (asked === undefined)
    return `Invalid value ${r.CpusetCpus} for cpuset cpus: failed to parse integer value`;
  if (asked.some((n) => n >= cpus))
    return `Requested CPUs are not available - requested ${r.CpusetCpus}, available: 0-${cpus - 1}`;
  const nodes = parseSet(r.CpusetMems);
  if (nodes === undefined)
    return `Invalid value ${r.CpusetMems} for cpuset mems: failed to parse integer value`;
  return nodes.some((n) => n > 0)
    ? `Requested memory nodes are not available - requested ${r.CpusetMems}, available: 0`
    : undefined;
}

/** "0-2,4" as numbers; undefined if it is no such list. */
function parseSet(text: string): number[] | undefined {
  if (text === "") return [];
  const numbers: number[] = [];
  for (const part of text.split(",")) {
    const m = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (m === null) return undefined;
    for (let n = Number(m[1]); n <= Number(m[2] ?? m[1]); n++) numbers.push(n);
  }
  return numbers;
}

const isNamespaceMode = (mode: string, ...words: string[]): boolean =>
  mode === "" || words.includes(mode) || /^container:.+/.test(mode);

function verifyPlatform(engine: Engine, config: HostConfig, warnings: string[]): Complaint {
  return first(
    () => verifyResources(engine, config, false, warnings),
    () =>
      isNamespaceMode(config.IpcMode, "none", "host", "private", "shareable")
        ? undefined
        : `invalid IPC mode: ${config.IpcMode}`,
    () => (isNamespaceMode(config.PidMode, "host") ? undefined : `invalid PID mode: ${config.PidMode}`),
    () => (config.ShmSize < 0 ? "SHM size can not be less than 0" : undefined),
    () => (["", "host"].includes(config.UTSMode) ? undefined : `invalid UTS mode: ${config.UTSMode}`),
    () =>
      config.OomScoreAdj < -1000 || config.OomScoreAdj > 1000
        ? `Invalid value ${config.OomScoreAdj}, range for oom score adj is [-1000, 1000]`
        : undefined,
    () => {
      if (config.NetworkMode === "host" && config.PortBindings && config.PortBindings.size > 0)
        warnings.push("Published ports are discarded when using host network mode");
      return undefined;
    },
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
