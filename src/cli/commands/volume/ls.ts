// `docker volume ls` (docker/cli volume/list.go): volumes by name. Cluster volumes (--cluster) are a swarm's, of which
// there is none here: asked for, they are none.

import { filterJson } from "../../filter-json.ts";
import { volumeContext, volumeFormat } from "../../formatters/volume.ts";
import { byNaturalOrder } from "../../natural-order.ts";
import type { Filters } from "../../opts/filter.ts";
import { formatOf, printRows } from "../listing.ts";
import type { Verb } from "../verb.ts";
import type { WireVolume } from "../../../api/wire/volume.ts";

const CLUSTER_TABLE = "table {{.Name}}\t{{.Group}}\t{{.Driver}}\t{{.Availability}}\t{{.Status}}";

export const listVolumes: Verb = function* (client, { flags }) {
  const filters = filterJson(flags.get<Filters>("filter"));
  const listed = yield* client.call("VolumeList", { query: { ...(filters !== undefined && { filters }) } });
  if (!listed.ok) return listed.error;
  const quiet = flags.bool("quiet");
  const cluster = flags.bool("cluster");
  const plain = formatOf(flags.string("format"), client.configuration.volumesFormat, quiet);
  const source = cluster ? (quiet ? "table" : CLUSTER_TABLE) : plain;
  const volumes = cluster ? [] : (listed.value.Volumes ?? []).filter((v): v is WireVolume => v !== null);
  return yield* printRows(client, {
    format: volumeFormat(source, quiet),
    context: volumeContext,
    rows: volumes.sort((a, b) => byNaturalOrder(a.Name, b.Name)).map((v) => ({ v })),
  });
};
