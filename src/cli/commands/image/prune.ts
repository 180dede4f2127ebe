// `docker image prune` (docker/cli image/prune.go), and the part of `docker system prune` that it is: images without a
// name, or with --all every image that no container was made of.

import { ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { withFilter } from "../../filter-json.ts";
import type { Filters } from "../../opts/filter.ts";
import { confirms, DECLINED } from "../../streams/prompt.ts";
import { printPruned, type Pruned, pruneFilters, pruneQuery, reportOf } from "../pruning.ts";
import type { Verb } from "../verb.ts";

const ALL = "WARNING! This will remove all images without at least one container associated to them.";
const DANGLING = "WARNING! This will remove all dangling images.";
const QUESTION = "\nAre you sure you want to continue?";

export function* pruneUnusedImages(client: Client, given: Filters, all: boolean): Task<Answered<Pruned>> {
  const filters = pruneFilters(client, withFilter(given, "dangling", String(!all)));
  const pruned = yield* client.call("ImagePrune", { query: pruneQuery(filters) });
  if (!pruned.ok) return pruned;
  const { ImagesDeleted: deleted, SpaceReclaimed: space } = pruned.value;
  const lines = (deleted ?? []).map(({ Deleted = "", Untagged = "" }) =>
    Untagged === "" ? `deleted: ${Deleted}` : `untagged: ${Untagged}`,
  );
  return ok({ report: reportOf("Deleted Images:", lines), reclaimed: lines.length === 0 ? 0 : space });
}

export const pruneImages: Verb = function* (client, { flags }) {
  const all = flags.bool("all");
  if (!flags.bool("force") && !(yield* confirms(client, (all ? ALL : DANGLING) + QUESTION))) return DECLINED;
  return yield* printPruned(client, yield* pruneUnusedImages(client, flags.get<Filters>("filter"), all));
};
