// Defaults that the daemon fills into a HostConfig (moby daemon/daemon_unix.go adaptContainerSettings,
// oci/defaults.go).

import { ok, type Result } from "../base/result.ts";
import type { HostConfig } from "../model/container-config.ts";
import { findContainer } from "../model/lookup.ts";
import type { Engine } from "./engine.ts";

export const DEFAULT_MASKED_PATHS: readonly string[] = [
  "/proc/asound",
  "/proc/acpi",
  "/proc/interrupts",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/proc/sched_debug",
  "/proc/scsi",
  "/sys/firmware",
  "/sys/devices/virtual/powercap",
];

export const DEFAULT_READONLY_PATHS: readonly string[] = [
  "/proc/bus",
  "/proc/fs",
  "/proc/irq",
  "/proc/sys",
  "/proc/sysrq-trigger",
];

export function adaptHostConfig(engine: Engine, given: HostConfig): Result<HostConfig> {
  const { settings } = engine;
  const cgroupns = settings.cgroupVersion === 1 ? "host" : "private";
  const labels = securityLabels(engine, given);
  if (!labels.ok) return labels;
  const shared = sharedNamespaces(engine, given);
  return ok({
    ...given,
    ...shared,
    MemorySwap: given.Memory > 0 && given.MemorySwap === 0 ? given.Memory * 2 : given.MemorySwap,
    ShmSize: given.ShmSize === 0 ? settings.shmSize : given.ShmSize,
    IpcMode: shared.IpcMode || "private",
    CgroupnsMode: given.CgroupnsMode || cgroupns,
    SecurityOpt:
      labels.value.length === 0 ? given.SecurityOpt : [...(given.SecurityOpt ?? []), ...labels.value],
    OomKillDisable: given.OomKillDisable ?? (settings.cgroupVersion === 1 ? false : null),
    Runtime: given.Runtime || "runc",
    LogConfig: {
      Type: given.LogConfig.Type || settings.logDriver,
      Config: logOptions(given.LogConfig, settings),
    },
  });
}

/** Those of the daemon come first where the container's driver is the daemon's (moby daemon/logs.go mergeAndVerifyLogConfig). */
function logOptions({ Type, Config }: HostConfig["LogConfig"], settings: Engine["settings"]): ReadonlyMap<string, string> {
  const isDaemons = Type === "" || Type === settings.logDriver;
  return new Map([...(isDaemons ? settings.logOptions : []), ...(Config ?? [])]);
} // prettier-ignore

/** Whoever sees another's processes or ipc has no label of its own; the other must be there. */
function securityLabels(engine: Engine, given: HostConfig): Result<readonly string[]> {
  const { SecurityOpt, IpcMode, PidMode, Privileged } = given;
  if ((SecurityOpt ?? []).some((option) => option.split("=", 1)[0] === "label")) return ok([]);
  if (IpcMode === "host" || PidMode === "host" || Privileged) return ok(["label=disable"]);
  for (const mode of [IpcMode, PidMode]) {
    if (!mode.startsWith("container:")) continue;
    const found = findContainer(engine.state, mode.slice("container:".length));
    if (!found.ok) return found;
  }
  return ok([]);
}

/** Modes that name another container by name or prefix are kept with its id. */
function sharedNamespaces(
  engine: Engine,
  given: HostConfig,
): Pick<HostConfig, "NetworkMode" | "PidMode" | "IpcMode"> {
  const byId = (mode: string): string => {
    if (!mode.startsWith("container:")) return mode;
    const found = findContainer(engine.state, mode.slice("container:".length));
    return found.ok ? `container:${found.value.id}` : mode;
  };
  return { NetworkMode: byId(given.NetworkMode), PidMode: byId(given.PidMode), IpcMode: byId(given.IpcMode) };
}
