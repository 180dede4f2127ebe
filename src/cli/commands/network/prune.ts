// `docker network prune` (docker/cli network/prune.go), and the part of `docker system prune` that it is.
// Networks hold no space, so none is told.

import { ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import type { Filters } from "../../opts/filter.ts";
import { confirms, DECLINED } from "../../streams/prompt.ts";
import { printPruned, type Pruned, pruneFilters, pruneQuery, reportOf } from "../pruning.ts";
import type { Verb } from "../verb.ts";

const WARNING =
  "WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?";

export function* pruneUnusedNetworks(client: Client, filters: Filters): Task<Answered<Pruned>> {
  const pruned = yield* client.call("NetworkPrune", { query: pruneQuery(filters) });
  if (!pruned.ok) return pruned;
  return ok({ report: reportOf("Deleted Networks:", pruned.value.NetworksDeleted), reclaimed: 0 });
}

export const pruneNetworks: Verb = function* (client, { flags }) {
  const filters = pruneFilters(client, flags.get<Filters>("filter"));
  if (!flags.bool("force") && !(yield* confirms(client, WARNING))) return DECLINED;
  return yield* printPruned(client, yield* pruneUnusedNetworks(client, filters), false);
};
