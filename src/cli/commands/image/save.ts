// `docker save` (docker/cli image/save.go): images as one archive, to standard output or to a file, which comes into
// being only if the daemon gave something.

import { HOST_PLATFORM, parsePlatform } from "../../../base/platform.ts";
import { ok, type Result } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, wrapError, type Outcome } from "../../client-error.ts";
import { OutputFile } from "../../streams/output-file.ts";
import { nextItem } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";
import { platformJson } from "./platform-json.ts";

/** Of --platform, as the API's parameters have it; nothing if it is not said. */
export function platformQuery(written: string): Result<{ readonly platform?: string }, string> {
  if (written === "") return ok({});
  const platform = parsePlatform(written, HOST_PLATFORM);
  return platform.ok ? ok({ platform: platformJson(platform.value) }) : platform;
}

export const saveImages: Verb = function* (client, { args, flags }) {
  const platform = platformQuery(flags.string("platform"));
  if (!platform.ok) return wrapError(clientError(platform.error), "invalid platform");
  const path = flags.string("output");
  if (path === "" && client.outputIsTerminal)
    return clientError("cowardly refusing to save to a terminal. Use the -o flag or redirect");
  const file = path === "" ? undefined : yield* OutputFile.open(client.sys, client.surroundings, path);
  if (file?.ok === false) return clientError(`failed to save image: ${file.error}`);
  const query = { names: args, ...platform.value };
  const outcome = yield* receive(client, query, (bytes) =>
    file === undefined ? client.writeAll(1, bytes) : toFile(file.value, bytes),
  );
  file?.value.close();
  return outcome;
};

function* toFile(file: OutputFile, bytes: Uint8Array): Task<Outcome> {
  const error = yield* file.write(bytes);
  return error === undefined ? undefined : clientError(error);
}

function* receive(
  client: Client,
  query: { readonly names: readonly string[]; readonly platform?: string },
  write: (bytes: Uint8Array) => Task<Outcome>,
): Task<Outcome> {
  const stream = yield* client.open("ImageGetAll", { query });
  if (!stream.ok) return stream.error;
  for (;;) {
    const item = yield* nextItem(client, stream.value);
    if (!item.ok) return item.error;
    if (item.value === undefined) return undefined;
    const error = yield* write(item.value);
    if (error !== undefined) return error;
  }
}
