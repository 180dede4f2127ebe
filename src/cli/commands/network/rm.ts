// `docker network rm` (docker/cli network/remove.go): one after the other, and errors as they come.
// With --force a network that is not there is no error. The routing mesh of a swarm, which is asked about, is not here.

import { clientError, isNotFound } from "../../client-error.ts";
import type { Verb } from "../verb.ts";

export const removeNetworks: Verb = function* (client, { args, flags }) {
  let failed = false;
  for (const target of args) {
    const removed = yield* client.call("NetworkDelete", { target });
    if (removed.ok) yield* client.print(`${target}\n`);
    else if (removed.error.interrupted) return removed.error;
    else if (!flags.bool("force") || !isNotFound(removed.error)) {
      yield* client.printError(`${removed.error.message}\n`);
      failed = true;
    }
  }
  return failed ? clientError("exit status 1") : undefined;
};
