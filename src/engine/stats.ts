// Counters of a running container at one moment, from its control group and its processes (moby daemon/stats,
// daemon/stats_unix.go for version 1 and 2 of control groups). What nobody counts here says zero.

import { processorTime } from "../kernel/cgroup-file.ts";
import type { Cgroup } from "../kernel/cgroups.ts";
import { trafficOf, type Traffic } from "../netsim/traffic.ts";
import type { Instant } from "../base/time.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";

export interface ContainerCounters {
  readonly read: Instant;
  /** microseconds of processor time */
  readonly cpu: number;
  /** of all processors since the host was started, idle time included */
  readonly systemCpu: number;
  readonly cpus: number;
  readonly pids: number;
  readonly pidsLimit: number | undefined;
  readonly memory: {
    readonly usage: number;
    readonly peak: number;
    readonly failures: number;
    readonly limit: number;
    /** what the group is limited to; undefined: nothing */
    readonly groupLimit: number | undefined;
    readonly swapLimit: number | undefined;
  };
  /** its links beside the loopback, and what has crossed them */
  readonly links: readonly ({ readonly name: string } & Traffic)[];
  readonly cgroupVersion: 1 | 2;
}

/** Undefined if it does not run. */
export function containerStats(engine: Engine, id: string): ContainerCounters | undefined {
  const sandbox = lookUp(engine.state.containers, id)?.sandbox;
  if (sandbox === undefined) return undefined;
  const { kernel } = engine;
  const group = kernel.cgroups.get(sandbox.cgroup);
  return {
    read: engine.now,
    cpu: processorTime(group, kernel),
    systemCpu: (engine.now - kernel.bootedAt) * kernel.machine.cpus,
    cpus: kernel.machine.cpus,
    pids: group.members.size,
    pidsLimit: group.limits.pids,
    memory: memoryOf(engine, group),
    links: sandbox.ownsNetwork
      ? kernel.netNamespaces
          .get(sandbox.netNamespace)
          .links.filter(({ kind }) => kind !== "loopback")
          .map(({ name, index }) => ({ name, ...trafficOf(kernel.netNamespaces.get(sandbox.netNamespace).traffic, index) })) // prettier-ignore
      : [],
    cgroupVersion: engine.settings.cgroupVersion,
  };
}

const memoryOf = (engine: Engine, group: Cgroup): ContainerCounters["memory"] => ({
  usage: group.memory,
  peak: group.memoryPeak,
  failures: group.memoryFailures,
  limit: Math.min(group.limits.memory ?? Infinity, engine.kernel.machine.memory),
  groupLimit: group.limits.memory,
  swapLimit: group.limits.memorySwap,
});
