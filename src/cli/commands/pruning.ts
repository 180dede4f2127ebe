// What the prune commands have in common: filters, to which the configuration adds its own, the report, and the amount
// that was won (docker/cli cli/command/utils.go PruneFilters).

import { humanSize } from "../../base/go/human-size.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Answered, Client } from "../client.ts";
import type { Outcome } from "../client-error.ts";
import { filterJson, withFilter } from "../filter-json.ts";
import { cut } from "../opts/key-value.ts";
import type { Filters } from "../opts/filter.ts";

export interface Pruned {
  /** bytes */
  readonly reclaimed: number;
  /** "" if there was nothing */
  readonly report: string;
}

/** label=x and label!=x contradict each other: then what the command line says counts. */
export function pruneFilters(client: Client, given: Filters): Filters {
  let filters = given;
  for (const filter of client.configuration.pruneFilters ?? []) {
    const [name, value, found] = cut(filter, "=");
    const opposite = name === "label" ? "label!" : name === "label!" ? "label" : undefined;
    const contradicts = opposite !== undefined && given.get(opposite)?.includes(value) === true;
    if (found && !contradicts) filters = withFilter(filters, name, value);
  }
  return filters;
}

export const pruneQuery = (filters: Filters): { readonly filters?: string } => {
  const json = filterJson(filters);
  return json === undefined ? {} : { filters: json };
};

/** A title and a line for each; "" for nothing. */
export const reportOf = (title: string, lines: readonly string[] | null): string =>
  (lines ?? []).length === 0 ? "" : `${title}\n${(lines ?? []).map((line) => `${line}\n`).join("")}`;

/** `space`: the amount is told as well. */
export function* printPruned(client: Client, pruned: Answered<Pruned>, space = true): Task<Outcome> {
  if (!pruned.ok) return pruned.error;
  const { report, reclaimed } = pruned.value;
  const total = space ? `Total reclaimed space: ${humanSize(reclaimed)}\n` : "";
  yield* client.print((report === "" ? "" : `${report}\n`) + total);
  return undefined;
}
