// `docker search` (docker/cli registry/search.go): what the hub has under a name, which the daemon asks it.
// There is no table of results, as no registry that is modelled answers.

import { filterJson } from "../../filter-json.ts";
import type { Filters } from "../../opts/filter.ts";
import type { Verb } from "../verb.ts";

const DEPRECATED =
  'WARNING: the "is-automated" filter is deprecated, and searching for "is-automated=true" will not yield any results in future.\n';

export const searchImages: Verb = function* (client, { args: [term = ""], flags }) {
  const given = flags.get<Filters>("filter");
  if (given.has("is-automated")) yield* client.printError(DEPRECATED);
  const limit = flags.get<number>("limit");
  const filters = filterJson(given);
  const query = {
    term,
    ...(limit > 0 && { limit: String(limit) }),
    ...(filters !== undefined && { filters }),
  };
  const found = yield* client.call("ImageSearch", { query });
  return found.ok ? undefined : found.error;
};
