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
export function usageTable(records: readonly BuildCache[], now: Instant, withTotals: boolean): string {
  const rows = records.map((record) => [
    record.ID + (isMutable(record) ? "*" : ""),
    "true",
    sizeOf(record.Size) + (record.Shared ? "*" : ""),
    ago(record.LastUsedAt, now),
  ]);
  const table = alignTabs(
    [["ID", "RECLAIMABLE", "SIZE", "LAST ACCESSED"], ...rows].map((row) => `${row.join("\t")}\n`).join(""),
  );
  if (!withTotals) return table;
  return table + totalsOf(records);
}

function totalsOf(records: readonly BuildCache[]): string {
  const shared = records.filter(({ Shared }) => Shared);
  const parts: (readonly [string, number])[] = [
    ...(shared.length > 0 ? ([["Shared:", sum(shared)], ["Private:", sum(records) - sum(shared)]] as const) : []),
    ["Reclaimable:", sum(records)],
    ["Total:", sum(records)],
  ]; // prettier-ignore
  const totals = parts.map(([name, size]) => `${name}${name.length < 8 ? "\t\t" : "\t"}${sizeOf(size)}\n`);
  return totals.join("");
}

export const usageDetails = (records: readonly BuildCache[], now: Instant, withTotals: boolean): string =>
  records.map((record) => `${detailsOf(record, now)}\n`).join("") + (withTotals ? totalsOf(records) : "");

/** What --filter keeps: `type=regular`, `description~=RUN`, `shared`, and so on (containerd's filters). */
export function recordTest(filters: ReadonlyMap<string, readonly string[]>): (record: BuildCache) => boolean {
  return (record) =>
    [...filters].every(([written, values]) => values.every((value) => matches(record, written, value)));
}

function matches(record: BuildCache, written: string, value: string): boolean {
  const [, name = "", operator = ""] = /^(.*?)([!~]?)$/.exec(written) ?? [];
  const field = fieldOf(record, name);
  if (operator === "~") return new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).test(field);
  if (operator === "!") return field !== value;
  return name === "id" ? field.includes(value) : field === value;
}

function fieldOf(record: BuildCache, name: string): string {
  const fields = new Map([
    ["id", record.ID],
    ["type", record.Type],
    ["description", record.Description],
    ["mutable", String(isMutable(record))],
    ["immutable", String(!isMutable(record))],
    ["shared", String(record.Shared)],
    ["private", String(!record.Shared)],
    ["inuse", String(record.InUse)],
  ]);
  return fields.get(name) ?? "";
}

function detailsOf(record: BuildCache, now: Instant): string {
  const parents = (record[" Parents"] ?? []).map((id) => ` - ${id}\n`).join("");
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
  const text = lines.map(([name, value]) => `${`${name}:`.padEnd(14)}${value}\n`);
  return [text[0], ...(parents === "" ? [] : [`Parents:\n${parents}`]), ...text.slice(1)].join("");
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
