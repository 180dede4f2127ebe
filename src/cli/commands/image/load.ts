// `docker load` (docker/cli image/load.go): images out of an archive, from a file or from standard input. What the
// daemon tells of it goes to standard output.

import { clientError, wrapError } from "../../client-error.ts";
import { showProgress } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";
import { openSource, readSource } from "./read-source.ts";
import { platformQuery } from "./save.ts";

export const loadImages: Verb = function* (client, { flags }) {
  const path = flags.string("input");
  if (path === "" && client.inputIsTerminal)
    return clientError("requested load from stdin, but stdin is empty");
  const quiet = flags.bool("quiet") || !client.outputIsTerminal;
  const source = yield* openSource(client, path === "" ? undefined : path);
  if (!source.ok) return source.error;
  const platform = platformQuery(flags.string("platform"));
  if (!platform.ok) return wrapError(clientError(platform.error), "invalid platform");
  const query = { ...platform.value, quiet: quiet ? "1" : "0" };
  const body = yield* readSource(client, source.value, { operation: "ImageLoad", query });
  if (!body.ok) return body.error;
  const loading = yield* client.open("ImageLoad", { query, body: body.value });
  return loading.ok ? yield* showProgress(client, loading.value, 1) : loading.error;
};
