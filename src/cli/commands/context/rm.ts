// `docker context rm` (docker/cli context/remove.go). The current one goes only by force, and the default one becomes
// current.

import { failed } from "../../../base/errno.ts";
import { quote } from "../../../base/go/quote.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type ClientError, joinErrors, type Outcome } from "../../client-error.ts";
import { Contexts } from "./contexts.ts";
import { DEFAULT_CONTEXT, removeContext } from "../../context/store.ts";
import { saveConfiguration } from "../../save-configuration.ts";
import type { Verb } from "../verb.ts";

export const removeContexts: Verb = function* (client, { args, flags }) {
  const contexts = new Contexts(client);
  const { current } = contexts;
  const errors: ClientError[] = [];
  for (const name of args) {
    const error = yield* removeOne(client, contexts, name, name === current, flags.bool("force"));
    if (error === undefined) yield* client.print(`${name}\n`);
    else errors.push(error);
  }
  return joinErrors(errors);
};

function* removeOne(
  client: Client,
  contexts: Contexts,
  name: string,
  isCurrent: boolean,
  force: boolean,
): Task<Outcome> {
  if (name === DEFAULT_CONTEXT) return clientError('context "default" cannot be removed');
  if (isCurrent) {
    if (!force) return clientError(`context ${quote(name)} is in use, set -f flag to force remove`);
    const refused = yield* saveConfiguration(client, { ...client.configuration, currentContext: "" });
    if (refused !== undefined) return refused;
  }
  if (!force && failed(client.sys.stat(contexts.foldersOf(name).metadata)))
    return clientError(`context ${quote(name)} does not exist`);
  removeContext(client.sys, contexts.folder, name);
  return undefined;
}
