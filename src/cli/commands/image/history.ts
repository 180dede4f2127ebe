// `docker history` (docker/cli image/history.go): how an image was made, step by step.
// Steps are the daemon's, in its order.

import { clientError, wrapError } from "../../client-error.ts";
import { historyContext, historyFormat } from "../../formatters/history.ts";
import { HOST_PLATFORM, parsePlatform } from "../../../base/platform.ts";
import { printRows } from "../listing.ts";
import type { Verb } from "../verb.ts";
import { platformJson } from "./platform-json.ts";

export const showHistory: Verb = function* (client, { args: [target = ""], flags }) {
  const written = flags.string("platform");
  const platform = written === "" ? undefined : parsePlatform(written, HOST_PLATFORM);
  if (platform?.ok === false) return wrapError(clientError(platform.error), "invalid platform");
  const query = platform === undefined ? {} : { platform: platformJson(platform.value) };
  const history = yield* client.call("ImageHistory", { target, query });
  if (!history.ok) return history.error;
  const human = flags.bool("human");
  const trunc = !flags.bool("no-trunc");
  const now = client.sys.now();
  return yield* printRows(client, {
    format: historyFormat(flags.string("format") || "table", flags.bool("quiet"), human),
    context: historyContext,
    rows: history.value.map((h) => ({ trunc, human, h, now })),
  });
};
