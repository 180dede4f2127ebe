// Rows of the build cache in `docker system df -v` (docker/cli cli/command/formatter/buildcache.go).
// Records are what the daemon's builder keeps.

import { humanDuration } from "../../base/go/human-duration.ts";
import { humanSize } from "../../base/go/human-size.ts";
import { timeString } from "../../base/go/time-value.ts";
import { bool } from "../../base/go/types.ts";
import { parseRfc3339, type Instant } from "../../base/time.ts";
import { type BuildCache, buildCacheType } from "../../api/wire/system.ts";
import { truncateId } from "../format/ellipsis.ts";
import { column, rowContext } from "../format/rows.ts";

export interface BuildCacheRow {
  readonly trunc: boolean;
  readonly v: BuildCache;
  readonly now: Instant;
}

const SIZE_DIGITS = 3;

const since = (time: string, now: Instant): string =>
  `${humanDuration(now - (parseRfc3339(time) ?? now))} ago`;
const shown = (time: string): string => (time === "" ? "" : timeString(parseRfc3339(time) ?? 0));

export const buildCacheContext = rowContext<BuildCacheRow>(
  "formatter.buildCacheContext",
  {
    ID: column("CACHE ID", ({ trunc, v }) => (trunc ? truncateId(v.ID) : v.ID) + (v.InUse ? "*" : "")),
    Parent: column("PARENT", () => ""),
    CacheType: column("CACHE TYPE", ({ v }) => v.Type),
    Description: column("DESCRIPTION", ({ v }) => v.Description),
    Size: column("SIZE", ({ v }) => humanSize(v.Size, SIZE_DIGITS)),
    CreatedAt: column("CREATED AT", ({ v }) => shown(v.CreatedAt)),
    CreatedSince: column("CREATED", ({ v, now }) => since(v.CreatedAt, now)),
    LastUsedAt: column("LAST USED AT", ({ v }) => shown(v.LastUsedAt)),
    LastUsedSince: column("LAST USED", ({ v, now }) => (v.LastUsedAt === "" ? "" : since(v.LastUsedAt, now))),
    UsageCount: column("USAGE", ({ v }) => String(v.UsageCount)),
    InUse: column("IN USE", ({ v }) => String(v.InUse)),
    Shared: column("SHARED", ({ v }) => String(v.Shared)),
  },
  { trunc: bool, v: buildCacheType },
);

/** The ones used longest ago come first. */
export const sortedBuildCache = (records: readonly BuildCache[]): readonly BuildCache[] =>
  [...records].sort((a, b) =>
    a.LastUsedAt === b.LastUsedAt ? (a.ID < b.ID ? -1 : 1) : a.LastUsedAt < b.LastUsedAt ? -1 : 1,
  );
