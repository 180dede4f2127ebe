// `docker context import` (docker/cli context/import.go): a context from an archive that export wrote, in a file or on
// standard input. Zip files, which no command writes, are not read.

import { goErrno } from "../../../base/go/errno-text.ts";
import { quote } from "../../../base/go/quote.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import type { Sys, Task } from "../../../kernel/sys.ts";
import { clientError } from "../../client-error.ts";
import { decodeContext } from "./archive.ts";
import { Contexts } from "./contexts.ts";
import { saveContext, saveTlsFiles } from "../../context/store.ts";
import { readAll, readFile } from "../../surroundings.ts";
import type { Verb } from "../verb.ts";
import { newNameComplaint } from "./create.ts";

export const importContext: Verb = function* (client, { args: [name = "", path = ""] }) {
  const { sys } = client;
  const contexts = new Contexts(client);
  const wrong = yield* newNameComplaint(contexts, name);
  if (wrong !== undefined) return clientError(wrong);
  const bytes = path === "-" ? yield* standardInput(sys) : yield* readFile(sys, path);
  if (!bytes.ok) return clientError(bytes.error);
  const { metadata, tls, error } = decodeContext(bytes.value);
  const refused =
    (metadata && (yield* saveContext(sys, contexts.folder, { ...metadata, Name: name }))) ??
    error ??
    (yield* saveTlsFiles(sys, contexts.folder, name, tls));
  if (refused !== undefined) return clientError(refused);
  yield* client.print(`${name}\n`);
  yield* client.printError(`Successfully imported context ${quote(name)}\n`);
  return undefined;
};

function* standardInput(sys: Sys): Task<Result<Uint8Array, string>> {
  const bytes = yield* readAll(sys, 0);
  return bytes.ok ? ok(bytes.value) : fail(`read /dev/stdin: ${goErrno(bytes.error)}`);
}
