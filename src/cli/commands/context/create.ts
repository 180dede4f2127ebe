// `docker context create` (docker/cli context/create.go): of an endpoint that --docker describes, or a copy of another
// context, which is the current one if none is named.

import { quote } from "../../../base/go/quote.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import { clientError } from "../../client-error.ts";
import { Contexts } from "./contexts.ts";
import { askedEndpoint } from "./endpoint.ts";
import { type ContextMetadata, nameComplaint, withDescription } from "../../context/metadata.ts";
import { loadTlsFiles, saveContext, saveTlsFiles, type TlsFiles } from "../../context/store.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import type { Verb } from "../verb.ts";

interface Making {
  readonly metadata: ContextMetadata;
  readonly tls: TlsFiles;
}

export const createContext: Verb = function* (client, { args: [name = ""], flags }) {
  const contexts = new Contexts(client);
  const wrong = yield* newNameComplaint(contexts, name);
  if (wrong !== undefined) return clientError(wrong);
  const made = yield* make(contexts, flags);
  if (!made.ok) return clientError(made.error);
  const { metadata, tls } = made.value;
  const refused =
    (yield* saveContext(client.sys, contexts.folder, { ...metadata, Name: name })) ??
    (yield* saveTlsFiles(client.sys, contexts.folder, name, tls));
  if (refused !== undefined) return clientError(refused);
  yield* client.print(`${name}\n`);
  yield* client.printError(`Successfully created context ${quote(name)}\n`);
  return undefined;
};

/** Why no context can get this name. */
export function* newNameComplaint(contexts: Contexts, name: string): Task<string | undefined> {
  const wrong = nameComplaint(name);
  if (wrong !== undefined) return wrong;
  const found = yield* contexts.get(name);
  if (found.ok) return `context ${quote(name)} already exists`;
  return found.error.includes(": context not found: ")
    ? undefined
    : `error while getting existing contexts: ${found.error}`;
}

function* make(contexts: Contexts, flags: FlagValues): Task<Result<Making, string>> {
  const asked = flags.map("docker");
  const from = flags.string("from");
  const description = flags.string("description");
  if (from === "" && asked.size > 0) {
    const endpoint = yield* askedEndpoint(contexts, asked);
    if (!endpoint.ok) return endpoint;
    const { meta, tls } = endpoint.value;
    return ok({ metadata: withDescription({ Endpoints: new Map([["docker", meta]]) }, description), tls });
  }
  if (asked.size > 0) return fail("cannot use --docker flag when --from is set");
  const source = from || contexts.current;
  const copied = yield* contexts.get(source);
  if (!copied.ok) return copied;
  const tls = yield* loadTlsFiles(contexts.client.sys, contexts.folder, source);
  return ok({ metadata: withDescription(copied.value, description), tls });
}
