// `docker network ls` (docker/cli network/list.go): networks by name.
// Which networks there are, the daemon says.

import { filterJson } from "../../filter-json.ts";
import { networkContext, networkFormat } from "../../formatters/network.ts";
import { byNaturalOrder } from "../../natural-order.ts";
import type { Filters } from "../../opts/filter.ts";
import { formatOf, printRows } from "../listing.ts";
import type { Verb } from "../verb.ts";

export const listNetworks: Verb = function* (client, { flags }) {
  const filters = filterJson(flags.get<Filters>("filter"));
  const listed = yield* client.call("NetworkList", { query: { ...(filters !== undefined && { filters }) } });
  if (!listed.ok) return listed.error;
  const quiet = flags.bool("quiet");
  const trunc = !flags.bool("no-trunc");
  const source = formatOf(flags.string("format"), client.configuration.networksFormat, quiet);
  return yield* printRows(client, {
    format: networkFormat(source, quiet),
    context: networkContext,
    rows: [...listed.value].sort((a, b) => byNaturalOrder(a.Name, b.Name)).map((n) => ({ trunc, n })),
  });
};
