// The builder's cache in tables: `docker buildx du` and what `docker buildx prune` took away (docker/buildx commands/du.go,
// prune.go). Records come from the daemon's disk usage.

import { humanDuration } from "../../base/go/human-duration.ts";
import { humanSize } from "../../base/go/human-size.ts";
import { timeString } from "../../base/go/time-value.ts";
import { parseRfc3339, type Instant } from "../../base/time.ts";
import type { BuildCache } from "../../api/wire/system.ts";
import { alignTabs } from "../format/tabwriter.ts";

const SIZE_DIGITS = 4;
const isMutable = ({ Type }: BuildCache): boolean => Type !== "regular";
const sizeOf = (size: number): string => humanSize(size, SIZE_DIGITS);
const ago = (time: string, now: Instant): string => `${humanDuration(now - (parseRfc3339(time) ?? now))} ago`;
const sum = (records: readonly BuildCache[]): number => records.reduce((total, { Size }) => total + Size, 0);

/** The latest used first. */
export function usageTable(records: readonly BuildCache[], now: Instant): string {
  const rows = records.map((record) => [
    record.ID + (isMutable(record) ? "*" : ""),
    "true",
    sizeOf(record.Size) + (record.Shared ? "*" : ""),
    ago(record.LastUsedAt, now),
  ]);
  const table = alignTabs(
    [["ID", "RECLAIMABLE", "SIZE", "LAST ACCESSED"], ...rows].map((row) => `${row.join("\t")}\n`).join(""),
  );
  const shared = records.filter(({ Shared }) => Shared);
  const parts: (readonly [string, number])[] = [
    ...(shared.length > 0 ? ([["Shared:", sum(shared)], ["Private:", sum(records) - sum(shared)]] as const) : []),
    ["Reclaimable:", sum(records)],
    ["Total:", sum(records)],
  ]; // prettier-ignore
  const totals = parts.map(([name, size]) => `${name}${name.length < 8 ? "\t\t" : "\t"}${sizeOf(size)}\n`);
  return table + totals.join("");
}

export const usageDetails = (records: readonly BuildCache[], now: Instant): string =>
  records.map((record) => `${detailsOf(record, now)}\n`).join("");

function detailsOf(record: BuildCache, now: Instant): string {
  const lines: (readonly [string, string])[] = [
    ["ID", record.ID],
    ["Created at", timeString(parseRfc3339(record.CreatedAt) ?? 0)],
    ["Mutable", String(isMutable(record))],
    ["Reclaimable", "true"],
    ["Shared", String(record.Shared)],
    ["Size", sizeOf(record.Size)],
    ["Description", record.Description],
    ["Usage count", String(record.UsageCount)],
    ["Last used", ago(record.LastUsedAt, now)],
    ["Type", record.Type],
  ];
  return lines.map(([name, value]) => `${`${name}:`.padEnd(14)}${value}\n`).join("");
}

/** What was taken away; nothing is no table. */
export function prunedTable(records: readonly BuildCache[], now: Instant): string {
  const heading = "ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n";
  const rows = records.map((record) => {
    const id = (record.ID + (isMutable(record) ? "*" : "")).padEnd(40);
    return `${id}\ttrue \t${sizeOf(record.Size).padEnd(10)}\t${ago(record.LastUsedAt, now)}\n`;
  });
  return `${rows.length === 0 ? "" : heading + rows.join("")}Total:\t${sizeOf(sum(records))}\n`;
}
