// `docker container prune` (docker/cli container/prune.go), and the part of `docker system prune` that it is.
// What a stopped container is, the daemon decides.

import { ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import type { Filters } from "../../opts/filter.ts";
import { confirms, DECLINED } from "../../streams/prompt.ts";
import { printPruned, type Pruned, pruneFilters, pruneQuery, reportOf } from "../pruning.ts";
import type { Verb } from "../verb.ts";

const WARNING = "WARNING! This will remove all stopped containers.\nAre you sure you want to continue?";

export function* pruneStopped(client: Client, filters: Filters): Task<Answered<Pruned>> {
  const pruned = yield* client.call("ContainerPrune", { query: pruneQuery(filters) });
  if (!pruned.ok) return pruned;
  const { ContainersDeleted: deleted, SpaceReclaimed: space } = pruned.value;
  return ok({
    report: reportOf("Deleted Containers:", deleted),
    reclaimed: deleted === null || deleted.length === 0 ? 0 : space,
  });
}

export const pruneContainers: Verb = function* (client, { flags }) {
  const filters = pruneFilters(client, flags.get<Filters>("filter"));
  if (!flags.bool("force") && !(yield* confirms(client, WARNING))) return DECLINED;
  return yield* printPruned(client, yield* pruneStopped(client, filters));
};
