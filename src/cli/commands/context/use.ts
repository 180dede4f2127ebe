// `docker context use` (docker/cli context/use.go): which context the configuration names as the current one.
// The default one is no name at all.

import { quote } from "../../../base/go/quote.ts";
import { clientError } from "../../client-error.ts";
import { Contexts } from "./contexts.ts";
import { nameComplaint } from "../../context/metadata.ts";
import { DEFAULT_CONTEXT } from "../../context/store.ts";
import { saveConfiguration } from "../../save-configuration.ts";
import type { Verb } from "../verb.ts";

export const useContext: Verb = function* (client, { args: [name = ""] }) {
  const isDefault = name === DEFAULT_CONTEXT;
  const wrong = isDefault ? undefined : nameComplaint(name);
  if (wrong !== undefined) return clientError(wrong);
  const found = yield* new Contexts(client).get(name);
  if (!found.ok && !isDefault) return clientError(found.error);
  const { configuration, surroundings } = client;
  const currentContext = isDefault ? "" : name;
  if ((configuration.currentContext ?? "") !== currentContext) {
    const refused = yield* saveConfiguration(client, { ...configuration, currentContext });
    if (refused !== undefined) return refused;
  }
  yield* client.print(`${name}\n`);
  yield* client.printError(`Current context is now ${quote(name)}\n`);
  if (!isDefault && surroundings.env("DOCKER_HOST") !== "")
    yield* client.printError(
      `Warning: DOCKER_HOST environment variable overrides the active context. To use ${quote(name)}, either set the global --context flag, or unset DOCKER_HOST environment variable.\n`,
    );
  return undefined;
};
