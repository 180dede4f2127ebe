// `docker import` (docker/cli image/import.go, docker client image_import.go): an image out of a tar of files, from a
// file or standard input, or from a URL that the daemon fetches.

import { parseImageReference } from "../../../base/image-reference.ts";
import { ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import { showProgress } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";
import { openSource, readSource, type Source } from "./read-source.ts";

/** Nothing of the client's for what the daemon fetches. */
function* sourceOf(client: Client, written: string): Task<Answered<Source | undefined>> {
  if (/^https?:\/\//.test(written)) return ok(undefined);
  return yield* openSource(client, written === "-" ? undefined : written);
}

export const importImage: Verb = function* (client, { args: [written = "", name = ""], flags }) {
  const source = yield* sourceOf(client, written);
  if (!source.ok) return source.error;
  const reference = name === "" ? undefined : parseImageReference(name);
  if (reference?.ok === false) return clientError(reference.error);
  const changes = flags.list("change");
  const message = flags.string("message");
  const platform = flags.string("platform");
  const query = {
    ...(changes.length > 0 && { changes }),
    fromSrc: source.value === undefined ? written : "-",
    ...(message !== "" && { message }),
    ...(platform !== "" && { platform: platform.toLowerCase() }),
    ...(name !== "" && { repo: name }),
  };
  if (source.value === undefined) return yield* send(client, query);
  const body = yield* readSource(client, source.value, { operation: "ImageCreate", query });
  return body.ok ? yield* send(client, query, body.value) : body.error;
};

type Query = Readonly<Record<string, string | readonly string[]>>;

function* send(client: Client, query: Query, body?: Uint8Array) {
  const importing = yield* client.open("ImageCreate", { query, ...(body === undefined ? {} : { body }) });
  return importing.ok ? yield* showProgress(client, importing.value, 1) : importing.error;
}
