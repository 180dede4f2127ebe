// `docker rename`: two errors under each other where the daemon refuses, the daemon's and the client's own
// (docker/cli container/rename.go).

import { clientError } from "../../client-error.ts";
import type { Verb } from "../verb.ts";

export const renameContainer: Verb = function* (client, { args }) {
  const [target = "", name = ""] = args.map((arg) => arg.trim());
  if (target === "" || name === "") return clientError("Error: Neither old nor new names may be empty");
  const renamed = yield* client.call("ContainerRename", { target, query: { name } });
  if (renamed.ok) return undefined;
  if (renamed.error.interrupted) return renamed.error;
  yield* client.printError(`${renamed.error.message}\n`);
  return clientError(`Error: failed to rename container named ${target}`);
};
