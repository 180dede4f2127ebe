// `docker logs` (docker/cli container/logs.go): what a container printed, each stream to its own; with --follow until it
// ends or the user has enough.

import { parseTimeBound } from "../../../base/go/time-bound.ts";
import { ok, type Result } from "../../../base/result.ts";
import { clientError } from "../../client-error.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { streamError } from "../../streams/attachment.ts";
import { nextItem } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";

type LogsQuery = Readonly<Record<string, string>>;

function logsQuery(flags: FlagValues, now: number): Result<LogsQuery, string> {
  const query: Record<string, string> = { stdout: "1", stderr: "1", tail: flags.string("tail") };
  for (const flag of ["since", "until"]) {
    if (flags.string(flag) === "") continue;
    const bound = parseTimeBound(flags.string(flag), now);
    if (!bound.ok) return { ok: false, error: `invalid value for "${flag}": ${bound.error}` };
    query[flag] = bound.value;
  }
  for (const flag of ["timestamps", "details", "follow"]) if (flags.bool(flag)) query[flag] = "1";
  return ok(query);
}

export const showLogs: Verb = function* (client, { args: [target = ""], flags }) {
  const inspected = yield* client.call("ContainerInspect", { target });
  if (!inspected.ok) return inspected.error;
  const query = logsQuery(flags, client.sys.now());
  if (!query.ok) return clientError(query.error);
  const stream = yield* client.open("ContainerLogs", { target: inspected.value.Id, query: query.value });
  if (!stream.ok) return stream.error;
  for (;;) {
    const item = yield* nextItem(client, stream.value);
    if (!item.ok) return item.error;
    if (item.value === undefined) return undefined;
    if (item.value.stream === "systemerr") return streamError(item.value.bytes);
    yield* client.write(item.value.stream === "stderr" ? 2 : 1, item.value.bytes);
  }
};
