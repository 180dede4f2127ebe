// `docker context update` (docker/cli context/update.go): another description, another endpoint.
// What is not given stays.

import { quote } from "../../../base/go/quote.ts";
import { clientError } from "../../client-error.ts";
import { Contexts } from "./contexts.ts";
import { askedEndpoint } from "./endpoint.ts";
import { nameComplaint, withDescription } from "../../context/metadata.ts";
import { loadTlsFiles, saveContext, saveTlsFiles, type TlsFiles } from "../../context/store.ts";
import type { Verb } from "../verb.ts";

export const updateContext: Verb = function* (client, { args: [name = ""], flags }) {
  const { sys } = client;
  const contexts = new Contexts(client);
  const wrong = nameComplaint(name);
  if (wrong !== undefined) return clientError(wrong);
  const found = yield* contexts.get(name);
  if (!found.ok) return clientError(found.error);
  let metadata = withDescription(found.value, flags.string("description"));
  let tls: TlsFiles | undefined;
  const asked = flags.map("docker");
  if (asked.size > 0) {
    const endpoint = yield* askedEndpoint(contexts, asked);
    if (!endpoint.ok) return clientError(endpoint.error);
    metadata = {
      ...metadata,
      Endpoints: new Map([...(metadata.Endpoints ?? []), ["docker", endpoint.value.meta]]),
    };
    const others = [...(yield* loadTlsFiles(sys, contexts.folder, name))].filter(([e]) => e !== "docker");
    tls = new Map([...others, ...endpoint.value.tls]);
  }
  const refused =
    (yield* saveContext(sys, contexts.folder, metadata)) ??
    (tls === undefined ? undefined : yield* saveTlsFiles(sys, contexts.folder, name, tls));
  if (refused !== undefined) return clientError(refused);
  yield* client.print(`${name}\n`);
  yield* client.printError(`Successfully updated context ${quote(name)}\n`);
  return undefined;
};
