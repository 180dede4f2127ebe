// `docker export` (docker/cli container/export.go): a container's files as one tar, to standard output or to a file,
// which comes into being only if the daemon gave something.

import type { Task } from "../../../kernel/sys.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import type { Client } from "../../client.ts";
import { OutputFile } from "../../streams/output-file.ts";
import { nextItem } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";

export const exportContainer: Verb = function* (client, { args: [target = ""], flags }) {
  const path = flags.string("output");
  if (path !== "") {
    const file = yield* OutputFile.open(client.sys, client.surroundings, path);
    if (!file.ok) return clientError(`failed to export container: ${file.error}`);
    const outcome = yield* exportTo(client, target, (bytes) => toFile(file.value, bytes));
    file.value.close();
    return outcome;
  }
  if (client.outputIsTerminal)
    return clientError("cowardly refusing to save to a terminal. Use the -o flag or redirect");
  return yield* exportTo(client, target, (bytes) => client.writeAll(1, bytes));
};

function* toFile(file: OutputFile, bytes: Uint8Array): Task<Outcome> {
  const error = yield* file.write(bytes);
  return error === undefined ? undefined : clientError(error);
}

function* exportTo(
  client: Client,
  target: string,
  write: (bytes: Uint8Array) => Task<Outcome>,
): Task<Outcome> {
  const stream = yield* client.open("ContainerExport", { target });
  if (!stream.ok) return stream.error;
  for (;;) {
    const item = yield* nextItem(client, stream.value);
    if (!item.ok) return item.error;
    if (item.value === undefined) return undefined;
    const error = yield* write(item.value);
    if (error !== undefined) return error;
  }
}
