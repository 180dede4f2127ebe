// docker stats (moby daemon/stats.go): a container's counters once, or every second until somebody has enough.
// Each answer has the counters of the one before, from which clients reckon rates.

import { SECOND } from "../../base/time.ts";
import type { ContainerCounters } from "../../engine/stats.ts";
import { containerChannel } from "../../engine/channels.ts";
import { isRunning } from "../../model/container-lifecycle.ts";
import type { Stats } from "../wire/container.ts";
import { flag, refuse, type Handler } from "./context.ts";

export const containerStats: Handler = function* (context, { target, query }) {
  const { engine, sys } = context;
  const found = engine.call("findContainer", target);
  if (!found.ok) return refuse(found.error);
  const { id, name, state } = found.value;
  const streams = flag(query, "stream", true);
  const once = flag(query, "one-shot");
  if (streams && once)
    return refuse({ kind: "invalid-parameter", message: "cannot have stream=true and one-shot=true" });
  context.begin(200);
  const nothing: Stats = { ...EMPTY, name: `/${name}`, id };
  if ((!isRunning(state) || state === "restarting") && !streams) {
    context.send(nothing);
    return undefined;
  }
  if (once) {
    const now = engine.call("containerStats", id);
    context.send(now === undefined ? nothing : statsOf(now, undefined));
    return undefined;
  }
  let before: ContainerCounters | undefined;
  for (let frame = 0; ; frame++) {
    const current = engine.call("findContainer", id);
    if (!current.ok) return undefined;
    const now = engine.call("containerStats", id);
    const shown: Stats =
      now === undefined ? { ...nothing, read: null } : { ...statsOf(now, before), name: `/${name}`, id };
    // Without a stream the first counters only tell what the second are reckoned from.
    if (streams || frame > 0) if (!context.send(shown) || !streams) return undefined;
    before = now;
    const until = sys.now() + SECOND;
    while (sys.now() < until) {
      yield* context.wait(containerChannel(id), until);
      if (!context.isOpen()) return undefined;
      if (!engine.call("findContainer", id).ok) return undefined;
    }
  }
};

const NO_CPU: Stats["cpu_stats"] = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
};

const EMPTY: Stats = {
  read: null,
  preread: null,
  pids_stats: {},
  blkio_stats: blkio(null),
  num_procs: 0,
  storage_stats: {},
  cpu_stats: NO_CPU,
  precpu_stats: NO_CPU,
  memory_stats: {},
};

function blkio(entries: readonly never[] | null): NonNullable<Stats["blkio_stats"]> {
  return {
    io_service_bytes_recursive: entries,
    io_serviced_recursive: entries,
    io_queue_recursive: entries,
    io_service_time_recursive: entries,
    io_wait_time_recursive: entries,
    io_merged_recursive: entries,
    io_time_recursive: entries,
    sectors_recursive: entries,
  };
}

function statsOf(now: ContainerCounters, before: ContainerCounters | undefined): Stats {
  return {
    ...EMPTY,
    read: now.read,
    preread: before?.read ?? null,
    pids_stats: { current: now.pids, ...(now.pidsLimit === undefined ? {} : { limit: now.pidsLimit }) },
    blkio_stats: blkio(now.cgroupVersion === 1 ? [] : null),
    cpu_stats: cpuOf(now),
    precpu_stats: before === undefined ? NO_CPU : cpuOf(before),
    memory_stats: memoryOf(now),
    ...(now.links.length === 0 ? {} : { networks: new Map(now.links.map(networkOf)) }),
  };
}

const networkOf = ({ name, rxBytes, rxPackets, txBytes, txPackets }: ContainerCounters["links"][number]) =>
  [
    name,
    {
      rx_bytes: rxBytes,
      rx_packets: rxPackets,
      rx_errors: 0,
      rx_dropped: 0,
      tx_bytes: txBytes,
      tx_packets: txPackets,
      tx_errors: 0,
      tx_dropped: 0,
    },
  ] as const;

function cpuOf({ cpu, systemCpu, cpus, cgroupVersion }: ContainerCounters): Stats["cpu_stats"] {
  const each = Array.from({ length: cpus }, (_, i) => (i === 0 ? cpu * 1000 : 0));
  return {
    cpu_usage: {
      total_usage: cpu * 1000,
      ...(cgroupVersion === 1 ? { percpu_usage: each } : {}),
      usage_in_kernelmode: 0,
      usage_in_usermode: cpu * 1000,
    },
    system_cpu_usage: systemCpu * 1000,
    online_cpus: cpus,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
}

/** As bigint: no limit of control groups of version 1 is exact in a number. */
const UNLIMITED = 9_223_372_036_854_771_712n as unknown as number;

function memoryOf({ memory, cgroupVersion }: ContainerCounters): Stats["memory_stats"] {
  const { usage, peak, failures, limit } = memory;
  const own: [string, number][] = ["active_anon", "rss"].map((name) => [name, usage]);
  const zero: [string, number][] = [
    "active_file", "cache", "dirty", "inactive_anon", "inactive_file", "mapped_file", "pgfault", "pgmajfault", "pgpgin", "pgpgout",
    "rss_huge", "unevictable", "writeback",
  ].map((name) => [name, 0]); // prettier-ignore
  if (cgroupVersion === 2) return { usage, stats: new Map([["anon", usage], ["inactive_file", 0]]), limit };
  const all = [...own, ...zero];
  return {
    usage,
    max_usage: peak,
    stats: new Map([
      ...all,
      ["hierarchical_memory_limit", memory.groupLimit ?? UNLIMITED],
      ["hierarchical_memsw_limit", memory.swapLimit ?? UNLIMITED],
      ...all.map(([name, value]): [string, number] => [`total_${name}`, value]),
    ]),
    ...(failures === 0 ? {} : { failcnt: failures }),
    limit,
  };
} // prettier-ignore
