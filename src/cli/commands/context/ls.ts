// `docker context ls` (docker/cli context/list.go): contexts by name, and the current one even where there is none of that
// name.

import { clientError } from "../../client-error.ts";
import { Contexts } from "./contexts.ts";
import { type ContextMetadata, descriptionOf, dockerHostOf } from "../../context/metadata.ts";
import { DEFAULT_CONTEXT } from "../../context/store.ts";
import { contextContext, contextFormat, type ContextRow } from "../../formatters/context.ts";
import { byNaturalOrder } from "../../natural-order.ts";
import { printRows } from "../listing.ts";
import type { Verb } from "../verb.ts";

function rowOf(context: ContextMetadata, current: string): ContextRow {
  const name = context.Name ?? "";
  const host = dockerHostOf(context);
  return {
    name,
    description:
      name === DEFAULT_CONTEXT ? "Current DOCKER_HOST based configuration" : descriptionOf(context),
    endpoint: host.ok ? host.value : "",
    current: name === current,
    error: host.ok ? "" : host.error,
  };
}

export const listContexts: Verb = function* (client, { flags }) {
  const contexts = new Contexts(client);
  const { current } = contexts;
  const listed = yield* contexts.list();
  if (!listed.ok) return clientError(listed.error);
  const rows = listed.value.map((context) => rowOf(context, current));
  if (!rows.some((row) => row.current)) {
    const missing = yield* contexts.get(current);
    const error = missing.ok ? "" : missing.error;
    rows.push({ name: current, description: "", endpoint: "", current: true, error });
  }
  const failed = yield* printRows(client, {
    format: contextFormat(flags.string("format") || "table", flags.bool("quiet")),
    context: contextContext,
    rows: rows.sort((a, b) => byNaturalOrder(a.name, b.name)),
  });
  if (failed !== undefined || client.surroundings.env("DOCKER_HOST") === "") return failed;
  yield* client.printError(
    "Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n",
  );
  return undefined;
};
