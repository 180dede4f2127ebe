// `docker builder prune` without BuildKit (docker/cli builder/prune.go), and the part of `docker system prune` that it is:
// records of the builder's cache, told by their ids.

import { ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import type { Filters } from "../../opts/filter.ts";
import { confirms, DECLINED } from "../../streams/prompt.ts";
import { printPruned, pruneFilters, pruneQuery, reportOf, type Pruned } from "../pruning.ts";
import type { Verb } from "../verb.ts";

export function* pruneBuildCache(client: Client, filters: Filters, all: boolean): Task<Answered<Pruned>> {
  const pruned = yield* client.call("BuildPrune", {
    query: { ...pruneQuery(filters), ...(all && { all: "1" }) },
  });
  if (!pruned.ok) return pruned;
  const { CachesDeleted: deleted, SpaceReclaimed: reclaimed } = pruned.value;
  return ok({ report: reportOf("Deleted build cache objects:", deleted), reclaimed });
}

const QUESTIONS = {
  all: "WARNING! This will remove all build cache. Are you sure you want to continue?",
  dangling: "WARNING! This will remove all dangling build cache. Are you sure you want to continue?",
};

export const pruneBuilder: Verb = function* (client, { flags }) {
  const all = flags.bool("all");
  const question = all ? QUESTIONS.all : QUESTIONS.dangling;
  if (!flags.bool("force") && !(yield* confirms(client, question))) return DECLINED;
  const filters = pruneFilters(client, flags.get<Filters>("filter"));
  return yield* printPruned(client, yield* pruneBuildCache(client, filters, all));
};
