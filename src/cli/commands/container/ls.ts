// `docker ps` (docker/cli container/list.go): the format is tried before the daemon is asked, which is told to find out
// sizes, a costly thing, only if the format shows them.

import { ok, type Result } from "../../../base/result.ts";
import type { Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import { filterJson } from "../../filter-json.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { executeTemplate } from "../../format/template/execute.ts";
import { parseTemplate } from "../../format/template/template.ts";
import {
  containerContext,
  containerFormat,
  NO_CONTAINER,
  type ContainerRow,
} from "../../formatters/container.ts";
import { GoValue } from "../../../base/go/value.ts";
import type { Filters } from "../../opts/filter.ts";
import { printRows } from "../listing.ts";
import type { Verb } from "../verb.ts";

/** Whether it shows sizes; the error is the client's. */
function tryFormat(format: string, now: number): Result<boolean, string> {
  const template = parseTemplate(format);
  if (!template.ok) return { ok: false, error: `failed to parse template: ${template.error}` };
  let showsSize = false;
  const row: ContainerRow = { trunc: false, c: NO_CONTAINER, now, sizeAsked: () => (showsSize = true) };
  const { error } = executeTemplate(template.value, new GoValue(containerContext.type, row));
  return error === undefined ? ok(showsSize) : { ok: false, error: `failed to execute template: ${error}` };
}

function needsSize(client: Client, flags: FlagValues, format: string): Result<boolean, string> {
  if (format === "") return ok(flags.bool("size"));
  const tried = tryFormat(format, client.sys.now());
  if (!tried.ok || flags.bool("quiet") || flags.bool("size") || flags.changed("size"))
    return tried.ok ? ok(flags.bool("size")) : tried;
  return tried;
}

function listQuery(flags: FlagValues, size: boolean) {
  const last = flags.int("last");
  const limit = flags.bool("latest") && last === -1 ? 1 : last;
  const filters = filterJson(flags.get<Filters>("filter"));
  return {
    ...(flags.bool("all") && { all: "1" }),
    ...(limit > 0 && { limit: String(limit) }),
    ...(size && { size: "1" }),
    ...(filters !== undefined && { filters }),
  };
}

export const listContainers: Verb = function* (client, { flags }) {
  const quiet = flags.bool("quiet");
  const given = flags.string("format");
  if (given !== "" && quiet)
    yield* client.printError("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
  const source = given || (client.configuration.psFormat ?? "");
  const size = needsSize(client, flags, source);
  if (!size.ok) return clientError(size.error);
  const listed = yield* client.call("ContainerList", { query: listQuery(flags, size.value) });
  if (!listed.ok) return listed.error;
  const trunc = !flags.bool("no-trunc");
  const now = client.sys.now();
  return yield* printRows(client, {
    format: containerFormat({ source, quiet, size: size.value }),
    context: containerContext,
    rows: listed.value.map((c): ContainerRow => ({ trunc, c, now })),
  });
};
