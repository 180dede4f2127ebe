// `docker volume prune` (docker/cli volume/prune.go), and the part of `docker system prune` that it is. Only volumes
// without a name of their own go, unless --all says otherwise.

import { ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import { withFilter } from "../../filter-json.ts";
import type { Filters } from "../../opts/filter.ts";
import { confirms, DECLINED } from "../../streams/prompt.ts";
import { printPruned, type Pruned, pruneFilters, pruneQuery, reportOf } from "../pruning.ts";
import type { Verb } from "../verb.ts";

const warning = (which: string): string =>
  `WARNING! This will remove ${which} local volumes not used by at least one container.\nAre you sure you want to continue?`;

export function* pruneUnusedVolumes(client: Client, filters: Filters): Task<Answered<Pruned>> {
  const pruned = yield* client.call("VolumePrune", { query: pruneQuery(filters) });
  if (!pruned.ok) return pruned;
  const { VolumesDeleted: deleted, SpaceReclaimed: space } = pruned.value;
  return ok({
    report: reportOf("Deleted Volumes:", deleted),
    reclaimed: deleted === null || deleted.length === 0 ? 0 : space,
  });
}

export const pruneVolumes: Verb = function* (client, { flags }) {
  const all = flags.bool("all");
  const given = pruneFilters(client, flags.get<Filters>("filter"));
  if (all && given.has("all"))
    return clientError("conflicting options: cannot specify both --all and --filter all=1");
  const filters = all ? withFilter(given, "all", "true") : given;
  if (!flags.bool("force") && !(yield* confirms(client, warning(all ? "all" : "anonymous")))) return DECLINED;
  return yield* printPruned(client, yield* pruneUnusedVolumes(client, filters));
};
