// The builder's cache: what is in it, and taking it away (moby api/server/router/build, builder-next's Prune).
// Making records is a matter of building (build.ts).

import { rfc3339 } from "../../base/time.ts";
import type { BuildCache } from "../wire/system.ts";
import { answer, flag, refuse, text, type Context, type Handler } from "./context.ts";
import { Filters } from "./filters.ts";
import { untilOf } from "./prune-filters.ts";

export const pruneBuildCache: Handler = function* ({ engine, sys }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ["until", "type", "id", "label", "label!"]);
  if (!filters.ok) return refuse(filters.error);
  const until = untilOf(filters.value, sys.now());
  if (!until.ok) return refuse(until.error);
  const { deleted, reclaimed } = engine.call("pruneBuildCache", {
    all: flag(query, "all"),
    types: filters.value.values("type"),
    until: until.value,
  });
  return answer({ CachesDeleted: deleted.length === 0 ? null : deleted, SpaceReclaimed: reclaimed });
};

export const buildCacheUsed = ({ engine }: Context): readonly BuildCache[] =>
  engine
    .call("buildCacheUsage")
    .map(({ id, type, description, parents, shared, size, createdAt, lastUsedAt, usageCount }) => ({
      ID: id,
      ...(parents.length > 0 && { " Parents": parents }),
      Type: type,
      Description: description,
      InUse: false,
      Shared: shared,
      Size: size,
      CreatedAt: rfc3339(createdAt),
      LastUsedAt: rfc3339(lastUsedAt),
      UsageCount: usageCount,
    }));
