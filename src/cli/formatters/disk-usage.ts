// `docker system df` (docker/cli cli/command/formatter/disk_usage.go): a row for each kind of thing with what it takes and
// what could be won. What -v shows, everything of each kind, is disk-usage-details.ts.

import { humanSize } from "../../base/go/human-size.ts";
import type { Result } from "../../base/result.ts";
import type { ContainerSummary } from "../../api/wire/container.ts";
import type { ImageSummary } from "../../api/wire/image.ts";
import type { BuildCache, DiskUsage } from "../../api/wire/system.ts";
import type { WireVolume } from "../../api/wire/volume.ts";
import { column, formatRows, rowContext } from "../format/rows.ts";

/** One kind of thing; sizes in bytes. */
interface Usage {
  readonly type: string;
  readonly total: number;
  readonly active: number;
  readonly size: number;
  readonly reclaimable: number;
  /** shown after what could be won; undefined where it is not shown */
  readonly percent: number | undefined;
}

const usageContext = rowContext<Usage>("formatter.diskUsageImagesContext", {
  Type: column("TYPE", ({ type }) => type),
  TotalCount: column("TOTAL", ({ total }) => String(total)),
  Active: column("ACTIVE", ({ active }) => String(active)),
  Size: column("SIZE", ({ size }) => humanSize(size)),
  Reclaimable: column("RECLAIMABLE", ({ reclaimable, percent }) =>
    percent === undefined ? humanSize(reclaimable) : `${humanSize(reclaimable)} (${percent}%)`,
  ),
});

const percentOf = (part: number, total: number): number | undefined =>
  total > 0 ? Math.trunc((part * 100) / total) : undefined;

const ACTIVE = new Set(["running", "paused", "restarting"]);

export const present = <T>(items: readonly (T | null)[] | null): T[] =>
  (items ?? []).filter((item) => item !== null);

function imageUsage(images: readonly ImageSummary[], size: number): Usage {
  const used = images
    .filter((i) => i.Containers !== 0 && i.Size !== -1 && i.SharedSize !== -1)
    .reduce((sum, i) => sum + i.Size - i.SharedSize, 0);
  const reclaimable = size - used;
  const active = images.filter((i) => i.Containers > 0).length;
  const percent = percentOf(reclaimable, size);
  return { type: "Images", total: images.length, active, size, reclaimable, percent };
}

function containerUsage(containers: readonly ContainerSummary[]): Usage {
  const sum = (list: readonly ContainerSummary[]): number =>
    list.reduce((total, c) => total + (c.SizeRw ?? 0), 0);
  const idle = containers.filter(({ State }) => !ACTIVE.has(State));
  const [size, reclaimable] = [sum(containers), sum(idle)];
  const active = containers.length - idle.length;
  const percent = percentOf(reclaimable, size);
  return {
    type: "Containers",
    total: containers.length,
    active,
    size,
    reclaimable,
    percent,
  };
}

function volumeUsage(volumes: readonly WireVolume[]): Usage {
  const sum = (list: readonly WireVolume[]): number =>
    list.reduce((total, v) => total + Math.max(0, v.UsageData?.Size ?? 0), 0);
  const unused = volumes.filter((v) => (v.UsageData?.RefCount ?? 0) === 0);
  const [size, reclaimable] = [sum(volumes), sum(unused)];
  const active = volumes.filter((v) => (v.UsageData?.RefCount ?? 0) > 0).length;
  const percent = percentOf(reclaimable, size);
  return {
    type: "Local Volumes",
    total: volumes.length,
    active,
    size,
    reclaimable,
    percent,
  };
}

function builderUsage(cache: readonly BuildCache[]): Usage {
  const size = builderSize(cache);
  const inUse = cache.filter((c) => c.InUse && !c.Shared).reduce((sum, c) => sum + c.Size, 0);
  return {
    type: "Build Cache",
    total: cache.length,
    active: cache.filter((c) => c.InUse).length,
    size,
    reclaimable: size - inUse,
    percent: undefined,
  };
}

export const builderSize = (cache: readonly BuildCache[]): number =>
  cache.filter((c) => !c.Shared).reduce((sum, c) => sum + c.Size, 0);

const RAW = `type: {{.Type}}
total: {{.TotalCount}}
active: {{.Active}}
size: {{.Size}}
reclaimable: {{.Reclaimable}}
`;
const TABLE = "table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}";

/** The error is the client's. */
export function formatUsage(usage: DiskUsage, source: string): Result<string, string> {
  const rows = [
    imageUsage(present(usage.Images), usage.LayersSize),
    containerUsage(present(usage.Containers)),
    volumeUsage(present(usage.Volumes)),
    builderUsage(present(usage.BuildCache)),
  ];
  const format = source === "table" ? TABLE : source === "raw" ? RAW : source;
  return formatRows({ format, context: usageContext, rows });
}
