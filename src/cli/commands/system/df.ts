// `docker system df` (docker/cli system/df.go): what images, containers, volumes and the build cache take of the disk.
// How it is shown is formatters/disk-usage.ts.

import { clientError } from "../../client-error.ts";
import { formatUsage } from "../../formatters/disk-usage.ts";
import { formatEverything } from "../../formatters/disk-usage-details.ts";
import type { Verb } from "../verb.ts";

export const showDiskUsage: Verb = function* (client, { flags }) {
  const usage = yield* client.call("SystemDataUsage");
  if (!usage.ok) return usage.error;
  const source = flags.string("format") || "table";
  const text = flags.bool("verbose")
    ? formatEverything(usage.value, source, client.sys.now())
    : formatUsage(usage.value, source);
  if (!text.ok) return clientError(text.error);
  yield* client.print(text.value);
  return undefined;
};
