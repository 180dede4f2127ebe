// `docker system prune` (docker/cli system/prune.go): everything unused, kind after kind, after a question that names the
// kinds.

import { humanSize } from "../../../base/go/human-size.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import { byNaturalOrder } from "../../natural-order.ts";
import type { Filters } from "../../opts/filter.ts";
import { pruneBuildCache } from "../builder/prune.ts";
import { confirms, DECLINED } from "../../streams/prompt.ts";
import { pruneStopped } from "../container/prune.ts";
import { pruneUnusedImages } from "../image/prune.ts";
import { pruneUnusedNetworks } from "../network/prune.ts";
import { type Pruned, pruneFilters } from "../pruning.ts";
import type { Verb } from "../verb.ts";
import { pruneUnusedVolumes } from "../volume/prune.ts";

interface Choice {
  readonly all: boolean;
  readonly volumes: boolean;
  readonly given: Filters;
  /** with those of the configuration */
  readonly filters: Filters;
}

const SHOWN_FILTERS = ["label", "label!", "until"];

function question({ all, volumes, filters }: Choice): string {
  const warnings = [
    "all stopped containers",
    "all networks not used by at least one container",
    ...(volumes ? ["all anonymous volumes not used by at least one container"] : []),
    all ? "all images without at least one container associated to them" : "all dangling images",
    all ? "all build cache" : "unused build cache",
  ];
  const shown = SHOWN_FILTERS.flatMap((name) => (filters.get(name) ?? []).map((value) => `${name}=${value}`));
  const items = (list: readonly string[]): string => list.map((item) => `\n  - ${item}`).join("");
  const filtered =
    shown.length === 0
      ? ""
      : `\n  Items to be pruned will be filtered with:${items(shown.sort(byNaturalOrder))}\n`;
  return `WARNING! This will remove:${items(warnings)}\n${filtered}\nAre you sure you want to continue?`;
}

type Step = (client: Client) => Task<Answered<Pruned>>;

const stepsOf = ({ all, volumes, given, filters }: Choice): Step[] => [
  (client) => pruneStopped(client, filters),
  (client) => pruneUnusedNetworks(client, filters),
  ...(volumes ? [(client: Client) => pruneUnusedVolumes(client, filters)] : []),
  (client) => pruneUnusedImages(client, given, all),
  (client) => pruneBuildCache(client, filters, all),
];

export const pruneSystem: Verb = function* (client, { flags }) {
  const given = flags.get<Filters>("filter");
  const choice: Choice = {
    all: flags.bool("all"),
    volumes: flags.bool("volumes"),
    given,
    filters: pruneFilters(client, given),
  };
  if (choice.volumes && given.has("until"))
    return clientError('ERROR: The "until" filter is not supported with "--volumes"');
  if (!flags.bool("force") && !(yield* confirms(client, question(choice)))) return DECLINED;
  let total = 0;
  for (const step of stepsOf(choice)) {
    const pruned = yield* step(client);
    if (!pruned.ok) return pruned.error;
    total += pruned.value.reclaimed;
    if (pruned.value.report !== "") yield* client.print(`${pruned.value.report}\n`);
  }
  yield* client.print(`Total reclaimed space: ${humanSize(total)}\n`);
  return undefined;
};
