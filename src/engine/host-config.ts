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
  const cgroupns = given.Privileged || settings.cgroupVersion === 1 ? "host" : "private";
  return ok({
    ...given,
    ...sharedNamespaces(engine, given),
    MemorySwap: given.Memory > 0 && given.MemorySwap === 0 ? given.Memory * 2 : given.MemorySwap,
    ShmSize: given.ShmSize === 0 ? settings.shmSize : given.ShmSize,
    IpcMode: given.IpcMode || "private",
    CgroupnsMode: given.CgroupnsMode || cgroupns,
    OomKillDisable: given.OomKillDisable ?? (settings.cgroupVersion === 1 ? false : null),
    Runtime: given.Runtime || "runc",
    NetworkMode: given.NetworkMode === "" || given.NetworkMode === "default" ? "bridge" : given.NetworkMode,
    LogConfig: {
      Type: given.LogConfig.Type || settings.logDriver,
      Config: given.LogConfig.Config ?? new Map(),
    },
    RestartPolicy:
      given.RestartPolicy.Name === "" ? { ...given.RestartPolicy, Name: "no" } : given.RestartPolicy,
  });
}

/** Modes that name another container by name or prefix are kept with its id. */
function sharedNamespaces(engine: Engine, given: HostConfig): Partial<HostConfig> {
  const byId = (mode: string): string => {
    if (!mode.startsWith("container:")) return mode;
    const found = findContainer(engine.state, mode.slice("container:".length));
    return found.ok ? `container:${found.value.id}` : mode;
  };
  return { NetworkMode: byId(given.NetworkMode), PidMode: byId(given.PidMode), IpcMode: byId(given.IpcMode) };
}
