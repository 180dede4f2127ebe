// `docker buildx du` and `docker buildx prune`, which is `docker builder prune` (docker/buildx commands/du.go, prune.go):
// the cache of the one builder that there is.

import type { BuildCache } from "../../../api/wire/system.ts";
import { ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import { prunedTable, recordTest, usageDetails, usageTable } from "../../build/cache-usage.ts";
import type { Answered, Client } from "../../client.ts";
import type { Filters } from "../../opts/filter.ts";
import { confirms } from "../../streams/prompt.ts";
import { pruneQuery } from "../pruning.ts";
import type { Verb } from "../verb.ts";

function* records(client: Client): Task<Answered<readonly BuildCache[]>> {
  const usage = yield* client.call("SystemDataUsage", { query: { type: "build-cache" } });
  if (!usage.ok) return usage;
  const all = (usage.value.BuildCache ?? []).filter((record) => record !== null);
  return ok([...all].sort((a, b) => (a.LastUsedAt < b.LastUsedAt ? 1 : -1)));
}

export const showCacheUsage: Verb = function* (client, { flags }) {
  const used = yield* records(client);
  if (!used.ok) return used.error;
  const now = client.sys.now();
  const filter = flags.get<Filters>("filter");
  const wanted = used.value.filter(recordTest(filter));
  const show = flags.bool("verbose") ? usageDetails : usageTable;
  yield* client.print(show(wanted, now, filter.size === 0));
  return undefined;
};

const QUESTIONS = {
  all: "WARNING! This will remove all build cache. Are you sure you want to continue?",
  dangling: "WARNING! This will remove all dangling build cache. Are you sure you want to continue?",
};

export const pruneCache: Verb = function* (client, { flags }) {
  const all = flags.bool("all");
  const question = all ? QUESTIONS.all : QUESTIONS.dangling;
  if (!flags.bool("force") && !(yield* confirms(client, question))) return undefined;
  const before = yield* records(client);
  if (!before.ok) return before.error;
  const pruned = yield* client.call("BuildPrune", {
    query: { ...pruneQuery(flags.get<Filters>("filter")), ...(all && { all: "1" }) },
  });
  if (!pruned.ok) return pruned.error;
  const deleted = new Set(pruned.value.CachesDeleted ?? []);
  const gone = before.value.filter(({ ID }) => deleted.has(ID));
  yield* client.print(prunedTable(gone, client.sys.now()));
  return undefined;
};
