// Rows of `docker stats` (docker/cli container/formatter_stats.go, stats_helpers.go): what the daemon's counters come to as
// percentages and amounts. Those of Windows are left out.

import { formatFloat } from "../../base/go/floats.ts";
import { bytesSize, humanSize } from "../../base/go/human-size.ts";
import { bool, string, struct } from "../../base/go/types.ts";
import type { Stats } from "../../api/wire/container.ts";
import { truncateId } from "../format/ellipsis.ts";
import { column, rowContext } from "../format/rows.ts";

export interface StatsEntry {
  /** as it was asked for */
  readonly container: string;
  readonly name: string;
  readonly id: string;
  readonly cpuPercent: number;
  readonly memory: number;
  readonly memoryLimit: number;
  readonly networkRx: number;
  readonly networkTx: number;
  readonly blockRead: number;
  readonly blockWrite: number;
  readonly pids: number;
  readonly isInvalid: boolean;
}

export interface StatsRow {
  readonly s: StatsEntry;
  readonly os: string;
  readonly trunc: boolean;
}

const NO_VALUE = "--";
const SIZE_DIGITS = 3;

const percent = (value: number): string => `${formatFloat(value, "f", 2)}%`;
const size = (value: number): string => humanSize(value, SIZE_DIGITS);

const valid =
  (read: (entry: StatsEntry) => string, otherwise = NO_VALUE) =>
  ({ s }: StatsRow): string =>
    s.isInvalid ? otherwise : read(s);

const memoryPercent = ({ memory, memoryLimit }: StatsEntry): number =>
  memoryLimit === 0 ? 0 : (memory / memoryLimit) * 100;

const entryType = struct("container.StatsEntry", {
  Container: string,
  Name: string,
  ID: string,
  IsInvalid: bool,
});

export const statsContext = rowContext<StatsRow>(
  "container.statsContext",
  {
    Container: column("CONTAINER", ({ s }) => s.container),
    Name: column("NAME", ({ s }) => (s.name.length > 1 ? s.name.slice(1) : NO_VALUE)),
    ID: column("CONTAINER ID", ({ s, trunc }) => (trunc ? truncateId(s.id) : s.id)),
    CPUPerc: column(
      "CPU %",
      valid(({ cpuPercent }) => percent(cpuPercent)),
    ),
    MemUsage: column(
      "MEM USAGE / LIMIT",
      valid(({ memory, memoryLimit }) => `${bytesSize(memory)} / ${bytesSize(memoryLimit)}`, "-- / --"),
    ),
    MemPerc: column(
      "MEM %",
      valid((entry) => percent(memoryPercent(entry))),
    ),
    NetIO: column(
      "NET I/O",
      valid(({ networkRx, networkTx }) => `${size(networkRx)} / ${size(networkTx)}`),
    ),
    BlockIO: column(
      "BLOCK I/O",
      valid(({ blockRead, blockWrite }) => `${size(blockRead)} / ${size(blockWrite)}`),
    ),
    PIDs: column(
      "PIDS",
      valid(({ pids }) => String(pids)),
    ),
  },
  { s: entryType, os: string, trunc: bool },
);

const TABLE =
  "table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}";

export const statsFormat = (source: string): string => (source === "table" ? TABLE : source);

export const noStats = (container: string): StatsEntry => ({
  container, name: "", id: "", cpuPercent: 0, memory: 0, memoryLimit: 0, networkRx: 0, networkTx: 0, blockRead: 0,
  blockWrite: 0, pids: 0, isInvalid: false,
}); // prettier-ignore

/** Name and id stay, all else is not known any more. */
export const invalidStats = (entry: StatsEntry): StatsEntry => ({ ...entry, isInvalid: true });

function cpuPercent({ cpu_stats: now, precpu_stats: before }: Stats): number {
  const total = Number(now?.cpu_usage?.total_usage ?? 0) - Number(before?.cpu_usage?.total_usage ?? 0);
  const system = Number(now?.system_cpu_usage ?? 0) - Number(before?.system_cpu_usage ?? 0);
  const cpus = now?.online_cpus || (now?.cpu_usage?.percpu_usage ?? []).length;
  return system > 0 && total > 0 ? (total / system) * cpus * 100 : 0;
}

/** Without what is only cached: version 1 and version 2 of control groups have different names for it. */
function memoryUsed({ memory_stats: memory }: Stats): number {
  const usage = Number(memory?.usage ?? 0);
  const v1 = memory?.stats?.get("total_inactive_file");
  if (v1 !== undefined && Number(v1) < usage) return usage - Number(v1);
  const v2 = Number(memory?.stats?.get("inactive_file") ?? 0);
  return v2 < usage ? usage - v2 : usage;
}

const blockBytes = ({ blkio_stats: blkio }: Stats, operation: string): number =>
  (blkio?.io_service_bytes_recursive ?? [])
    .filter(({ op }) => op.toLowerCase().startsWith(operation))
    .reduce((sum, { value }) => sum + Number(value), 0);

const networkBytes = ({ networks }: Stats, direction: "rx_bytes" | "tx_bytes"): number =>
  [...(networks?.values() ?? [])].reduce((sum, network) => sum + Number(network[direction]), 0);

export const statsEntry = (container: string, stats: Stats): StatsEntry => ({
  container,
  name: stats.name ?? "",
  id: stats.id ?? "",
  cpuPercent: cpuPercent(stats),
  memory: memoryUsed(stats),
  memoryLimit: Number(stats.memory_stats?.limit ?? 0),
  networkRx: networkBytes(stats, "rx_bytes"),
  networkTx: networkBytes(stats, "tx_bytes"),
  blockRead: blockBytes(stats, "r"),
  blockWrite: blockBytes(stats, "w"),
  pids: Number(stats.pids_stats?.current ?? 0),
  isInvalid: false,
});
